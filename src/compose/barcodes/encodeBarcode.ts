import { PostwerkError } from '../../errors.ts';
import { gs1CheckDigit } from '../../model/gs1CheckDigit.ts';
import { bwipSymbol } from './bwipSymbol.ts';
import { code128Bars, fnc1Token } from './code128.ts';
import type { BarcodeRequest, EncodedBarcode } from './encodedBarcode.ts';
import { encodeOther } from './encodeOther.ts';
import { encodeQrSymbol } from './encodeQrSymbol.ts';
import { formatElementString, needsSeparator, parseElementString } from './gs1/elementString.ts';
import { encodeRetail, type RetailSymbology } from './retailCode.ts';
import { symbologies, type Symbology } from './symbologies.ts';

/** GS1 General Specifications §5.4.1: at most 48 data characters, brackets not counted. */
const maxGs1Characters = 48;
/** Longer codes do not fit a page at a module width that a scanner reads; refusing is kinder than a dead code. */
const maxCode128Characters = 80;
/**
 * Wide to narrow of interleaved 2 of 5: GS1 General Specifications §5.3.2.2 aim at 2.5 for ITF-14 and allow 2.25 to 3;
 * bwip-js makes 2.
 */
const itfRatio = 2.5;

/**
 * Turns data into modules.
 *
 * Throws `compose.barcode-invalid` when the symbology cannot carry the data, saying which part is wrong.
 */
export function encodeBarcode(request: BarcodeRequest): EncodedBarcode {
  if (request.options !== undefined) return encodeAnew(request);
  const key = `${request.symbology} ${request.data}`;
  let encoded = recent.get(key);
  if (encoded === undefined) {
    encoded = encodeAnew(request);
    if (recent.size >= mostRecent) recent.clear();
    recent.set(key, encoded);
  }
  return encoded;
}

/** A template asks how wide a code is, its column asks again, then it is laid out: one document, the same code. */
const recent = new Map<string, EncodedBarcode>();
const mostRecent = 8;

function encodeAnew(request: BarcodeRequest): EncodedBarcode {
  const { symbology, data } = request;
  if (data === '') throw invalid(`a ${symbology} has no data`);
  const encode = own[symbology];
  if (encode === undefined) return encodeOther(request);
  for (const name of Object.keys(request.options ?? {})) {
    if (!qrOptions.has(name) || !takesOptions.has(symbology)) throw invalid(`${symbology} has no option "${name}"`);
  }
  return encode(request);
}

/** Error correction and smallest version; our other encoders leave no choice. */
const qrOptions = new Set(['eclevel', 'version']);
const takesOptions: ReadonlySet<Symbology> = new Set(['qrcode', 'gs1dlqrcode']);

/** What bwip-js does not encode here: where it is slow, lax, or the code wants more than its modules. */
const own: Readonly<Partial<Record<Symbology, (request: BarcodeRequest) => EncodedBarcode>>> = {
  code128: ({ data }) => encodeCode128(data),
  'gs1-128': ({ data }) => encodeGs1('gs1-128', data),
  sscc18: ({ data }) => encodeGs1('sscc18', `(00)${keyOf('sscc18', data, '00', 18)}`),
  ean14: ({ data }) => encodeGs1('ean14', `(01)${keyOf('ean14', data, '01', 14)}`),
  itf14: ({ data }) => encodeItf('itf14', keyOf('itf14', data, '01', 14)),
  interleaved2of5({ data }) {
    if (!/^(?:\d\d)+$/.test(data)) throw invalid(`interleaved2of5 "${data}": an even number of digits is needed`);
    return encodeItf('interleaved2of5', data);
  },
  ean13: (request) => retail('ean13', request),
  ean8: (request) => retail('ean8', request),
  upca: (request) => retail('upca', request),
  upce: (request) => retail('upce', request),
  isbn: (request) => retail('isbn', request),
  ismn: (request) => retail('ismn', request),
  issn: (request) => retail('issn', request),
  qrcode: (request) => encodeQrSymbol('qrcode', request),
  swissqrcode: (request) => encodeQrSymbol('swissqrcode', request),
  upnqr: (request) => encodeQrSymbol('upnqr', request),
  gs1dlqrcode: (request) => encodeQrSymbol('gs1dlqrcode', request),
};

function retail(symbology: RetailSymbology, { data }: BarcodeRequest): EncodedBarcode {
  const { caption, ...code } = encodeRetail(symbology, data);
  return { ...code, plain: caption, width: modulesOf(code.bars), quiet: symbologies[symbology].quiet };
}

function encodeCode128(data: string): EncodedBarcode {
  const strange = /[^\u0020-\u007e]/u.exec(data)?.[0];
  if (strange !== undefined) {
    throw invalid(`code128 "${data}" has the character ${describe(strange)}; only printable ASCII is possible`);
  }
  if (data.length > maxCode128Characters) {
    throw invalid(`code128 data has ${data.length} characters, at most ${maxCode128Characters} are possible`);
  }
  const tokens: number[] = [];
  for (let at = 0; at < data.length; at += 1) tokens.push(data.charCodeAt(at));
  return linear('code128', data, tokens);
}

function encodeGs1(symbology: 'gs1-128' | 'sscc18' | 'ean14', data: string): EncodedBarcode {
  const elements = parseElementString(data);
  const characters = elements.reduce((sum, element) => sum + element.ai.length + element.value.length, 0);
  if (characters > maxGs1Characters) {
    throw invalid(`gs1-128 "${data}" has ${characters} characters, at most ${maxGs1Characters} are possible`);
  }
  // FNC1 behind the start says GS1; between elements it ends one of variable length (General Specifications §7.8.4).
  const tokens = [fnc1Token];
  elements.forEach((element, index) => {
    const text = element.ai + element.value;
    for (let at = 0; at < text.length; at += 1) tokens.push(text.charCodeAt(at));
    if (needsSeparator(element) && index < elements.length - 1) tokens.push(fnc1Token);
  });
  return linear(symbology, formatElementString(elements), tokens);
}

function linear(symbology: 'code128' | 'gs1-128' | 'sscc18' | 'ean14', text: string, tokens: number[]): EncodedBarcode {
  const bars = code128Bars(tokens);
  return { data: text, plain: text, bars, width: modulesOf(bars), quiet: symbologies[symbology].quiet };
}

/** A number with its check digit, from the plain digits, with or without it, or from its element string. */
function keyOf(symbology: string, data: string, ai: string, length: number): string {
  const digits = data.replace(`(${ai})`, '').replaceAll(/\s/gu, '');
  if (!/^\d+$/.test(digits) || (digits.length !== length && digits.length !== length - 1)) {
    throw invalid(`${symbology} "${data}": ${length - 1} digits are needed, or ${length} with the check digit`);
  }
  const body = digits.slice(0, length - 1);
  const check = gs1CheckDigit(body);
  if (digits.length === length && !digits.endsWith(check)) {
    throw invalid(`${symbology} "${data}" has check digit ${digits.slice(-1)}, it should be ${check}`);
  }
  return body + check;
}

function encodeItf(symbology: 'itf14' | 'interleaved2of5', digits: string): EncodedBarcode {
  const narrow = bwipSymbol('interleaved2of5', digits, {}).bars ?? [];
  const bars = narrow.map((bar) => (bar > 1 ? itfRatio : bar));
  return { data: digits, plain: digits, bars, width: modulesOf(bars), quiet: symbologies[symbology].quiet };
}

function modulesOf(bars: readonly number[]): number {
  let sum = 0;
  for (const bar of bars) sum += bar;
  return sum;
}

function describe(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return /\p{C}/u.test(character) ? `U+${code}` : `${character} (U+${code})`;
}

function invalid(detail: string): PostwerkError {
  return new PostwerkError('compose.barcode-invalid', detail);
}

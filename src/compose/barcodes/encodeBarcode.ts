import bwip from 'bwip-js';
import { PostwerkError } from '../../errors.ts';
import type { Symbology } from '../displayList.ts';
import { code128Bars, fnc1Token } from './code128.ts';
import { formatElementString, isKnownIdentifier, needsSeparator, parseElementString } from './gs1.ts';
import { encodeQr } from './qr/encodeQr.ts';

export interface BarcodeRequest {
  readonly symbology: Symbology;
  readonly data: string;
}

/** A code as modules: `bars` for a linear code, `matrix` for a two-dimensional one. */
export interface EncodedBarcode {
  /** What a decoder must return; GS1 data in bracketed form. */
  readonly data: string;
  /** The line under the bars (GS1 General Specifications §4.14); '' for matrix codes. */
  readonly humanReadable: string;
  /** Widths in modules, alternating bar, space, bar … */
  readonly bars?: readonly number[];
  /** Rows of dark (true) modules, without quiet zone. */
  readonly matrix?: readonly (readonly boolean[])[];
  /** Width in modules without quiet zone. */
  readonly width: number;
  /** Quiet zone left and right (matrix: all around), in modules. */
  readonly quietZone: number;
}

/** ISO/IEC 15417 §4.2: ten modules. */
const quietZoneCode128 = 10;
/** ISO/IEC 18004 §5.3.8: four modules. */
const quietZoneQr = 4;
/** GS1 General Specifications §5.4.1: at most 48 data characters, brackets not counted. */
const maxGs1Characters = 48;
/** Longer codes do not fit a page at a module width that a scanner reads; refusing is kinder than a dead code. */
const maxCode128Characters = 80;

/**
 * Turns data into modules.
 *
 * Throws `compose.barcode-invalid` when the symbology cannot carry the data, saying which part is wrong.
 */
export function encodeBarcode({ symbology, data }: BarcodeRequest): EncodedBarcode {
  if (data === '') throw invalid(`a ${symbology} has no data`);
  switch (symbology) {
    case 'code128':
      return encodeCode128(data);
    case 'gs1-128':
      return encodeGs1(data);
    case 'qrcode':
      return encodeQrCode(data);
  }
}

function encodeCode128(data: string): EncodedBarcode {
  const strange = /[^\u0020-\u007e]/u.exec(data)?.[0];
  if (strange !== undefined) {
    throw invalid(`code128 "${data}" has the character ${describe(strange)}; only printable ASCII is possible`);
  }
  if (data.length > maxCode128Characters) {
    throw invalid(`code128 data has ${data.length} characters, at most ${maxCode128Characters} are possible`);
  }
  return linear(data, Array.from(data, codeOf));
}

function encodeGs1(data: string): EncodedBarcode {
  const elements = parseElementString(data);
  const characters = elements.reduce((sum, element) => sum + element.ai.length + element.value.length, 0);
  if (characters > maxGs1Characters) {
    throw invalid(`gs1-128 "${data}" has ${characters} characters, at most ${maxGs1Characters} are possible`);
  }
  const text = formatElementString(elements);
  if (!elements.every(isKnownIdentifier)) checkWithEncoder(text);
  // FNC1 behind the start says GS1; between elements it ends one of variable length (General Specifications §7.8.4).
  const tokens = [fnc1Token];
  elements.forEach((element, index) => {
    for (const character of element.ai + element.value) tokens.push(codeOf(character));
    if (needsSeparator(element) && index < elements.length - 1) tokens.push(fnc1Token);
  });
  return linear(text, tokens);
}

function linear(text: string, tokens: readonly number[]): EncodedBarcode {
  const bars = code128Bars(tokens);
  const width = bars.reduce((sum, bar) => sum + bar, 0);
  return { data: text, humanReadable: text, bars, width, quietZone: quietZoneCode128 };
}

function codeOf(character: string): number {
  return character.charCodeAt(0);
}

/** bwip-js knows every application identifier and its rules; it takes twenty times as long, so only rare ones go there. */
function checkWithEncoder(text: string): void {
  try {
    bwip.raw({ bcid: 'gs1-128', text });
  } catch (error) {
    // It says "bwipp.GS1badChecksum#3251: AI 00: Bad checksum": the part behind the code is for people.
    const said = error instanceof Error ? error.message.replace(/^bwipp\.\w+#\d+:\s*/, '') : String(error);
    throw new PostwerkError('compose.barcode-invalid', `gs1-128 "${text}": ${said}`, {}, { cause: error });
  }
}

/** Error correction M (15 %), as EPC069-12 asks of payment codes. */
function encodeQrCode(data: string): EncodedBarcode {
  const matrix = encodeQr({ data, level: 'M' });
  if (matrix === null) throw invalid(`qrcode: ${Buffer.byteLength(data)} bytes are more than fit`);
  return { data, humanReadable: '', matrix, width: matrix.length, quietZone: quietZoneQr };
}

function describe(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return /\p{C}/u.test(character) ? `U+${code}` : `${character} (U+${code})`;
}

function invalid(detail: string): PostwerkError {
  return new PostwerkError('compose.barcode-invalid', detail);
}

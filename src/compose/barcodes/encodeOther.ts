import { PostwerkError } from '../../errors.ts';
import { bwipSymbol } from './bwipSymbol.ts';
import type { BarcodeRequest, EncodedBarcode, Post } from './encodedBarcode.ts';
import { parseDigitalLink } from './gs1/digitalLink.ts';
import { formatElementString, parseElementString } from './gs1/elementString.ts';
import { symbologies, type Symbology, type SymbologyEntry } from './symbologies.ts';

/** Settings of bwip-js that change the symbol and not only its drawing. */
const knownOptions = new Set([
  'ccversion',
  'cccolumns',
  'columns',
  'custinfoenc',
  'dontlint',
  'eci',
  'eclevel',
  'encoding',
  'fnc1',
  'format',
  'includecheck',
  'layers',
  'linkagechar',
  'mask',
  'mode',
  'parse',
  'parsefnc',
  'pzn8',
  'raw',
  'rowmult',
  'rows',
  'segments',
  'sepheight',
  'start',
  'suppresslzcompression',
  'type',
  'unlatchextbeforec',
  'validatecheck',
  'version',
]);

/** Options without which a symbology is not what its standard says: check characters, the PZN of eight digits. */
const standardOptions: Readonly<Partial<Record<Symbology, Readonly<Record<string, boolean>>>>> = {
  code93: { includecheck: true },
  code93ext: { includecheck: true },
  pzn: { pzn8: true },
};

/** What a decoder returns where that is not what went in: with check digits, with the prefix of the trade. */
const decoded: Readonly<Partial<Record<Symbology, (data: string, plain: string) => string>>> = {
  code32: (_, plain) => plain,
  pzn: (_, plain) => plain.replaceAll(/[^-\d]/gu, ''),
  leitcode: (_, plain) => plain.replaceAll(/\D/gu, ''),
  identcode: (_, plain) => plain.replaceAll(/\D/gu, ''),
  aztecrune: (data) => data.padStart(3, '0'),
};

/**
 * A code that bwip-js encodes.
 *
 * Throws `compose.barcode-invalid` with the reason.
 */
export function encodeOther({ symbology, data, options = {} }: BarcodeRequest): EncodedBarcode {
  const entry: SymbologyEntry = symbologies[symbology];
  const text = checkedText(symbology, entry, data);
  const settings = { ...standardOptions[symbology], ...bwipOptions(symbology, options) };
  const symbol = bwipSymbol(entry.bwip ?? symbology, text, settings);
  const { bars, matrix, posts } = symbol;
  const plain = symbol.plain === '' ? text : symbol.plain;
  const common = { data: decodedOf(symbology, text, plain), plain, quiet: entry.quiet };
  if (matrix !== undefined) return { ...common, matrix, width: matrix[0]?.length ?? 0 };
  if (bars === undefined) throw new PostwerkError('compose.barcode-invalid', `${symbology} "${data}" gives no bars`);
  if (entry.shape !== 'posts' || posts === undefined) return { ...common, bars, width: sumOf(bars) };
  return { ...common, ...inBars(bars, posts) };
}

function decodedOf(symbology: Symbology, text: string, plain: string): string {
  return symbology.startsWith('hibc') ? withHibcCheck(text) : (decoded[symbology]?.(text, plain) ?? text);
}

const hibcCharacters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%';

/** `+`, the data and its check character: the sum of all modulo 43 (ANSI/HIBC 2.6 §2.3.2.1). */
function withHibcCheck(data: string): string {
  const text = `+${data}`;
  let sum = 0;
  for (const character of text) sum += hibcCharacters.indexOf(character);
  return text + hibcCharacters.charAt(sum % 43);
}

function checkedText(symbology: string, entry: SymbologyEntry, data: string): string {
  if (symbology === 'gs1dldatamatrix') parseDigitalLink(data);
  if (symbology === 'maxicode' && /[^\0-~]/u.test(data)) {
    // It would carry UTF-8 without saying so, and scanners would show something else.
    throw new PostwerkError('compose.barcode-invalid', `maxicode "${data}": only ASCII is possible`);
  }
  if (entry.read?.gs1 === true && !symbology.endsWith('composite'))
    return formatElementString(parseElementString(data));
  return data;
}

function bwipOptions(symbology: string, options: Readonly<Record<string, string>>): Record<string, string | boolean> {
  const result: Record<string, string | boolean> = {};
  for (const [name, value] of Object.entries(options)) {
    if (!knownOptions.has(name)) {
      const known = [...knownOptions].join(', ');
      throw new PostwerkError('compose.barcode-invalid', `${symbology} has no option "${name}"; there are ${known}`);
    }
    result[name] = value === 'true' ? true : value === 'false' ? false : value;
  }
  return result;
}

/** Postal codes come in points; here the width of a bar is the module. */
function inBars(
  bars: readonly number[],
  posts: readonly Post[],
): { bars: readonly number[]; posts: readonly Post[]; width: number; height: number } {
  const unit = bars[0] ?? 1;
  const scaled = bars.map((bar) => bar / unit);
  const ends = posts.map(({ top, bottom }) => ({ top: top / unit, bottom: bottom / unit }));
  return { bars: scaled, posts: ends, width: sumOf(scaled), height: Math.max(...ends.map(({ bottom }) => bottom)) };
}

function sumOf(bars: readonly number[]): number {
  let sum = 0;
  for (const bar of bars) sum += bar;
  return sum;
}

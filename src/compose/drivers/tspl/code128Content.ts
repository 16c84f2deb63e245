import { code128ValuesOf, codeB, codeC, fnc1, startB, startC } from '../../barcodes/code128.ts';

/** Characters that end or begin something in an expression of TSPL: `!` a control code, `"` the expression. */
const meant = new Set(['!', '"', '\\'].map((character) => character.charCodeAt(0) - 0x20));

/**
 * Content that makes a printer draw exactly these bars: BARCODE "128M" takes the values of start characters, code set
 * changes and FNC1 as `!105`, `!100`, `!102` (TSPL/TSPL2 Programming Manual, BARCODE, "Code 128M"). "128" and "EAN128"
 * would choose the code sets themselves, and the symbol might be another one than was laid out and proven.
 *
 * Returns null when the bars hold something else; they are then drawn as a bitmap.
 */
export function code128Content(bars: readonly number[]): string | null {
  const values = code128ValuesOf(bars);
  if (values === null) return null;
  const [start, ...rest] = values;
  if (start !== startB && start !== startC) return null;
  let inC = start === startC;
  let content = `!${start}`;
  for (const value of rest) {
    if (value === fnc1) content += '!102';
    else if (inC && value < 100) content += String(value).padStart(2, '0');
    else if (!inC && value < 95 && !meant.has(value)) content += String.fromCharCode(value + 0x20);
    else if (value === (inC ? codeB : codeC)) {
      content += inC ? '!100' : '!099';
      inC = !inC;
    } else return null;
  }
  return content;
}

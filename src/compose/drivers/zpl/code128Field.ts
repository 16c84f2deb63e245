import { code128ValuesOf, codeB, fnc1, startB, startC } from '../../barcodes/code128.ts';

const greaterThan = 0x3e - 0x20;

/**
 * Field data that makes the printer draw exactly these bars: the start character, code set changes and FNC1 written out
 * (ZPL II Programming Guide, ^BC: Code 128 Bar Code, "Code 128 subsets" and table of invocation codes). Left to itself
 * a printer may change sets elsewhere, and the symbol would have another width than was laid out and proven.
 *
 * Returns null when the bars hold something else; they are then drawn as a graphic. That includes a change from set B to
 * C (>5), the character `>` (>0) and a single character after the change to set B (>6), which interpreters are known to
 * draw differently: the same symbol everywhere is worth more than the bytes.
 */
export function code128Field(bars: readonly number[]): string | null {
  const values = code128ValuesOf(bars);
  if (values === null) return null;
  const [start, ...rest] = values;
  if (start !== startB && start !== startC) return null;
  let set = start === startC ? 'C' : 'B';
  let field = start === startC ? '>;' : '>:';
  for (const [index, value] of rest.entries()) {
    if (value === fnc1) field += '>8';
    else if (set === 'C' && value < 100) field += String(value).padStart(2, '0');
    else if (set === 'C' && value === codeB && index !== rest.length - 2) {
      set = 'B';
      field += '>6';
    } else if (set === 'B' && value < 95 && value !== greaterThan) field += literalB(value);
    else return null;
  }
  return field;
}

/** Code set B is ASCII from U+0020; `^` is written >< and `~` >= (same table). */
function literalB(value: number): string {
  const character = String.fromCharCode(value + 0x20);
  if (character === '^') return '><';
  if (character === '~') return '>=';
  return character;
}

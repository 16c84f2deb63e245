/** Values with a meaning of their own in every code set (ISO/IEC 15417 table 1). */
const codeB = 100;
const greaterThan = 0x3e - 0x20;
const fnc1 = 102;
const startB = 104;
const startC = 105;

/** Bar and space widths of the 106 symbol characters (ISO/IEC 15417 table 1), as digits. */
const patterns =
  '212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231113222123122123221' +
  '223211221132221231213212223112312131311222321122321221312212322112322211212123212321232121111323131123131321' +
  '112313132113132311211313231113231311112133112331132131113123113321133121313121211331231131213113213311213131' +
  '311123311321331121312113312311332111314111221411431111111224111422121124121421141122141221112214112412122114' +
  '122411142112142211241211221114413111241112134111111242121142121241114212124112124211411212421112421211212141' +
  '214121412121111143111341131141114113114311411113411311113141114131311141411131211412211214211232';

const valueOf = new Map<string, number>();
for (let value = 0; value * 6 < patterns.length; value += 1)
  valueOf.set(patterns.slice(value * 6, value * 6 + 6), value);

/**
 * Field data that makes the printer draw exactly these bars: the start character, code set changes and FNC1 written out
 * (ZPL II Programming Guide, ^BC: Code 128 Bar Code, "Code 128 subsets" and table of invocation codes). Left to itself
 * a printer may change sets elsewhere, and the symbol would have another width than was laid out and proven.
 *
 * Returns null when the bars hold something else; they are then drawn as a graphic. That includes a change from set B to
 * C (>5) and the character `>` (>0), which interpreters are known to draw differently: the same symbol everywhere is
 * worth more than the bytes.
 */
export function code128Field(bars: readonly number[]): string | null {
  // The last seven elements are the stop character, the six before it the check character, which the printer adds.
  const values: number[] = [];
  for (let at = 0; at + 13 < bars.length; at += 6) {
    const value = valueOf.get(bars.slice(at, at + 6).join(''));
    if (value === undefined) return null;
    values.push(value);
  }
  const [start, ...rest] = values;
  if (start !== startB && start !== startC) return null;
  let set = start === startC ? 'C' : 'B';
  let field = start === startC ? '>;' : '>:';
  for (const value of rest) {
    if (value === fnc1) field += '>8';
    else if (set === 'C' && value < 100) field += String(value).padStart(2, '0');
    else if (set === 'C' && value === codeB) {
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

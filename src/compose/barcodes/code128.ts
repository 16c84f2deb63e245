/** Values with a meaning of their own in code sets B and C (ISO/IEC 15417 table 1). */
export const codeC = 99;
export const codeB = 100;
export const fnc1 = 102;
export const startB = 104;
export const startC = 105;

/** Bar and space widths of the 106 symbol characters (ISO/IEC 15417 table 1), as digits. */
const patterns =
  '212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231113222123122123221' +
  '223211221132221231213212223112312131311222321122321221312212322112322211212123212321232121111323131123131321' +
  '112313132113132311211313231113231311112133112331132131113123113321133121313121211331231131213113213311213131' +
  '311123311321331121312113312311332111314111221411431111111224111422121124121421141122141221112214112412122114' +
  '122411142112142211241211221114413111241112134111111242121142121241114212124112124211411212421112421211212141' +
  '214121412121111143111341131141114113114311411113411311113141114131311141411131211412211214211232';
const stop = [2, 3, 3, 1, 1, 1, 2];

const widths = Array.from({ length: patterns.length / 6 }, (_, value) =>
  Array.from(patterns.slice(value * 6, value * 6 + 6), Number),
);
/** The value of six widths from 1 to 4, each two bits of the index. */
const values = new Map(widths.map((bars, value) => [keyOf(bars, 0), value]));

function keyOf(bars: readonly number[], at: number): number {
  let key = 0;
  for (let index = at; index < at + 6; index += 1) key = key * 4 + (bars[index] ?? 0) - 1;
  return key;
}

/** FNC1 among the characters to encode. */
export const fnc1Token = -1;

/**
 * The shortest Code 128 symbol for printable ASCII, as bar and space widths.
 *
 * @param tokens character codes U+0020 to U+007E, or `fnc1Token`.
 */
export function code128Bars(tokens: readonly number[]): number[] {
  const symbol = code128Values(tokens);
  const bars: number[] = [];
  // The check character: position-weighted sum modulo 103 (ISO/IEC 15417 Annex A).
  let sum = symbol[0] ?? 0;
  for (let index = 0; index < symbol.length; index += 1) {
    const value = symbol[index] ?? 0;
    sum += value * index;
    for (const bar of widths[value] ?? []) bars.push(bar);
  }
  for (const bar of widths[sum % 103] ?? []) bars.push(bar);
  for (const bar of stop) bars.push(bar);
  return bars;
}

/** The value of the character whose six widths begin at `at`; -1 where they are no character of Code 128. */
export function code128CharacterAt(bars: readonly number[], at: number): number {
  let modules = 0;
  for (let index = at; index < at + 6; index += 1) {
    const bar = bars[index] ?? 0;
    if (bar !== 1 && bar !== 2 && bar !== 3 && bar !== 4) return -1;
    modules += bar;
  }
  return modules === 11 ? (values.get(keyOf(bars, at)) ?? -1) : -1;
}

/** Whether the seven widths from `at` on are the stop character, two modules of bar at its end included. */
export function isCode128Stop(bars: readonly number[], at: number): boolean {
  return stop.every((bar, index) => bars[at + index] === bar);
}

/** The values that bars stand for, without check character and stop; null when they are no Code 128. */
export function code128ValuesOf(bars: readonly number[]): number[] | null {
  const found: number[] = [];
  for (let at = 0; at + 13 < bars.length; at += 6) {
    const value = code128CharacterAt(bars, at);
    if (value < 0) return null;
    found.push(value);
  }
  return found;
}

/** Costs of the tokens of a symbol, kept from code to code. */
let inB = new Int32Array(128);
let inC = new Int32Array(128);
const impossible = 1_000_000;

/**
 * Chooses between code set B (one character a value) and C (two digits a value) so that the symbol has the fewest
 * characters. Costs are worked out from the end: `inB[i]` is what tokens from i on cost when set B writes token i.
 */
function code128Values(tokens: readonly number[]): number[] {
  const count = tokens.length;
  if (count >= inB.length) {
    inB = new Int32Array(count * 2);
    inC = new Int32Array(count * 2);
  }
  inB[count] = 0;
  inC[count] = 0;
  for (let at = count - 1; at >= 0; at -= 1) {
    const step = stepInC(tokens, at);
    inB[at] = 1 + restOf(inB, inC, at + 1, count);
    inC[at] = step === 0 ? impossible : 1 + restOf(inC, inB, at + step, count);
  }
  let isC = (inC[0] ?? 0) <= (inB[0] ?? 0);
  const found = [isC ? startC : startB];
  for (let at = 0; at < count; ) {
    const own = (isC ? inC : inB)[at] ?? 0;
    const other = (isC ? inB : inC)[at] ?? 0;
    if (at > 0 && 1 + other < own) {
      isC = !isC;
      found.push(isC ? codeC : codeB);
    }
    const token = tokens[at] ?? 0;
    if (token === fnc1Token) found.push(fnc1);
    else if (!isC) found.push(token - 0x20);
    else found.push((token - 0x30) * 10 + (tokens[at + 1] ?? 0) - 0x30);
    at += isC ? stepInC(tokens, at) : 1;
  }
  return found;
}

/** What the tokens from `at` on cost: in the set that wrote the one before, or with a change to the other. */
function restOf(own: Int32Array, other: Int32Array, at: number, count: number): number {
  return at >= count ? 0 : Math.min(own[at] ?? 0, 1 + (other[at] ?? 0));
}

/** How many tokens set C writes as one value; 0 for none. */
function stepInC(tokens: readonly number[], at: number): number {
  if (tokens[at] === fnc1Token) return 1;
  return isDigit(tokens[at]) && isDigit(tokens[at + 1]) ? 2 : 0;
}

function isDigit(token: number | undefined): boolean {
  return token !== undefined && token >= 0x30 && token <= 0x39;
}

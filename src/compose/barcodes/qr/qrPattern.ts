import { alignmentCentres, qrSize, type QrLevel } from './qrVersions.ts';

/** Light modules before the first one of a line: what lies outside of the symbol counts as light there. */
export const margin = 4;

/**
 * A symbol as bits, every row as `words` numbers of 32 modules, and every column likewise: the rules that choose a mask
 * look along both, and 32 modules at once is what makes a code cheap.
 */
export interface BitLines {
  readonly rows: Uint32Array;
  readonly columns: Uint32Array;
}

/** All that is equal in every code of one version and level. */
export interface QrPattern {
  readonly size: number;
  readonly words: number;
  /** Finders, timing, alignment, version information and the one module that is always dark. */
  readonly fixed: BitLines;
  /** For each of the eight masks: the data modules it turns over, and the format information that names it. */
  readonly masks: readonly BitLines[];
  /** Places of the data bits in their order, as y × size + x (ISO/IEC 18004 §7.7.3). */
  readonly order: Uint16Array;
}

/** ISO/IEC 18004 table 10. */
const masks: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

/** ISO/IEC 18004 table 12. */
const levelBits: Readonly<Record<QrLevel, number>> = { L: 1, M: 0, Q: 3, H: 2 };

const patterns = new Map<string, QrPattern>();

export function qrPattern(version: number, level: QrLevel): QrPattern {
  const key = `${version}${level}`;
  let pattern = patterns.get(key);
  if (pattern === undefined) {
    pattern = createPattern(version, level);
    patterns.set(key, pattern);
  }
  return pattern;
}

function createPattern(version: number, level: QrLevel): QrPattern {
  const size = qrSize(version);
  const words = (size + 2 * margin + 31) >> 5;
  const taken = new Uint8Array(size * size);
  const fixed = emptyLines(size, words);
  const put = (x: number, y: number, isDark: boolean): void => {
    if (x < 0 || y < 0 || x >= size || y >= size) return;
    taken[y * size + x] = 1;
    if (isDark) setDark(fixed, words, x, y);
  };
  drawFunctionPatterns(version, size, put);
  // The places of the format information belong to the masks; here they are only kept free.
  forFormat(size, (x, y) => put(x, y, false));
  put(8, size - 8, true);
  const order = dataOrder(size, taken);
  return {
    size,
    words,
    fixed,
    order,
    masks: masks.map((turns, mask) => {
      const lines = emptyLines(size, words);
      for (const place of order) {
        const [x, y] = [place % size, Math.floor(place / size)];
        if (turns(x, y)) setDark(lines, words, x, y);
      }
      const format = formatInformation(level, mask);
      forFormat(size, (x, y, bit) => {
        if ((format >>> bit) & 1) setDark(lines, words, x, y);
      });
      return lines;
    }),
  };
}

function drawFunctionPatterns(
  version: number,
  size: number,
  put: (x: number, y: number, isDark: boolean) => void,
): void {
  for (let index = 0; index < size; index += 1) {
    put(6, index, index % 2 === 0);
    put(index, 6, index % 2 === 0);
  }
  for (const [x, y] of [
    [3, 3],
    [size - 4, 3],
    [3, size - 4],
  ] as const) {
    square(4, (dx, dy, ring) => put(x + dx, y + dy, ring !== 2 && ring !== 4));
  }
  const centres = alignmentCentres(version);
  const last = centres.length - 1;
  centres.forEach((y, row) => {
    centres.forEach((x, column) => {
      const isFinder = (row === 0 && column === 0) || (row === 0 && column === last) || (row === last && column === 0);
      if (!isFinder) square(2, (dx, dy, ring) => put(x + dx, y + dy, ring !== 1));
    });
  });
  if (version < 7) return;
  // Version information (ISO/IEC 18004 §7.10): six bits with a Golay code, twice.
  let remainder = version;
  for (let step = 0; step < 12; step += 1) remainder = (remainder << 1) ^ ((remainder >>> 11) * 0x1f25);
  const bits = (version << 12) | remainder;
  for (let bit = 0; bit < 18; bit += 1) {
    const [long, short] = [size - 11 + (bit % 3), Math.floor(bit / 3)];
    put(long, short, ((bits >>> bit) & 1) === 1);
    put(short, long, ((bits >>> bit) & 1) === 1);
  }
}

function square(radius: number, visit: (dx: number, dy: number, ring: number) => void): void {
  for (let dy = -radius; dy <= radius; dy += 1) {
    for (let dx = -radius; dx <= radius; dx += 1) visit(dx, dy, Math.max(Math.abs(dx), Math.abs(dy)));
  }
}

/** Level and mask with a BCH code (ISO/IEC 18004 §7.9). */
function formatInformation(level: QrLevel, mask: number): number {
  const information = (levelBits[level] << 3) | mask;
  let remainder = information;
  for (let step = 0; step < 10; step += 1) remainder = (remainder << 1) ^ ((remainder >>> 9) * 0x537);
  return ((information << 10) | remainder) ^ 0x5412;
}

function forFormat(size: number, visit: (x: number, y: number, bit: number) => void): void {
  for (let bit = 0; bit <= 5; bit += 1) visit(8, bit, bit);
  visit(8, 7, 6);
  visit(8, 8, 7);
  visit(7, 8, 8);
  for (let bit = 9; bit < 15; bit += 1) visit(14 - bit, 8, bit);
  for (let bit = 0; bit < 8; bit += 1) visit(size - 1 - bit, 8, bit);
  for (let bit = 8; bit < 15; bit += 1) visit(8, size - 15 + bit, bit);
}

/** Two columns at a time, from the right, up and down in turn; the timing column is left out. */
function dataOrder(size: number, taken: Uint8Array): Uint16Array {
  const order: number[] = [];
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    const isUpward = ((right + 1) & 2) === 0;
    for (let step = 0; step < size; step += 1) {
      const y = isUpward ? size - 1 - step : step;
      for (const x of [right, right - 1]) if (taken[y * size + x] === 0) order.push(y * size + x);
    }
  }
  return Uint16Array.from(order);
}

function emptyLines(size: number, words: number): BitLines {
  return { rows: new Uint32Array(size * words), columns: new Uint32Array(size * words) };
}

function setDark({ rows, columns }: BitLines, words: number, x: number, y: number): void {
  const row = y * words + ((x + margin) >> 5);
  const column = x * words + ((y + margin) >> 5);
  rows[row] = (rows[row] ?? 0) | (1 << ((x + margin) & 31));
  columns[column] = (columns[column] ?? 0) | (1 << ((y + margin) & 31));
}

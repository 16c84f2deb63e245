import { margin } from './qrPattern.ts';

/** Runs of one line; a code has at most 177 modules a side. */
const runs = new Uint16Array(180);
/** Bit set where a module equals the next of its line: of this line and of the one before. */
let alike = new Uint32Array(8);
let alikeBefore = new Uint32Array(8);

/**
 * The score by which a mask is chosen (ISO/IEC 18004 table 11): long runs, blocks of four, patterns like a finder, too
 * much of one colour. Lower is better; stops early once `lowest` is reached.
 *
 * Lines are bits (see qrPattern.ts), so that 32 modules are weighed at once.
 */
export function qrPenalty(
  rows: Uint32Array,
  columns: Uint32Array,
  size: number,
  words: number,
  lowest: number,
): number {
  let penalty = 0;
  let dark = 0;
  for (let line = 0; line < size; line += 1) {
    const start = line * words;
    penalty += linePenalty(columns, start, words, size);
    penalty += linePenalty(rows, start, words, size);
    for (let word = 0; word < words; word += 1) {
      const row = rows[start + word] ?? 0;
      dark += bitCount(row);
      if (line > 0) {
        const same = ~(row ^ (rows[start - words + word] ?? 0));
        penalty += 3 * bitCount((alike[word] ?? 0) & (alikeBefore[word] ?? 0) & same);
      }
    }
    if (penalty >= lowest) return penalty;
    [alike, alikeBefore] = [alikeBefore, alike];
  }
  const total = size * size;
  return penalty + (Math.ceil(Math.abs(dark * 20 - total * 10) / total) - 1) * 10;
}

/** Runs and finder patterns of one line. Leaves in `alike` where neighbours are of one colour. */
function linePenalty(lines: Uint32Array, start: number, words: number, size: number): number {
  const end = size + margin - 1;
  for (let word = 0; word < words; word += 1) {
    const bits = lines[start + word] ?? 0;
    const next = word + 1 < words ? (lines[start + word + 1] ?? 0) : 0;
    alike[word] = ~(bits ^ ((bits >>> 1) | (next << 31))) & within(word, margin, end);
  }
  let penalty = 0;
  let fiveBefore = 0;
  let hasLongDark = false;
  for (let word = 0; word < words; word += 1) {
    const same = alike[word] ?? 0;
    const sameNext = word + 1 < words ? (alike[word + 1] ?? 0) : 0;
    // Five in a row are alike: 3 for the first five, 1 for each more.
    const two = same & ((same >>> 1) | (sameNext << 31));
    const twoNext = sameNext & (sameNext >>> 1);
    const five = two & ((two >>> 2) | (twoNext << 30));
    if (five !== 0) {
      penalty += bitCount(five) + 2 * bitCount(five & ~((five << 1) | (fiveBefore >>> 31)));
      hasLongDark ||= (five & (lines[start + word] ?? 0)) !== 0;
    }
    fiveBefore = five;

    const bits = lines[start + word] ?? 0;
    const next = word + 1 < words ? (lines[start + word + 1] ?? 0) : 0;
    // 1011101 from bit 4 on, the light module on either side of it, and four light ones before or behind.
    const core =
      ((bits >>> 6) | (next << 26)) &
      ((bits >>> 4) | (next << 28)) &
      ((bits >>> 7) | (next << 25)) &
      ((bits >>> 8) | (next << 24)) &
      ((bits >>> 10) | (next << 22)) &
      ~((bits >>> 5) | (next << 27)) &
      ~((bits >>> 9) | (next << 23));
    if (core === 0) continue;
    const before = (bits >>> 3) | (next << 29);
    const behind = (bits >>> 11) | (next << 21);
    const lone = core & ~before & ~behind;
    if (lone === 0) continue;
    penalty += 40 * bitCount(lone & ~bits & ~((bits >>> 1) | (next << 31)) & ~((bits >>> 2) | (next << 30)));
    const beyond = (bits >>> 12) | (next << 20) | ((bits >>> 13) | (next << 19)) | ((bits >>> 14) | (next << 18));
    penalty += 40 * bitCount(lone & ~beyond);
  }
  return hasLongDark && hasWideBar(lines, start, words) ? penalty + wideFinders(lines, start, size) : penalty;
}

/** Is there a dark run of six between light pairs, or one of nine and more behind a light pair? */
function hasWideBar(lines: Uint32Array, start: number, words: number): boolean {
  for (let word = 0; word < words; word += 1) {
    const bits = lines[start + word] ?? 0;
    const next = word + 1 < words ? (lines[start + word + 1] ?? 0) : 0;
    const pair = bits & ((bits >>> 1) | (next << 31));
    const pairNext = next & (next >>> 1);
    const four = pair & ((pair >>> 2) | (pairNext << 30));
    const fourNext = pairNext & (pairNext >>> 2);
    const six = ((four >>> 2) | (fourNext << 30)) & ((pair >>> 6) | (pairNext << 26));
    const candidates = six & ~bits & ~((bits >>> 1) | (next << 31));
    if (candidates === 0) continue;
    const [eighth, ninth] = [(bits >>> 8) | (next << 24), (bits >>> 9) | (next << 23)];
    const tenth = (bits >>> 10) | (next << 22);
    if ((candidates & ((~eighth & ~ninth) | (eighth & ninth & tenth))) !== 0) return true;
  }
  return false;
}

/** The same pattern 1:1:3:1:1 with bars of two and more modules; only lines with a long dark run can hold one. */
function wideFinders(lines: Uint32Array, start: number, size: number): number {
  let count = 0;
  let color = 0;
  let length = size;
  for (let bit = margin; bit < size + margin; bit += 1) {
    const dark = ((lines[start + (bit >> 5)] ?? 0) >>> (bit & 31)) & 1;
    if (dark === color) {
      length += 1;
      continue;
    }
    runs[count] = length;
    count += 1;
    color = dark;
    length = 1;
  }
  runs[count] = length;
  if (color === 1) {
    count += 1;
    runs[count] = 0;
  }
  // Runs alternate from light; the light around the symbol counts as part of the outer ones.
  runs[count] = (runs[count] ?? 0) + size;
  let penalty = 0;
  for (let first = 1; first + 5 <= count; first += 2) {
    const unit = runs[first] ?? 0;
    if (unit < 2 || runs[first + 1] !== unit || runs[first + 2] !== unit * 3) continue;
    if (runs[first + 3] !== unit || runs[first + 4] !== unit) continue;
    const [before, after] = [runs[first - 1] ?? 0, runs[first + 5] ?? 0];
    if (before >= unit * 4 && after >= unit) penalty += 40;
    if (after >= unit * 4 && before >= unit) penalty += 40;
  }
  return penalty;
}

/** Bits `from` to `to - 1` of a line that fall into this word. */
function within(word: number, from: number, to: number): number {
  const low = Math.max(0, from - word * 32);
  const high = Math.min(32, to - word * 32);
  if (high <= low) return 0;
  return (high === 32 ? -1 : (1 << high) - 1) & ~((1 << low) - 1);
}

function bitCount(bits: number): number {
  let value = bits - ((bits >>> 1) & 0x55555555);
  value = (value & 0x33333333) + ((value >>> 2) & 0x33333333);
  return Math.imul((value + (value >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

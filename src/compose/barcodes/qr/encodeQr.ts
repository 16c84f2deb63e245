import { margin, qrPattern, type QrPattern } from './qrPattern.ts';
import { qrPenalty } from './qrPenalty.ts';
import { qrDataWords, type QrContent, type QrDataWords } from './qrSegment.ts';
import { correctionOf } from './reedSolomon.ts';

/**
 * A QR code (ISO/IEC 18004, model 2) with the mask that its rules choose, as rows of dark modules without quiet zone;
 * null where the content is more than the largest version holds.
 *
 * Our own, because a payment code stands on most invoices: what is equal in all codes of one version is made once, and
 * the eight masks are weighed 32 modules at a time.
 */
export function encodeQr(content: QrContent): boolean[][] | null {
  const data = qrDataWords(content);
  if (data === null) return null;
  const pattern = qrPattern(data.capacity.version, content.level);
  const { rows, columns } = placed(interleaved(data), pattern);
  const { size, words, masks } = pattern;
  let bestRows = rows;
  let lowest = Number.POSITIVE_INFINITY;
  for (const mask of masks) {
    const maskedRows = combined(rows, mask.rows);
    const penalty = qrPenalty(maskedRows, combined(columns, mask.columns), size, words, lowest);
    if (penalty < lowest) {
      lowest = penalty;
      bestRows = maskedRows;
    }
  }
  return matrixOf(bestRows, size, words);
}

function combined(lines: Uint32Array, mask: Uint32Array): Uint32Array {
  const result = new Uint32Array(lines.length);
  for (let at = 0; at < lines.length; at += 1) result[at] = (lines[at] ?? 0) ^ (mask[at] ?? 0);
  return result;
}

/** Codewords of the blocks in turns, then their error correction in turns (ISO/IEC 18004 §7.6). */
function interleaved({ capacity, words }: QrDataWords): Uint8Array {
  const { blocks, correction, dataWords } = capacity;
  const out = new Uint8Array(capacity.words);
  const short = Math.floor(dataWords / blocks);
  const longBlocks = dataWords % blocks;
  const remainder = new Uint8Array(correction);
  let start = 0;
  for (let block = 0; block < blocks; block += 1) {
    const isLong = block >= blocks - longBlocks;
    const end = start + short + (isLong ? 1 : 0);
    for (let at = 0; at < short; at += 1) out[at * blocks + block] = words[start + at] ?? 0;
    if (isLong) out[short * blocks + block - (blocks - longBlocks)] = words[end - 1] ?? 0;
    correctionOf(words, start, end, remainder);
    for (let at = 0; at < correction; at += 1) out[dataWords + at * blocks + block] = remainder[at] ?? 0;
    start = end;
  }
  return out;
}

/** The fixed patterns with the data bits set, not masked yet. */
function placed(words: Uint8Array, pattern: QrPattern): { rows: Uint32Array; columns: Uint32Array } {
  const { size, order, fixed } = pattern;
  const rows = fixed.rows.slice();
  const columns = fixed.columns.slice();
  const stride = pattern.words;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? 0;
    for (let bit = 0; bit < 8; bit += 1) {
      if (((word << bit) & 0x80) === 0) continue;
      const place = order[index * 8 + bit] ?? 0;
      const y = (place / size) | 0;
      const right = place - y * size + margin;
      const down = y + margin;
      const row = y * stride + (right >> 5);
      const column = (right - margin) * stride + (down >> 5);
      rows[row] = (rows[row] ?? 0) | (1 << (right & 31));
      columns[column] = (columns[column] ?? 0) | (1 << (down & 31));
    }
  }
  return { rows, columns };
}

function matrixOf(rows: Uint32Array, size: number, words: number): boolean[][] {
  const matrix: boolean[][] = [];
  for (let y = 0; y < size; y += 1) {
    const row: boolean[] = [];
    for (let bit = margin; bit < size + margin; bit += 1) {
      row.push((((rows[y * words + (bit >> 5)] ?? 0) >>> (bit & 31)) & 1) === 1);
    }
    matrix.push(row);
  }
  return matrix;
}

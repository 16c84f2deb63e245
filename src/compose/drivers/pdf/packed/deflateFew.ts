import { BitWriter } from './bitWriter.ts';
import {
  codeTables,
  distanceExtraSizes,
  distanceStarts,
  distanceSymbol,
  endOfBlock,
  longestRepeat,
  shortestRepeat,
  symbolCount,
} from './codeTables.ts';
import { createPrefixCode, numberCodes } from './prefixCode.ts';

/** The codes that every reader has (RFC 1951 §3.2.6). Two of the symbols never come. */
const code = createPrefixCode(symbolCount + 2);
code.lengths.fill(8).fill(9, 144, endOfBlock).fill(7, endOfBlock, 280);
numberCodes(code.bits, code.lengths, code.lengths.length);
const distances = createPrefixCode(32);
distances.lengths.fill(5);
numberCodes(distances.bits, distances.lengths, distances.lengths.length);
const { byteBits, byteSizes, lengthBits, lengthSizes, distanceBits, distanceSizes, endBits, endSize } = codeTables(
  code,
  distances,
);

const begun = new BitWriter();
// A window of 32 kB, made by a fast method (RFC 1950 §2.2); the last block, with the known codes.
begun.put(0x0178, 16);
begun.put(0b011, 3);

const out = new BitWriter();
/** By three bytes, where they stood last. */
const places = new Int16Array(1 << 10);

/**
 * Deflates some hundred bytes (RFC 1950) sooner than zlib is ready for them: no codes of their own, and of what stood
 * before only the last place.
 *
 * @returns what is valid until the next call.
 */
export function deflateFew(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { length } = bytes;
  out.begin(begun);
  places.fill(-1);
  for (let at = 0; at < length; ) {
    const size = at + shortestRepeat > length ? 0 : repeatAt(bytes, at);
    if (size < shortestRepeat) {
      const byte = bytes[at] ?? 0;
      out.put(byteBits[byte] ?? 0, byteSizes[byte] ?? 0);
      at += 1;
    } else {
      putRepeat(size, at - source);
      at += size;
    }
  }
  out.put(endBits, endSize);
  out.align();
  const sum = adler32(bytes);
  for (const shift of [24, 16, 8, 0]) out.put((sum >>> shift) & 0xff, 8);
  return out.view();
}

function putRepeat(length: number, distance: number): void {
  const symbol = distanceSymbol(distance);
  const size = distanceSizes[symbol] ?? 0;
  const extra = distance - (distanceStarts[symbol] ?? 0);
  out.put(lengthBits[length] ?? 0, lengthSizes[length] ?? 0);
  out.put((distanceBits[symbol] ?? 0) | (extra << size), size + (distanceExtraSizes[symbol] ?? 0));
}

/** Where the repetition begins that `repeatAt` found. */
let source = 0;

/** How many bytes from one on stood there before. */
function repeatAt(bytes: Uint8Array, at: number): number {
  const three = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16);
  const slot = Math.imul(three, 0x9e3779b1) >>> 22;
  source = places[slot] ?? -1;
  places[slot] = at;
  if (source < 0) return 0;
  const most = Math.min(bytes.length - at, longestRepeat);
  let size = 0;
  while (size < most && bytes[source + size] === bytes[at + size]) size += 1;
  return size;
}

/** The checksum of RFC 1950 §8.2, of so few bytes that the sums need no reducing in between. */
function adler32(bytes: Uint8Array): number {
  let low = 1;
  let high = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    low += bytes[at] ?? 0;
    high += low;
  }
  return (((high % 65_521) << 16) | (low % 65_521)) >>> 0;
}

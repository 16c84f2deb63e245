import { BitWriter } from './bitWriter.ts';
import { createPrefixCode, fitPrefixCode } from './prefixCode.ts';

/**
 * One code for all structure trees (RFC 1951 §3.2.7), so that they are deflated while they are written: they consist of
 * digits, of repetitions of what stands a row or an element before, and of little else.
 */

/** Symbols: bytes, the end of the block, lengths of repetitions; and their distances (§3.2.5). */
const endOfBlock = 256;
const firstLength = 257;
const symbols = 286;
const distanceSymbols = 30;
export const longestRepeat = 258;
export const farthestRepeat = 32_768;

/** How many extra bits a symbol has, and where its range begins. */
const lengthExtras = [...[0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2], ...[3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0]];
const distanceExtras = Array.from({ length: distanceSymbols }, (_, symbol) => Math.max(0, (symbol >> 1) - 1));

/**
 * How often bytes come among so many thousand of them and of repetitions, counted in invoices of 12 and of 500 lines and
 * a label. What is not here has the longest codes.
 */
const oftenBytes: Readonly<Record<string, number>> = {
  1: 4500,
  '023456789': 3400,
  ' ': 1500,
  'R]': 600,
  '/': 250,
  '<>': 130,
  P: 110,
  '[ST\n': 50,
  eglotcaumnrOKDAFHLCB: 30,
  '.bdhikpsvxyINW-()_': 5,
};
/** By symbol: lengths from three bytes on, distances from one byte on. */
const oftenLengths = [
  ...[2000, 4300, 1000, 600, 2900, 3600, 60, 60, 200, 60, 20, 100, 60, 60, 300, 600, 120, 400, 2500, 100, 30],
];
const oftenDistances = [
  ...[1, 1, 1, 1, 2, 1500, 11_000, 1000, 30, 10, 2400, 30, 260, 500, 130, 30, 1450, 300, 100, 50, 360, 50],
];

const frequencies = new Uint32Array(symbols).fill(1);
const distanceFrequencies = new Uint32Array(distanceSymbols).fill(2);
for (const [bytes, often] of Object.entries(oftenBytes)) {
  for (const byte of bytes) frequencies[byte.charCodeAt(0)] = often;
}
frequencies.set(oftenLengths, firstLength);
distanceFrequencies.set(oftenDistances);

const code = createPrefixCode(symbols);
const distanceCode = createPrefixCode(distanceSymbols);
fitPrefixCode(code, frequencies, symbols, 15);
// With its extra bits, of which there are up to 13, a distance is written at once (`BitWriter.put`).
fitPrefixCode(distanceCode, distanceFrequencies, distanceSymbols, 11);

/** By byte. */
export const byteBits = code.bits.subarray(0, 256);
export const byteSizes = code.lengths.subarray(0, 256);
/** By length, with the extra bits. */
export const lengthBits = new Uint32Array(longestRepeat + 1);
export const lengthSizes = new Uint8Array(longestRepeat + 1);
/** By `distanceSymbol`, without the extra bits. */
export const distanceBits = distanceCode.bits;
export const distanceSizes = distanceCode.lengths;
export const distanceExtraSizes = Uint8Array.from(distanceExtras);
export const distanceStarts = startsOf(distanceExtras, 1);

function startsOf(extras: readonly number[], first: number): Uint16Array {
  let start = first;
  return Uint16Array.from(extras, (extra) => (start += 1 << extra) - (1 << extra));
}

// The longest has a symbol of its own, and so is no longer the last of the range before.
startsOf(lengthExtras.slice(0, -1), 3).forEach((start, symbol) => {
  const extra = lengthExtras[symbol] ?? 0;
  for (let more = 0; more < 1 << extra; more += 1) {
    setLength(start + more, firstLength + symbol, more, extra);
  }
});
setLength(longestRepeat, symbols - 1, 0, 0);

function setLength(length: number, symbol: number, more: number, extra: number): void {
  const size = code.lengths[symbol] ?? 0;
  lengthBits[length] = (code.bits[symbol] ?? 0) | (more << size);
  lengthSizes[length] = size + extra;
}

/** Symbol of each distance up to 256, and behind those of each 128th part of one. */
const nearSymbols = new Uint8Array(512);
for (let distance = 1, symbol = 0; distance <= farthestRepeat; distance += 1) {
  if (distanceStarts[symbol + 1] === distance) symbol += 1;
  nearSymbols[distance <= 256 ? distance - 1 : 256 + ((distance - 1) >> 7)] = symbol;
}

export function distanceSymbol(distance: number): number {
  return nearSymbols[distance <= 256 ? distance - 1 : 256 + ((distance - 1) >> 7)] ?? 0;
}

/** Order in which the lengths of the code for code lengths are written (§3.2.7). */
const order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15] as const;

/** What a block begins with: that it is the last one or not, and has the code of structure trees. */
export const blockHeads = { last: blockHead(0b101), other: blockHead(0b100) } as const;

function blockHead(kind: number): BitWriter {
  const out = new BitWriter();
  out.put(kind, 3);
  const lengths = [...code.lengths, ...distanceCode.lengths];
  const used = createPrefixCode(order.length);
  const often = new Uint32Array(order.length);
  for (const length of lengths) often[length] = (often[length] ?? 0) + 1;
  fitPrefixCode(used, often, order.length, 7);
  out.put(symbols - firstLength, 5);
  out.put(distanceSymbols - 1, 5);
  out.put(order.length - 4, 4);
  for (const symbol of order) out.put(used.lengths[symbol] ?? 0, 3);
  for (const length of lengths) out.put(used.bits[length] ?? 0, used.lengths[length] ?? 0);
  return out;
}

export function endBlock(out: BitWriter): void {
  out.put(code.bits[endOfBlock] ?? 0, code.lengths[endOfBlock] ?? 0);
}

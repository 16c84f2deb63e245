import { BitWriter } from './bitWriter.ts';
import { codeTables, distanceSymbolCount, firstLength, symbolCount } from './codeTables.ts';
import { createPrefixCode, fitPrefixCode } from './prefixCode.ts';

/**
 * One code for all structure trees (RFC 1951 §3.2.7), so that they are deflated while they are written: they consist of
 * digits, of repetitions of what stands a row or an element before, and of little else.
 */

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

const frequencies = new Uint32Array(symbolCount).fill(1);
const distanceFrequencies = new Uint32Array(distanceSymbolCount).fill(2);
for (const [bytes, often] of Object.entries(oftenBytes)) {
  for (const byte of bytes) frequencies[byte.charCodeAt(0)] = often;
}
frequencies.set(oftenLengths, firstLength);
distanceFrequencies.set(oftenDistances);

const code = createPrefixCode(symbolCount);
const distanceCode = createPrefixCode(distanceSymbolCount);
fitPrefixCode(code, frequencies, symbolCount, 15);
fitPrefixCode(distanceCode, distanceFrequencies, distanceSymbolCount, 11);

export const structureCode = codeTables(code, distanceCode);

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
  out.put(symbolCount - firstLength, 5);
  out.put(distanceSymbolCount - 1, 5);
  out.put(order.length - 4, 4);
  for (const symbol of order) out.put(used.lengths[symbol] ?? 0, 3);
  for (const length of lengths) out.put(used.bits[length] ?? 0, used.lengths[length] ?? 0);
  return out;
}

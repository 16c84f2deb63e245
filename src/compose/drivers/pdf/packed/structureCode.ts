import { BitWriter } from './bitWriter.ts';
import { codeTables, distanceSymbolCount, firstLength, symbolCount } from './codeTables.ts';
import { createPrefixCode, fitPrefixCode } from './prefixCode.ts';

/**
 * One code for all structure trees (RFC 1951 §3.2.7), so that they are deflated while they are written: they consist of
 * digits, of repetitions of what stands a row or an element before, and of little else.
 */

/**
 * How often bytes come among a hundred thousand of them and of repetitions, counted in a label and in invoices of 12 to
 * 5,000 lines, of which each says the same. What is not here has the longest codes.
 */
const oftenBytes: Readonly<Record<string, number>> = {
  '01 ': 7600,
  '23': 6200,
  '456789': 4800,
  '/': 1800,
  'R]': 1300,
  '<>e': 860,
  PotS: 430,
  'lTcaurnm\n': 260,
  '.[ABgKOyf': 150,
  pbxCDN: 80,
  'dLkFiHs-': 40,
  '()hVvwIW_:': 12,
};
/** By symbol: lengths from three bytes on, distances from one byte on. */
const oftenLengths = [
  ...[3300, 2960, 1840, 2620, 3800, 2240, 600, 60, 60, 160, 60, 30, 660, 1000, 200, 1650, 1700, 60, 30, 30, 30],
];
const oftenDistances = [
  ...[30, 30, 30, 30, 490, 29_800, 31_600, 2320, 60, 1150, 14_500, 820, 2500, 5200, 1550, 1850, 5200, 340, 850, 120],
  ...[1600, 60, 60, 60, 65, 30, 30, 30, 30, 30],
];

const frequencies = new Uint32Array(symbolCount).fill(4);
for (const [bytes, often] of Object.entries(oftenBytes)) {
  for (const byte of bytes) frequencies[byte.charCodeAt(0)] = often;
}
frequencies.set(oftenLengths, firstLength);

const code = createPrefixCode(symbolCount);
const distanceCode = createPrefixCode(distanceSymbolCount);
fitPrefixCode(code, frequencies, symbolCount, 15);
fitPrefixCode(distanceCode, Uint32Array.from(oftenDistances), distanceSymbolCount, 11);

export const structureCode = codeTables(code, distanceCode);

/** Order in which the lengths of the code for code lengths are written (§3.2.7). */
const order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15] as const;

/** Says that the length before comes three to six times again. */
const again = 16;

/** What a block begins with: that it is the last one or not, and has the code of structure trees. */
export const blockHeads = { last: blockHead(0b101), other: blockHead(0b100) } as const;

function blockHead(kind: number): BitWriter {
  const out = new BitWriter();
  out.put(kind, 3);
  const steps = runsOf([...code.lengths, ...distanceCode.lengths]);
  const used = createPrefixCode(order.length);
  const often = new Uint32Array(order.length);
  for (const { symbol } of steps) often[symbol] = (often[symbol] ?? 0) + 1;
  fitPrefixCode(used, often, order.length, 7);
  out.put(symbolCount - firstLength, 5);
  out.put(distanceSymbolCount - 1, 5);
  out.put(order.length - 4, 4);
  for (const symbol of order) out.put(used.lengths[symbol] ?? 0, 3);
  for (const { symbol, more } of steps) {
    out.put(used.bits[symbol] ?? 0, used.lengths[symbol] ?? 0);
    if (symbol === again) out.put(more, 2);
  }
  return out;
}

/** Lengths of codes as symbols; none of ours is zero. */
function runsOf(lengths: readonly number[]): { readonly symbol: number; readonly more: number }[] {
  const steps = [];
  for (let at = 0; at < lengths.length; ) {
    const symbol = lengths[at] ?? 0;
    steps.push({ symbol, more: 0 });
    at += 1;
    let run = 0;
    while (lengths[at + run] === symbol) run += 1;
    for (; run >= 3; run -= Math.min(run, 6)) {
      steps.push({ symbol: again, more: Math.min(run, 6) - 3 });
      at += Math.min(run, 6);
    }
  }
  return steps;
}

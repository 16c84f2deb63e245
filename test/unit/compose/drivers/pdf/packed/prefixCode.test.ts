import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPrefixCode, fitPrefixCode } from '../../../../../../src/compose/drivers/pdf/packed/prefixCode.ts';

function fitted(frequencies: readonly number[], longest: number): { lengths: number[]; bits: number[] } {
  const code = createPrefixCode(frequencies.length);
  fitPrefixCode(code, Uint32Array.from(frequencies), frequencies.length, longest);
  return { lengths: [...code.lengths], bits: [...code.bits] };
}

/** Bits that a code of these lengths needs for symbols of these frequencies. */
function cost(frequencies: readonly number[], lengths: readonly number[]): number {
  return frequencies.reduce((sum, frequency, symbol) => sum + frequency * (lengths[symbol] ?? 0), 0);
}

/** The same for the best code there is: joining the two lightest nodes adds their weight once. */
function leastCost(frequencies: readonly number[]): number {
  const weights = frequencies.filter((frequency) => frequency > 0);
  let bits = weights.length === 1 ? (weights[0] ?? 0) : 0;
  while (weights.length > 1) {
    weights.sort((a, b) => b - a);
    const joined = (weights.pop() ?? 0) + (weights.pop() ?? 0);
    bits += joined;
    weights.push(joined);
  }
  return bits;
}

const frequencies = fc.array(fc.oneof(fc.constant(0), fc.nat({ max: 50 }), fc.nat({ max: 100_000 })), {
  minLength: 1,
  maxLength: 286,
});

describe('a prefix code', () => {
  it('takes the fewest bits there are', () => {
    fc.assert(
      fc.property(frequencies, (given) => {
        // Far longer than any of them gets.
        expect(cost(given, fitted(given, 30).lengths)).toBe(leastCost(given));
      }),
    );
  });

  it.each([7, 9, 15])(
    'has a code for each symbol that comes, none longer than %i bits, none the beginning of another',
    (longest) => {
      fc.assert(
        fc.property(frequencies, (all) => {
          const given = all.slice(0, 1 << longest);
          const { lengths, bits } = fitted(given, longest);
          const codes = new Set<string>();
          let taken = 0;
          given.forEach((frequency, symbol) => {
            const length = lengths[symbol] ?? 0;
            expect(length > 0).toBe(frequency > 0);
            expect(length).toBeLessThanOrEqual(longest);
            if (length === 0) return;
            taken += 2 ** -length;
            // The lowest bit comes first.
            codes.add([...(bits[symbol] ?? 0).toString(2).padStart(length, '0')].toReversed().join(''));
          });
          const used = given.filter((frequency) => frequency > 0).length;
          expect(taken).toBe(used === 0 ? 0 : used === 1 ? 0.5 : 1);
          expect(codes.size).toBe(used);
          for (const code of codes) {
            for (let end = 1; end < code.length; end += 1) expect(codes.has(code.slice(0, end))).toBe(false);
          }
        }),
      );
    },
  );

  it('is cut where the frequencies would make it longer', () => {
    const fibonacci = [1, 1];
    while (fibonacci.length < 30) fibonacci.push((fibonacci.at(-1) ?? 0) + (fibonacci.at(-2) ?? 0));
    expect(Math.max(...fitted(fibonacci, 40).lengths)).toBe(29);
    const { lengths } = fitted(fibonacci, 15);
    expect(Math.max(...lengths)).toBe(15);
    expect(lengths.reduce((sum, length) => sum + 2 ** -length, 0)).toBe(1);
    expect(cost(fibonacci, lengths)).toBeLessThan(1.01 * leastCost(fibonacci));
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CountedPlace, judgeCounted } from '../../../../src/dispatch/print/judgeCounted.ts';

/** A stream that began at `from`, each delivery with so many labels. */
function stream(from: number, ...labels: readonly number[]): CountedPlace[] {
  let counterBefore = from;
  return labels.map((count) => {
    const place = { counterBefore, labels: count };
    counterBefore += count;
    return place;
  });
}

describe('judgeCounted', () => {
  const five = stream(100, 1, 1, 1, 1, 1);
  test.each([
    ['all are out', 105, { settled: true, interrupted: true }, 'P P P P P'],
    ['a kill of ours: the printer was well all the time', 103, { settled: true, interrupted: false }, 'P P P n n'],
    ['the power went: the one under way may be torn', 103, { settled: true, interrupted: true }, 'P P P ? n'],
    ['out of labels: the rest is still in its buffer', 103, { settled: false, interrupted: true }, 'P P P w w'],
    ['somebody else printed too', 106, { settled: true, interrupted: false }, 'f f f f f'],
    ['the counter went back', 99, { settled: true, interrupted: false }, 'f f f f f'],
  ] as const)('%s', (_what, counter, facts, expected) => {
    const short = { printed: 'P', 'not-printed': 'n', suspect: '?', waiting: 'w', foreign: 'f' } as const;
    expect(
      judgeCounted(five, { counter, ...facts })
        .map((verdict) => short[verdict])
        .join(' '),
    ).toBe(expected);
  });

  test('a delivery of several labels of which some are out is the suspect, and no other', () => {
    const facts = { counter: 4, settled: true, interrupted: true };
    expect(judgeCounted(stream(0, 1, 5, 1), facts)).toEqual(['printed', 'suspect', 'not-printed']);
  });

  test('whatever happens, at most one is suspect, what is printed comes first, and nothing is forgotten', () => {
    fc.assert(
      fc.property(
        fc.nat(1e9),
        fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 60 }),
        fc.nat(250),
        fc.boolean(),
        fc.boolean(),
        (from, labels, moved, settled, interrupted) => {
          const places = stream(from, ...labels);
          const verdicts = judgeCounted(places, { counter: from + moved, settled, interrupted });
          expect(verdicts).toHaveLength(labels.length);
          expect(verdicts.filter((verdict) => verdict === 'suspect').length).toBeLessThanOrEqual(1);
          const order = ['printed', 'suspect', 'not-printed', 'waiting', 'foreign'];
          const ranks = verdicts.map((verdict) => order.indexOf(verdict));
          expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
          const out = labels.reduce((sum, count, index) => sum + (verdicts[index] === 'printed' ? count : 0), 0);
          if (!verdicts.includes('foreign')) expect(out).toBeLessThanOrEqual(moved);
        },
      ),
    );
  });
});

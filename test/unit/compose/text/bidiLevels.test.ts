import { describe, expect, it } from 'vitest';
import { bidiLevels, hasDirection, visualOrder } from '../../../../src/compose/text/bidiLevels.ts';

const levels = (text: string, rtl: boolean): string => Array.from(bidiLevels(text, rtl)).join('');

describe('bidiLevels', () => {
  it('finds what reads from right to left', () => {
    expect(levels('ab אב 12', false)).toBe('00011122');
    expect(levels('אב ab 12', true)).toBe('11122222');
  });

  it('keeps what is isolated in order of its own (UAX #9 §2.5)', () => {
    const date = '2026-11-22';
    expect(new Set(bidiLevels(`في ${date}`, true).slice(3)).size).toBeGreaterThan(1);
    expect(new Set(bidiLevels(`في \u2068${date}\u2069`, true).slice(4, -1))).toEqual(new Set([2]));
  });

  it('is asked only where it matters', () => {
    expect(hasDirection('Größe 12 – Київ 中文')).toBe(false);
    for (const text of ['abc ش', 'a\u2068b', 'ﷺ', '\u{1e922}']) expect(hasDirection(text)).toBe(true);
  });
});

describe('visualOrder', () => {
  it.each([
    [
      [0, 0, 0],
      [0, 1, 2],
    ],
    [
      [1, 1, 1],
      [2, 1, 0],
    ],
    [
      [1, 2, 1],
      [2, 1, 0],
    ],
    [
      [1, 2, 2, 1],
      [3, 1, 2, 0],
    ],
    [
      [0, 1, 2, 1, 0],
      [0, 3, 2, 1, 4],
    ],
    [
      [2, 1, 2],
      [2, 1, 0],
    ],
    [[], []],
  ])('%j is seen as %j', (given, order) => {
    expect(visualOrder(given)).toEqual(order);
  });
});

import { describe, expect, it } from 'vitest';
import { KeptNumbers } from '../../../../../src/compose/drivers/pdf/keptNumbers.ts';

const sum = (numbers: Int32Array, count: number): number =>
  numbers.subarray(0, count).reduce((all, one) => all + one, 0);

describe('KeptNumbers', () => {
  it('begins with zeros, whatever the document before left', () => {
    const kept = new KeptNumbers();
    for (const count of [10, 5000, 20, 5000, 300_000, 7]) {
      const numbers = kept.zeros(count);
      expect(numbers.length).toBeGreaterThanOrEqual(count);
      expect(sum(numbers, count)).toBe(0);
      numbers.fill(7);
    }
  });

  it('is one array as long as documents are alike, and gives up that of a very long one', () => {
    const kept = new KeptNumbers();
    const first = kept.zeros(100);
    expect(kept.zeros(200)).toBe(first);
    kept.zeros(3_000_000);
    expect(kept.zeros(100).length).toBeLessThan(300_000);
  });
});

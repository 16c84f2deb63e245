import { describe, expect, test } from 'vitest';
import { batchSlice, slicesByPriority } from '../../../src/pipeline/slices.ts';

const rows = (count: number, priority: number) =>
  Array.from({ length: count }, (_, index) => ({ id: `${priority}-${index}`, priority }));

describe('slicesByPriority', () => {
  test('puts the most urgent first, in slices of ten, and batches in larger ones', () => {
    const slices = slicesByPriority([...rows(120, 6), ...rows(25, 1)]);
    expect(slices.map(({ priority, rows: some }) => [priority, some.length])).toEqual([
      [1, 10],
      [1, 10],
      [1, 5],
      [6, batchSlice],
      [6, batchSlice],
      [6, 20],
    ]);
  });

  test('keeps every row once and in order', () => {
    const all = rows(137, 6);
    expect(slicesByPriority(all).flatMap(({ rows: some }) => some)).toEqual(all);
    expect(slicesByPriority([])).toEqual([]);
  });
});

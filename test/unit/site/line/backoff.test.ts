import { expect, test } from 'vitest';
import { backoffMs } from '../../../../src/site/line/backoff.ts';

test('waits longer each time, half a minute at most, and never all at once', () => {
  const longest = [1, 2, 3, 4, 5, 6, 7, 8, 50].map((failures) => backoffMs(failures, () => 1));
  expect(longest).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
  expect(backoffMs(3, () => 0)).toBe(1_000);
});

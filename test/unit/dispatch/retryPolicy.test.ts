import { describe, expect, it } from 'vitest';
import { retryAfter, retryPolicies } from '../../../src/dispatch/retryPolicy.ts';

const policy = { baseMs: 1_000, capMs: 60_000, maxAttempts: 10 };
const most = (): number => 1;
const least = (): number => 0;

describe('retryAfter', () => {
  it('doubles its ceiling up to the cap', () => {
    const ceilings = [1, 2, 3, 4, 5, 6, 7, 8].map((attempts) => retryAfter('email', attempts, most, policy));
    expect(ceilings).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
  });

  it('spreads over nearly the whole range, but never waits for nothing', () => {
    expect(retryAfter('email', 4, least, policy)).toBe(800);
    expect(retryAfter('email', 4, () => 0.5, policy)).toBe(4_400);
  });

  it('gives up when the attempts are used up', () => {
    expect(retryAfter('email', 9, most, policy)).not.toBeNull();
    expect(retryAfter('email', 10, most, policy)).toBeNull();
    expect(retryAfter('email', 11, most, policy)).toBeNull();
  });

  it('stays a number however often a device has failed', () => {
    const waits = [0, 1, 100, 999].map((attempts) => retryAfter('print', attempts, most));
    expect(waits).toEqual([1_000, 1_000, 60_000, 60_000]);
  });

  it.each(Object.entries(retryPolicies))('has sound figures for %s', (_channel, { baseMs, capMs, maxAttempts }) => {
    expect(baseMs).toBeGreaterThan(0);
    expect(capMs).toBeGreaterThan(baseMs);
    expect(maxAttempts).toBeGreaterThan(10);
  });
});

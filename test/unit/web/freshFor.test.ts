import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { freshFor } from '../../../src/web/freshFor.ts';

describe('freshFor', () => {
  it('asks once for everybody who asks at the same time or soon after', async () => {
    let asked = 0;
    const value = freshFor(10_000, async () => {
      await wait(5);
      asked += 1;
      return asked;
    });
    expect(await Promise.all([value(), value(), value()])).toEqual([1, 1, 1]);
    expect(await value()).toBe(1);
  });

  it('asks again when it is old', async () => {
    let asked = 0;
    const value = freshFor(0, async () => {
      asked += 1;
      return asked;
    });
    await value();
    await wait(30);
    expect(await value()).toBe(2);
  });

  it('keeps no failure', async () => {
    let asked = 0;
    const value = freshFor(10_000, async () => {
      asked += 1;
      if (asked === 1) throw new Error('away');
      return asked;
    });
    await expect(value()).rejects.toThrow('away');
    expect(await value()).toBe(2);
  });
});

import { expect, test } from 'vitest';
import { judgeRedis } from '../../../src/queue/redis.ts';

const info = (lines: Record<string, string>): string =>
  Object.entries(lines)
    .map(([key, value]) => `${key}:${value}`)
    .join('\r\n');

test('a Redis that keeps everything is fit', () => {
  expect(judgeRedis(info({ maxmemory_policy: 'noeviction', aof_enabled: '1' }))).toEqual([]);
});

test.each(['allkeys-lru', 'volatile-ttl', 'allkeys-random'])('%s may throw tasks away', (policy) => {
  expect(() => judgeRedis(info({ maxmemory_policy: policy, aof_enabled: '1' }))).toThrowError(
    expect.objectContaining({ code: 'queue.redis-may-evict', detail: expect.stringContaining(policy) }),
  );
});

test('a service that does not tell its policy is taken with a warning', () => {
  expect(judgeRedis(info({ redis_version: '7.2.4', aof_enabled: '1' }))).toEqual([
    expect.stringContaining('noeviction'),
  ]);
});

test('without an append-only file it is taken with a warning', () => {
  expect(judgeRedis(info({ maxmemory_policy: 'noeviction', aof_enabled: '0' }))).toEqual([
    expect.stringContaining('append-only file'),
  ]);
});

import { spawnSync } from 'node:child_process';
import { pino } from 'pino';
import { afterAll, describe, expect, test } from 'vitest';
import { openQueue } from '../../src/queue/queue.ts';
import { queueConformance } from '../integration/queue/conformance.ts';
import { type RedisServer, startRedisServer } from '../support/redisServer.ts';

const isMissing = spawnSync('redis-server', ['--version']).status !== 0;

describe.skipIf(isMissing)('the queue on a real Redis (needs Debian package redis-server)', () => {
  queueConformance(() => startRedisServer());
});

describe.skipIf(isMissing)('a Redis that is not fit for tasks', () => {
  const servers: RedisServer[] = [];
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop()));
  });

  test('is refused when it may evict, with the policy named', async () => {
    const server = await startRedisServer(['--maxmemory', '64mb', '--maxmemory-policy', 'allkeys-lru']);
    servers.push(server);
    await expect(openQueue({ connection: server.connection, log: pino({ level: 'silent' }) })).rejects.toMatchObject({
      code: 'queue.redis-may-evict',
      detail: expect.stringContaining('allkeys-lru'),
    });
  });

  test('is taken with a warning when it keeps no append-only file', async () => {
    const server = await startRedisServer(['--appendonly', 'no']);
    servers.push(server);
    expect(await warningsOf(server)).toEqual([expect.stringContaining('append-only file')]);
  });

  test('is taken without a warning when it keeps one', async () => {
    const server = await startRedisServer();
    servers.push(server);
    expect(await warningsOf(server)).toEqual([]);
  });

  test('is reported when nobody answers', async () => {
    const connection = { kind: 'redis', url: 'redis://127.0.0.1:1' } as const;
    await expect(openQueue({ connection, log: pino({ level: 'silent' }) })).rejects.toMatchObject({
      code: 'queue.unreachable',
    });
  });
});

async function warningsOf(server: RedisServer): Promise<string[]> {
  const warnings: string[] = [];
  const log = pino(
    { level: 'warn' },
    { write: (line: string) => warnings.push((JSON.parse(line) as { msg: string }).msg) },
  );
  const queue = await openQueue({ connection: server.connection, log });
  await queue.close();
  return warnings;
}

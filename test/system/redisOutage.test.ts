import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually, mixedDocuments, openRig, type Rig, seeded, type ServerProcess } from '../fault/rig.ts';
import { type RedisServer, startRedisServer } from '../support/redisServer.ts';

const isMissing = spawnSync('redis-server', ['--version']).status !== 0;
const batch = 80;

describe.skipIf(isMissing)('a server whose queue lives in Redis (needs Debian package redis-server)', () => {
  const pick = seeded();
  let redis: RedisServer;
  let rig: Rig;
  let server: ServerProcess;
  let accepted = 0;

  beforeAll(async () => {
    redis = await startRedisServer();
    rig = await openRig({ redisUrl: redis.connection.url });
    server = await rig.start({ POSTWERK_LEASE_MS: '4000', POSTWERK_LOG_LEVEL: 'error' });
  });
  afterAll(async () => {
    await rig?.close();
    await redis?.stop();
  });

  test('FLUSHALL in the middle of the work costs time, never a document', async () => {
    await submitAndWaitForTheMiddle('flushed');
    await redis.empty();
    await expectAllDelivered();
  });

  test('killed in the middle of the work and started again: nothing is lost or doubled', async () => {
    await submitAndWaitForTheMiddle('killed');
    await redis.kill();
    await redis.start();
    await expectAllDelivered();
  });

  test('while it is away, jobs are accepted all the same, and run when it is back', async () => {
    await redis.kill();
    const answer = await rig.submit(server, 'away', await mixedDocuments(batch));
    expect(answer?.status).toBe(202);
    accepted += batch;
    await redis.start();
    await expectAllDelivered();
  });

  test('SIGTERM while it is away ends the server with code 0', async () => {
    await redis.kill();
    const asked = Date.now();
    await server.kill('SIGTERM');
    expect(await server.exit).toEqual({ code: 0, signal: null });
    expect(Date.now() - asked).toBeLessThan(20_000);
    await redis.start();
  });

  test('one that may evict is refused at the start, with the reason and what to do', async () => {
    const evicting = await startRedisServer(['--maxmemory', '64mb', '--maxmemory-policy', 'allkeys-lru']);
    try {
      await expect(rig.start({ REDIS_URL: evicting.connection.url })).rejects.toThrow(
        /ended with 1: queue\.redis-may-evict: Its maxmemory-policy is allkeys-lru\.[\s\S]*noeviction/,
      );
    } finally {
      await evicting.stop();
    }
  });

  async function submitAndWaitForTheMiddle(key: string): Promise<void> {
    const before = await finalCount();
    const answer = await rig.submit(server, key, await mixedDocuments(batch));
    expect(answer?.status).toBe(202);
    accepted += batch;
    const moment = 1 + pick(batch / 2);
    expect(await eventually(async () => (await finalCount()) - before >= moment)).toBe(true);
  }

  async function finalCount(): Promise<number> {
    return (await rig.ledger()).completed;
  }

  async function expectAllDelivered(): Promise<void> {
    const ledger = await rig.settle(60_000);
    expect(ledger.findings).toEqual([]);
    // The database was never away, so nothing is in doubt.
    expect(ledger).toMatchObject({ accepted, completed: accepted, held: 0, open: 0, lost: 0, duplicates: 0 });
    expect(server.ended(), 'the server lives').toBe(false);
  }
});

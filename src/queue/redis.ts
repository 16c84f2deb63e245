import { createRedisBackend } from 'bullmq';
import { Redis } from 'ioredis';
import { PostwerkError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Backend } from './backend.ts';

/**
 * BullMQ on Redis 6.2 or newer, Valkey or a managed service.
 *
 * @throws PostwerkError `queue.unreachable`, `queue.redis-may-evict`
 */
export async function openRedis(url: string, log: Log): Promise<Backend> {
  await checkRedis(url, log);
  const shared = { url, retryStrategy: (times: number) => Math.min(times * 200, 2_000) };
  return {
    factory: createRedisBackend,
    producer: { ...shared, enableOfflineQueue: false, maxRetriesPerRequest: 1 },
    worker: { ...shared, maxRetriesPerRequest: null },
    close: () => Promise.resolve(),
  };
}

/** A Redis that evicts keys when it is full loses tasks without a word, so we do not start on one. */
async function checkRedis(url: string, log: Log): Promise<void> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null, connectTimeout: 5_000 });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    const memory = await redis.info('memory');
    const policy = /^maxmemory_policy:(\S+)/m.exec(memory)?.[1];
    if (policy === undefined) {
      log.warn(
        'Redis does not say what it does when its memory is full; make sure that maxmemory-policy is noeviction',
      );
    } else if (policy !== 'noeviction') {
      throw new PostwerkError('queue.redis-may-evict', `maxmemory-policy is "${policy}".`);
    }
    const persistence = await redis.info('persistence');
    if (!/^aof_enabled:1/m.test(persistence)) {
      log.warn('Redis keeps no append-only file; after its restart tasks come back only with the next sweep');
    }
  } catch (error) {
    if (error instanceof PostwerkError) throw error;
    throw new PostwerkError('queue.unreachable', `Redis: ${(error as Error).message}`, {}, { cause: error });
  } finally {
    redis.disconnect();
  }
}

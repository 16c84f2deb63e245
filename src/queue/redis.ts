import { createRedisBackend } from 'bullmq';
import { Redis } from 'ioredis';
import { PostwerkError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Backend, Line } from './backend.ts';

/**
 * BullMQ on Redis 6.2 or newer, Valkey or a managed service.
 *
 * @throws PostwerkError `queue.unreachable`, `queue.redis-may-evict`
 */
export async function openRedis(url: string, log: Log): Promise<Backend> {
  await checkRedis(url, log);
  return {
    factory: createRedisBackend,
    producer: openLine({ url, enableOfflineQueue: false, maxRetriesPerRequest: 1 }),
    openWorkerLine: () => openLine({ url, maxRetriesPerRequest: null }),
    close: () => Promise.resolve(),
  };
}

function openLine(options: object): Line {
  let leaving = false;
  return {
    connection: { ...options, retryStrategy: (times: number) => (leaving ? null : Math.min(times * 200, 2_000)) },
    leave() {
      leaving = true;
    },
  };
}

async function checkRedis(url: string, log: Log): Promise<void> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null, connectTimeout: 5_000 });
  redis.on('error', () => undefined);
  let info: string;
  try {
    await redis.connect();
    info = await redis.info();
  } catch (error) {
    throw new PostwerkError('queue.unreachable', `Redis: ${(error as Error).message}`, {}, { cause: error });
  } finally {
    redis.disconnect();
  }
  for (const warning of judgeRedis(info)) log.warn(warning);
}

/**
 * Reads from the answer to INFO whether a Redis is fit for tasks; CONFIG is forbidden on many managed services.
 * Returns warnings.
 *
 * @throws PostwerkError `queue.redis-may-evict`: a Redis that evicts keys when it is full loses tasks without a word
 */
export function judgeRedis(info: string): string[] {
  const warnings: string[] = [];
  const policy = /^maxmemory_policy:(\S+)/m.exec(info)?.[1];
  if (policy === undefined) {
    warnings.push('Redis does not tell what it does when its memory is full; its maxmemory-policy must be noeviction');
  } else if (policy !== 'noeviction') {
    throw new PostwerkError('queue.redis-may-evict', `Its maxmemory-policy is ${policy}.`);
  }
  if (!/^aof_enabled:1/m.test(info)) {
    warnings.push('Redis keeps no append-only file: after its restart tasks come back only with the next sweep');
  }
  return warnings;
}

import { type IQueueBackend, Queue as BullQueue } from 'bullmq';
import type { PoolConfig } from 'pg';
import type { Log } from '../log.ts';
import type { Backend, Connection } from './backend.ts';
import { type Entry, entryOf } from './entry.ts';
import { openPostgres } from './postgres.ts';
import { openRedis } from './redis.ts';
import { type Task, type TaskKind, taskKinds } from './task.ts';
import { type Report, startWork, type Work, type WorkOptions } from './work.ts';

export type { Task } from './task.ts';
export type { Work, WorkOptions } from './work.ts';

export type QueueConnection =
  | { readonly kind: 'postgres'; readonly url: string }
  | { readonly kind: 'postgres'; readonly poolConfig: PoolConfig }
  | { readonly kind: 'redis'; readonly url: string };

/** The only thing the pipeline sees of BullMQ. */
export interface Queue {
  /**
   * Asks the workers to look at something, now or after `delayMs`. Never throws: false says that a hint was lost, which
   * costs the time until the next sweep and nothing else.
   */
  hint(tasks: readonly Task[], options?: { readonly delayMs?: number }): Promise<boolean>;
  /** Starts taking tasks in this process, the most urgent first. */
  work(options: WorkOptions): Promise<Work>;
  /** Closes the connections; close the work first. */
  close(): Promise<void>;
}

/** Tasks added by one statement; about 50 ms on PostgreSQL. */
const bulkSize = 500;
/** A hint that takes longer than this is given up: the caller has documents to accept. */
const hintTimeoutMs = 5_000;

/**
 * Opens the queue on PostgreSQL (schema `bullmq`, made and migrated here) or on Redis.
 *
 * @throws PostwerkError `queue.redis-may-evict`, `queue.unreachable`
 */
export async function openQueue(options: { readonly connection: QueueConnection; readonly log: Log }): Promise<Queue> {
  const { connection, log } = options;
  const backend =
    connection.kind === 'redis' ? await openRedis(connection.url, log) : await openPostgres(connection, log);
  let closing = false;
  /** While closing, connections that end are no news. */
  const report: Report = (fields, text) => {
    if (!closing) log.warn(fields, text);
  };
  const queues = new Map(taskKinds.map((kind) => [kind, openKind(backend, kind, report)]));

  const hint: Queue['hint'] = async (tasks, { delayMs = 0 } = {}) => {
    const added = taskKinds.map((kind) => {
      const entries = tasks.filter((task) => task.kind === kind).map((task) => entryOf(task, delayMs));
      return addAll(queues.get(kind), entries);
    });
    const results = await Promise.allSettled(added);
    const failure = results.find((result) => result.status === 'rejected');
    if (failure) log.warn({ err: failure.reason, tasks: tasks.length }, 'hint lost; the next sweep repeats it');
    return failure === undefined;
  };

  return {
    hint,
    work: (workOptions) => startWork(backend, workOptions, hint, log, report),
    async close() {
      closing = true;
      backend.producer.leave();
      await Promise.allSettled([...queues.values()].map((queue) => queue.close()));
      await backend.close();
    },
  };
}

type KindQueue = ReturnType<typeof openKind>;

function openKind(backend: Backend, kind: TaskKind, report: Report) {
  const queue = new BullQueue<Task, void, string, Task, void, string, IQueueBackend, Connection>(
    kind,
    {
      connection: backend.producer.connection,
      prefix: 'postwerk',
      // The store owns retries and history: a finished task leaves no trace, or it would block its own successor.
      defaultJobOptions: { attempts: 1, removeOnComplete: true, removeOnFail: true },
      streams: { events: { maxLen: 256 } },
    },
    backend.factory,
  );
  queue.on('error', (error: Error) => report({ err: error, queue: kind }, 'queue connection'));
  return queue;
}

async function addAll(queue: KindQueue | undefined, entries: readonly Entry[]): Promise<void> {
  for (let at = 0; at < entries.length; at += bulkSize) {
    await within(hintTimeoutMs, queue?.addBulk(entries.slice(at, at + bulkSize)));
  }
}

async function within(timeoutMs: number, work: Promise<unknown> | undefined): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const expiry = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`The queue did not answer within ${timeoutMs} ms.`)), timeoutMs);
  });
  try {
    await Promise.race([work, expiry]);
  } finally {
    clearTimeout(timer);
  }
}

import { type IQueueBackend, type JobProgress, Worker } from 'bullmq';
import type { Log } from '../log.ts';
import type { Backend, Connection } from './backend.ts';
import { drainLater } from './entry.ts';
import { type Task, type TaskKind, taskKinds } from './task.ts';

export interface WorkOptions {
  /** How many tasks of a kind this process works on at a time; each kind has places of its own. */
  readonly concurrency: Readonly<Record<TaskKind, number>>;
  /** What is done with a task. Throwing is for bugs: it is logged, and the sweep brings the work back. */
  run(task: Task): Promise<void>;
}

export interface Work {
  /** Takes no new tasks in this process and waits until the running ones are done. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** As `pause`, then leaves the queue. Tasks still running after `graceMs` are left to their leases. */
  close(options?: { readonly graceMs?: number }): Promise<void>;
}

/** A task whose worker was killed is given to another after lockMs to lockMs + 2 × stalledMs. */
const lockMs = 10_000;
const stalledMs = 5_000;

export async function startWork(
  backend: Backend,
  options: WorkOptions,
  hint: (tasks: readonly Task[]) => Promise<boolean>,
  log: Log,
): Promise<Work> {
  const workers = taskKinds.map((kind) => {
    const worker = new Worker<Task, void, string, IQueueBackend, JobProgress, Connection>(
      kind,
      async ({ name, data }) => {
        if (name === drainLater) await hint([data]);
        else await options.run(data);
      },
      {
        connection: backend.worker,
        prefix: 'postwerk',
        concurrency: options.concurrency[kind],
        lockDuration: lockMs,
        stalledInterval: stalledMs,
        runRetryDelay: 1_000,
        drainDelay: 5,
        removeOnComplete: { count: 0 },
        removeOnFail: { count: 0 },
      },
      backend.factory,
    );
    worker.on('error', (error) => log.warn({ err: error, queue: kind }, 'queue connection'));
    worker.on('failed', (task, error) => log.error({ err: error, task: task?.data }, 'task failed'));
    worker.on('stalled', (id) => log.warn({ queue: kind, id }, 'task of a dead worker taken over'));
    return worker;
  });
  await Promise.all(workers.map((worker) => worker.waitUntilReady()));

  return {
    async pause() {
      await Promise.all(workers.map((worker) => worker.pause()));
    },
    async resume() {
      await Promise.all(workers.map((worker) => worker.resume()));
    },
    async close({ graceMs = 10_000 } = {}) {
      const closing = Promise.allSettled(workers.map((worker) => worker.close()));
      const inTime = await settlesWithin(graceMs, closing);
      if (!inTime) await Promise.allSettled(workers.map((worker) => worker.close(true)));
    },
  };
}

async function settlesWithin(ms: number, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const expiry = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const result = await Promise.race([work.then(() => true as const), expiry]);
  clearTimeout(timer);
  return result;
}

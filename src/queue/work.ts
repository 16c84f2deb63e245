import { type IQueueBackend, type JobProgress, Worker } from 'bullmq';
import type { Log } from '../log.ts';
import type { Backend, Connection } from './backend.ts';
import { drainLater } from './entry.ts';
import { type Task, type TaskKind, taskKinds } from './task.ts';

export interface WorkOptions {
  /** How many tasks of a kind this process works on at a time; each kind has places of its own. */
  readonly concurrency: Readonly<Record<TaskKind, number>>;
  /** A task whose worker was killed is given to another after this to twice this (ms); 10 s when not given. */
  readonly lockMs?: number;
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

/** Tells the operator that a connection broke. */
export type Report = (fields: { readonly err: Error; readonly queue: TaskKind }, text: string) => void;

const closeMs = 5_000;

export async function startWork(
  backend: Backend,
  options: WorkOptions,
  hint: (tasks: readonly Task[]) => Promise<boolean>,
  log: Log,
  report: Report,
): Promise<Work> {
  const { lockMs = 10_000 } = options;
  const line = backend.openWorkerLine();
  const running = new Set<Promise<unknown>>();
  const workers = taskKinds.map((kind) => {
    const worker = new Worker<Task, void, string, IQueueBackend, JobProgress, Connection>(
      kind,
      async ({ name, data }) => {
        const task = name === drainLater ? hint([data]) : options.run(data);
        running.add(task);
        try {
          await task;
        } finally {
          running.delete(task);
        }
      },
      {
        connection: line.connection,
        prefix: 'postwerk',
        concurrency: options.concurrency[kind],
        lockDuration: lockMs,
        stalledInterval: lockMs / 2,
        runRetryDelay: 1_000,
        drainDelay: 5,
        removeOnComplete: { count: 0 },
        removeOnFail: { count: 0 },
      },
      backend.factory,
    );
    worker.on('error', (error) => report({ err: error, queue: kind }, 'queue connection'));
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
      await Promise.all(workers.map((worker) => worker.pause(true)));
      const ended = await settlesWithin(graceMs, Promise.allSettled(running));
      if (!ended) log.warn({ tasks: running.size }, 'tasks still running are left to their leases');
      line.leave();
      // BullMQ's own close waits for ever for what it still has to record, so it gets a limit too.
      const closed = Promise.allSettled(workers.map((worker) => worker.close(!ended)));
      if (!(await settlesWithin(closeMs, closed))) log.warn('the queue did not close in time');
    },
  };
}

async function settlesWithin(ms: number, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const expiry = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const settled = await Promise.race([work.then(() => true), expiry]);
  clearTimeout(timer);
  return settled;
}

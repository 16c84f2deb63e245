import type { JobsOptions } from 'bullmq';
import type { Task } from './task.ts';

/** How a task is named and told apart in BullMQ. */
export interface Entry {
  readonly name: string;
  readonly data: Task;
  readonly opts: JobsOptions;
}

/** The name of a drain that is due later: when its time comes it only hints the drain itself. */
export const drainLater = 'drain-later';

/**
 * A drain is told apart by its device, so that one waits and one runs at most. `keepLastIfActive`: a hint that comes
 * while the device is being drained leads to one more look afterwards. A delayed drain has an identity of its own, or
 * it would swallow one that is due now; of several delayed ones the newest counts.
 */
export function entryOf(task: Task, delayMs: number): Entry {
  const priority = Math.min(Math.max(Math.trunc(task.priority), 1), 10);
  const opts = delayMs > 0 ? { priority, delay: delayMs } : { priority };
  if (task.kind !== 'drain') return { name: task.kind, data: task, opts };
  if (delayMs <= 0) {
    return {
      name: 'drain',
      data: task,
      opts: { ...opts, deduplication: { id: `now-${task.deviceId}`, keepLastIfActive: true } },
    };
  }
  const deduplication = { id: `later-${task.deviceId}`, replace: true, keepLastIfActive: true };
  return { name: drainLater, data: task, opts: { ...opts, deduplication } };
}

import type { Road } from './road.ts';
import { slicesByPriority, urgencyOf } from './slices.ts';

interface Prioritised {
  readonly id: string;
  readonly priority: number;
}

/** Tells the queue which documents wait for composing. A hint that fails costs time, never a document: the sweep repeats it. */
export async function hintCompose(road: Pick<Road, 'queue'>, documents: readonly Prioritised[]): Promise<void> {
  const slices = slicesByPriority(documents);
  if (slices.length === 0) return;
  await road.queue.hint(
    slices.map(({ priority, rows }) => ({
      kind: urgencyOf(priority) === 'urgent' ? 'compose-urgent' : 'compose',
      documentIds: rows.map((row) => row.id),
      priority,
    })),
  );
}

/** Tells the queue which e-mail and portal deliveries wait. */
export async function hintDeliver(road: Pick<Road, 'queue'>, deliveries: readonly Prioritised[]): Promise<void> {
  const slices = slicesByPriority(deliveries);
  if (slices.length === 0) return;
  await road.queue.hint(
    slices.map(({ priority, rows }) => ({ kind: 'deliver', deliveryIds: rows.map((row) => row.id), priority })),
  );
}

/** Tells the queue which output queues have something to drain. */
export async function hintDrain(road: Pick<Road, 'queue'>, deviceIds: Iterable<string>, delayMs = 0): Promise<void> {
  const tasks = [...new Set(deviceIds)].map((deviceId) => ({ kind: 'drain' as const, deviceId, priority: 1 }));
  if (tasks.length > 0) await road.queue.hint(tasks, delayMs > 0 ? { delayMs } : {});
}

/** Tells the queue what a person's or program's action made runnable. */
export async function hintRunnable(
  road: Pick<Road, 'queue'>,
  work: {
    readonly documentIds: readonly string[];
    readonly deliveryIds: readonly string[];
    readonly deviceIds: readonly string[];
  },
): Promise<void> {
  const urgent = (id: string): Prioritised => ({ id, priority: 2 });
  await Promise.all([
    hintCompose(road, work.documentIds.map(urgent)),
    hintDeliver(road, work.deliveryIds.map(urgent)),
    hintDrain(road, work.deviceIds),
  ]);
}

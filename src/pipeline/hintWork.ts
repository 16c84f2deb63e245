import type { Road } from './road.ts';
import { slicesByPriority } from './slices.ts';

interface Prioritised {
  readonly id: string;
  readonly priority: number;
}

/** Tells the queue which documents wait for composing. A hint that fails costs time, never a document: the sweep repeats it. */
export async function hintCompose(road: Pick<Road, 'queue'>, documents: readonly Prioritised[]): Promise<void> {
  const slices = slicesByPriority(documents);
  if (slices.length === 0) return;
  await road.queue.hint(
    slices.map(({ priority, rows }) => ({ kind: 'compose', documentIds: rows.map((row) => row.id), priority })),
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

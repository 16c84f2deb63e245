import type { Urgency } from '../compose/composePool.ts';

/** How many documents one task carries: few enough that a crash costs little, enough that SQL works by the set. */
export const batchSlice = 50;
/** Priority up to which a document counts as urgent: somebody stands at a printer and waits for it. */
export const urgentPriority = 3;

export function urgencyOf(priority: number): Urgency {
  return priority <= urgentPriority ? 'urgent' : 'batch';
}

/** Cuts a list into slices; urgent documents get smaller ones, so that the first of them leaves sooner. */
export function slicesByPriority<T extends { readonly priority: number }>(
  rows: readonly T[],
): { readonly priority: number; readonly rows: readonly T[] }[] {
  const byPriority = new Map<number, T[]>();
  for (const row of rows) {
    const group = byPriority.get(row.priority);
    if (group) group.push(row);
    else byPriority.set(row.priority, [row]);
  }
  const slices: { priority: number; rows: T[] }[] = [];
  for (const [priority, group] of [...byPriority].toSorted((a, b) => a[0] - b[0])) {
    const size = urgencyOf(priority) === 'urgent' ? 10 : batchSlice;
    for (let at = 0; at < group.length; at += size) slices.push({ priority, rows: group.slice(at, at + size) });
  }
  return slices;
}

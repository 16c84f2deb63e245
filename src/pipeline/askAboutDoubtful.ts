import type { Backend } from '../dispatch/print/backend.ts';
import { doubtfulDeliveries, reopenDoubtful } from '../store/doubtfulDeliveries.ts';
import { settleDocuments } from '../store/settle.ts';
import { recordOutcomes } from './recordOutcomes.ts';
import type { Road } from './road.ts';

/**
 * A printer that keeps a list of its jobs is asked what became of those that a crash of ours left unknown, once each.
 * What it tells is recorded; what it does not know stays with the person for whom it is held.
 */
export async function askAboutDoubtful(road: Road, deviceId: string, backend: Backend): Promise<void> {
  if (!backend.lookUp) return;
  const doubtful = await doubtfulDeliveries(road.store, deviceId);
  if (doubtful.length === 0) return;
  const found = await backend.lookUp(doubtful.map(({ id, ageS }) => ({ deliveryId: id, ageS })));
  if (found === null) return;
  const reopened = await reopenDoubtful(road.store, doubtful, new Set(found.keys()), road.leaseMs);
  await settleDocuments(
    road.store,
    reopened.map(({ documentId }) => documentId),
  );
  const results = reopened.flatMap(({ id, fence, attemptId }) => {
    const outcome = found.get(id);
    return outcome === undefined ? [] : [{ id, fence, attemptId, outcome }];
  });
  await settleDocuments(road.store, await recordOutcomes(road, results));
}

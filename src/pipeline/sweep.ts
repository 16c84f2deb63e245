import { failpoint } from '../failpoint.ts';
import { documentsToCompose } from '../store/documents.ts';
import { devicesWithWork, dueDeliveries } from '../store/deliveries.ts';
import { recoverExpiredDeliveries } from '../store/finishDeliveries.ts';
import { refreshStuckJobs } from '../store/jobState.ts';
import { abandonStaleJobs } from '../store/jobs.ts';
import { documentsToSettle, settleDocuments } from '../store/settle.ts';
import { hintCompose, hintDeliver, hintDrain } from './hintWork.ts';
import type { Road } from './road.ts';

const sweepLimit = 5_000;
/** A submission that has brought nothing for so long was cut off; its sender got no answer. */
const staleSubmissionMs = 60_000;

/**
 * Re-hints whatever is not final and has no live task, so that an emptied, full or restarted queue costs time and
 * never a document. Everything it does may be done twice without harm: claims and fences decide.
 */
export async function sweep(road: Road): Promise<void> {
  failpoint('sweep.before-recover');
  const { unknown, freed } = await recoverExpiredDeliveries(road.store);
  failpoint('sweep.after-recover');
  if (unknown.length > 0) {
    road.log.warn({ deliveries: unknown.map(({ id }) => id) }, 'attempts without an end: held as unknown');
  }
  if (freed.length > 0) road.log.info({ count: freed.length }, 'expired leases freed');
  await abandonStaleJobs(road.store, staleSubmissionMs);
  await settleDocuments(road.store, await documentsToSettle(road.store, sweepLimit));
  await refreshStuckJobs(road.store);
  failpoint('sweep.after-settle');
  await hintCompose(road, await documentsToCompose(road.store, sweepLimit));
  await hintDeliver(road, await dueDeliveries(road.store, sweepLimit));
  await hintDrain(road, await devicesWithWork(road.store));
  failpoint('sweep.after-hint');
}

/** Sweeps now and then every `everyMs`, until stopped; a failed sweep is logged and tried again next time. */
export function startSweeping(road: Road, everyMs: number): { stop(): Promise<void> } {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const round = (): void => {
    running = sweepAndWait();
  };
  const sweepAndWait = async (): Promise<void> => {
    try {
      await sweep(road);
    } catch (error) {
      road.log.warn({ err: error }, 'sweep failed, trying again');
    }
    if (!stopped) timer = setTimeout(round, everyMs);
  };
  round();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

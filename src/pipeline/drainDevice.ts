import { type Backend, openBackend } from '../dispatch/print/backend.ts';
import { retryAfter } from '../dispatch/retryPolicy.ts';
import { failpoint } from '../failpoint.ts';
import type { Device } from '../model/parties.ts';
import { leaseDevice, mayGoOn, releaseDevice, renewDeviceLease, showDeviceGoesOn } from '../store/devices.ts';
import { beginAttempts, claimDeviceDeliveries, type ClaimedDelivery, unclaimDeliveries } from '../store/deliveries.ts';
import { settleDocuments } from '../store/settle.ts';
import { askAboutDoubtful } from './askAboutDoubtful.ts';
import { afterOutcome } from './deliverDocuments.ts';
import { hintDrain } from './hintWork.ts';
import { printCounted } from './printCounted.ts';
import { printJobOf } from './printJobOf.ts';
import { rasterizePdf } from './rasterizePdf.ts';
import { recordOutcomes } from './recordOutcomes.ts';
import { type Road, timed } from './road.ts';
import { settleCounted, type Stopped, stoppedBy } from './settleCounted.ts';

/** Deliveries claimed at a time: one by one they take long, in a stream of labels they do not. */
const claimLimit = 10;
const streamLimit = 50;
const drainLimit = 500;

/**
 * Step 3 for paper: drains one device's output queue in order. One worker holds the device's lease at a time. A
 * device that cannot take anything stops with its reason and holds only its own queue; the next look is after a
 * backoff.
 */
export async function drainDevice(road: Road, deviceId: string): Promise<void> {
  failpoint('drain.before-lease');
  const lease = await leaseDevice(road.store, deviceId, road.leaseMs);
  failpoint('drain.after-lease');
  if (!lease) return;
  const backend = openBackend(lease.device, { timeoutMs: road.attemptTimeoutMs, rasterize: rasterizePdf });
  const keepLease = leaseKeeper(road, deviceId, lease.fence);
  let shownStopped = lease.device.state === 'stopped';
  const goesOn = async (): Promise<void> => {
    if (shownStopped) await showDeviceGoesOn(road.store, deviceId, lease.fence);
    shownStopped = false;
  };
  const notPaused = () => mayGoOn(road.store, deviceId, lease.fence);
  const drain: Drain = { road, device: lease.device, backend, keepLease, notPaused, goesOn };
  let stopped: Stopped | null = null;
  let more = true;
  try {
    stopped = await settleCounted(road, { id: deviceId, fence: lease.fence }, backend.counting, keepLease);
    await askAboutDoubtful(road, deviceId, backend);
    let counts = backend.counting !== undefined;
    for (let printed = 0; more && !stopped && printed < drainLimit; ) {
      const limit = counts ? streamLimit : claimLimit;
      const claimed = await timed(road, 'claim', limit, () =>
        claimDeviceDeliveries(road.store, deviceId, lease.fence, limit, road.leaseMs),
      );
      failpoint('drain.after-claim');
      more = claimed.length > 0;
      printed += limit;
      if (!more) break;
      const streamed = counts ? await printStream(drain, claimed) : { oneByOne: claimed };
      stopped = streamed.oneByOne ? await printInOrder(drain, streamed.oneByOne) : streamed.stopped;
      counts &&= streamed.oneByOne === undefined;
    }
  } finally {
    await backend.close();
  }
  failpoint('drain.before-release');
  if (!stopped) {
    await releaseDevice(road.store, deviceId, lease.fence, { state: 'idle' });
    // Something may have come in between the last look and the release.
    if (more) await hintDrain(road, [deviceId]);
    return;
  }
  const waitMs = retryAfter('print', lease.device.failures + 1) ?? 60_000;
  const nextAttemptAt = new Date(Date.now() + waitMs);
  const reason = `${stopped.code}: ${stopped.detail}`;
  const reasons = stopped.reasons ?? [];
  await releaseDevice(road.store, deviceId, lease.fence, { state: 'stopped', reason, reasons, nextAttemptAt });
  await hintDrain(road, [deviceId], waitMs);
}

interface Drain {
  readonly road: Road;
  readonly device: Device;
  readonly backend: Backend;
  readonly keepLease: () => Promise<boolean>;
  /** False when somebody paused the device meanwhile, or the lease was lost. */
  readonly notPaused: () => Promise<boolean>;
  /** To be called when the device takes something. */
  readonly goesOn: () => Promise<void>;
}

/** Renews the device's lease when a quarter of it is over; false when it was lost. */
function leaseKeeper(road: Road, deviceId: string, fence: number): () => Promise<boolean> {
  let renewedAt = Date.now();
  return async () => {
    if (Date.now() - renewedAt <= road.leaseMs / 4) return true;
    renewedAt = Date.now();
    return renewDeviceLease(road.store, deviceId, fence, road.leaseMs);
  };
}

/** Labels for a printer that counts go in a stream; what is to go one by one is given back. */
async function printStream(
  { road, device, backend, keepLease, goesOn }: Drain,
  claimed: readonly ClaimedDelivery[],
): Promise<
  | { readonly stopped: Stopped | null; readonly oneByOne?: undefined }
  | { readonly oneByOne: readonly ClaimedDelivery[] }
> {
  // A raw port does not check what it is given: what is no label is refused one by one.
  if (!backend.counting || claimed.some(({ format }) => format !== 'zpl')) return { oneByOne: claimed };
  const result = await printCounted(road, device, backend.counting, claimed, { keepLease, goesOn });
  failpoint('drain.after-settle');
  if (result === null || !('cannotCount' in result)) return { stopped: result };
  const oneByOne = result.cannotCount.slice(0, claimLimit);
  await unclaimDeliveries(road.store, result.cannotCount.slice(claimLimit));
  return { oneByOne };
}

/** Prints one after the other, each begun and recorded by itself: a kill leaves at most one in doubt. */
async function printInOrder(
  { road, device, backend, keepLease, notPaused, goesOn }: Drain,
  claimed: readonly ClaimedDelivery[],
): Promise<Stopped | null> {
  const touched: string[] = [];
  let stopped: Stopped | null = null;
  for (const [index, delivery] of claimed.entries()) {
    if (!(await keepLease())) break;
    if (index > 0 && !(await notPaused())) {
      await unclaimDeliveries(road.store, claimed.slice(index));
      break;
    }
    const [attemptId] = await timed(road, 'begin', 1, () => beginAttempts(road.store, [delivery], road.leaseMs));
    failpoint('drain.after-begin');
    if (!attemptId) break; // The lease ran out; whoever holds it now goes on.
    failpoint('drain.before-send');
    const outcome = await timed(road, 'send', 1, () => backend.print(printJobOf(delivery, device)));
    failpoint('drain.after-send');
    if (outcome.kind === 'stop' || outcome.kind === 'retry') stopped = stoppedBy(outcome);
    if (outcome.kind === 'ok') await goesOn();
    const result = outcome.kind === 'retry' ? afterOutcome(delivery, outcome) : { outcome };
    await timed(road, 'record', 1, () =>
      recordOutcomes(road, [{ id: delivery.id, fence: delivery.fence, attemptId, outcome: result.outcome }]),
    );
    failpoint('drain.after-record');
    touched.push(delivery.documentId);
    if (stopped) {
      await unclaimDeliveries(road.store, claimed.slice(index + 1));
      break;
    }
  }
  await timed(road, 'settle', touched.length, () => settleDocuments(road.store, touched));
  failpoint('drain.after-settle');
  return stopped;
}

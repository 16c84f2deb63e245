import { type Backend, openBackend } from '../dispatch/print/backend.ts';
import { retryAfter } from '../dispatch/retryPolicy.ts';
import { failpoint } from '../failpoint.ts';
import type { Device } from '../model/parties.ts';
import { leaseDevice, releaseDevice, renewDeviceLease } from '../store/devices.ts';
import { beginAttempts, claimDeviceDeliveries, type ClaimedDelivery, unclaimDeliveries } from '../store/deliveries.ts';
import { settleDocuments } from '../store/settle.ts';
import { afterOutcome } from './deliverDocuments.ts';
import { hintDrain } from './hintWork.ts';
import { recordOutcomes } from './recordOutcomes.ts';
import { type Road, timed } from './road.ts';

const claimLimit = 10;
const drainLimit = 500;

interface Stopped {
  readonly code: string;
  readonly detail: string;
}

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
  const backend = openBackend(lease.device, { timeoutMs: road.attemptTimeoutMs });
  let stopped: Stopped | null = null;
  let more = true;
  try {
    for (let printed = 0; more && !stopped && printed < drainLimit; printed += claimLimit) {
      const claimed = await timed(road, 'claim', claimLimit, () =>
        claimDeviceDeliveries(road.store, deviceId, lease.fence, claimLimit, road.leaseMs),
      );
      failpoint('drain.after-claim');
      more = claimed.length > 0;
      if (more) stopped = await printInOrder(road, lease.device, lease.fence, backend, claimed);
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
  await releaseDevice(road.store, deviceId, lease.fence, { state: 'stopped', reason, nextAttemptAt });
  await hintDrain(road, [deviceId], waitMs);
}

/** Prints one after the other, each begun and recorded by itself: a kill leaves at most one in doubt. */
async function printInOrder(
  road: Road,
  device: Device,
  deviceFence: number,
  backend: Backend,
  claimed: readonly ClaimedDelivery[],
): Promise<Stopped | null> {
  const touched: string[] = [];
  let stopped: Stopped | null = null;
  let renewedAt = Date.now();
  for (const [index, delivery] of claimed.entries()) {
    if (Date.now() - renewedAt > road.leaseMs / 4) {
      if (!(await renewDeviceLease(road.store, device.id, deviceFence, road.leaseMs))) break;
      renewedAt = Date.now();
    }
    const [attemptId] = await timed(road, 'begin', 1, () => beginAttempts(road.store, [delivery], road.leaseMs));
    failpoint('drain.after-begin');
    if (!attemptId) break; // The lease ran out; whoever holds it now goes on.
    failpoint('drain.before-send');
    const outcome = await timed(road, 'send', 1, () => backend.print(printJobOf(delivery)));
    failpoint('drain.after-send');
    if (outcome.kind === 'stop' || outcome.kind === 'retry') stopped = { code: outcome.code, detail: outcome.detail };
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

function printJobOf(delivery: ClaimedDelivery) {
  const rendition = delivery.renditions.find(({ format }) => format === delivery.format);
  return {
    deliveryId: delivery.id,
    name: delivery.document.number,
    format: delivery.format,
    bytes: rendition?.bytes ?? Buffer.alloc(0),
  };
}

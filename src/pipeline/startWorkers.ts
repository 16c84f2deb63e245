import type { Task } from '../queue/queue.ts';
import { composeDocuments } from './composeDocuments.ts';
import { deliverDocuments } from './deliverDocuments.ts';
import { drainDevice } from './drainDevice.ts';
import type { Road } from './road.ts';
import { startSweeping } from './sweep.ts';

/** A killed worker's task need not wait as long as its rows: who takes it over finds them leased. */
const longestLockMs = 10_000;

/** Starts working off tasks and sweeping. `stop` lets the tasks under way end. */
export async function startWorkers(
  road: Road,
  settings: { readonly sweepMs: number; readonly composeThreads: number },
): Promise<{ stop(): Promise<void> }> {
  const worker = await road.queue.work({
    concurrency: { 'compose-urgent': 4, compose: settings.composeThreads + 1, deliver: 4, drain: 8 },
    lockMs: Math.min(road.leaseMs, longestLockMs),
    run: (task: Task) => {
      switch (task.kind) {
        case 'compose-urgent':
        case 'compose':
          return composeDocuments(road, task.documentIds);
        case 'deliver':
          return deliverDocuments(road, task.deliveryIds);
        case 'drain':
          return drainDevice(road, task.deviceId);
      }
    },
  });
  const sweeping = startSweeping(road, settings.sweepMs);
  return {
    async stop() {
      await sweeping.stop();
      await worker.close();
    },
  };
}

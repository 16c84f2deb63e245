import { setTimeout as sleep } from 'node:timers/promises';
import { isTransient } from '../store/db.ts';
import { type DeliveryResult, finishDeliveries } from '../store/finishDeliveries.ts';
import type { Road } from './road.ts';

/**
 * Puts outcomes on record. Bytes have left, so what became of them is not given up because the database is away for a
 * moment: tried until the lease would be over anyway. Doing it twice changes nothing, the fence decides.
 * Gives the ids of the documents touched, to settle.
 */
export async function recordOutcomes(road: Road, results: readonly DeliveryResult[]): Promise<string[]> {
  const until = Date.now() + road.leaseMs;
  for (;;) {
    try {
      return await finishDeliveries(road.store, results);
    } catch (error) {
      if (!isTransient(error) || Date.now() > until) throw error;
      await sleep(100);
    }
  }
}

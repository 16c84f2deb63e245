import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Store } from '../../../src/store/db.ts';
import { beginAttempts, claimDeviceDeliveries, devicesWithWork } from '../../../src/store/deliveries.ts';
import {
  getDevice,
  leaseDevice,
  listDevices,
  releaseDevice,
  renewDeviceLease,
  setDevicePaused,
} from '../../../src/store/devices.ts';
import { claimDocuments, finishComposed } from '../../../src/store/documents.ts';
import { finishDeliveries } from '../../../src/store/finishDeliveries.ts';
import { startTestStore, type TestStore } from '../../support/testStore.ts';
import { acceptSome, composed, composeSome, someParties, toDevice } from './someDocuments.ts';

let running: TestStore;
let store: Store;

beforeAll(async () => {
  running = await startTestStore();
  store = running.store;
  await someParties(store);
});
afterAll(() => running.stop());
beforeEach(async () => {
  await store.pool.query(`UPDATE deliveries SET state = 'canceled'`);
  await store.pool.query(`UPDATE devices SET lease_until = NULL, next_attempt_at = NULL, failures = 0, state = 'idle'`);
});

async function lease(id = 'printer-1'): Promise<number> {
  const leased = await leaseDevice(store, id, 30_000);
  if (!leased) throw new Error(`${id} was not leased`);
  return leased.fence;
}

const claim = async (fence: number, limit = 100, id = 'printer-1') =>
  (await claimDeviceDeliveries(store, id, fence, limit, 30_000)).map((delivery) => delivery.id);

describe('an output queue', () => {
  test('drains by priority, then job as accepted, then place in the job', async () => {
    const first = await composeSome(store, 3, [toDevice('printer-1')]);
    const second = await composeSome(store, 3, [toDevice('printer-1')]);
    const labels = await composeSome(store, 2, [toDevice('printer-1')], { priority: 1 });
    await composeSome(store, 1, [toDevice('printer-2')]);
    const order = [...labels.deliveryIds, ...first.deliveryIds, ...second.deliveryIds];
    const fence = await lease();
    expect(await claim(fence, 4)).toEqual(order.slice(0, 4));
    // Claimed ones stand before the rest: nothing overtakes them.
    expect(await claim(fence, 4)).toEqual([]);
    await store.pool.query(`UPDATE deliveries SET state = 'completed' WHERE id = ANY($1::uuid[])`, [order.slice(0, 4)]);
    expect(await claim(fence)).toEqual(order.slice(4));
  });

  test('waits for an earlier place of the same job that is not composed yet', async () => {
    const { ids } = await acceptSome(store, 3);
    const claimed = await claimDocuments(store, ids, 30_000);
    const docs = claimed.map((document) => composed(document, toDevice('printer-1')));
    const deliveryIds = docs.map((doc) => doc.deliveries[0]?.id);
    await finishComposed(store, docs.slice(2));
    const fence = await lease();
    expect(await claim(fence)).toEqual([]);
    await finishComposed(store, docs.slice(0, 1));
    expect(await claim(fence)).toEqual(deliveryIds.slice(0, 1));
    await store.pool.query(`UPDATE deliveries SET state = 'completed' WHERE id = $1`, [deliveryIds[0]]);
    await finishComposed(store, docs.slice(1, 2));
    expect(await claim(fence)).toEqual(deliveryIds.slice(1));
  });

  test('does not let a label wait for the invoices of its own job', async () => {
    const { ids } = await acceptSome(store, 2);
    await store.pool.query('UPDATE documents SET priority = 1 WHERE id = $1', [ids[1]]);
    const claimed = await claimDocuments(store, ids.slice(1), 30_000);
    const docs = claimed.map((document) => composed(document, toDevice('printer-1')));
    await finishComposed(store, docs);
    expect(await claim(await lease())).toEqual([docs[0]?.deliveries[0]?.id]);
  });

  test('stops before one that is not due', async () => {
    const { deliveryIds } = await composeSome(store, 3, [toDevice('printer-1')]);
    await store.pool.query(`UPDATE deliveries SET next_attempt_at = now() + interval '1 minute' WHERE id = $1`, [
      deliveryIds[1],
    ]);
    expect(await claim(await lease())).toEqual(deliveryIds.slice(0, 1));
  });

  test('is not given to who lost the device', async () => {
    await composeSome(store, 1, [toDevice('printer-1')]);
    const lost = await lease();
    await store.pool.query(`UPDATE devices SET lease_until = now() - interval '1 second' WHERE id = 'printer-1'`);
    const held = await lease();
    expect(await claim(lost)).toEqual([]);
    expect(await renewDeviceLease(store, 'printer-1', lost, 30_000)).toBe(false);
    expect(await renewDeviceLease(store, 'printer-1', held, 30_000)).toBe(true);
    await releaseDevice(store, 'printer-1', lost, { state: 'stopped', reason: 'late', nextAttemptAt: new Date() });
    expect(await getDevice(store, 'printer-1')).toMatchObject({ state: 'processing', stateReason: null });
    expect(await claim(held)).toHaveLength(1);
  });
});

describe('a device', () => {
  test('is leased to one only', async () => {
    const leases = await Promise.all(Array.from({ length: 10 }, () => leaseDevice(store, 'printer-1', 30_000)));
    expect(leases.filter((each) => each !== null)).toHaveLength(1);
  });

  test('that stops holds its own queue until its time, and both are told', async () => {
    await composeSome(store, 1, [toDevice('printer-1')]);
    await composeSome(store, 1, [toDevice('printer-2')]);
    expect(await devicesWithWork(store)).toEqual(['printer-1', 'printer-2']);
    const fence = await lease();
    const [delivery] = await claimDeviceDeliveries(store, 'printer-1', fence, 1, 30_000);
    if (!delivery) throw new Error('not claimed');
    const [attemptId] = await beginAttempts(store, [delivery], 30_000);
    const outcome = { kind: 'stop', code: 'dispatch.device-stopped', detail: 'media-empty' } as const;
    await finishDeliveries(store, [{ id: delivery.id, fence: delivery.fence, attemptId: attemptId ?? null, outcome }]);
    const nextAttemptAt = new Date(Date.now() + 60_000);
    await releaseDevice(store, 'printer-1', fence, { state: 'stopped', reason: 'media-empty', nextAttemptAt });
    expect(await devicesWithWork(store)).toEqual(['printer-2']);
    expect(await leaseDevice(store, 'printer-1', 1_000)).toBeNull();
    expect(await getDevice(store, 'printer-1')).toMatchObject({
      state: 'stopped',
      stateReason: 'media-empty',
      nextAttemptAt,
    });

    // A clock that is set back by a hair must not decide.
    await store.pool.query(`UPDATE devices SET next_attempt_at = now() - interval '1 second' WHERE id = 'printer-1'`);
    const again = await leaseDevice(store, 'printer-1', 1_000);
    expect(again?.device).toMatchObject({ state: 'stopped', failures: 1 });
    await releaseDevice(store, 'printer-1', again?.fence ?? 0, { state: 'idle' });
    expect(await getDevice(store, 'printer-1')).toMatchObject({
      state: 'idle',
      stateReason: null,
      nextAttemptAt: null,
    });
    const { rows } = await store.pool.query<{ action: string }>(
      `SELECT action FROM audit WHERE device_id = 'printer-1' AND action LIKE 'device-%' ORDER BY id DESC LIMIT 2`,
    );
    expect(rows.map(({ action }) => action)).toEqual(['device-resumed', 'device-stopped']);
  });

  test('paused gives out nothing', async () => {
    await composeSome(store, 1, [toDevice('printer-1')]);
    const fence = await lease();
    expect(await setDevicePaused(store, 'printer-1', true, 'operator:anna')).toBe(true);
    expect(await claim(fence)).toEqual([]);
    expect(await devicesWithWork(store)).toEqual([]);
    await releaseDevice(store, 'printer-1', fence, { state: 'idle' });
    expect(await leaseDevice(store, 'printer-1', 1_000)).toBeNull();
    await setDevicePaused(store, 'printer-1', false, 'operator:anna');
    expect(await claim(await lease())).toHaveLength(1);
    expect(await setDevicePaused(store, uuid(), true, 'operator:anna')).toBe(false);
    expect((await listDevices(store)).map(({ id }) => id)).toEqual(['printer-1', 'printer-2']);
  });
});

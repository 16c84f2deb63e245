import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { drainDevice } from '../../../src/pipeline/drainDevice.ts';
import { setDevicePaused } from '../../../src/store/devices.ts';
import { startTestStore } from '../../support/testStore.ts';
import { someParties } from '../store/someDocuments.ts';
import { composeLabels } from './composeLabels.ts';
import { printRoad, startLabelDevice } from './printRoad.ts';

test('a device paused in the middle of a run ends behind what is being sent; the others wait and go when it goes on', async () => {
  const { store, stop } = await startTestStore();
  onTestFinished(stop);
  await someParties(store);
  const folder = mkdtempSync(join(tmpdir(), 'postwerk-paused-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const device = 'labels-1';
  const printer = await startLabelDevice(store, folder, device);
  onTestFinished(() => printer.close());
  // Without a counter labels go one by one, as papers do.
  await printer.set('no-counter');

  const ids = await composeLabels(store, device, 8);
  const states = async () => {
    const sql = `SELECT v.state FROM unnest($1::uuid[]) WITH ORDINALITY AS i(id, place) JOIN deliveries v USING (id) ORDER BY place`;
    return (await store.pool.query<{ state: string }>(sql, [ids])).rows.map(({ state }) => state);
  };
  const out = () =>
    printer
      .items({ limit: 100 })
      .items.map(({ deliveryId }) => deliveryId)
      .toReversed();
  let begun = 0;
  const road = {
    ...printRoad(store, 5_000),
    onStep: (step: string) => {
      if (step === 'begin') begun += 1;
    },
  };
  const drain = drainDevice(road, device);
  await expect.poll(() => begun, { timeout: 10_000, interval: 1 }).toBeGreaterThan(0);
  await setDevicePaused(store, device, true, 'test');
  await drain;
  const sent = out().length;
  expect(sent).toBeLessThan(ids.length);
  expect(out()).toEqual(ids.slice(0, sent));
  expect(await states()).toEqual(ids.map((_, place) => (place < sent ? 'completed' : 'pending')));

  await setDevicePaused(store, device, false, 'test');
  await drainDevice(road, device);
  expect(await states()).toEqual(ids.map(() => 'completed'));
  expect(out()).toEqual(ids);
}, 60_000);

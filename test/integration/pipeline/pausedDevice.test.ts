import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { startVirtualLabelPrinter } from '../../../src/landscape/sinks/virtualLabelPrinter.ts';
import { drainDevice } from '../../../src/pipeline/drainDevice.ts';
import type { Road } from '../../../src/pipeline/road.ts';
import type { Queue } from '../../../src/queue/queue.ts';
import { setDevicePaused, upsertDevice } from '../../../src/store/devices.ts';
import { startTestStore } from '../../support/testStore.ts';
import { someParties } from '../store/someDocuments.ts';
import { composeLabels } from './composeLabels.ts';

test('a device paused in the middle of a run ends behind what is being sent; the others wait and go when it goes on', async () => {
  const { store, stop } = await startTestStore();
  onTestFinished(stop);
  await someParties(store);
  const folder = mkdtempSync(join(tmpdir(), 'postwerk-paused-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const printer = await startVirtualLabelPrinter({ folder, name: 'labels' });
  onTestFinished(() => printer.close());
  // Without a counter labels go one by one, as papers do.
  await printer.set('no-counter');
  const device = 'labels-1';
  const uri = printer.state().url;
  await upsertDevice(store, { id: device, name: device, siteId: 'vienna', uri, driver: 'zpl', dpi: 203 });

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
    store,
    queue: { hint: async () => true } as unknown as Queue,
    leaseMs: 20_000,
    attemptTimeoutMs: 5_000,
    log: pino({ level: 'silent' }),
    onStep: (step: string) => {
      if (step === 'begin') begun += 1;
    },
  } as unknown as Road;
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

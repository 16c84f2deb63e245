import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBackend } from '../../../src/dispatch/print/backend.ts';
import type { Sink } from '../../../src/landscape/sinks/sink.ts';
import { type PrinterSwitch, startVirtualIppPrinter } from '../../../src/landscape/sinks/virtualIppPrinter.ts';
import { drainDevice } from '../../../src/pipeline/drainDevice.ts';
import type { Road } from '../../../src/pipeline/road.ts';
import { devicesWithWork } from '../../../src/store/deliveries.ts';
import { recoverExpiredDeliveries } from '../../../src/store/finishDeliveries.ts';
import { settleDocuments } from '../../../src/store/settle.ts';
import { startTestStore, type TestStore } from '../../support/testStore.ts';
import { composeSome, someParties, toDevice } from '../store/someDocuments.ts';
import { printRoad } from './printRoad.ts';

let running: TestStore;
let printer: Sink<PrinterSwitch>;
let road: Road;
const folder = mkdtempSync(join(tmpdir(), 'postwerk-doubtful-'));

beforeAll(async () => {
  running = await startTestStore();
  await someParties(running.store);
  printer = await startVirtualIppPrinter({ folder, name: 'pages' });
  await running.store.pool.query("UPDATE devices SET uri = $1 WHERE id = 'printer-1'", [printer.state().url]);
  road = printRoad(running.store, 3_000);
});
afterAll(async () => {
  await printer?.close();
  await running?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A drain that dies at a moment; what it began is then held as unknown by the sweep. */
async function dieAfter(step: 'begin' | 'send', ids: readonly string[]): Promise<void> {
  const dying: Road = {
    ...road,
    onStep: (done) => {
      if (done === step) throw new Error('killed');
    },
  };
  await drainDevice(dying, 'printer-1').catch(() => undefined);
  await running.store.pool.query("UPDATE devices SET lease_until = NULL WHERE id = 'printer-1'");
  await running.store.pool.query(
    "UPDATE deliveries SET lease_until = now() - interval '1 s' WHERE state = 'processing'",
  );
  await recoverExpiredDeliveries(running.store);
  await settleDocuments(running.store, ids);
}
const standing = async (ids: readonly string[]) => {
  const { rows } = await running.store.pool.query<{ state: string; evidence: string | null; document: string }>(
    `SELECT v.state, v.evidence, d.state AS document FROM deliveries v JOIN documents d ON d.id = v.document_id
     WHERE d.id = ANY($1::uuid[]) ORDER BY v.position`,
    [ids],
  );
  return rows;
};

test('a printer tells what became of a job of which a crash took our memory, and of one that never came', async () => {
  // Something older, so that its list of jobs goes back beyond what follows.
  const older = openBackend({ uri: printer.state().url, driver: 'pdf' });
  await older.print({ deliveryId: randomUUID(), name: 'older', format: 'pdf', bytes: Buffer.from('%PDF') });
  await older.close();
  await new Promise((resolve) => setTimeout(resolve, 2_100));

  const printed = await composeSome(running.store, 1, [toDevice('printer-1')]);
  await dieAfter('send', printed.ids);
  expect(await standing(printed.ids)).toEqual([{ state: 'held', evidence: null, document: 'held' }]);
  expect(await devicesWithWork(running.store)).toContain('printer-1');
  await drainDevice(road, 'printer-1');
  expect(await standing(printed.ids)).toEqual([{ state: 'completed', evidence: 'printed', document: 'completed' }]);

  const never = await composeSome(running.store, 1, [toDevice('printer-1')]);
  await dieAfter('begin', never.ids);
  expect(await standing(never.ids)).toMatchObject([{ state: 'held' }]);
  await drainDevice(road, 'printer-1');
  expect(await standing(never.ids)).toEqual([{ state: 'completed', evidence: 'printed', document: 'completed' }]);
  const received = printer.items().items.map(({ deliveryId }) => deliveryId);
  expect(received.slice(0, 2)).toEqual([never.deliveryIds[0], printed.deliveryIds[0]]);
  expect(received).toHaveLength(3);
});

test('a printer that does not answer is asked again later, not forgotten', async () => {
  const { ids } = await composeSome(running.store, 1, [toDevice('printer-1')]);
  await dieAfter('send', ids);
  await printer.set('offline');
  await drainDevice(road, 'printer-1');
  expect(await standing(ids)).toMatchObject([{ state: 'held' }]);
  await printer.set('ready');
  await running.store.pool.query('UPDATE devices SET next_attempt_at = NULL');
  await drainDevice(road, 'printer-1');
  expect(await standing(ids)).toMatchObject([{ state: 'completed', evidence: 'printed' }]);
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Sink } from '../../../src/landscape/sinks/sink.ts';
import {
  type LabelPrinterSwitch,
  startVirtualLabelPrinter,
  type VirtualLabelPrinterOptions,
} from '../../../src/landscape/sinks/virtualLabelPrinter.ts';
import { drainDevice } from '../../../src/pipeline/drainDevice.ts';
import type { Road } from '../../../src/pipeline/road.ts';
import { holdDocument, releaseDocument } from '../../../src/store/documentActions.ts';
import { recoverExpiredDeliveries } from '../../../src/store/finishDeliveries.ts';
import { devicesWithWork } from '../../../src/store/deliveries.ts';
import { startTestStore, type TestStore } from '../../support/testStore.ts';
import { someParties } from '../store/someDocuments.ts';
import { composeLabels } from './composeLabels.ts';
import { printRoad, startLabelDevice } from './printRoad.ts';

let running: TestStore;
let folder: string;
let printer: Sink<LabelPrinterSwitch>;
let road: Road;
let device: string;
let serial = 0;

beforeAll(async () => {
  running = await startTestStore();
  await someParties(running.store);
  folder = mkdtempSync(join(tmpdir(), 'postwerk-counted-'));
  road = printRoad(running.store, 1_500);
});
afterAll(async () => {
  await printer?.close();
  await running?.stop();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => start());

/** A printer of its own for every test. */
async function start(options: Pick<VirtualLabelPrinterOptions, 'faultsAfter'> = {}): Promise<void> {
  await printer?.close();
  serial += 1;
  device = `labels-${serial}`;
  printer = await startLabelDevice(running.store, folder, device, options);
}

const labels = (count: number, zpl?: (number: number) => string): Promise<string[]> =>
  composeLabels(running.store, device, count, zpl);

async function rowsOf(ids: readonly string[]) {
  const { rows } = await running.store.pool.query<{
    state: string;
    evidence: string | null;
    reasonCode: string | null;
    attempts: number;
  }>(
    `SELECT v.state, v.evidence, v.reason_code AS "reasonCode", v.attempts FROM unnest($1::uuid[]) WITH ORDINALITY AS i(id, place)
     JOIN deliveries v USING (id) ORDER BY place`,
    [ids],
  );
  return rows;
}
/** One letter a label: Printed, accepted, pending, ? held, waiting for the counter. */
async function standing(ids: readonly string[]): Promise<string> {
  const letters = (await rowsOf(ids)).map(({ state, evidence, reasonCode }) => {
    if (state === 'completed') return evidence === 'printed' ? 'P' : 'a';
    if (state === 'held') return reasonCode === 'unknown-outcome' ? '?' : 'h';
    if (state === 'pending') return '.';
    return reasonCode === 'dispatch.waiting-for-counter' ? 'w' : '!';
  });
  return letters.join('');
}
const deviceRow = async () => {
  const sql = 'SELECT state, state_reason AS reason, state_reasons AS reasons FROM devices WHERE id = $1';
  const { rows } = await running.store.pool.query<{ state: string; reason: string; reasons: string[] }>(sql, [device]);
  return rows[0];
};
/** The next look at the device, without its wait. */
async function drainAgain(on = road): Promise<void> {
  await running.store.pool.query('UPDATE devices SET next_attempt_at = NULL WHERE id = $1', [device]);
  await drainDevice(on, device);
}
const out = () =>
  printer
    .items({ limit: 1_000 })
    .items.map(({ deliveryId }) => deliveryId)
    .filter((id) => id !== null)
    .toReversed();
/** As after a SIGKILL at this moment: nobody holds the leases, nothing is recorded. */
async function forgetLeases(): Promise<void> {
  await running.store.pool.query(`UPDATE devices SET lease_until = NULL, fence = fence + 1 WHERE id = $1`, [device]);
  await running.store.pool.query(
    `UPDATE deliveries SET lease_until = now() - interval '1 s' WHERE state = 'processing'`,
  );
}

describe('labels on a printer that counts', () => {
  test('go in a stream, in order, and the counter proves each of them', async () => {
    const ids = await labels(60);
    await drainDevice(road, device);
    expect(await standing(ids)).toBe('P'.repeat(60));
    expect(out()).toEqual(ids);
    const { rows } = await running.store.pool.query<{ before: number; labels: number; of: string }>(
      `SELECT a.counter_before AS before, a.labels, a.counter_of AS of FROM attempts a
       JOIN unnest($1::uuid[]) WITH ORDINALITY AS i(id, place) ON i.id = a.delivery_id ORDER BY place`,
      [ids],
    );
    expect(rows.map(({ before }) => before)).toEqual(ids.map((_, index) => index));
    expect(new Set(rows.map(({ of }) => of)).size).toBe(1);
  });

  test('count with their copies', async () => {
    const ids = await labels(4, (number) => `^XA^FDL-${number}^FS^PQ${number}^XZ`);
    await drainDevice(road, device);
    await drainDevice(road, device);
    expect(await standing(ids)).toBe('PPPP');
    expect(out()).toEqual(ids);
  });

  test.each<[LabelPrinterSwitch, string]>([
    ['paper-out', 'paper-out'],
    ['jam', 'paper-out'],
  ])('%s in the middle of a run: what is out is known, the rest comes out later, once', async (fault, reason) => {
    await start({ faultsAfter: [{ labels: 6, fault: fault }] });
    const ids = await labels(25);
    await drainDevice(road, device);
    const stood = await standing(ids);
    expect(stood).toMatch(/^P+w+$/);
    expect(stood.lastIndexOf('P') + 1).toBe(out().length);
    expect(await deviceRow()).toMatchObject({ state: 'stopped', reasons: [reason] });
    // The sweep leaves them to the counter, and knows that there is something to look at.
    expect((await recoverExpiredDeliveries(running.store)).unknown).toEqual([]);
    await running.store.pool.query('UPDATE devices SET next_attempt_at = NULL');
    expect(await devicesWithWork(running.store)).toContain(device);
    await drainAgain();
    expect(await standing(ids)).toMatch(/^P+w+$/);
    await printer.set('ready');
    await drainAgain();
    expect(await standing(ids)).toBe('P'.repeat(25));
    expect(out()).toEqual(ids);
  });

  test('a printer that had stopped is shown as printing as soon as it goes on', async () => {
    await printer.set('paper-out');
    const ids = await labels(12);
    await drainDevice(road, device);
    expect(await deviceRow()).toMatchObject({ state: 'stopped', reasons: ['paper-out'] });
    await printer.set('ready');
    const seen: ReturnType<typeof deviceRow>[] = [];
    const watched: Road = { ...road, onStep: (step) => void (step === 'begin' && seen.push(deviceRow())) };
    await drainAgain(watched);
    expect(await seen[0]).toEqual({ state: 'processing', reason: null, reasons: [] });
    expect(await standing(ids)).toBe('P'.repeat(12));
    expect(await deviceRow()).toMatchObject({ state: 'idle' });
  });

  test('a loss of power in the middle of a label leaves that one in doubt, and no other', async () => {
    await start({ faultsAfter: [{ labels: 6, fault: 'power-loss' }] });
    const ids = await labels(25);
    await drainDevice(road, device);
    await drainAgain();
    const stood = await standing(ids);
    expect(stood).toMatch(/^P+\?P+$/);
    expect(out()).toEqual(ids.filter((_, index) => stood[index] === 'P'));
    expect(printer.items({ limit: 100 }).items.filter(({ deliveryId }) => deliveryId === null)).toHaveLength(1);
  });

  test('a broken connection leaves nothing in doubt: the printer knows', async () => {
    for (const fault of ['lose-answer', 'reset'] as const) {
      const ids = await labels(30);
      await printer.set('ready');
      await drainDevice(road, device).then(() => printer.set(fault));
      const more = await labels(30);
      await drainAgain();
      await printer.set('ready');
      await drainAgain();
      expect(await standing([...ids, ...more])).toBe('P'.repeat(60));
      expect(out().slice(-60)).toEqual([...ids, ...more]);
    }
  });

  test('after a kill the printer is asked first: nothing is printed twice and nothing is forgotten', async () => {
    await start();
    const first = await labels(1);
    await drainDevice(road, device);
    const ids = await labels(50);
    // A drain that dies with its stream half out: its process is gone, its bytes are not.
    let seen = 0;
    const dying: Road = {
      ...road,
      onStep: (step) => {
        if (step === 'send') throw new Error('killed');
      },
    };
    const drain = drainDevice(dying, device).catch(() => (seen += 1));
    await drain;
    expect(seen).toBe(1);
    await forgetLeases();
    expect((await recoverExpiredDeliveries(running.store)).unknown).toEqual([]);
    await drainAgain();
    expect(await standing([...first, ...ids])).toMatch(/^P+\??P*$/);
    expect(new Set(out()).size).toBe(out().length);
    await drainAgain();
    const held = (await rowsOf(ids)).filter(({ state }) => state === 'held').length;
    expect(out()).toHaveLength(51 - held);
  });

  test('a printer that nobody reaches keeps its labels waiting, not unknown', async () => {
    await start({ faultsAfter: [{ labels: 6, fault: 'offline' }] });
    const ids = await labels(30);
    await drainDevice(road, device);
    await drainAgain();
    expect(await standing(ids)).toMatch(/^P*w+$/);
    expect(await deviceRow()).toMatchObject({ state: 'stopped', reasons: ['offline'] });
    await printer.set('ready');
    await drainAgain();
    expect(await standing(ids)).toBe('P'.repeat(30));
    expect(out()).toEqual(ids);
  });

  test('a person need not wait for a printer that is gone for good', async () => {
    await start({ faultsAfter: [{ labels: 6, fault: 'paper-out' }] });
    const ids = await labels(12);
    await drainDevice(road, device);
    const stood = await standing(ids);
    const { rows } = await running.store.pool.query<{ id: string }>(
      "SELECT document_id AS id FROM deliveries WHERE id = ANY($1::uuid[]) AND state = 'processing'",
      [ids],
    );
    for (const { id } of rows) expect(await holdDocument(running.store, id, 'test')).toMatchObject({ changed: true });
    expect(await standing(ids)).toBe(stood.replaceAll('w', '?'));
    expect(await releaseDocument(running.store, rows[0]?.id ?? '', 'test')).toMatchObject({ changed: true });
    const { rows: released } = await running.store.pool.query<{ marked: boolean }>(
      'SELECT possible_duplicate AS marked FROM deliveries WHERE document_id = $1',
      [rows[0]?.id],
    );
    expect(released).toEqual([{ marked: true }]);
  });

  test('a full buffer makes us wait and loses nothing', async () => {
    await printer.set('buffer-full');
    const ids = await labels(20);
    await drainDevice(road, device);
    expect(await standing(ids)).not.toContain('P');
    await printer.set('ready');
    await drainAgain();
    await drainAgain();
    expect(await standing(ids)).toBe('P'.repeat(20));
    expect(out()).toEqual(ids);
  });

  test('another printer at the same address proves nothing: a person is asked', async () => {
    await start({ faultsAfter: [{ labels: 6, fault: 'paper-out' }] });
    const ids = await labels(20);
    await drainDevice(road, device);
    const stood = await standing(ids);
    const other = await startVirtualLabelPrinter({ folder: join(folder, `${device}-other`), name: 'other' });
    await running.store.pool.query('UPDATE devices SET uri = $2 WHERE id = $1', [device, other.state().url]);
    await drainAgain();
    expect(await standing(ids)).toBe(stood.replaceAll('w', '?'));
    expect(other.state().received).toBe(0);
    await other.close();
  });
});

describe('labels on a printer without a usable counter', () => {
  test('go one by one, and its word that it took them is all there is', async () => {
    await printer.set('no-counter');
    const ids = await labels(15);
    await drainDevice(road, device);
    expect(await standing(ids)).toBe('a'.repeat(15));
    expect(out()).toEqual(ids);
  });
});

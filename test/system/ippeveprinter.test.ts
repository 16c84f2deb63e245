import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Backend, openBackend } from '../../src/dispatch/print/backend.ts';
import { createIppClient } from '../../src/dispatch/print/ippClient.ts';
import { openIppConnection } from '../../src/dispatch/print/ippConnection.ts';
import { jobStates, numberOf } from '../../src/dispatch/print/ippMessages.ts';
import { probeDevice } from '../../src/dispatch/print/probeDevice.ts';
import type { DeviceReport } from '../../src/model/deviceReport.ts';
import { drainDevice } from '../../src/pipeline/drainDevice.ts';
import type { Road } from '../../src/pipeline/road.ts';
import { getDevice, tryDeviceNow } from '../../src/store/devices.ts';
import { printRoad } from '../integration/pipeline/printRoad.ts';
import { composeSome, someParties, toDevice } from '../integration/store/someDocuments.ts';
import { startTestStore, type TestStore } from '../support/testStore.ts';
import { type IppevePrinter, startIppevePrinter } from './ippevePrinter.ts';
import { eventually, isInstalled } from './runningProgram.ts';
import { sampleInvoice } from './sampleInvoice.ts';

const missing = ['ippeveprinter', 'dbus-daemon', 'avahi-daemon'].filter((program) => !isInstalled(program));
if (process.getuid?.() !== 0) missing.push('root, to start avahi-daemon');
const patienceMs = 60_000;

/** The sample printer of the Printer Working Group's IPP Everywhere, as strict as printers come. */
describe.skipIf(missing.length > 0)(
  `ippeveprinter (needs Debian packages cups-ipp-utils, dbus, avahi-daemon; missing: ${missing.join(', ') || 'none'})`,
  () => {
    let printer: IppevePrinter;
    let backend: Backend;
    let invoice: Buffer;
    beforeAll(async () => {
      printer = await startIppevePrinter();
      invoice = await sampleInvoice();
      backend = openBackend(
        { uri: printer.uri, driver: 'pdf' },
        { completionWaitMs: patienceMs, timeoutMs: patienceMs },
      );
    }, 120_000);
    afterAll(async () => {
      await backend?.close();
      await printer?.stop();
    });

    const print = () => backend.print({ deliveryId: randomUUID(), name: 'RE-7', format: 'pdf', bytes: invoice });
    const stateOf = () => probeDevice(printer.uri, 'pdf');
    const until = (is: (report: DeviceReport) => boolean) =>
      eventually(async () => (is(await stateOf()) ? true : null), printer.said, patienceMs);
    const untilPrinting = () => until(({ state }) => state === 'printing');
    // Whatever a test that failed has left.
    beforeEach(async () => {
      printer.set('empty', false);
      printer.set('slow', false);
      await until(({ state }) => state === 'idle');
    });

    it('takes an invoice, prints it and says so', async () => {
      expect(await print()).toMatchObject({ kind: 'ok', evidence: 'printed' });
      const [spooled = ''] = readdirSync(printer.spool).filter((name) => name.endsWith('.pdf'));
      expect(readFileSync(join(printer.spool, spooled)).equals(invoice)).toBe(true);
    });

    it('is followed as long as it prints, and not called printed before', async () => {
      printer.set('slow', true);
      let outcome: unknown = null;
      const printing = print().then((ended) => {
        outcome = ended;
        return ended;
      });
      await untilPrinting();
      expect(await stateOf()).toMatchObject({ state: 'printing', waiting: 1 });
      expect(outcome).toBeNull();
      printer.set('slow', false);
      expect(await printing).toMatchObject({ kind: 'ok', evidence: 'printed' });
      expect(await stateOf()).toMatchObject({ state: 'idle', waiting: 0 });
    });

    it('prints with the settings of its device, or says what it replaced', async () => {
      const settings = { sides: 'two-sided-long-edge', tray: null, copies: 2 } as const;
      const media = { name: 'iso_a4_210x297mm', widthMm: 210, heightMm: 297 };
      const device = { uri: printer.uri, driver: 'pdf', defaults: settings, media } as const;
      const set = openBackend(device, { completionWaitMs: patienceMs, timeoutMs: patienceMs });
      const bytes = Buffer.from('%PDF-1.7');
      const outcome = await set.print({ deliveryId: randomUUID(), name: 'RE-8', format: 'pdf', bytes });
      await set.close();
      expect(outcome).toMatchObject({ kind: 'ok', evidence: 'printed' });
    });

    it('tells what it is when it is asked', async () => {
      const report = await stateOf();
      expect(report).toMatchObject({ answered: true, state: 'idle' });
      expect(report.formats).toContain('application/pdf');
      expect(report.media.length).toBeGreaterThan(0);
    });

    it('refuses what it cannot print: hold', async () => {
      const bytes = Buffer.from('^XA^XZ');
      const outcome = await backend.print({ deliveryId: randomUUID(), name: 'L', format: 'zpl', bytes });
      expect(outcome).toMatchObject({ kind: 'hold', code: 'dispatch.format-unsupported' });
    });

    it('ends a job that is canceled while it prints as canceled, never as printed', async () => {
      printer.set('slow', true);
      const printing = print();
      await untilPrinting();
      const connection = openIppConnection(printer.uri, { connectTimeoutMs: patienceMs });
      const client = createIppClient(connection, 'somebody', patienceMs);
      const [job] = (await client.jobs('not-completed')) ?? [];
      expect(numberOf(job, 'job-state')).toBe(jobStates.processing);
      expect(await client.cancel(numberOf(job, 'job-id') ?? 0)).toBe(true);
      connection.close();
      printer.set('slow', false);
      expect(await printing).toMatchObject({ kind: 'cancel', code: 'dispatch.canceled-at-device' });
    });

    describe('as a device with a queue', () => {
      let running: TestStore;
      let road: Road;
      beforeAll(async () => {
        running = await startTestStore();
        await someParties(running.store);
        await running.store.pool.query("UPDATE devices SET uri = $1 WHERE id = 'printer-1'", [printer.uri]);
        road = printRoad(running.store, patienceMs, 120_000);
      }, 120_000);
      afterAll(() => running?.stop());

      const deliveries = async (ids: readonly string[]) => {
        const { rows } = await running.store.pool.query<{ state: string; evidence: string | null }>(
          'SELECT state, evidence FROM deliveries WHERE id = ANY($1::uuid[]) ORDER BY position',
          [ids],
        );
        return rows;
      };

      it('stops with its reason when it has no paper, its deliveries waiting, and goes on when it has', async () => {
        printer.set('empty', true);
        // It takes one, and keeps it.
        const taken = await composeSome(running.store, 1, [toDevice('printer-1')]);
        await drainDevice(road, 'printer-1');
        expect(await deliveries(taken.deliveryIds)).toEqual([{ state: 'completed', evidence: 'accepted' }]);
        await until(({ warnings }) => warnings.includes('paper-out'));
        const waiting = await composeSome(running.store, 2, [toDevice('printer-1')]);
        await drainDevice(road, 'printer-1');
        const stopped = { state: 'stopped', stateReasons: ['paper-out'] };
        expect(await getDevice(running.store, 'printer-1')).toMatchObject(stopped);
        const pending = { state: 'pending', evidence: null };
        expect(await deliveries(waiting.deliveryIds)).toEqual([pending, pending]);

        printer.set('empty', false);
        await until(({ state }) => state === 'idle');
        await tryDeviceNow(running.store, 'printer-1', 'operator');
        await drainDevice(road, 'printer-1');
        const printed = { state: 'completed', evidence: 'printed' };
        expect(await deliveries(waiting.deliveryIds)).toEqual([printed, printed]);
        expect(await getDevice(running.store, 'printer-1')).toMatchObject({ state: 'idle' });
      });
    });
  },
);

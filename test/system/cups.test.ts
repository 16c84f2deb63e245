import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBackend } from '../../src/dispatch/print/backend.ts';
import { probeDevice } from '../../src/dispatch/print/probeDevice.ts';
import type { Sink } from '../../src/landscape/sinks/sink.ts';
import { type PrinterSwitch, startVirtualIppPrinter } from '../../src/landscape/sinks/virtualIppPrinter.ts';
import { type LabelPrinterSwitch, startVirtualLabelPrinter } from '../../src/landscape/sinks/virtualLabelPrinter.ts';
import { type CupsServer, startCups } from './cupsServer.ts';
import { eventually, isInstalled } from './runningProgram.ts';
import { sampleInvoice } from './sampleInvoice.ts';

const missing = ['cupsd', 'lpadmin'].filter((program) => !isInstalled(program));

/** Our client prints to a real CUPS, and CUPS' own backends print on to our virtual printers. */
describe.skipIf(missing.length > 0)(
  `CUPS (needs Debian packages cups, cups-client; missing: ${missing.join(', ') || 'none'})`,
  () => {
    let folder: string;
    let cups: CupsServer;
    let pages: Sink<PrinterSwitch>;
    let labels: Sink<LabelPrinterSwitch>;
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'postwerk-cups-sinks-'));
      pages = await startVirtualIppPrinter({ folder: join(folder, 'pages'), name: 'pages' });
      labels = await startVirtualLabelPrinter({ folder: join(folder, 'labels'), name: 'labels' });
      cups = await startCups();
      cups.addQueue('pages', pages.state().url);
      cups.addQueue('labels', labels.state().url);
    });
    afterAll(async () => {
      await cups.stop();
      await pages.close();
      await labels.close();
      rmSync(folder, { recursive: true, force: true });
    });

    it('prints an invoice through CUPS’ ipp backend, byte for byte and under the job’s name', async () => {
      const backend = openBackend({ uri: cups.uriOf('pages'), driver: 'pdf' }, { completionWaitMs: 10_000 });
      const deliveryId = randomUUID();
      const bytes = await sampleInvoice();
      const outcome = await backend.print({ deliveryId, name: 'RE-2026-7 Győr', format: 'pdf', bytes });
      await backend.close();
      expect(outcome).toMatchObject({ kind: 'ok', evidence: 'printed' });
      const item = await eventually(
        async () => pages.items().items[0] ?? null,
        () => cups.run('lpstat', '-t'),
      );
      expect(item).toMatchObject({ name: `RE-2026-7 Győr ${deliveryId}`, deliveryId });
      expect(bytes.equals((await pages.get(item.id))?.bytes ?? Buffer.alloc(0))).toBe(true);
    });

    it('prints labels through CUPS’ socket backend, in order', async () => {
      const backend = openBackend({ uri: cups.uriOf('labels'), driver: 'zpl' }, { completionWaitMs: 0 });
      const ids = Array.from({ length: 5 }, () => randomUUID());
      for (const [index, deliveryId] of ids.entries()) {
        const bytes = Buffer.from(`^XA^FO10,10^FD${index}^FS^XZ`);
        expect(await backend.print({ deliveryId, name: `L-${index}`, format: 'zpl', bytes })).toMatchObject({
          kind: 'ok',
        });
      }
      await backend.close();
      await eventually(
        async () => (labels.state().received === ids.length ? true : null),
        () => cups.run('lpstat', '-t'),
        60_000,
      );
      expect(labels.items().items.map((item) => item.deliveryId)).toEqual(ids.toReversed());
    });

    it('stops for a queue that CUPS has stopped or that rejects jobs, and goes on when it is back', async () => {
      const print = async () => {
        const backend = openBackend({ uri: cups.uriOf('pages'), driver: 'pdf' });
        const outcome = await backend.print({
          deliveryId: randomUUID(),
          name: 'R',
          format: 'pdf',
          bytes: Buffer.from('%PDF-1.7'),
        });
        await backend.close();
        return outcome;
      };
      cups.run('cupsdisable', '-r', 'toner is on its way', 'pages');
      const stopped = await print();
      expect(stopped).toMatchObject({ kind: 'stop', code: 'dispatch.device-stopped' });
      expect(stopped.detail).toContain('toner is on its way');
      cups.run('cupsenable', 'pages');
      cups.run('cupsreject', '-r', 'closed for stocktaking', 'pages');
      const rejecting = await print();
      expect(rejecting).toMatchObject({ kind: 'stop', code: 'dispatch.device-stopped' });
      expect(rejecting.detail).toContain('closed for stocktaking');
      cups.run('cupsaccept', 'pages');
      expect(await print()).toMatchObject({ kind: 'ok' });
    });

    it('tells that somebody canceled the job, and what became of jobs of which our memory is gone', async () => {
      const backend = openBackend({ uri: cups.uriOf('pages'), driver: 'pdf' }, { completionWaitMs: 20_000 });
      const [printed, canceled, never] = [randomUUID(), randomUUID(), randomUUID()];
      const print = (deliveryId: string) =>
        backend.print({ deliveryId, name: 'RE-8', format: 'pdf', bytes: Buffer.from('%PDF-1.7') });
      expect(await print(printed)).toMatchObject({ kind: 'ok', evidence: 'printed' });
      // The printer behind CUPS takes nothing, so the job stays in CUPS until somebody cancels it.
      await pages.set('busy');
      const waiting = print(canceled);
      await eventually(
        async () => {
          const jobs = cups.run('lpstat', '-W', 'not-completed', '-o', 'pages');
          return jobs === '' ? null : cups.run('cancel', '-a', 'pages') === '';
        },
        () => cups.run('lpstat', '-t'),
      );
      expect(await waiting).toMatchObject({ kind: 'cancel', code: 'dispatch.canceled-at-device' });
      await pages.set('ready');
      const doubtful = [printed, canceled, never].map((deliveryId) => ({ deliveryId, ageS: 1_000 }));
      const found = await backend.lookUp?.(doubtful);
      expect(found?.get(printed)).toMatchObject({ kind: 'ok', evidence: 'printed' });
      expect(found?.get(canceled)).toMatchObject({ kind: 'cancel' });
      // Its list does not go back a thousand seconds, so it proves nothing.
      expect(found?.has(never)).toBe(false);
      await new Promise((resolve) => setTimeout(resolve, 2_100));
      const young = await backend.lookUp?.([{ deliveryId: never, ageS: 0 }]);
      expect(young?.get(never)).toMatchObject({ kind: 'retry', code: 'dispatch.not-printed' });
      await backend.close();
    });

    it('tells state, model and formats when it is asked', async () => {
      expect(await probeDevice(cups.uriOf('pages'), 'pdf')).toMatchObject({ answered: true, state: 'idle' });
      cups.run('cupsdisable', '-r', 'toner is on its way', 'pages');
      const stopped = await probeDevice(cups.uriOf('pages'), 'pdf');
      expect(stopped).toMatchObject({ answered: true, state: 'stopped', reasons: ['paused'] });
      expect(stopped.detail).toContain('toner is on its way');
      cups.run('cupsenable', 'pages');
    });

    it('stops at a queue that does not exist', async () => {
      const backend = openBackend({ uri: cups.uriOf('nowhere'), driver: 'pdf' });
      const outcome = await backend.print({
        deliveryId: randomUUID(),
        name: 'R',
        format: 'pdf',
        bytes: Buffer.from('%PDF'),
      });
      await backend.close();
      expect(outcome).toMatchObject({ kind: 'stop', code: 'dispatch.device-refused' });
    });
  },
);

import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Backend, openBackend } from '../../src/dispatch/print/backend.ts';
import { probeDevice } from '../../src/dispatch/print/probeDevice.ts';
import { canConnect } from './cupsServer.ts';
import { eventually, freePort, isInstalled, type RunningProgram, startProgram } from './runningProgram.ts';
import { sampleInvoice } from './sampleInvoice.ts';

const missing = ['ippeveprinter', 'dbus-daemon', 'avahi-daemon'].filter((program) => !isInstalled(program));
if (process.getuid?.() !== 0) missing.push('root, to start avahi-daemon');

/** The sample printer of the Printer Working Group's IPP Everywhere, as strict as printers come. */
describe.skipIf(missing.length > 0)(
  `ippeveprinter (needs Debian packages cups-ipp-utils, dbus, avahi-daemon; missing: ${missing.join(', ') || 'none'})`,
  () => {
    let folder: string;
    let backend: Backend;
    let uri = '';
    const programs: RunningProgram[] = [];
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'postwerk-ippeve-'));
      mkdirSync(join(folder, 'spool'));
      const port = await freePort();
      // It will not start without DNS-SD, so it gets a bus and an avahi of its own.
      writeFileSync(join(folder, 'bus.conf'), busConfiguration(folder));
      writeFileSync(join(folder, 'avahi.conf'), '[server]\nallow-interfaces=lo\n[publish]\npublish-workstation=no\n');
      const environment = { DBUS_SYSTEM_BUS_ADDRESS: `unix:path=${folder}/bus` };
      const bus = startProgram('dbus-daemon', [`--config-file=${folder}/bus.conf`, '--nofork', '--nopidfile']);
      programs.push(bus);
      await eventually(async () => (readdirSync(folder).includes('bus') ? true : null), bus.said);
      const avahi = startProgram(
        'avahi-daemon',
        ['-f', join(folder, 'avahi.conf'), '--no-drop-root', '--no-chroot', '--no-rlimits'],
        environment,
      );
      programs.push(avahi);
      await eventually(async () => (avahi.said().includes('startup complete') ? true : null), avahi.said);
      const printer = startProgram(
        'ippeveprinter',
        [
          '-v',
          '-k',
          '-p',
          String(port),
          '-n',
          'localhost',
          '-d',
          join(folder, 'spool'),
          '-f',
          'application/pdf',
          '-c',
          '/bin/true',
          'Test',
        ],
        environment,
      );
      programs.push(printer);
      await eventually(() => canConnect(port, 'localhost'), printer.said);
      uri = `ipp://localhost:${port}/ipp/print`;
      backend = openBackend({ uri, driver: 'pdf' }, { completionWaitMs: 8_000 });
    });
    afterAll(async () => {
      await backend?.close();
      for (const program of programs.toReversed()) await program.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    it('takes an invoice, prints it and says so', async () => {
      const bytes = await sampleInvoice();
      const outcome = await backend.print({ deliveryId: randomUUID(), name: 'RE-7', format: 'pdf', bytes });
      expect(outcome).toMatchObject({ kind: 'ok', evidence: 'printed' });
      const [spooled = ''] = readdirSync(join(folder, 'spool'));
      expect(readFileSync(join(folder, 'spool', spooled)).equals(bytes)).toBe(true);
    });

    it('prints with the settings of its device, or says what it replaced', async () => {
      const settings = { sides: 'two-sided-long-edge', tray: null, copies: 2 } as const;
      const media = { name: 'iso_a4_210x297mm', widthMm: 210, heightMm: 297 };
      const set = openBackend({ uri, driver: 'pdf', defaults: settings, media }, { completionWaitMs: 8_000 });
      const bytes = Buffer.from('%PDF-1.7');
      const outcome = await set.print({ deliveryId: randomUUID(), name: 'RE-8', format: 'pdf', bytes });
      await set.close();
      expect(outcome).toMatchObject({ kind: 'ok', evidence: 'printed' });
    });

    it('tells what it is when it is asked', async () => {
      const report = await probeDevice(uri, 'pdf');
      expect(report).toMatchObject({ answered: true, state: 'idle' });
      expect(report.formats).toContain('application/pdf');
      expect(report.media.length).toBeGreaterThan(0);
    });

    it('refuses what it cannot print: hold', async () => {
      const outcome = await backend.print({
        deliveryId: randomUUID(),
        name: 'L',
        format: 'zpl',
        bytes: Buffer.from('^XA^XZ'),
      });
      expect(outcome).toMatchObject({ kind: 'hold', code: 'dispatch.format-unsupported' });
    });
  },
);

/** A message bus that lets everybody do everything, in the test's own folder. */
function busConfiguration(folder: string): string {
  return `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>system</type>
  <listen>unix:path=${folder}/bus</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/><allow own="*"/>
    <allow send_destination="*"/><allow receive_sender="*"/>
    <allow send_type="method_call"/><allow send_type="signal"/>
    <allow send_type="method_return"/><allow send_type="error"/>
  </policy>
</busconfig>
`;
}

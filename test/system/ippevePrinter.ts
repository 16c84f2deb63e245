import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canConnect } from './cupsServer.ts';
import { eventually, freePort, type RunningProgram, startProgram } from './runningProgram.ts';

export interface IppevePrinter {
  readonly uri: string;
  /** Where it keeps what it was given. */
  readonly spool: string;
  /** While one of these holds, a job stays in the printer; with `empty` it says that it has no paper. */
  set(trouble: 'empty' | 'slow', holds: boolean): void;
  said(): string;
  stop(): Promise<void>;
}

/** The sample printer of the Printer Working Group's IPP Everywhere, for PDF, on a free port. */
export async function startIppevePrinter(): Promise<IppevePrinter> {
  const folder = mkdtempSync(join(tmpdir(), 'postwerk-ippeve-'));
  const spool = join(folder, 'spool');
  mkdirSync(spool);
  // It will not start without DNS-SD, so it gets a bus and an avahi of its own.
  writeFileSync(join(folder, 'bus.conf'), busConfiguration(folder));
  writeFileSync(join(folder, 'avahi.conf'), '[server]\nallow-interfaces=lo\n[publish]\npublish-workstation=no\n');
  writeFileSync(join(folder, 'print'), printCommand(folder));
  chmodSync(join(folder, 'print'), 0o755);
  const environment = { DBUS_SYSTEM_BUS_ADDRESS: `unix:path=${folder}/bus` };
  const programs: RunningProgram[] = [];
  const start = (program: string, args: readonly string[]): RunningProgram => {
    const running = startProgram(program, args, environment);
    programs.push(running);
    return running;
  };
  const set: IppevePrinter['set'] = (trouble, holds) => {
    if (holds) writeFileSync(join(folder, trouble), '');
    else rmSync(join(folder, trouble), { force: true });
  };
  const stop = async (): Promise<void> => {
    // A job under way ends with its command, or it would be left behind.
    set('empty', false);
    set('slow', false);
    for (const program of programs.toReversed()) await program.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const bus = start('dbus-daemon', [`--config-file=${folder}/bus.conf`, '--nofork', '--nopidfile']);
    await eventually(async () => (readdirSync(folder).includes('bus') ? true : null), bus.said, 30_000);
    const avahiArgs = ['-f', join(folder, 'avahi.conf'), '--no-drop-root', '--no-chroot', '--no-rlimits'];
    const avahi = start('avahi-daemon', avahiArgs);
    await eventually(async () => (avahi.said().includes('startup complete') ? true : null), avahi.said, 30_000);
    const port = await freePort();
    const options = ['-v', '-k', '-p', String(port), '-n', 'localhost', '-d', spool, '-f', 'application/pdf'];
    const printer = start('ippeveprinter', [...options, '-c', join(folder, 'print'), 'Test']);
    await eventually(() => canConnect(port, 'localhost'), printer.said, 30_000);
    return { uri: `ipp://localhost:${port}/ipp/print`, spool, set, said: printer.said, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What it runs for each job; its STATE lines become printer-state-reasons (ippeveprinter(1), "PRINT COMMANDS"). */
function printCommand(folder: string): string {
  return `#!/bin/sh
if [ -e ${folder}/empty ]; then echo 'STATE: +media-empty' >&2; fi
while [ -e ${folder}/empty ] || [ -e ${folder}/slow ]; do sleep 0.1; done
echo 'STATE: -media-empty' >&2
`;
}

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

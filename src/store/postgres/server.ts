import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { open, readFile, rename, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { PostwerkError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import { isTransient } from '../db.ts';
import { type Binaries, rootOf } from './binaries.ts';
import { type Cluster, readPassword, superuser } from './cluster.ts';
import { clearStalePidFile, findPostmaster, isAlive, type Postmaster } from './postmaster.ts';
import { restoreSocketFolder } from './socketFolder.ts';

const byTcp = process.platform === 'win32';
export const databaseName = 'postwerk';

/** What one start of a server needs to know. */
export interface ServerPlace {
  readonly cluster: Cluster;
  readonly binaries: Binaries;
  /** Where a server that we start puts its socket. */
  readonly socketDir: string;
  /** Windows: the port at which it was reached before, and is again; 0 where any free one will do. */
  readonly port: number;
  readonly log: Log;
}

/** A start that another server or the remains of one stand in the way of: it is over soon. */
const inTheWay = /lock file ".*" already exists|shared memory block .* is still in use|could not bind|is being used/;

/**
 * Gives the cluster's server, ready for statements: the one that runs (a crash of ours left it, or another process of
 * ours started it), else one that we start. Waits while it recovers. Throws `store.embedded-failed` with the log's end.
 *
 * @param signal ends the waiting: stops what it has begun to start and throws its reason
 */
export async function ensureServer(place: ServerPlace, signal?: AbortSignal): Promise<Postmaster> {
  const { cluster, log } = place;
  const startBy = Date.now() + 60_000;
  const readyBy = Date.now() + 180_000;
  let child: ChildProcess | null = null;
  let adopted = false;
  for (;;) {
    if (signal?.aborted) {
      if (child?.pid !== undefined && child.exitCode === null && child.signalCode === null) {
        await stopServer(place, child.pid);
      }
      throw signal.reason;
    }
    const running = await findPostmaster(cluster.folder);
    if (running) {
      // On Windows the child is pg_ctl, whose server has a number of its own.
      if (!adopted && (byTcp ? child === null : child?.pid !== running.pid)) {
        adopted = true;
        log.info({ pid: running.pid }, 'a Postgres of ours is running already: using it');
      }
      if (await answers(cluster, running)) return running;
      if (Date.now() > readyBy) {
        log.warn({ pid: running.pid }, 'Postgres runs and does not answer: stopping it');
        await stopServer(place, running.pid);
        throw await failure(cluster, 'Postgres did not become ready.');
      }
    } else if (!child) {
      await clearStalePidFile(cluster.folder);
      child = await spawnServer(place);
    } else if (child.exitCode !== null || child.signalCode !== null) {
      const said = await logEnd(cluster);
      if (!inTheWay.test(said) || Date.now() > startBy)
        throw await failure(cluster, 'Postgres ended while it started.');
      child = null;
      await pause(500);
    } else if (Date.now() > readyBy) {
      child.kill('SIGQUIT');
      throw await failure(cluster, 'Postgres wrote no postmaster.pid.');
    }
    await pause(30);
  }
}

/** Fast shutdown: open transactions roll back, everything committed is on disk. After 30 s without pity. */
export async function stopServer({ binaries, cluster }: ServerPlace, pid: number): Promise<void> {
  if (byTcp) {
    // Windows has no signals to send; pg_ctl reaches the server through its pipe.
    await promisify(execFile)(binaries.pgCtl, ['stop', '-m', 'fast', '-D', cluster.folder]).catch(() => undefined);
  } else {
    signal(pid, 'SIGINT');
  }
  if (await gone(pid, 30_000)) return;
  signal(pid, byTcp ? 'SIGKILL' : 'SIGQUIT');
  if (!(await gone(pid, 10_000))) signal(pid, 'SIGKILL');
}

/** The URL by which `pg` reaches the server. */
export async function urlOf(cluster: Cluster, server: Postmaster, database = databaseName): Promise<string> {
  if (byTcp) return `postgres://${superuser}:${await readPassword(cluster)}@127.0.0.1:${server.port}/${database}`;
  return `postgres://${superuser}@localhost:${server.port}/${database}?host=${encodeURIComponent(server.socketDir)}`;
}

async function spawnServer({ binaries, cluster, socketDir, port }: ServerPlace): Promise<ChildProcess> {
  const settings: Record<string, string | number> = {
    ...(byTcp
      ? { listen_addresses: '127.0.0.1', port: port || (await freePort()) }
      : { listen_addresses: '', unix_socket_directories: socketDir, unix_socket_permissions: '0700' }),
    max_connections: 60,
    shared_buffers: '256MB',
    work_mem: '16MB',
    // The promise of a 202 rests on these three.
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    max_wal_size: '2GB',
    min_wal_size: '256MB',
    checkpoint_timeout: '15min',
    random_page_cost: 1.1,
    // Our statements are short: neither a compiler nor parallel workers (and their shared memory) pay.
    jit: 'off',
    max_parallel_workers_per_gather: 0,
    // A process of ours that hangs in a transaction must not hold its locks for ever.
    idle_in_transaction_session_timeout: '60s',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '%m [%p] ',
    log_checkpoints: 'off',
  };
  if (!byTcp) await restoreSocketFolder(socketDir, cluster);
  const logFile = await openLog(cluster);
  try {
    const [program, args] = byTcp
      ? [binaries.pgCtl, startByPgCtl(cluster.folder, settings)]
      : [
          binaries.postgres,
          ['-D', cluster.folder, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
        ];
    const child = spawn(program, args, {
      ...cluster.account,
      cwd: rootOf(cluster.folder),
      env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['ignore', logFile.fd, logFile.fd],
      // In a session (on Windows a hidden console) of its own: Ctrl-C in a terminal reaches us, and we stop the server in
      // our own time. What pg_ctl starts outlives it and us.
      detached: !byTcp,
      windowsHide: true,
    });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
    child.unref();
    return child;
  } catch (error) {
    throw new PostwerkError(
      'store.embedded-failed',
      `Postgres could not be run: ${String(error)}`,
      {},
      { cause: error },
    );
  } finally {
    await logFile.close();
  }
}

/**
 * The arguments with which pg_ctl starts a server and waits until it is ready. On Windows Postgres refuses to run with
 * the rights of an administrator, and only pg_ctl gives them away first. It hands the options to a shell as they are.
 */
export function startByPgCtl(folder: string, settings: Readonly<Record<string, string | number>>): string[] {
  const options = Object.entries(settings).map(([name, value]) => `-c "${name}=${value}"`);
  return ['start', '-s', '-w', '-t', '180', '-D', folder, '-o', options.join(' ')];
}

/** Connects and makes our database; false while the server starts, recovers or shuts down. */
async function answers(cluster: Cluster, server: Postmaster): Promise<boolean> {
  if (server.port === 0 || (!byTcp && server.socketDir === '')) return false;
  const client = new pg.Client({
    connectionString: await urlOf(cluster, server, 'postgres'),
    connectionTimeoutMillis: 5_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [databaseName]);
    if (rowCount === 0) {
      await client.query(`CREATE DATABASE ${databaseName}`).catch((error: unknown) => {
        // duplicate_database, or its name in the index: another process made it in this moment.
        if (!['42P04', '23505'].includes((error as { code?: string }).code ?? '')) throw error;
      });
    }
    return true;
  } catch (error) {
    if (isTransient(error)) return false;
    throw await failure(cluster, `Postgres does not let us in: ${String(error)}.`);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function failure(cluster: Cluster, what: string): Promise<PostwerkError> {
  const said = await logEnd(cluster);
  return new PostwerkError('store.embedded-failed', `${what} Its log (${logPath(cluster)}) ends:\n${said}`);
}

function logPath(cluster: Cluster): string {
  return join(dirname(cluster.folder), 'postgres.log');
}

/** The last lines that the server wrote. */
export async function logEnd(cluster: Cluster): Promise<string> {
  const text = await readFile(logPath(cluster), 'utf8').catch(() => '');
  return text.trimEnd().split('\n').slice(-12).join('\n');
}

async function openLog(cluster: Cluster) {
  const path = logPath(cluster);
  const size = (await stat(path).catch(() => null))?.size ?? 0;
  if (size > 10_000_000) await rename(path, `${path}.1`);
  return open(path, 'a', 0o640);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // Gone already.
  }
}

async function gone(pid: number, withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  while (await isAlive(pid)) {
    if (Date.now() > deadline) return false;
    await pause(20);
  }
  return true;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

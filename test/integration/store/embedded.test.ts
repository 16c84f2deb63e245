import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { closeStore, inTransaction, isTransient, openStore, type Store } from '../../../src/store/db.ts';
import { type EmbeddedPostgres, startEmbedded } from '../../../src/store/embedded.ts';
import { chooseAccount } from '../../../src/store/postgres/account.ts';
import { isAlive } from '../../../src/store/postgres/postmaster.ts';

const log = pino({ level: 'silent' });
const root = fileURLToPath(new URL('../../..', import.meta.url));
const asRoot = process.getuid?.() === 0;

let dataDir: string;
let started: EmbeddedPostgres[];
let stores: Store[];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'postwerk-embedded-'));
  started = [];
  stores = [];
});
afterEach(async () => {
  await Promise.all(stores.map(closeStore));
  for (const postgres of started) await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
});

async function start(folder = dataDir): Promise<EmbeddedPostgres> {
  const postgres = await startEmbedded({ dataDir: folder, log });
  started.push(postgres);
  return postgres;
}

function open(postgres: EmbeddedPostgres): Store {
  const store = openStore(postgres.url, { max: 3 });
  stores.push(store);
  return store;
}

async function untilOk<T>(work: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isTransient(error) || Date.now() > deadline) throw error;
      await setTimeout(50);
    }
  }
}

/** Another Node process that starts the server of this data folder and then waits to be killed. */
async function otherProcess(): Promise<{ child: ChildProcess; pid: number }> {
  const code = `
    const { startEmbedded } = await import(${JSON.stringify(join(root, 'dist/store/embedded.js'))});
    const { pino } = await import('pino');
    const postgres = await startEmbedded({ dataDir: ${JSON.stringify(dataDir)}, log: pino({ level: 'silent' }) });
    process.stdout.write(postgres.pid + '\\n');
    process.on('SIGTERM', async () => { await postgres.stop(); process.exit(0); });
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, pid: Number(line.toString()) };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}

test('is a durable Postgres in UTF-8, for its account and root only, and leaves nothing running', async () => {
  const postgres = await start();
  const { rows } = await open(postgres).pool.query<Record<string, string>>(
    `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS sync,
       current_setting('listen_addresses') AS addresses, current_setting('unix_socket_directories') AS socket,
       current_setting('server_encoding') AS encoding, (SELECT datlocale FROM pg_database LIMIT 1) AS locale`,
  );
  expect(rows[0]).toMatchObject({ fsync: 'on', sync: 'on', addresses: '', encoding: 'UTF8', locale: 'C.UTF-8' });
  const socketDir = rows[0]?.['socket'] ?? '';
  expect((await stat(socketDir)).mode & 0o777).toBe(0o700);
  const { pid } = postgres;
  await closeStore(stores.pop() as Store);
  await postgres.stop();
  expect(await isAlive(pid)).toBe(false);
  await expect(stat(socketDir)).rejects.toMatchObject({ code: 'ENOENT' });
  expect((await readdir(dataDir)).toSorted()).toEqual(['postgres', 'postgres.log', 'postgres.users']);
});

test('keeps what was committed over a stop and a second start', async () => {
  const first = await start();
  await open(first).pool.query('CREATE TABLE kept AS SELECT 7 AS n');
  await closeStore(stores.pop() as Store);
  await first.stop();
  const { rows } = await open(await start()).pool.query('SELECT n FROM kept');
  expect(rows).toEqual([{ n: 7 }]);
});

test('killed with SIGKILL runs again at the same URL; statements reject as transient, and nothing committed is lost', async () => {
  const postgres = await start();
  const store = open(postgres);
  await store.pool.query('CREATE TABLE kept (n int)');
  await store.pool.query('INSERT INTO kept VALUES (1)');
  const killed = postgres.pid;
  const sleeping = store.pool.query('SELECT pg_sleep(30)');
  const inside = inTransaction(store, async (client) => {
    await client.query('INSERT INTO kept VALUES (2)');
    process.kill(killed, 'SIGKILL');
    await client.query('SELECT pg_sleep(30)');
  });
  const outcomes = await Promise.allSettled([sleeping, inside]);
  const reasons = outcomes.map((outcome) => (outcome.status === 'rejected' ? isTransient(outcome.reason) : outcome));
  expect(reasons).toEqual([true, true]);
  const { rows } = await untilOk(() => store.pool.query('SELECT n FROM kept'));
  expect(rows).toEqual([{ n: 1 }]);
  await expect.poll(() => postgres.pid).not.toBe(killed);
});

test('an orphan of a killed process is adopted as it runs, and stopped at the end', async () => {
  const { child, pid } = await otherProcess();
  await end(child, 'SIGKILL');
  expect(await isAlive(pid)).toBe(true);
  const postgres = await start();
  expect(postgres.pid).toBe(pid);
  await open(postgres).pool.query('SELECT 1');
  await closeStore(stores.pop() as Store);
  await postgres.stop();
  expect(await isAlive(pid)).toBe(false);
});

test('two processes share one server, and the last to leave stops it', async () => {
  const { child, pid } = await otherProcess();
  const postgres = await start();
  const store = open(postgres);
  expect(postgres.pid).toBe(pid);
  await end(child, 'SIGTERM');
  expect(await isAlive(pid)).toBe(true);
  await store.pool.query('SELECT 1');
  await closeStore(stores.pop() as Store);
  await postgres.stop();
  expect(await isAlive(pid)).toBe(false);
});

test('started by several at once on a new data folder, one makes the cluster and all use it', async () => {
  const all = await Promise.all([start(), start(), start()]);
  expect(new Set(all.map(({ pid }) => pid)).size).toBe(1);
  expect(new Set(all.map(({ url }) => url)).size).toBe(1);
});

test('starts although an old process number in postmaster.pid belongs to another program now', async () => {
  await (await start()).stop();
  const cluster = join(dataDir, 'postgres');
  const other = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'], { ...(await chooseAccount(cluster)) });
  try {
    await writeFile(join(cluster, 'postmaster.pid'), `${other.pid}\n${cluster}\n1\n5432\n/tmp\n\n 1 1\nready   \n`);
    const postgres = await start();
    expect(postgres.pid).not.toBe(other.pid);
    await open(postgres).pool.query('SELECT 1');
  } finally {
    await end(other, 'SIGKILL');
  }
});

test('what a kill during initdb left is cleared away', async () => {
  await mkdir(join(dataDir, 'postgres.init-999999999-1-abc'));
  await start();
  expect(await readdir(dataDir)).not.toContain('postgres.init-999999999-1-abc');
});

test('works in a folder whose path is longer than a socket’s may be', async () => {
  await chmod(dataDir, 0o755);
  const deep = join(dataDir, 'a'.repeat(60), 'b'.repeat(60));
  const { rowCount } = await open(await start(deep)).pool.query('SELECT 1');
  expect(rowCount).toBe(1);
  expect(await readdir(deep)).toContain('postgres');
});

test('tells why it cannot start, with the end of the log', async () => {
  await (await start()).stop();
  await writeFile(join(dataDir, 'postgres', 'PG_VERSION'), '9\n');
  await expect(start()).rejects.toMatchObject({
    code: 'store.embedded-failed',
    detail: expect.stringMatching(/postgres\.log.* ends:[\s\S]*not compatible with this version/),
  });
});

test.runIf(asRoot)('as root, works in a folder that only root may enter', async () => {
  await chmod(dataDir, 0o700);
  const closed = join(dataDir, 'closed');
  const inner = join(closed, 'data');
  await mkdir(inner, { recursive: true });
  await chmod(closed, 0o700);
  const postgres = await start(inner);
  await open(postgres).pool.query('CREATE TABLE kept AS SELECT 1 AS n');
  await closeStore(stores.pop() as Store);
  await postgres.stop();
  const { rows } = await open(await start(inner)).pool.query('SELECT n FROM kept');
  expect(rows).toEqual([{ n: 1 }]);
  const location = (await readFile(join(inner, 'postgres.location'), 'utf8')).trim();
  expect(location.startsWith('/var/lib/postwerk/')).toBe(true);
  await closeStore(stores.pop() as Store);
  await started.at(-1)?.stop();
  await rm(join(location, '..'), { recursive: true });
});

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmod, chown, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Ledger } from '../../src/landscape/ledger.ts';
import { findPostmaster } from '../../src/store/postgres/postmaster.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const program = join(root, 'dist/main.js');
const corpus = join(root, '../shared/corpus/xrechnung');
const seconds = (count: number): number => count * 1_000;

let folder: string;
let dataDir: string;
let children: ChildProcess[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postwerk-landscape-'));
  // Postgres runs as another account where we are root.
  await chmod(folder, 0o755);
  dataDir = join(folder, 'data');
  children = [];
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  for (const pid of (await left()).map((line) => Number.parseInt(line, 10))) process.kill(pid, 'SIGKILL');
  // What Postgres forked off ends by itself when it sees that its parent is gone, and writes until then.
  await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

interface Run {
  readonly child: ChildProcess;
  readonly exit: Promise<{ code: number | null; signal: string | null }>;
  readonly out: () => string;
  readonly said: () => string;
  /** Waits until standard error matches. */
  until(pattern: RegExp): Promise<void>;
}

function run(args: readonly string[], settings: { uid?: number; gid?: number } = {}): Run {
  const child = spawn(process.execPath, [program, ...args, '--data', dataDir], {
    ...settings,
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: folder, TMPDIR: tmpdir(), POSTWERK_LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let out = '';
  let said = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const exit = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  return {
    child,
    exit,
    out: () => out,
    said: () => said,
    async until(pattern) {
      for (const end = Date.now() + seconds(60); !pattern.test(said); await sleep(10)) {
        if (Date.now() > end || child.exitCode !== null) throw new Error(`It never said ${pattern}: ${said}`);
      }
    },
  };
}

async function once(args: readonly string[] = [], settings = {}): Promise<Ledger & { refusals: unknown[] }> {
  const running = run(['start', '--once', '--json', ...args], settings);
  expect(await running.exit, running.said()).toEqual({ code: 0, signal: null });
  return JSON.parse(running.out()) as Ledger & { refusals: unknown[] };
}

/** Processes that have our data folder on their command line. */
async function left(): Promise<string[]> {
  const found: string[] = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (line.includes(dataDir)) found.push(`${pid} ${line.replaceAll('\0', ' ')}`);
  }
  return found;
}

async function postgresPid(): Promise<number> {
  const server = await findPostmaster(join(dataDir, 'postgres'));
  if (!server) throw new Error('Postgres does not run.');
  return server.pid;
}

/** Ends by a signal with code 0 and leaves nothing running. */
async function expectEnds(running: Run): Promise<void> {
  const asked = Date.now();
  running.child.kill('SIGTERM');
  expect(await running.exit, running.said()).toEqual({ code: 0, signal: null });
  // Of three process groups on a busy machine: what hangs is killed only later than that.
  expect(Date.now() - asked).toBeLessThan(seconds(40));
  expect(await left()).toEqual([]);
}

describe.skipIf(process.platform !== 'linux')('postwerk start', () => {
  test('--once ends with an even ledger, and so does a second run on the same folder', async () => {
    const first = await once();
    expect(first).toMatchObject({ open: 0, lost: 0, duplicates: 0, findings: [], refusals: [] });
    expect(first.accepted).toBeGreaterThan(0);
    expect(first.completed).toBe(first.accepted);
    expect(await once()).toEqual(first);
    expect(await left()).toEqual([]);
  });

  test('killed at three moments in the middle and started again: nothing lost, nothing doubled', async () => {
    const journal = async (): Promise<number> =>
      new Set((await readFile(join(dataDir, 'acknowledged.txt'), 'utf8').catch(() => '')).split('\n')).size - 1;
    // Moments in acknowledged documents: while the first are submitted, in the middle, when the last are delivered.
    for (const moment of seededMoments([8, 16, 24])) {
      const running = run(['start', '--port', '0']);
      await running.until(/Everything runs/);
      for (const end = Date.now() + seconds(30); (await journal()) < moment && Date.now() < end; ) await sleep(2);
      running.child.kill('SIGKILL');
      expect(await running.exit).toEqual({ code: null, signal: 'SIGKILL' });
      expect((await left()).join('\n'), 'Postgres is an orphan').toContain('postgres');
    }
    const promised = await journal();
    const ledger = await once();
    expect(ledger).toMatchObject({ open: 0, lost: 0, duplicates: 0, aborted: 0, findings: [], refusals: [] });
    expect(ledger.completed + ledger.held).toBe(ledger.accepted);
    expect(ledger.accepted, 'every promise is one of these documents').toBeGreaterThanOrEqual(promised);
    expect(await journal(), 'no document was made a second time').toBe(ledger.accepted);
    expect((await once()).accepted).toBe(ledger.accepted);
    expect(await left()).toEqual([]);
  });

  test.skipIf(!maySwitchUser())('as an ordinary user (needs root, and a checkout that others can read)', async () => {
    await chown(folder, 65_534, 65_534);
    const ledger = await once(['--no-sites'], { uid: 65_534, gid: 65_534 });
    expect(ledger).toMatchObject({ open: 0, lost: 0, duplicates: 0, refusals: [] });
    expect(ledger.completed).toBe(ledger.accepted);
    expect(await left()).toEqual([]);
  });

  test.skipIf(!isThere(corpus))('--submit takes every XRechnung of the corpus (needs ../shared/corpus)', async () => {
    const ledger = await once(['--no-sites', '--submit', corpus]);
    expect(ledger).toMatchObject({ open: 0, lost: 0, duplicates: 0, held: 0, aborted: 0, refusals: [] });
    expect(ledger.accepted).toBe(
      (await readdir(corpus, { recursive: true })).filter((name) => name.endsWith('.xml')).length,
    );
    expect(ledger.completed).toBe(ledger.accepted);
  });

  for (const [moment, pattern] of [
    ['while the samples are submitted', /Everything runs/],
    ['while the samples are delivered', /submitted \d+ files/],
  ] as const) {
    test(`SIGTERM ${moment} ends it cleanly`, async () => {
      const running = run(['start', '--port', '0']);
      await running.until(pattern);
      await expectEnds(running);
    });
  }

  test('SIGTERM ends it cleanly while Postgres is down', async () => {
    const running = run(['start', '--port', '0', '--no-sites']);
    await running.until(/submitted \d+ files/);
    process.kill(await postgresPid(), 'SIGKILL');
    await expectEnds(running);
  });

  test('a data folder that is removed ends it with an error instead of trying for ever', async () => {
    const running = run(['start', '--port', '0', '--no-sites']);
    await running.until(/submitted \d+ files/);
    const pid = await postgresPid();
    await rename(join(dataDir, 'postgres'), join(folder, 'removed'));
    process.kill(pid, 'SIGKILL');
    expect((await running.exit).code).toBe(1);
    expect(running.said()).toContain('store.embedded-failed');
    while ((await left()).some((line) => line.includes('main.js'))) await sleep(50);
  });
});

describe.skipIf(process.platform !== 'linux')('postwerk serve', () => {
  test('SIGTERM ends it cleanly, also with a client that holds a connection open', async () => {
    const running = run(['serve', '--port', '0']);
    await running.until(/listens at/);
    const url = /listens at (\S+)/.exec(running.said())?.[1] ?? '';
    // A submission that never comes to its end.
    const stuck = fetch(`${url}/v1/jobs`, {
      method: 'POST',
      body: new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode('{')) }),
      headers: { 'content-type': 'application/x-ndjson' },
      duplex: 'half',
    }).catch(() => null);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    await expectEnds(running);
    await stuck;
  });

  test('a signal while it starts ends it cleanly too', async () => {
    const running = run(['serve', '--port', '0']);
    for (const end = Date.now() + seconds(30); Date.now() < end; await sleep(5)) {
      if (await findPostmaster(join(dataDir, 'postgres'))) break;
    }
    await expectEnds(running);
  });
});

/** A moment in each third, from a seed. */
function seededMoments(ends: readonly number[]): number[] {
  let state = Number(process.env['FAULT_SEED'] ?? '20261122');
  return ends.map((end, index) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    const begin = ends[index - 1] ?? 0;
    return begin + 1 + ((state >>> 16) % (end - begin));
  });
}

/** Whether we may run the program as `nobody`. */
function maySwitchUser(): boolean {
  if (process.getuid?.() !== 0) return false;
  const args = [join(root, 'node_modules/typescript/package.json')];
  return spawnSync('cat', args, { uid: 65_534, gid: 65_534 }).status === 0;
}

function isThere(path: string): boolean {
  return spawnSync('test', ['-d', path]).status === 0;
}

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Ledger, takeLedger } from '../../src/landscape/ledger.ts';
import { readSeed, seed } from '../../src/landscape/seed.ts';
import { receivedBy, type Sinks, startSinks } from '../../src/landscape/startSinks.ts';
import type { DocumentResult, SubmittedDocument } from '../../src/model/job.ts';
import { createApiKey } from '../../src/store/apiKeys.ts';
import { type Store, waitForDatabase } from '../../src/store/db.ts';
import { findPostmaster } from '../../src/store/postgres/postmaster.ts';
import { startTestStore } from '../support/testStore.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Postgres and the sinks, which live through the test, around a server process that a test may kill. */
export interface Rig {
  readonly store: Store;
  readonly sinks: Sinks;
  readonly databaseUrl: string;
  /** Kills Postgres without warning; who looks after it starts it anew at the same URL. */
  killPostgres(): Promise<void>;
  start(env?: Record<string, string>): Promise<ServerProcess>;
  /** Submits until it is acknowledged; the same key makes a repeat harmless. Null when nobody answered. */
  submit(
    server: ServerProcess,
    key: string,
    documents: readonly SubmittedDocument[],
    format?: 'json' | 'ndjson',
  ): Promise<Answer | null>;
  /** The same with NDJSON as it is. */
  submitText(server: ServerProcess, key: string, body: string, contentType?: string): Promise<Answer | null>;
  /** The same with NDJSON that comes piece by piece. */
  submitStream(server: ServerProcess, key: string, pieces: () => AsyncIterable<string>): Promise<Answer | null>;
  ledger(): Promise<Ledger>;
  /** Waits until every acknowledged document is final and takes the ledger. */
  settle(timeoutMs?: number): Promise<Ledger>;
  close(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly jobId: string;
  readonly documents: readonly DocumentResult[];
}

export interface ServerProcess {
  readonly url: string;
  readonly pid: number;
  /** True once it has ended, by itself or by a signal. */
  readonly ended: () => boolean;
  readonly exit: Promise<{ readonly code: number | null; readonly signal: string | null }>;
  kill(signal: NodeJS.Signals): Promise<void>;
}

/** @param settings.ownStore the servers run and look after their embedded Postgres themselves. */
export async function openRig(
  settings: { readonly redisUrl?: string; readonly ownStore?: boolean } = {},
): Promise<Rig> {
  const { store, url: databaseUrl, dataDir, postgres, stop } = await startTestStore();
  const folder = await mkdtemp(join(tmpdir(), 'postwerk-fault-'));
  const data = await readSeed(join(root, 'samples'));
  const sinks = await startSinks(folder, data.devices);
  await seed(store, data, (device) => sinks.uriOf(device.id));
  const { key: apiKey } = await createApiKey(store, 'fault', ['submit', 'read', 'operate']);
  const acknowledged = new Set<string>();
  const servers = new Set<ServerProcess>();

  async function post(
    server: ServerProcess,
    key: string,
    body: string | ReadableStream,
    contentType: string,
  ): Promise<Answer | null> {
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': contentType, 'idempotency-key': key };
    try {
      const response = await fetch(`${server.url}/v1/jobs`, { method: 'POST', headers, body, duplex: 'half' });
      const answer = { ...((await response.json()) as Omit<Answer, 'status'>), status: response.status };
      for (const result of answer.documents ?? [])
        if (result.status === 'accepted') acknowledged.add(result.documentId);
      return answer;
    } catch {
      return null;
    }
  }

  const rig: Rig = {
    store,
    sinks,
    databaseUrl,
    async killPostgres() {
      const server = await findPostmaster(join(dataDir, 'postgres'));
      if (!server) throw new Error('Postgres does not run.');
      process.kill(server.pid, 'SIGKILL');
    },
    async start(env = {}) {
      const server = await startServer({
        ...(settings.ownStore ? { POSTWERK_DATA: dataDir } : { DATABASE_URL: databaseUrl }),
        POSTWERK_SMTP_URL: sinks.smtpUrl,
        ...(settings.redisUrl === undefined ? {} : { REDIS_URL: settings.redisUrl }),
        ...env,
      });
      servers.add(server);
      // The server uses this Postgres too, so it stays when we let go of it.
      if (settings.ownStore) await postgres.stop();
      return server;
    },
    submit: (server, key, documents, format = 'json') =>
      format === 'json'
        ? rig.submitText(server, key, JSON.stringify({ documents }), 'application/json')
        : rig.submitText(server, key, documents.map((value) => `${JSON.stringify(value)}\n`).join('')),
    submitText: (server, key, body, contentType = 'application/x-ndjson') => post(server, key, body, contentType),
    submitStream: (server, key, pieces) =>
      post(server, key, ReadableStream.from(pieces()).pipeThrough(new TextEncoderStream()), 'application/x-ndjson'),
    ledger: () =>
      takeLedger(store, acknowledged, () => ({
        print: receivedBy(sinks.printers),
        email: receivedBy([sinks.mailbox]),
      })),
    async settle(timeoutMs = 60_000) {
      const deadline = Date.now() + timeoutMs;
      await waitForDatabase(store, timeoutMs);
      for (;;) {
        const ledger = await rig.ledger();
        if (ledger.open === 0 || Date.now() > deadline) return ledger;
        await sleep(100);
      }
    },
    async close() {
      // An own Postgres would be left as an orphan by SIGKILL.
      for (const server of servers) await server.kill(settings.ownStore ? 'SIGTERM' : 'SIGKILL');
      await sinks.close();
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return rig;
}

/** Starts the built program as an operator would; resolves when it listens or has ended before it could. */
async function startServer(env: Record<string, string>): Promise<ServerProcess> {
  const child = spawn(process.execPath, [join(root, 'dist/main.js'), 'serve', '--port', '0'], {
    env: {
      ...process.env,
      POSTWERK_LEASE_MS: '2000',
      POSTWERK_SWEEP_MS: '300',
      POSTWERK_LOG_LEVEL: 'warn',
      ...env,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let ended = false;
  const exit = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
    child.on('exit', (code, signal) => {
      ended = true;
      resolve({ code, signal });
    });
  });
  const said: string[] = [];
  child.stderr?.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  const url = await Promise.race([listening(child), exit.then(() => '')]);
  const early = ended ? await exit : null;
  // A failpoint may end it before it listens; anything else is not what a test asked for.
  if (early && early.signal !== 'SIGKILL') throw new Error(`The server ended with ${early.code}: ${said.join('')}`);
  return {
    url,
    pid: child.pid ?? 0,
    exit,
    ended: () => ended,
    async kill(signal) {
      if (!ended) child.kill(signal);
      await exit;
    },
  };
}

function listening(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const url = /listens at (\S+)/.exec(text)?.[1];
      if (url !== undefined) resolve(url);
    });
  });
}

/** Waits until a condition holds; false after `timeoutMs`. */
export async function eventually(condition: () => boolean | Promise<boolean>, timeoutMs = 20_000): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (!(await condition())) {
    if (Date.now() > deadline) return false;
    await sleep(50);
  }
  return true;
}

let serial = 0;

/**
 * Documents for every way out: e-mail, portal, an office printer over IPP and a label printer on a raw socket, in
 * turn. Made from the samples; each has a number of its own.
 */
export async function mixedDocuments(count: number): Promise<SubmittedDocument[]> {
  const bases = await Promise.all([
    sample('invoice', { deliveries: [{ channel: 'email', to: 'accounts@example.com' }] }),
    sample('shipping-label', { deliveries: [{ channel: 'print', device: 'linz-labels' }] }),
    sample('delivery-note', { deliveries: [{ channel: 'print', device: 'linz-office' }] }),
    sample('invoice', { recipient: 'R-1002', deliveries: [{ channel: 'portal' }] }),
  ]);
  return Array.from({ length: count }, (_, index) => {
    const base = bases[index % bases.length];
    if (!base) throw new Error('no sample');
    serial += 1;
    return { ...base, message: { ...base.message, number: `F-${serial}` } };
  });
}

async function sample(type: string, route: Partial<SubmittedDocument>): Promise<SubmittedDocument> {
  const { filesBelow } = await import('../../src/landscape/filesBelow.ts');
  for (const file of await filesBelow(join(root, 'samples'))) {
    if (!/-de\b[\w-]*\.json$/.test(file)) continue;
    const { documents } = JSON.parse(await readFile(file, 'utf8')) as { documents: SubmittedDocument[] };
    const found = documents.find((document) => document.type === type);
    if (found) return { type: found.type, message: found.message, site: 'linz', locale: 'de', ...route };
  }
  throw new Error(`No sample of type ${type}.`);
}

/** Numbers from a seed (mulberry32), so that a failing run can be repeated: set FAULT_SEED. */
export function seeded(seedNumber = Number(process.env['FAULT_SEED'] ?? '20261122')): (below: number) => number {
  let state = seedNumber >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

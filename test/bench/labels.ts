import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { assemble, type Running } from '../../src/cli/assemble.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import type { SubmittedDocument } from '../../src/model/job.ts';
import { createApiKey } from '../../src/store/apiKeys.ts';
import { upsertDevice } from '../../src/store/devices.ts';
import { upsertSite } from '../../src/store/sites.ts';
import { benchInvoice, benchLabel } from './data.ts';
import type { BenchRow } from './measure.ts';
import { benchScans } from './scan.ts';
import type { Tapped } from './tap.ts';

const burst = 1_000;
const batch = 10_000;

/**
 * How soon labels are out, on virtual printers in a process of their own:
 *
 * - `burst`: 1,000 labels submitted at once; `drain` is the time in which they leave the one worker of their device.
 * - `label alone`: from HTTP to the printer's word that it has it, one at a time, nothing else going on.
 * - `label in a batch`: the same while 10,000 invoices are being composed (a tenth of them with `--seconds 1`).
 *
 * - `scan to first byte`: on the agent of a site, with and without its line (scan.ts).
 *
 * Times stand in the column of the work.
 */
export async function benchLabels({
  seconds,
}: {
  readonly seconds: number;
}): Promise<{ results: readonly BenchRow[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'postwerk-bench-'));
  await chmod(folder, 0o755);
  const sinks = fork(fileURLToPath(new URL('loopbackSinks.ts', import.meta.url)));
  const [where] = (await once(sinks, 'message')) as [{ office: string; labels: string; scanned: string; smtp: string }];
  const config = { ...readConfig({}), dataDir: folder, port: 0, leaseMs: 60_000, attemptTimeoutMs: 30_000 };
  const running = await assemble(config, { roles: ['web', 'worker'], log: createLog('error'), smtpUrl: where.smtp });
  try {
    const { store } = running;
    await upsertSite(store, { id: 'bench', name: 'Bench', country: 'AT', locale: 'de' });
    const device = { siteId: 'bench', driver: 'zpl', dpi: 203 } as const;
    await upsertDevice(store, { ...device, id: 'labels', name: 'Labels', uri: where.labels });
    const { key } = await createApiKey(store, 'bench', ['submit', 'read']);
    await submit(running, key, labels(200));
    await untilDone(running);
    const results = [await measureBurst(running, key)];
    results.push(await measureWaits(running, key, 'label alone', 40, 100));
    const printer = { uri: where.scanned, taps: () => tapsOf(sinks) };
    const submitScans = (made: readonly SubmittedDocument[]) => submit(running, key, made);
    results.push(...(await benchScans(running, folder, printer, seconds >= 5 ? 200 : 50, submitScans)));
    await submit(running, key, invoices(seconds >= 5 ? batch : batch / 10));
    results.push(await measureWaits(running, key, 'label in a batch', 100, 50));
    return { results };
  } finally {
    await running.close();
    await stop(sinks);
    await rm(folder, { recursive: true, force: true });
  }
}

async function tapsOf(sinks: ChildProcess): Promise<readonly Tapped[]> {
  const answer = once(sinks, 'message');
  sinks.send('taps');
  const [{ taps }] = (await answer) as [{ taps: readonly Tapped[] }];
  return taps;
}

async function stop(sinks: ChildProcess): Promise<void> {
  sinks.send('stop');
  await once(sinks, 'exit');
}

let serial = 0;
function labels(count: number): SubmittedDocument[] {
  return Array.from({ length: count }, () => {
    serial += 1;
    return { type: 'shipping-label', site: 'bench', message: benchLabel(serial) };
  });
}
function invoices(count: number): SubmittedDocument[] {
  return Array.from({ length: count }, () => {
    serial += 1;
    return { type: 'invoice', site: 'bench', message: benchInvoice(serial, 12), deliveries: [{ channel: 'portal' }] };
  });
}

async function submit({ url }: Running, key: string, documents: readonly SubmittedDocument[]): Promise<string> {
  const response = await fetch(`${url}/v1/jobs`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson' },
    body: documents.map((document) => `${JSON.stringify(document)}\n`).join(''),
  });
  const answer = (await response.json()) as { readonly jobId: string; readonly accepted: number };
  if (response.status !== 202 || answer.accepted !== documents.length) throw new Error(`answered ${response.status}`);
  return answer.jobId;
}

async function untilDone({ store }: Running, jobId?: string): Promise<void> {
  for (;;) {
    const { rows } = await store.pool.query<{ open: number }>(
      `SELECT count(*)::int AS open FROM documents WHERE state IN ('pending', 'processing', 'stopped')
         AND ($1::uuid IS NULL OR job_id = $1)`,
      [jobId ?? null],
    );
    if (rows[0]?.open === 0) return;
    await sleep(5);
  }
}

/** All are composed first, then the queue is let go: what is measured is the way out, with its records. */
async function measureBurst(running: Running, key: string): Promise<BenchRow> {
  const { store, road } = running;
  await store.pool.query("UPDATE devices SET paused = true WHERE id = 'labels'");
  const jobId = await submit(running, key, labels(burst));
  for (;;) {
    const sql = "SELECT count(*)::int AS ready FROM deliveries WHERE job_id = $1 AND state = 'pending'";
    const { rows } = await store.pool.query<{ ready: number }>(sql, [jobId]);
    if (rows[0]?.ready === burst) break;
    await sleep(20);
  }
  await store.pool.query("UPDATE devices SET paused = false WHERE id = 'labels'");
  const cpuBefore = process.cpuUsage();
  const began = performance.now();
  await road.queue.hint([{ kind: 'drain', deviceId: 'labels', priority: 1 }]);
  await untilDone(running, jobId);
  const elapsedMs = performance.now() - began;
  const { user, system } = process.cpuUsage(cpuBefore);
  const { rows } = await store.pool.query<{ count: number }>(
    "SELECT count(*)::int FROM deliveries WHERE job_id = $1 AND evidence = 'printed'",
    [jobId],
  );
  if (rows[0]?.count !== burst) throw new Error(`${rows[0]?.count} of ${burst} labels are proven`);
  return row(`burst of ${burst}, drained in ${(elapsedMs / 1000).toFixed(2)} s`, {
    documentsPerSecond: (burst / elapsedMs) * 1000,
    cpuMsPerDocument: (user + system) / 1000 / burst,
  });
}

/** Submits labels one after the other with a pause and waits for each until the printer is known to have it. */
async function measureWaits(
  running: Running,
  key: string,
  work: string,
  count: number,
  pauseMs: number,
): Promise<BenchRow> {
  const waits: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const began = performance.now();
    const jobId = await submit(running, key, labels(1));
    await untilDone(running, jobId);
    waits.push(performance.now() - began);
    await sleep(pauseMs);
  }
  const sorted = waits.toSorted((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.min(count - 1, Math.floor(count * share))] ?? 0).toFixed(0);
  const open = "SELECT count(*)::int AS open FROM documents WHERE state IN ('pending', 'processing')";
  const { rows } = await running.store.pool.query<{ open: number }>(open);
  return row(`${work}: median ${at(0.5)} ms, p99 ${at(0.99)} ms (${rows[0]?.open ?? 0} others open at the end)`, {
    documentsPerSecond: 1000 / (waits.reduce((sum, wait) => sum + wait, 0) / count),
    cpuMsPerDocument: 0,
  });
}

function row(work: string, figures: Pick<BenchRow, 'documentsPerSecond' | 'cpuMsPerDocument'>): BenchRow {
  const { documentsPerSecond, cpuMsPerDocument } = figures;
  return {
    engine: 'postwerk',
    work,
    documentsPerSecond: Math.round(documentsPerSecond * 10) / 10,
    cpuMsPerDocument: Math.round(cpuMsPerDocument * 1000) / 1000,
    bytes: 0,
    rssMb: Math.round(process.memoryUsage.rss() / 1e6),
  };
}

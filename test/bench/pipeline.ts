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
import type { Step } from '../../src/pipeline/road.ts';
import { createApiKey } from '../../src/store/apiKeys.ts';
import { upsertDevice } from '../../src/store/devices.ts';
import { upsertRecipient } from '../../src/store/recipients.ts';
import { upsertSite } from '../../src/store/sites.ts';
import { benchInvoice, benchLabel } from './data.ts';
import { type BenchRow, measure } from './measure.ts';
import { installPeers } from './peers/installPeers.ts';
import { createPdfmakePeer } from './peers/pdfmakePeer.ts';
import { invoiceSheet } from './peers/sheets.ts';

interface PipelineReport {
  readonly results: readonly BenchRow[];
  /** Share of the summed time of all steps; steps run side by side, so it says where the work is, not the clock. */
  readonly steps: readonly { readonly step: string; readonly share: number; readonly msPerDocument: number }[];
}

const ways = ['email', 'portal', 'print'] as const;

/**
 * Documents per second through the whole road: NDJSON over HTTP in, embedded Postgres, composing with proof, routing,
 * then loopback SMTP, IPP, raw socket and portal, until every document is completed. Half are one-page invoices of
 * 12 lines (e-mail, portal and paper in turn), half are labels.
 */
export async function benchPipeline({ seconds }: { readonly seconds: number }): Promise<PipelineReport> {
  const folder = await mkdtemp(join(tmpdir(), 'postwerk-bench-'));
  await chmod(folder, 0o755);
  const sinks = fork(fileURLToPath(new URL('loopbackSinks.ts', import.meta.url)));
  const [where] = (await once(sinks, 'message')) as [{ office: string; labels: string; smtp: string }];
  const times = new Map<Step, number>();
  const config = { ...readConfig({}), dataDir: folder, port: 0, leaseMs: 60_000, attemptTimeoutMs: 30_000 };
  const running = await assemble(config, {
    roles: ['web', 'worker'],
    log: createLog('error'),
    smtpUrl: where.smtp,
    onStep: (step, elapsedMs) => times.set(step, (times.get(step) ?? 0) + elapsedMs),
  });
  try {
    const key = await prepare(running, where);
    await run(running, key, 300); // warm
    times.clear();
    const count = Math.max(600, Math.round(seconds * 200));
    const cpuBefore = process.cpuUsage();
    const { elapsedMs, bytes } = await run(running, key, count);
    const cpu = process.cpuUsage(cpuBefore);
    await expectReceived(sinks, running);
    const total = [...times.values()].reduce((sum, ms) => sum + ms, 0);
    const row: BenchRow = {
      engine: 'postwerk',
      work: 'pipeline',
      documentsPerSecond: Math.round((count / elapsedMs) * 10_000) / 10,
      cpuMsPerDocument: Math.round((cpu.user + cpu.system) / count) / 1000,
      bytes,
      rssMb: Math.round(process.memoryUsage.rss() / 1e6),
    };
    const peers: BenchRow[] = [];
    if (installPeers()) {
      const pdfmake = createPdfmakePeer(false);
      const sheet = (seed: number) => invoiceSheet(benchInvoice(seed, 12));
      peers.push(await measure('pdfmake', 'invoice-1p', Math.min(3, seconds), sheet, pdfmake.invoice));
    }
    const steps = [...times].map(([step, ms]) => ({
      step,
      share: Math.round((ms / total) * 1_000) / 1_000,
      msPerDocument: Math.round((ms / count) * 1_000) / 1_000,
    }));
    return { results: [row, ...peers], steps: steps.toSorted((a, b) => b.share - a.share) };
  } finally {
    await running.close();
    sinks.send('stop');
    await once(sinks, 'exit');
    await rm(folder, { recursive: true, force: true });
  }
}

async function prepare(
  { store }: Running,
  where: { readonly office: string; readonly labels: string },
): Promise<string> {
  await upsertSite(store, { id: 'bench', name: 'Bench', country: 'AT', locale: 'de' });
  await upsertDevice(store, {
    id: 'office',
    name: 'Office',
    siteId: 'bench',
    uri: where.office,
    driver: 'pdf',
    dpi: null,
  });
  await upsertDevice(store, {
    id: 'labels',
    name: 'Labels',
    siteId: 'bench',
    uri: where.labels,
    driver: 'zpl',
    dpi: 203,
  });
  const common = {
    name: 'Donau Handels GmbH',
    locale: 'de',
    email: 'invoices@example.com',
    deviceId: 'office',
    identifiers: [],
  };
  for (const way of ways) await upsertRecipient(store, { ...common, id: `R-${way}`, channels: { '*': [way] } });
  return (await createApiKey(store, 'bench', ['submit', 'read'])).key;
}

let serial = 0;

function documents(count: number): SubmittedDocument[] {
  return Array.from({ length: count }, (_, index) => {
    serial += 1;
    if (index % 2 === 1) return { type: 'shipping-label', site: 'bench', message: benchLabel(serial) };
    const recipient = `R-${ways[(index / 2) % ways.length] ?? 'portal'}`;
    return { type: 'invoice', site: 'bench', recipient, message: benchInvoice(serial, 12) };
  });
}

async function run(running: Running, key: string, count: number): Promise<{ elapsedMs: number; bytes: number }> {
  const body = documents(count)
    .map((document) => `${JSON.stringify(document)}\n`)
    .join('');
  const start = performance.now();
  const response = await fetch(`${running.url}/v1/jobs`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson' },
    body,
  });
  const answer = (await response.json()) as { readonly jobId: string; readonly accepted: number };
  if (response.status !== 202 || answer.accepted !== count)
    throw new Error(`answered ${response.status} ${JSON.stringify(answer).slice(0, 500)}`);
  const open =
    "SELECT count(*)::int AS open FROM documents WHERE job_id = $1 AND state IN ('pending', 'processing', 'stopped')";
  for (;;) {
    const { rows } = await running.store.pool.query<{ open: number }>(open, [answer.jobId]);
    if (rows[0]?.open === 0) break;
    await sleep(20);
  }
  const elapsedMs = performance.now() - start;
  const { rows } = await running.store.pool.query<{ state: string; documents: number; bytes: number }>(
    `SELECT d.state, count(DISTINCT d.id)::int AS documents, avg(r.size)::int AS bytes FROM documents d
     LEFT JOIN renditions r ON r.document_id = d.id AND r.format = 'pdf' WHERE d.job_id = $1 GROUP BY d.state`,
    [answer.jobId],
  );
  if (rows.length !== 1 || rows[0]?.state !== 'completed')
    throw new Error(`not all completed: ${JSON.stringify(rows)}`);
  return { elapsedMs, bytes: rows[0].bytes };
}

/** A figure counts only if everything really arrived. */
async function expectReceived(sinks: ChildProcess, { store }: Running): Promise<void> {
  sinks.send('count');
  const [{ received }] = (await once(sinks, 'message')) as [{ received: number }];
  const { rows } = await store.pool.query<{ sent: number }>(
    "SELECT count(*)::int AS sent FROM deliveries WHERE channel <> 'portal' AND state = 'completed'",
  );
  if (rows[0]?.sent !== received) throw new Error(`${rows[0]?.sent} deliveries recorded, ${received} received`);
}

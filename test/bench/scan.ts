import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Running } from '../../src/cli/assemble.ts';
import { type CutLine, startCutLine } from '../../src/landscape/cutLine.ts';
import type { SubmittedDocument } from '../../src/model/job.ts';
import { createEnrolment } from '../../src/store/agentEnrolments.ts';
import { upsertDevice } from '../../src/store/devices.ts';
import { setSsccCounter } from '../../src/store/ssccRanges.ts';
import { upsertSite } from '../../src/store/sites.ts';
import { benchLabel } from './data.ts';
import type { BenchRow } from './measure.ts';
import { now, type Tapped } from './tap.ts';

const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const warmUp = 20;
/** Somebody scans, walks, scans. */
const pauseMs = 150;

/**
 * From the POST of a scan on the page of a site's agent to the first byte of the label at the printer: agent, printer
 * and headquarters are processes of their own. Labels were composed at headquarters and wait at the site for their scan.
 */
export async function benchScans(
  headquarters: Running,
  folder: string,
  printer: { readonly uri: string; readonly taps: () => Promise<readonly Tapped[]> },
  count: number,
  submit: (labels: readonly SubmittedDocument[]) => Promise<unknown>,
): Promise<readonly BenchRow[]> {
  const { store, url } = headquarters;
  await upsertSite(store, { id: 'scans', name: 'Scans', country: 'AT', locale: 'en' });
  const device = { siteId: 'scans', driver: 'zpl', dpi: 203 } as const;
  await upsertDevice(store, { ...device, id: 'scan-labels', name: 'Labels', uri: printer.uri });
  await setSsccCounter(store, { companyPrefix: '9012345', extension: 7 });
  const { hostname, port } = new URL(url ?? '');
  const line = await startCutLine({ host: hostname, port: Number(port) });
  const { code } = await createEnrolment(store, 'scans', 'bench');
  const agent = await startAgent(line, code, join(folder, 'agent'));
  const site = { agent, taps: printer.taps };
  try {
    const messages = Array.from({ length: 2 * (warmUp + count) }, (_, index) => benchLabel(500_000_000 + index));
    const deliveries = [{ channel: 'print', device: 'scan-labels', when: 'scan' }] as const;
    await submit(messages.map((message) => ({ type: 'shipping-label', site: 'scans', message, deliveries })));
    const first = await printAll(site, made(1));
    const codes = messages.map(({ sscc }) => sscc);
    await untilThere(agent.url, codes.at(-1) ?? '');
    await printAll(site, scanned(codes.splice(0, warmUp)));
    const online = await printAll(site, scanned(codes.splice(0, count)));
    line.set(false);
    await printAll(site, scanned(codes.splice(0, warmUp)));
    const offline = await printAll(site, scanned(codes));
    const ahead = await printAll(site, made(warmUp));
    return [
      rowOf('scan to first byte, online', online),
      rowOf('scan to first byte, offline', offline),
      rowOf(
        `label made at the site, offline, to first byte (first after the start ${first[0]?.label.toFixed(0)} ms)`,
        ahead,
      ),
    ];
  } finally {
    agent.child.kill('SIGTERM');
    await agent.ended;
    await line.close();
  }
}

interface Agent {
  readonly child: ChildProcess;
  readonly url: string;
  readonly ended: Promise<unknown>;
}

async function startAgent(line: CutLine, code: string, dataDir: string): Promise<Agent> {
  const args = [program, 'site', '--server', line.url, '--data', dataDir, '--port', '0'];
  const env = { ...process.env, POSTWERK_SITE_TOKEN: code, POSTWERK_COMPOSE_THREADS: '1', POSTWERK_LOG_LEVEL: 'warn' };
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'], env });
  const ended = once(child, 'exit');
  let said = '';
  const listening = new Promise<string>((resolve) => {
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const url = /listens at (\S+)/.exec(said)?.[1];
      if (url !== undefined) resolve(url);
    });
  });
  const url = await Promise.race([listening, ended.then(() => '')]);
  if (url === '') throw new Error(`The agent ended: ${said}`);
  return { child, url, ended };
}

async function untilThere(url: string, code: string): Promise<void> {
  while (!(await (await fetch(`${url}/site?q=${code}`)).text()).includes('Waits for a scan')) await sleep(200);
}

interface Scan {
  readonly connected: number;
  readonly label: number;
  readonly answered: number;
}

/** A form of the page that prints one label, and how its answer begins. */
interface Form {
  readonly path: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly leadsTo: RegExp;
}

function scanned(codes: readonly string[]): Form[] {
  return codes.map((code) => ({ path: '/site/scan', fields: { code, label: '' }, leadsTo: /did=sent/ }));
}

function made(count: number): Form[] {
  return Array.from({ length: count }, () => {
    const fields = { run: randomUUID(), count: '1', day: '2026-11-23', device: 'scan-labels' };
    return { path: '/site/ahead', fields, leadsTo: /ahead/ };
  });
}

async function printAll(
  { agent, taps }: { readonly agent: Agent; readonly taps: () => Promise<readonly Tapped[]> },
  forms: readonly Form[],
): Promise<Scan[]> {
  const scans: Scan[] = [];
  for (const { path, fields, leadsTo } of forms) {
    const began = now();
    const body = new URLSearchParams(fields);
    const answer = await fetch(`${agent.url}${path}`, { method: 'POST', body, redirect: 'manual' });
    const answered = now() - began;
    if (!leadsTo.test(answer.headers.get('location') ?? '')) throw new Error(`${path} answered ${answer.status}`);
    for (;;) {
      const [tapped] = await taps();
      if (tapped === undefined) await sleep(5);
      else {
        scans.push({ connected: tapped.connectedAt - began, label: tapped.labelAt - began, answered });
        break;
      }
    }
    await sleep(pauseMs);
  }
  return scans;
}

function rowOf(work: string, scans: readonly Scan[]): BenchRow {
  const at = (share: number, of: keyof Scan): string => {
    const sorted = scans.map((scan) => scan[of]).toSorted((a, b) => a - b);
    return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(0);
  };
  const split = `printer called after ${at(0.5, 'connected')}, page answered after ${at(0.5, 'answered')}`;
  return {
    engine: 'postwerk',
    work: `${work}: median ${at(0.5, 'label')} ms, p99 ${at(0.99, 'label')} ms (${split})`,
    documentsPerSecond: 0,
    cpuMsPerDocument: 0,
    bytes: 0,
    rssMb: 0,
  };
}

import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { takeLedger } from '../../src/landscape/ledger.ts';
import { receivedBy } from '../../src/landscape/startSinks.ts';
import type { DocumentResult } from '../../src/model/job.ts';
import type { Store } from '../../src/store/db.ts';
import { eventually } from './rig.ts';
import { type AgentProcess, openSiteRig, type SiteRig } from './siteRig.ts';

/** A shift without headquarters. The whole of issue 4: SITE_FAULT_LABELS=5000 SITE_FAULT_KILLS=10. */
const labels = Number(process.env['SITE_FAULT_LABELS'] ?? '160');
const kills = Number(process.env['SITE_FAULT_KILLS'] ?? '2');
const perJob = 40;
/** How long the line is down, by what both stores remember. */
const hours = 8;

test(`a site offline for ${hours} hours makes ${labels} labels and is killed ${kills} times`, async () => {
  const rig = await openSiteRig({ reserve: labels + 500 });
  try {
    let agent = await rig.start();
    const key = await rig.localKey();
    expect(await eventually(() => freeNumbers(rig).then((free) => free >= labels))).toBe(true);
    rig.line.set(false);

    const acknowledged = new Map<string, string>();
    const submitted = submitAll(() => agent, key, acknowledged);
    let killed = 0;
    const moments = seededMoments(kills, labels);
    for (const moment of moments) {
      // By progress, not by time: a slow machine is killed at the same places.
      await eventually(async () => receivedCount(rig) + acknowledged.size >= 2 * moment, 120_000);
      await agent.kill('SIGKILL');
      killed += 1;
      await timePasses(rig, hours / kills);
      agent = await rig.start();
    }
    await submitted;
    expect(acknowledged.size).toBe(labels);
    expect(await eventually(() => openAtSite(rig).then((open) => open === 0), 900_000)).toBe(true);

    // Headquarters has heard nothing of it, and hears all of it when the line is whole again.
    expect((await rig.store.pool.query('SELECT 1 FROM documents')).rowCount).toBe(0);
    rig.line.set(true);
    const complete = async (): Promise<boolean> => {
      const { open, lost } = await takeLedger(rig.store, new Set(acknowledged.keys()), null);
      return open === 0 && lost === 0;
    };
    expect(await eventually(complete, 120_000)).toBe(true);
    const print = receivedBy(rig.sinks.printers);
    const ledger = await takeLedger(rig.store, new Set(acknowledged.keys()), () => ({ print, email: new Map() }));
    expect(ledger).toMatchObject({ accepted: labels, lost: 0, open: 0, duplicates: 0, findings: [] });

    // No number twice: neither on two documents nor on two labels that came out.
    const numbers = await numbersOf(rig);
    expect(numbers).toHaveLength(labels);
    expect(new Set(numbers.map(({ sscc }) => sscc)).size).toBe(labels);
    expect(await numbersOnLabels(rig, print)).toBe(true);

    // At most one label per kill is in doubt.
    const { rows } = await rig.store.pool.query<{ doubtful: number }>(
      `SELECT count(*) AS doubtful FROM deliveries WHERE possible_duplicate OR reason_code = 'unknown-outcome'`,
    );
    expect(rows[0]?.doubtful).toBeLessThanOrEqual(killed);
    expect(ledger.completed + ledger.held).toBe(labels);
    expect(ledger.held).toBeLessThanOrEqual(killed);
    // And headquarters knows of each number whether its label is out.
    const printed = `SELECT 1 FROM sscc_numbers WHERE sscc_state = 'printed'`;
    const isKnown = async () => (await rig.store.pool.query(printed)).rowCount === ledger.completed;
    expect(await eventually(isKnown, 60_000)).toBe(true);
  } finally {
    await rig.close();
  }
}, 1_800_000);

/** Everything that the agent and headquarters have noted so far is so many hours older: leases, sightings, promises. */
async function timePasses(rig: SiteRig, passed: number): Promise<void> {
  const age = async ({ pool }: Store): Promise<void> => {
    const { rows } = await pool.query<{ sql: string }>(
      `SELECT format('UPDATE %I SET %s', table_name,
                     string_agg(format('%1$I = %1$I - make_interval(mins => %2$s)', column_name, $1::int), ', ')) AS sql
         FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
        WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' AND is_generated = 'NEVER'
          AND data_type = 'timestamp with time zone'
        GROUP BY table_name`,
      [Math.round(passed * 60)],
    );
    expect(rows.length).toBeGreaterThan(10);
    for (const { sql } of rows) await pool.query(sql);
  };
  await rig.withAgentStore(age);
  await age(rig.store);
}

/** Submits until each job is acknowledged; the same key makes a repeat harmless, also across a kill. */
async function submitAll(agent: () => AgentProcess, key: string, acknowledged: Map<string, string>): Promise<void> {
  const message = await sampleLabel();
  for (let job = 0; job * perJob < labels; job += 1) {
    const count = Math.min(perJob, labels - job * perJob);
    const documents = Array.from({ length: count }, (_, at) => ({
      type: 'shipping-label',
      message: { ...message, number: `S-${job}-${at}` },
      deliveries: [{ channel: 'print', device: 'linz-labels' }],
    }));
    const inLines = job % 2 === 1;
    for (let done = false; !done; ) {
      try {
        const response = await fetch(`${agent().url}/v1/jobs`, {
          method: 'POST',
          headers: {
            authorization: `Bearer ${key}`,
            'content-type': inLines ? 'application/x-ndjson' : 'application/json',
            'idempotency-key': `shift-${job}`,
          },
          body: inLines ? documents.map((one) => `${JSON.stringify(one)}\n`).join('') : JSON.stringify({ documents }),
          signal: AbortSignal.timeout(60_000),
        });
        const answer = (await response.json()) as { documents?: DocumentResult[] };
        if (response.status !== 202 && response.status !== 200) throw new Error(JSON.stringify(answer));
        for (const result of answer.documents ?? []) {
          if (result.status !== 'accepted') throw new Error(JSON.stringify(result));
          acknowledged.set(result.documentId, result.number);
        }
        done = true;
      } catch (error) {
        if (error instanceof Error && error.message.startsWith('{')) throw error;
        await sleep(100);
      }
    }
  }
}

async function sampleLabel(): Promise<object> {
  const file = fileURLToPath(new URL('../../samples/shipping-labels-de.json', import.meta.url));
  const { documents } = JSON.parse(await readFile(file, 'utf8')) as { documents: { message: object }[] };
  const { sscc: _own, ...message } = (documents[0]?.message ?? {}) as { sscc?: string };
  return message;
}

const receivedCount = (rig: SiteRig): number =>
  rig.sinks.printers.reduce((sum, sink) => sum + sink.state().received, 0);

async function freeNumbers(rig: SiteRig): Promise<number> {
  const { rows } = await rig.store.pool.query<{ free: number }>(
    'SELECT coalesce(sum(last - first + 1), 0)::bigint AS free FROM sscc_ranges',
  );
  return rows[0]?.free ?? 0;
}

function openAtSite(rig: SiteRig): Promise<number> {
  return rig.withAgentStore(async (store) => {
    const { rows } = await store.pool.query<{ open: number }>(
      `SELECT count(*) AS open FROM documents WHERE state IN ('pending', 'processing', 'stopped')`,
    );
    return rows[0]?.open ?? 0;
  });
}

async function numbersOf(rig: SiteRig): Promise<{ id: string; sscc: string }[]> {
  const { rows } = await rig.store.pool.query<{ id: string; sscc: string }>(
    `SELECT v.id, m.body->>'sscc' AS sscc FROM deliveries v JOIN messages m USING (document_id)`,
  );
  return rows;
}

/** Every label that came out carries the number of its own document. */
async function numbersOnLabels(rig: SiteRig, print: ReadonlyMap<string, number>): Promise<boolean> {
  const numbers = new Map((await numbersOf(rig)).map(({ id, sscc }) => [id, sscc]));
  const sink = rig.sinks.all.get('linz-labels');
  const newest = sink?.items({ limit: 20 }).items ?? [];
  for (const { id, deliveryId } of newest) {
    const zpl = Buffer.from((await sink?.get(id))?.bytes ?? []).toString('utf8');
    if (!zpl.includes(numbers.get(deliveryId ?? '') ?? 'none')) return false;
  }
  return print.size > 0;
}

/** How many labels stand on paper or in the store when it is killed: one moment in each part, from a seed. */
function seededMoments(count: number, of: number): number[] {
  let state = Number(process.env['FAULT_SEED'] ?? '20261122');
  return Array.from({ length: count }, (_, index) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    const part = of / (count + 1);
    return Math.floor(part * index + ((state >>> 16) % Math.max(1, Math.floor(part))));
  });
}

import { execFileSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from './rig.ts';
import { type AgentProcess, openSiteRig, type SiteRig } from './siteRig.ts';

let rig: SiteRig;
let agent: AgentProcess;
let key: string;
const taken: string[] = [];

beforeAll(async () => {
  rig = await openSiteRig({ reserve: 100 });
});
afterAll(async () => {
  await rig?.close();
});

/** Makes labels at the site; gives their numbers, or the code with which they were refused. */
async function makeLabels(count: number): Promise<string[] | string> {
  const documents = Array.from({ length: count }, () => ({
    type: 'shipping-label',
    message: { number: 'S-1', shipFrom: party, shipTo: party },
    hold: true,
  }));
  const response = await fetch(`${agent.url}/v1/jobs`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ documents }),
  });
  const answer = (await response.json()) as { code?: string; jobId: string };
  if (answer.code !== undefined) return answer.code;
  return rig.withAgentStore(async (store) => {
    const { rows } = await store.pool.query<{ sscc: string }>(
      `SELECT m.body->>'sscc' AS sscc FROM messages m JOIN documents d ON d.id = m.document_id WHERE d.job_id = $1`,
      [answer.jobId],
    );
    const numbers = rows.map(({ sscc }) => sscc);
    taken.push(...numbers);
    return numbers;
  });
}

const party = {
  name: 'Alpenfracht',
  address: { line1: 'Hafenstraße 1', postCode: '4020', city: 'Linz', country: 'AT' },
};

async function freeAtSite(): Promise<number> {
  return rig.withAgentStore(async (store) => {
    const { rows } = await store.pool.query<{ free: number }>(
      'SELECT coalesce(sum(last - next + 1), 0)::bigint AS free FROM sscc_ranges WHERE held AND given_up_at IS NULL',
    );
    return rows[0]?.free ?? 0;
  });
}

async function backup(): Promise<void> {
  await rm(`${rig.dataDir}.backup`, { recursive: true, force: true });
  // As backups do: with owners and times.
  execFileSync('cp', ['-a', rig.dataDir, `${rig.dataDir}.backup`]);
}

async function restore(what: string): Promise<void> {
  await rm(`${rig.dataDir}${what}`, { recursive: true, force: true });
  execFileSync('cp', ['-a', `${rig.dataDir}.backup${what}`, `${rig.dataDir}${what}`]);
}

describe('a backup of an agent that is put back', () => {
  test('never gives a number out again: offline it gives none, and with headquarters others', async () => {
    agent = await rig.start();
    key = await rig.localKey();
    expect(await eventually(() => freeAtSite().then((free) => free >= 100))).toBe(true);
    expect(await makeLabels(5)).toHaveLength(5);
    await agent.kill('SIGTERM');
    await backup();

    // Started again as it was, it goes on where it stood.
    rig.line.set(false);
    agent = await rig.start();
    const free = await freeAtSite();
    expect(free).toBeGreaterThan(0);
    expect(await makeLabels(10)).toHaveLength(10);
    expect(await freeAtSite()).toBe(free - 10);
    await agent.kill('SIGTERM');

    await restore('');
    agent = await rig.start();
    expect(await makeLabels(1)).toBe('site.numbers-used-up');
    rig.line.set(true);
    expect(await eventually(() => freeAtSite().then((free) => free >= 100), 30_000)).toBe(true);
    expect(await makeLabels(20)).toHaveLength(20);
    await agent.kill('SIGTERM');
    expect(new Set(taken).size).toBe(taken.length);
    expect(await epochs()).toEqual([2]);
  });

  test('is found out also where only the database was put back', async () => {
    await backup();
    agent = await rig.start();
    expect(await makeLabels(3)).toHaveLength(3);
    await agent.kill('SIGTERM');
    rig.line.set(false);
    await restore('/postgres');
    agent = await rig.start();
    expect(await makeLabels(1)).toBe('site.numbers-used-up');
    rig.line.set(true);
    expect(await eventually(async () => (await epochs())[0] === 3, 30_000)).toBe(true);
  });

  test('is found out by headquarters where even the file system says nothing', async () => {
    // A snapshot of the whole disk brings back inode and times; here the store is made to believe its file.
    expect(await eventually(() => freeAtSite().then((free) => free >= 100), 30_000)).toBe(true);
    expect(await makeLabels(3)).toHaveLength(3);
    expect(await eventually(() => unreported().then((count) => count === 0), 30_000)).toBe(true);
    await rig.withAgentStore((store) => store.pool.query('UPDATE site_identity SET reported = 0'));
    expect(await eventually(async () => (await epochs())[0] === 4, 30_000)).toBe(true);
    expect(new Set(taken).size).toBe(taken.length);
  });
});

async function epochs(): Promise<number[]> {
  const { rows } = await rig.store.pool.query<{ epoch: number }>('SELECT epoch FROM site_agents');
  return rows.map(({ epoch }) => epoch);
}

function unreported(): Promise<number> {
  return rig.withAgentStore(async (store) => {
    const { rows } = await store.pool.query<{ count: number }>('SELECT count(*) FROM site_outbox');
    return rows[0]?.count ?? 0;
  });
}

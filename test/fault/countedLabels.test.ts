import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SubmittedDocument } from '../../src/model/job.ts';
import { eventually, mixedDocuments, openRig, type Rig, seeded, type ServerProcess } from './rig.ts';

/** Labels in a stream: whatever is killed or breaks, nothing is lost, nothing is doubled, and one label at most is in doubt. */
describe('labels on a printer that counts', () => {
  let rig: Rig;
  let server: ServerProcess | null = null;
  let serial = 0;
  const pick = seeded();

  beforeAll(async () => {
    rig = await openRig();
  });
  afterAll(async () => {
    await rig?.close();
  });

  const labels = async (count: number): Promise<SubmittedDocument[]> =>
    (await mixedDocuments(count * 4)).filter((_, index) => index % 4 === 1);

  async function submit(to: ServerProcess, documents: readonly SubmittedDocument[]): Promise<string[]> {
    serial += 1;
    const answer = await rig.submit(to, `counted-${serial}`, documents, 'ndjson');
    expect(answer?.status).toBe(202);
    const { rows } = await rig.store.pool.query<{ id: string }>('SELECT id FROM documents WHERE job_id = $1', [
      answer?.jobId,
    ]);
    return rows.map(({ id }) => id);
  }
  async function doubtful(ids: readonly string[]): Promise<number> {
    const ledger = await rig.settle();
    expect(ledger.findings).toEqual([]);
    expect(ledger).toMatchObject({ open: 0, lost: 0, duplicates: 0, aborted: 0, canceled: 0 });
    const { rows } = await rig.store.pool.query<{ state: string; reason_code: string; count: number }>(
      'SELECT state, reason_code, count(*)::int FROM documents WHERE id = ANY($1::uuid[]) GROUP BY 1, 2',
      [ids],
    );
    const held = rows.filter(({ state }) => state === 'held');
    expect(held.every(({ reason_code }) => reason_code === 'unknown-outcome')).toBe(true);
    return held.reduce((sum, { count }) => sum + count, 0);
  }

  test('killed twice in the middle of a stream', async () => {
    const ids: string[] = [];
    for (let kill = 1; kill <= 2; kill += 1) {
      const doomed = await rig.start({ POSTWERK_FAILPOINT: `drain.in-stream:${20 + pick(60)}` });
      ids.push(...(await submit(doomed, await labels(60))));
      expect(await eventually(() => doomed.ended(), 60_000)).toBe(true);
      expect((await doomed.exit).signal).toBe('SIGKILL');
    }
    server = await rig.start({ POSTWERK_ATTEMPT_TIMEOUT_MS: '2000' });
    expect(await doubtful(ids)).toBeLessThanOrEqual(2);
  });

  for (const [fault, most] of [
    ['power-loss', 1],
    ['jam', 0],
    ['buffer-full', 0],
  ] as const) {
    test(`${fault}: ${most} in doubt at most`, async () => {
      const printer = rig.sinks.all.get('linz-labels');
      if (!server) throw new Error('no server');
      await printer?.set(fault);
      const ids = await submit(server, await labels(30));
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      await printer?.set('ready');
      expect(await doubtful(ids)).toBeLessThanOrEqual(most);
    });
  }
});

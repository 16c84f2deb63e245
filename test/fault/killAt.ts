import { afterAll, beforeAll, expect, test } from 'vitest';
import { mayFollow, type State } from '../../src/model/states.ts';
import { deliveriesOf } from '../../src/store/reconcile.ts';
import type { failpoints } from './failpoints.ts';
import { eventually, mixedDocuments, openRig, type Rig, seeded } from './rig.ts';

/** POSTWERK_KILL_EVERY=2 takes every second place only: for who must wait for the result. */
const every = Number(process.env['POSTWERK_KILL_EVERY'] ?? '1');

/** Kills a server at each of the given failpoints, starts another and holds it to its promises; stands in a `describe`. */
export function killAtEach(points: typeof failpoints): void {
  let rig: Rig;
  const pick = seeded();

  beforeAll(async () => {
    rig = await openRig();
  });
  afterAll(async () => {
    await rig?.close();
  });

  for (const { name: point, passes, format } of points.filter((_, index) => index % every === 0)) {
    const pass = 1 + pick(passes);
    test(`killed at ${point}, pass ${pass}`, async () => {
      const documents = await mixedDocuments(16);
      const key = `kill-${point}`;
      const doomed = await rig.start({ POSTWERK_FAILPOINT: `${point}:${pass}` });
      const first = doomed.ended() ? null : await rig.submit(doomed, key, documents, format);
      expect(await eventually(() => doomed.ended()), 'the failpoint was passed').toBe(true);
      expect((await doomed.exit).signal).toBe('SIGKILL');

      const server = await rig.start();
      // What was acknowledged must be there; what was not may be submitted again under the same key.
      let answer = await rig.submit(server, key, documents, format);
      if (answer?.status === 409) {
        // The killed submission still counts as being received until the sweep gives it up.
        await rig.store.pool.query("UPDATE jobs SET touched_at = now() - interval '1 hour' WHERE accepted_at IS NULL");
        await eventually(async () => {
          answer = await rig.submit(server, key, documents, format);
          return answer?.status === 202;
        });
      }
      expect(answer?.status).toBe(202);
      expect([undefined, answer?.jobId], 'a promise made before the kill is kept').toContain(first?.jobId);

      const ledger = await rig.settle();
      await server.kill('SIGTERM');
      expect(ledger.findings).toEqual([]);
      expect(ledger).toMatchObject({ open: 0, lost: 0, duplicates: 0, aborted: 0, canceled: 0 });
      await expectJobWhole(rig, answer?.jobId ?? '', documents.length);
    });
  }
}

/** One job, every document of it once, and held only where the protocol cannot tell what happened. */
async function expectJobWhole(rig: Rig, jobId: string, count: number): Promise<void> {
  const { rows } = await rig.store.pool.query<{ id: string; state: string; reason_code: string | null }>(
    'SELECT id, state, reason_code FROM documents WHERE job_id = $1',
    [jobId],
  );
  expect(rows).toHaveLength(count);
  for (const row of rows.filter(({ state }) => state === 'held')) expect(row.reason_code).toBe('unknown-outcome');
  const { rows: moves } = await rig.store.pool.query<{ action: string; from: State; to: State }>(
    'SELECT action, from_state AS "from", to_state AS "to" FROM audit WHERE job_id = $1 AND from_state IS NOT NULL AND to_state <> from_state',
    [jobId],
  );
  expect(moves.filter(({ from, to }) => !mayFollow(from, to))).toEqual([]);
  const deliveries = await deliveriesOf(
    rig.store,
    rows.map(({ id }) => id),
  );
  expect(deliveries).toHaveLength(count);
}

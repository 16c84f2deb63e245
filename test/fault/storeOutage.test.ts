import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SubmittedDocument } from '../../src/model/job.ts';
import { waitForDatabase } from '../../src/store/db.ts';
import { type Answer, eventually, mixedDocuments, openRig, type Rig, seeded, type ServerProcess } from './rig.ts';

const outages = 3;
const batch = 80;

for (const { name, ownStore } of [
  { name: 'an external Postgres', ownStore: false },
  { name: 'its own embedded Postgres', ownStore: true },
]) {
  describe(`a server on ${name} that is killed in the middle`, () => {
    const pick = seeded();
    let rig: Rig;
    let server: ServerProcess;

    beforeAll(async () => {
      rig = await openRig({ ownStore });
      server = await rig.start({ POSTWERK_LEASE_MS: '4000', POSTWERK_LOG_LEVEL: 'error' });
    });
    afterAll(async () => {
      await rig?.close();
    });

    test(`${outages} times at work: nothing acknowledged is lost or doubled, and the server lives`, async () => {
      const kills: number[] = [];
      const accepted: Answer[] = [];
      for (let outage = 1; outage <= outages; outage += 1) {
        const before = await finalCount();
        const documents = await mixedDocuments(batch);
        // The kill may hit the acceptance itself, or anything up to the last documents on their way out.
        const moment = outage === 1 ? 0 : pick(batch - 10);
        const submitted = submitUntilAccepted(`outage-${outage}`, documents);
        if (moment > 0) await eventually(async () => (await finalCount()) - before >= moment);
        else await sleep(pick(40));
        await rig.killPostgres();
        kills.push(Date.now());
        accepted.push(await submitted);
        expect(server.ended(), 'the server lives').toBe(false);
        await waitForDatabase(rig.store, 30_000);
        const again = await submitUntilAccepted(`outage-${outage}`, documents);
        expect(again, 'the same key gives the same job').toEqual(accepted.at(-1));
      }
      await expectBalanced(batch * outages);
      await expectUnknownOnlyAt(kills);
    });

    test('in the middle of a stream: 503 or no answer, and the same key submits it again', async () => {
      const documents = await mixedDocuments(600);
      const lines = documents.map((document) => `${JSON.stringify(document)}\n`);
      const halves = [lines.slice(0, 300), lines.slice(300)];
      const cut = await rig.submitStream(server, 'stream', async function* () {
        yield halves[0]?.join('') ?? '';
        await rig.killPostgres();
        yield halves[1]?.join('') ?? '';
      });
      if (cut?.status !== 202) expect([undefined, 503]).toContain(cut?.status);
      expect(server.ended()).toBe(false);
      const began = Date.now();
      const answer = await submitUntilAccepted('stream', documents, 'ndjson');
      expect(Date.now() - began, 'the key is free again soon').toBeLessThan(20_000);
      expect(answer.documents.map(({ status }) => status)).toEqual(documents.map(() => 'accepted'));
      if (cut?.status === 202) expect(answer).toEqual(cut);
      await expectBalanced(batch * outages + documents.length);
    });

    test('ends with code 0 afterwards', async () => {
      await server.kill('SIGTERM');
      expect(await server.exit).toEqual({ code: 0, signal: null });
    });

    async function finalCount(): Promise<number> {
      const { rows } = await rig.store.pool.query<{ count: number }>(
        "SELECT count(*)::int AS count FROM documents WHERE state IN ('completed', 'held')",
      );
      return rows[0]?.count ?? 0;
    }

    /** As an ERP does: the same body under the same key until there is an answer that is not "later". */
    async function submitUntilAccepted(
      key: string,
      documents: readonly SubmittedDocument[],
      format: 'json' | 'ndjson' = 'json',
    ): Promise<Answer> {
      for (const until = Date.now() + 90_000; ; ) {
        const answer = await rig.submit(server, key, documents, format);
        if (answer?.status === 202) return answer;
        expect([undefined, 409, 503], JSON.stringify(answer)).toContain(answer?.status);
        if (Date.now() > until) throw new Error(`Not accepted in time: ${answer?.status}`);
        await sleep(100);
      }
    }

    async function expectBalanced(accepted: number): Promise<void> {
      const ledger = await rig.settle(90_000);
      expect(ledger.findings).toEqual([]);
      expect(ledger).toMatchObject({ accepted, open: 0, lost: 0, duplicates: 0, aborted: 0, canceled: 0 });
      const { rows } = await rig.store.pool.query<{ count: number }>('SELECT count(*)::int AS count FROM documents');
      expect(rows[0]?.count).toBe(accepted);
    }

    /** Held is only what was being sent when Postgres went, and never a document in the portal. */
    async function expectUnknownOnlyAt(kills: readonly number[]): Promise<void> {
      const { rows } = await rig.store.pool.query<{ reason_code: string; channel: string; started_at: Date }>(
        `SELECT v.reason_code, v.channel, a.started_at FROM deliveries v JOIN attempts a ON a.delivery_id = v.id
         WHERE v.state = 'held' AND a.outcome = 'unknown'`,
      );
      const held = await rig.store.pool.query("SELECT id FROM documents WHERE state = 'held'");
      expect(rows).toHaveLength(held.rows.length);
      for (const row of rows) {
        expect(row).toMatchObject({ reason_code: 'unknown-outcome', channel: expect.not.stringContaining('portal') });
        const since = kills.map((kill) => kill - row.started_at.getTime());
        expect(
          since.some((ms) => ms > -500 && ms < 5_000),
          `begun ${since.join(', ')} ms before the kills`,
        ).toBe(true);
      }
    }
  });
}

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inTransaction, type Store } from '../../../src/store/db.ts';
import { beginAttempts, claimDeliveries, dueDeliveries, unclaimDeliveries } from '../../../src/store/deliveries.ts';
import { getDocument, getRenditionBytes } from '../../../src/store/documentHistory.ts';
import { claimDocuments, documentsToCompose, failDocuments, finishComposed } from '../../../src/store/documents.ts';
import { finishDeliveries, recoverExpiredDeliveries } from '../../../src/store/finishDeliveries.ts';
import { getJob } from '../../../src/store/jobs.ts';
import { refreshStuckJobs } from '../../../src/store/jobState.ts';
import { ledger } from '../../../src/store/ledger.ts';
import { portalDocuments } from '../../../src/store/portalDocuments.ts';
import { documentsToSettle, settleDocuments } from '../../../src/store/settle.ts';
import type { Outcome } from '../../../src/model/outcome.ts';
import { startTestStore, type TestStore } from '../../support/testStore.ts';
import { acceptSome, composed, composeSome, someParties, toEmail, toPortal } from './someDocuments.ts';

let running: TestStore;
let store: Store;

beforeAll(async () => {
  running = await startTestStore();
  store = running.store;
  await someParties(store);
});
afterAll(() => running.stop());

const ok: Outcome = { kind: 'ok', evidence: 'accepted', detail: '250 ok' };

async function send(ids: string[], outcome: Outcome, nextAttemptAt?: Date): Promise<string[]> {
  const claimed = await claimDeliveries(store, ids, 30_000);
  const attempts = await beginAttempts(store, claimed);
  return finishDeliveries(
    store,
    claimed.map(({ id, fence }, index) => ({
      id,
      fence,
      attemptId: attempts[index] ?? null,
      outcome,
      ...(nextAttemptAt ? { nextAttemptAt } : {}),
    })),
  );
}

async function stateOf(id: string): Promise<string> {
  const document = (await getDocument(store, id))?.document;
  return `${document?.state} ${document?.reasonCode ?? ''}`.trim();
}

describe('claiming documents', () => {
  test('gives each document to one of many claimers', async () => {
    const { ids } = await acceptSome(store, 40);
    const claims = await Promise.all(Array.from({ length: 8 }, () => claimDocuments(store, ids, 30_000)));
    expect(
      claims
        .flat()
        .map(({ id }) => id)
        .sort(),
    ).toEqual(ids.toSorted());
  });

  test('is not kept off by a row that only refers to the document or its job', async () => {
    const { jobId, ids } = await acceptSome(store, 1);
    await inTransaction(store, async (client) => {
      // What a foreign key takes: a number that is bound to its document, for one.
      await client.query('SELECT 1 FROM documents WHERE id = ANY($1::uuid[]) FOR KEY SHARE', [ids]);
      await client.query('SELECT 1 FROM jobs WHERE id = $1 FOR KEY SHARE', [jobId]);
      expect(await claimDocuments(store, ids, 30_000)).toHaveLength(1);
    });
    expect(await getJob(store, jobId)).toMatchObject({ state: 'processing' });
  });

  test('a lease that ran out goes to the next, and the late one changes nothing', async () => {
    const { jobId, ids } = await acceptSome(store, 1);
    const [late] = await claimDocuments(store, ids, 1);
    if (!late) throw new Error('not claimed');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await documentsToCompose(store, 10)).toContainEqual({ id: late.id, priority: 5 });
    const [next] = await claimDocuments(store, ids, 30_000);
    if (!next) throw new Error('not claimed again');
    expect(next).toMatchObject({ fence: late.fence + 1, attempts: 2, message: { number: 'R-1' } });

    expect(await finishComposed(store, [composed(late, toEmail)])).toEqual([]);
    expect(await failDocuments(store, [{ ...late, to: 'aborted', code: 'x', reason: 'y' }])).toEqual([]);
    const untouched = await getDocument(store, late.id);
    expect(untouched).toMatchObject({ document: { state: 'processing' }, renditions: [], deliveries: [] });

    expect(await finishComposed(store, [composed(next, toEmail)])).toEqual(ids);
    expect(await finishComposed(store, [composed(next, toEmail)])).toEqual([]);
    expect((await getDocument(store, next.id))?.deliveries).toHaveLength(1);
    expect(await getJob(store, jobId)).toMatchObject({ state: 'processing' });
  });

  test('failing holds, aborts or tries again, each with its reason, and the job follows', async () => {
    const { jobId, ids } = await acceptSome(store, 3);
    const claimed = await claimDocuments(store, ids, 30_000);
    const to = ['held', 'aborted', 'pending'] as const;
    await failDocuments(
      store,
      claimed.map(({ id, fence }, index) => ({ id, fence, to: to[index] ?? 'held', code: `c${index}`, reason: 'why' })),
    );
    expect(await Promise.all(ids.map(stateOf))).toEqual(['held c0', 'aborted c1', 'pending c2']);
    expect(await getJob(store, jobId)).toMatchObject({ state: 'processing' });
    const again = await claimDocuments(store, ids, 30_000);
    expect(again.map(({ id }) => id)).toEqual([ids[2]]);
    await failDocuments(store, [{ id: ids[2] ?? '', fence: again[0]?.fence ?? 0, to: 'held', code: 'c', reason: 'w' }]);
    const job = await getJob(store, jobId);
    expect(job).toMatchObject({ state: 'held', reason: 'Of 3 documents 2 held, 1 aborted.' });
  });
});

describe('composed documents', () => {
  test('keep their bytes, same bytes once', async () => {
    const { ids } = await composeSome(store, 50, [toEmail]);
    for (const id of [ids[0] ?? '', ids[49] ?? '']) {
      const pdf = await getRenditionBytes(store, id, 'pdf');
      expect(pdf?.bytes.toString()).toBe(`%PDF of ${id}`);
      expect((await getRenditionBytes(store, id, 'email'))?.bytes.toString()).toBe('{"subject":"the same for all"}');
    }
    expect(await getRenditionBytes(store, ids[0] ?? '', 'zpl')).toBeNull();
    const { rows } = await store.pool.query<{ n: number }>(
      `SELECT count(DISTINCT sha256) AS n FROM renditions WHERE document_id = ANY($1::uuid[])`,
      [ids],
    );
    expect(rows[0]?.n).toBe(51);
  });

  test('without any delivery are held, not forgotten', async () => {
    const { ids } = await composeSome(store, 1, []);
    expect(await documentsToSettle(store, 10)).toContain(ids[0]);
    await settleDocuments(store, ids);
    expect(await stateOf(ids[0] ?? '')).toBe('held dispatch.no-channel');
  });
});

describe('deliveries', () => {
  test('go out with attempt, evidence and audit, and complete document and job', async () => {
    const { jobId, ids, deliveryIds } = await composeSome(store, 2, [toEmail, toPortal], {
      senderId: 'group',
      recipientId: 'meyer',
    });
    expect(await dueDeliveries(store, 100)).toEqual(
      expect.arrayContaining(deliveryIds.map((id) => ({ id, priority: 5 }))),
    );
    const claimed = await claimDeliveries(store, deliveryIds, 30_000);
    expect(await claimDeliveries(store, deliveryIds, 30_000)).toEqual([]);
    const email = claimed.find(({ channel }) => channel === 'email');
    expect(email?.renditions.map(({ format }) => format).sort()).toEqual(['email', 'pdf']);
    expect(email?.senderEmail).toBe('billing@group.example');
    expect(email?.document).toMatchObject({ recipientId: 'meyer', locale: 'de', number: 'R-1' });
    await unclaimDeliveries(store, claimed);

    const touched = await send(deliveryIds, ok);
    expect(touched.toSorted()).toEqual(ids.toSorted());
    expect((await settleDocuments(store, touched)).map(({ state }) => state)).toEqual(['completed', 'completed']);
    expect(await settleDocuments(store, touched)).toEqual([]);
    expect(await getJob(store, jobId)).toMatchObject({ state: 'completed', reasonCode: null });
    const history = await getDocument(store, ids[0] ?? '');
    expect(history?.attempts).toMatchObject([
      { number: 1, outcome: 'ok' },
      { number: 1, outcome: 'ok' },
    ]);
    expect(history?.deliveries).toMatchObject([
      { state: 'completed', evidence: 'accepted', attempts: 1 },
      { state: 'completed', evidence: 'accepted', attempts: 1 },
    ]);
    expect(history?.audit.map(({ action }) => action)).toEqual([
      'accepted',
      'composing',
      'composed',
      'routed',
      'routed',
      'sending',
      'sending',
      'outcome-ok',
      'outcome-ok',
      'completed',
    ]);
    const portal = await portalDocuments(store, 'meyer', 10);
    expect(portal.map(({ document }) => document.id).toSorted()).toEqual(ids.toSorted());
    expect(portal[0]).toMatchObject({ delivery: { channel: 'portal', state: 'completed' } });
    const published = await getDocument(store, portal[0]?.document.id ?? '');
    expect(portal[0]?.pdfSha256).toBe(published?.renditions.find(({ format }) => format === 'pdf')?.sha256);
    expect(portal[0]?.pdfSha256).toMatch(/^[0-9a-f]{64}$/);
    expect(portal[0]?.document.createdAt).toBeInstanceOf(Date);
  });

  test('end as their outcome says, and the worst decides over the document', async () => {
    const cases: [Outcome, string][] = [
      [{ kind: 'hold', code: 'h', detail: 'needs a person' }, 'held h'],
      [{ kind: 'unknown', code: 'u', detail: 'no answer' }, 'held unknown-outcome'],
      [{ kind: 'abort', code: 'a', detail: 'refused' }, 'aborted a'],
      [{ kind: 'cancel', code: 'c', detail: 'at the device' }, 'completed'],
    ];
    for (const [outcome, expected] of cases) {
      const { ids, deliveryIds } = await composeSome(store, 1, [toEmail, toPortal]);
      await send(deliveryIds.slice(0, 1), outcome);
      await settleDocuments(store, ids);
      expect(await stateOf(ids[0] ?? '')).toBe('processing');
      await send(deliveryIds.slice(1), ok);
      await settleDocuments(store, ids);
      expect(await stateOf(ids[0] ?? '')).toBe(expected);
    }
  });

  test('wait for their next attempt, and count only attempts that began', async () => {
    const { ids, deliveryIds } = await composeSome(store, 1, [toEmail]);
    await unclaimDeliveries(store, await claimDeliveries(store, deliveryIds, 30_000));
    await send(deliveryIds, { kind: 'retry', code: 'r', detail: '421' }, new Date(Date.now() + 60_000));
    expect(await claimDeliveries(store, deliveryIds, 30_000)).toEqual([]);
    expect((await getDocument(store, ids[0] ?? ''))?.deliveries).toMatchObject([
      { state: 'pending', reasonCode: 'r', reason: '421', attempts: 1 },
    ]);
    await store.pool.query(
      `UPDATE deliveries SET next_attempt_at = now() - interval '1 second' WHERE id = $1`,
      deliveryIds,
    );
    expect(await claimDeliveries(store, deliveryIds, 30_000)).toMatchObject([{ attempts: 1 }]);
  });

  test('whose lease ran out: begun ones are held as unknown, the others free; the late holder is shut out', async () => {
    const { ids, deliveryIds } = await composeSome(store, 2, [toEmail]);
    const claimed = await claimDeliveries(store, deliveryIds, 1);
    const [begun, waiting] = claimed;
    if (!begun || !waiting) throw new Error('not claimed');
    const [attemptId] = await beginAttempts(store, [begun]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await recoverExpiredDeliveries(store)).toEqual({
      unknown: [{ id: begun.id, documentId: begun.documentId }],
      freed: [{ id: waiting.id, documentId: waiting.documentId, channel: 'email', deviceId: null }],
    });
    expect(await recoverExpiredDeliveries(store)).toEqual({ unknown: [], freed: [] });

    expect(await beginAttempts(store, [waiting, begun])).toEqual([null, null]);
    const late = { id: begun.id, fence: begun.fence, attemptId: attemptId ?? null, outcome: ok };
    expect(await finishDeliveries(store, [late])).toEqual([]);
    await settleDocuments(store, ids);
    const history = await getDocument(store, begun.documentId);
    expect(history?.document).toMatchObject({ state: 'held', reasonCode: 'unknown-outcome' });
    expect(history?.attempts).toMatchObject([{ outcome: 'unknown', code: 'unknown-outcome' }]);
    expect(history?.attempts[0]?.finishedAt).toBeInstanceOf(Date);
    expect(await claimDeliveries(store, deliveryIds, 30_000)).toMatchObject([{ id: waiting.id }]);
    // Another holds it now: whoever held it before can neither begin, give back nor finish it.
    expect(await beginAttempts(store, [waiting])).toEqual([null]);
    await unclaimDeliveries(store, [waiting]);
    expect(await finishDeliveries(store, [{ ...late, id: waiting.id, fence: waiting.fence }])).toEqual([]);
    expect((await getDocument(store, waiting.documentId))?.deliveries).toMatchObject([{ state: 'processing' }]);
  });

  test('into the portal are never in doubt: publishing again is the same', async () => {
    const { deliveryIds } = await composeSome(store, 1, [toPortal]);
    await beginAttempts(store, await claimDeliveries(store, deliveryIds, 1));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await recoverExpiredDeliveries(store)).toMatchObject({ unknown: [], freed: [{ id: deliveryIds[0] }] });
    const [again] = await claimDeliveries(store, deliveryIds, 30_000);
    expect(again).toMatchObject({ attempts: 1 });
  });
});

test('two deliveries of one document ending at once never leave it open', async () => {
  for (let round = 0; round < 10; round += 1) {
    const { jobId, ids, deliveryIds } = await composeSome(store, 4, [toEmail, toPortal]);
    await Promise.all(deliveryIds.map(async (id) => settleDocuments(store, await send([id], ok))));
    expect(await Promise.all(ids.map(stateOf))).toEqual(Array(4).fill('completed'));
    expect(await getJob(store, jobId)).toMatchObject({ state: 'completed' });
  }
});

test('a job left open by a crash is found', async () => {
  const { jobId, ids, deliveryIds } = await composeSome(store, 1, [toEmail]);
  await send(deliveryIds, ok);
  expect(await documentsToSettle(store, 100)).toContain(ids[0]);
  await store.pool.query(`UPDATE documents SET state = 'completed' WHERE id = $1`, ids);
  expect(await refreshStuckJobs(store)).toContain(jobId);
  expect(await getJob(store, jobId)).toMatchObject({ state: 'completed' });
});

test('the ledger adds up', async () => {
  const { accepted, completed, held, aborted, canceled, open } = await ledger(store);
  expect(accepted).toBeGreaterThan(100);
  expect(completed + held + aborted + canceled + open).toBe(accepted);
});

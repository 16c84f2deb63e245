import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Store } from '../../../src/store/db.ts';
import { beginAttempts, claimDeliveries } from '../../../src/store/deliveries.ts';
import { cancelDocument, holdDocument, releaseDocument, resendDocument } from '../../../src/store/documentActions.ts';
import { getDocument } from '../../../src/store/documentHistory.ts';
import { claimDocuments, finishComposed } from '../../../src/store/documents.ts';
import { finishDeliveries } from '../../../src/store/finishDeliveries.ts';
import { getJob } from '../../../src/store/jobs.ts';
import { settleDocuments } from '../../../src/store/settle.ts';
import type { Outcome } from '../../../src/model/outcome.ts';
import { startTestStore, type TestStore } from '../../support/testStore.ts';
import { acceptSome, composed, composeSome, someParties, toDevice, toEmail, toPortal } from './someDocuments.ts';

let running: TestStore;
let store: Store;

beforeAll(async () => {
  running = await startTestStore();
  store = running.store;
  await someParties(store);
});
afterAll(() => running.stop());

const actor = 'key:anna';
const ok: Outcome = { kind: 'ok', evidence: 'accepted', detail: '250 ok' };
const abort: Outcome = { kind: 'abort', code: 'dispatch.mail-refused', detail: '550 no such user' };
const unknown: Outcome = { kind: 'unknown', code: 'x', detail: 'no answer after the final dot' };

async function historyOf(id: string | undefined) {
  const history = await getDocument(store, id ?? '');
  if (!history) throw new Error(`no document ${id}`);
  return history;
}

async function send(ids: readonly string[], outcome: Outcome): Promise<void> {
  const claimed = await claimDeliveries(store, ids, 30_000);
  const attempts = await beginAttempts(store, claimed);
  const results = claimed.map(({ id, fence }, i) => ({ id, fence, attemptId: attempts[i] ?? null, outcome }));
  await settleDocuments(store, await finishDeliveries(store, results));
}

async function one<T>(list: readonly T[]): Promise<T> {
  if (list[0] === undefined || list.length !== 1) throw new Error(`${list.length} instead of one`);
  return list[0];
}

describe('hold and release', () => {
  test('of a document being composed shut its composer out', async () => {
    const { jobId, ids } = await acceptSome(store, 1);
    const id = await one(ids);
    const claimed = await one(await claimDocuments(store, ids, 30_000));
    expect(await holdDocument(store, id, actor, 'wrong price')).toMatchObject({ changed: true, deliveryIds: [] });
    expect(await finishComposed(store, [composed(claimed, toEmail)])).toEqual([]);
    const held = await historyOf(id);
    expect(held.document).toMatchObject({ state: 'held', reasonCode: 'held-by-operator', reason: 'wrong price' });
    expect(held.audit.at(-1)).toMatchObject({ actor, action: 'held', fromState: 'processing', toState: 'held' });
    expect(await getJob(store, jobId)).toMatchObject({ state: 'held' });

    expect(await releaseDocument(store, id, actor)).toMatchObject({ changed: true, documentIds: [id] });
    expect(await getJob(store, jobId)).toMatchObject({ state: 'processing' });
    expect(await claimDocuments(store, ids, 30_000)).toHaveLength(1);
    expect(await releaseDocument(store, id, actor)).toMatchObject({ changed: false, code: 'wrong-state' });
  });

  test('of a composed document hold and free its waiting deliveries', async () => {
    const { ids, deliveryIds } = await composeSome(store, 1, [toEmail, toDevice('printer-1')]);
    const id = await one(ids);
    expect(await holdDocument(store, id, actor)).toMatchObject({ changed: true });
    expect((await historyOf(id)).document.state).toBe('held');
    expect(await claimDeliveries(store, deliveryIds, 1_000)).toEqual([]);
    expect(await releaseDocument(store, id, actor)).toEqual({
      changed: true,
      priority: 5,
      documentIds: [],
      deliveryIds: deliveryIds.slice(0, 1),
      deviceIds: ['printer-1'],
    });
    const { document, deliveries } = await historyOf(id);
    expect(document).toMatchObject({ state: 'processing', reasonCode: null });
    expect(deliveries.map(({ possibleDuplicate }) => possibleDuplicate)).toEqual([false, false]);
  });

  test('a delivery with unknown end goes out again as a possible duplicate', async () => {
    const { ids, deliveryIds } = await composeSome(store, 1, [toEmail, toPortal]);
    const id = await one(ids);
    await send(deliveryIds.slice(0, 1), unknown);
    await send(deliveryIds.slice(1), ok);
    expect((await historyOf(id)).document).toMatchObject({ state: 'held', reasonCode: 'unknown-outcome' });
    await releaseDocument(store, id, actor);
    const { deliveries } = await historyOf(id);
    expect(deliveries).toMatchObject([
      { state: 'pending', possibleDuplicate: true },
      { state: 'completed', possibleDuplicate: false },
    ]);
    await send(deliveryIds, ok);
    expect((await historyOf(id)).document.state).toBe('completed');
  });

  test('what is on its way cannot be held any more', async () => {
    const { ids, deliveryIds } = await composeSome(store, 1, [toEmail]);
    await claimDeliveries(store, deliveryIds, 30_000);
    expect(await holdDocument(store, await one(ids), actor)).toMatchObject({ changed: false, code: 'wrong-state' });
  });
});

describe('cancel', () => {
  test('ends a waiting document and its job', async () => {
    const { jobId, ids } = await acceptSome(store, 1);
    await cancelDocument(store, await one(ids), actor, 'sent by post');
    expect((await historyOf(ids[0])).document).toMatchObject({ state: 'canceled', reason: 'sent by post' });
    expect(await getJob(store, jobId)).toMatchObject({ state: 'canceled' });
    expect(await claimDocuments(store, ids, 1_000)).toEqual([]);
    expect(await cancelDocument(store, await one(ids), actor)).toMatchObject({ changed: false });
  });

  test('lets what is on its way end, and tells the truth about it', async () => {
    const { ids, deliveryIds } = await composeSome(store, 1, [toEmail, toPortal]);
    const [flying] = await claimDeliveries(store, deliveryIds.slice(0, 1), 30_000);
    if (!flying) throw new Error('not claimed');
    expect(await cancelDocument(store, await one(ids), actor)).toMatchObject({ changed: true });
    expect((await historyOf(ids[0])).document.state).toBe('processing');
    const { id, fence } = flying;
    await settleDocuments(store, await finishDeliveries(store, [{ id, fence, attemptId: null, outcome: ok }]));
    const { document, deliveries } = await historyOf(ids[0]);
    expect(document.state).toBe('completed');
    expect(deliveries.map(({ state }) => state)).toEqual(['completed', 'canceled']);
  });
});

describe('resend', () => {
  test('makes new deliveries of the same bytes to the same places', async () => {
    const { jobId, ids, deliveryIds } = await composeSome(store, 1, [toEmail, toPortal]);
    const id = await one(ids);
    expect(await resendDocument(store, id, actor)).toMatchObject({ changed: false, code: 'wrong-state' });
    await send(deliveryIds, ok);
    const before = await historyOf(id);
    const again = await resendDocument(store, id, actor);
    expect(again).toMatchObject({ changed: true, deliveryIds: [expect.any(String), expect.any(String)] });
    const after = await historyOf(id);
    expect(after.renditions).toEqual(before.renditions);
    expect(after.deliveries).toHaveLength(4);
    expect(after.document.state).toBe('processing');
    expect(await getJob(store, jobId)).toMatchObject({ state: 'processing' });
    if (again.changed) await send(again.deliveryIds, ok);
    expect((await historyOf(id)).document.state).toBe('completed');
    expect(await getJob(store, jobId)).toMatchObject({ state: 'completed' });
  });

  test('to another address mends a document that was refused', async () => {
    const { ids, deliveryIds } = await composeSome(store, 1, [toEmail]);
    const id = await one(ids);
    await send(deliveryIds, abort);
    expect((await historyOf(id)).document).toMatchObject({ state: 'aborted', reason: '550 no such user' });
    const again = await resendDocument(store, id, actor, { channel: 'email', to: 'right@example.com' });
    if (!again.changed) throw new Error(again.reason);
    await send(again.deliveryIds, ok);
    const { document, deliveries } = await historyOf(id);
    expect(document).toMatchObject({ state: 'completed', reasonCode: null });
    expect(deliveries.map(({ destination, state }) => `${destination} ${state}`)).toEqual([
      'a@example.com aborted',
      'right@example.com completed',
    ]);
  });

  test('takes the place of a held delivery: a later release finds nothing', async () => {
    const { ids, deliveryIds } = await composeSome(store, 1, [toEmail]);
    const id = await one(ids);
    await send(deliveryIds, unknown);
    const again = await resendDocument(store, id, actor);
    if (!again.changed) throw new Error(again.reason);
    expect((await historyOf(id)).deliveries).toMatchObject([
      { state: 'canceled', reasonCode: 'superseded' },
      { state: 'pending', possibleDuplicate: false },
    ]);
    await send(again.deliveryIds, ok);
    expect(await releaseDocument(store, id, actor)).toMatchObject({ changed: false });
    expect((await historyOf(id)).document.state).toBe('completed');
  });

  test('goes to the recipient’s own printer or mailbox where none is named, and refuses what it cannot do', async () => {
    const { ids, deliveryIds } = await composeSome(store, 1, [toPortal], { recipientId: 'kovacs' });
    const id = await one(ids);
    await send(deliveryIds, ok);
    expect(await resendDocument(store, id, actor, { channel: 'print' })).toMatchObject({ deviceIds: ['printer-1'] });
    const other = await composeSome(store, 1, [toPortal], { recipientId: 'kovacs' });
    await send(other.deliveryIds, ok);
    const otherId = await one(other.ids);
    const noDestination = { changed: false, code: 'no-destination' };
    expect(await resendDocument(store, otherId, actor, { channel: 'email' })).toMatchObject(noDestination);
    expect(await resendDocument(store, otherId, actor, { channel: 'print', device: 'x' })).toMatchObject(noDestination);
    await store.pool.query(`UPDATE devices SET driver = 'zpl' WHERE id = 'printer-2'`);
    const toZpl = await resendDocument(store, otherId, actor, { channel: 'print', device: 'printer-2' });
    expect(toZpl).toMatchObject({ changed: false, code: 'no-rendition' });
    const waiting = await acceptSome(store, 1);
    expect(await resendDocument(store, await one(waiting.ids), actor)).toMatchObject({ code: 'no-rendition' });
    expect((await historyOf(otherId)).document.state).toBe('completed');
  });
});

test('an unknown document is told as such', async () => {
  const id = '00000000-0000-7000-8000-000000000000';
  for (const act of [holdDocument, releaseDocument, cancelDocument, resendDocument]) {
    expect(await act(store, id, actor)).toMatchObject({ changed: false, code: 'not-found' });
  }
});

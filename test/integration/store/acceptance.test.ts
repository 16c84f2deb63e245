import { createHash } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DocumentResult } from '../../../src/model/job.ts';
import { createApiKey } from '../../../src/store/apiKeys.ts';
import type { Store } from '../../../src/store/db.ts';
import { claimDocuments, documentsToCompose } from '../../../src/store/documents.ts';
import { getDocument } from '../../../src/store/documentHistory.ts';
import { searchDocuments } from '../../../src/store/documentSearch.ts';
import {
  abandonJob,
  abandonStaleJobs,
  acceptWholeJob,
  beginJob,
  documentIdsOfJob,
  getJob,
  insertSlice,
  sealJob,
  streamResults,
} from '../../../src/store/jobs.ts';
import { startTestStore, type TestStore } from '../../support/testStore.ts';
import { someDocuments } from './someDocuments.ts';

let running: TestStore;
let store: Store;

beforeAll(async () => {
  running = await startTestStore();
  store = running.store;
});
afterAll(() => running.stop());

const sha = (text: string) => createHash('sha256').update(text).digest();

async function count(sql: string, ...values: unknown[]): Promise<number> {
  const { rows } = await store.pool.query<{ n: number }>(`SELECT count(*) AS n FROM ${sql}`, values);
  return rows[0]?.n ?? -1;
}

async function resultsOf(jobId: string, pageSize?: number): Promise<DocumentResult[]> {
  const all: DocumentResult[] = [];
  for await (const page of streamResults(store, jobId, pageSize)) all.push(...page);
  return all;
}

describe('a job received in slices', () => {
  test('runs nothing before its seal, and everything after it', async () => {
    const id = uuid();
    expect(await beginJob(store, { id, format: 'ndjson', apiKeyId: null })).toEqual({ kind: 'begun' });
    const documents = someDocuments(3);
    const refusal = { position: 4, code: 'intake.invalid-json', detail: 'no JSON', reference: 'r4' };
    await insertSlice(store, id, documents, [refusal]);
    const ids = documents.map((document) => document.id);
    expect(await claimDocuments(store, ids, 1_000)).toEqual([]);
    expect(await getDocument(store, ids[0] ?? '')).toBeNull();
    expect((await searchDocuments(store, { jobId: id })).documents).toEqual([]);

    const job = await sealJob(store, id, sha('body'));
    expect(job).toMatchObject({ state: 'pending', accepted: 3, refused: 1 });
    expect(await documentsToCompose(store, 100)).toEqual(ids.map((each) => ({ id: each, priority: 5 })));
    expect(await resultsOf(id, 2)).toEqual([
      ...documents.map((document) => ({
        position: document.position,
        status: 'accepted',
        documentId: document.id,
        number: document.number,
      })),
      { position: 4, status: 'refused', code: 'intake.invalid-json', detail: 'no JSON', reference: 'r4' },
    ]);
    const pages: string[][] = [];
    for await (const page of documentIdsOfJob(store, id, 2)) pages.push(page.map((each) => each.id));
    expect(pages).toEqual([ids.slice(0, 2), ids.slice(2)]);
    await claimDocuments(store, ids, 60_000);
  });

  test('takes nothing more once sealed', async () => {
    const id = uuid();
    await beginJob(store, { id, format: 'ndjson', apiKeyId: null });
    await sealJob(store, id, null);
    await expect(insertSlice(store, id, someDocuments(1), [])).rejects.toMatchObject({ code: 'store.job-closed' });
    await expect(sealJob(store, id, null)).rejects.toMatchObject({ code: 'store.job-closed' });
    expect(await count('documents WHERE job_id = $1', id)).toBe(0);
  });

  test('of refusals only is aborted as all-refused', async () => {
    const id = uuid();
    await beginJob(store, { id, format: 'ndjson', apiKeyId: null });
    await insertSlice(store, id, [], [{ position: 1, code: 'intake.invalid-json', detail: 'x' }]);
    expect(await sealJob(store, id, null)).toMatchObject({ state: 'aborted', reasonCode: 'all-refused', refused: 1 });
  });

  test('given up leaves nothing but its own row, and its key is free', async () => {
    const { apiKey } = await createApiKey(store, 'erp', ['submit']);
    const id = uuid();
    const begin = { id, format: 'ndjson', apiKeyId: apiKey.id, idempotencyKey: 'batch-7' } as const;
    await beginJob(store, begin);
    const documents = someDocuments(5);
    await insertSlice(store, id, documents, [{ position: 6, code: 'x', detail: 'y' }]);
    expect(await beginJob(store, { ...begin, id: uuid() })).toEqual({ kind: 'receiving', jobId: id });

    await abandonJob(store, id, 'intake.truncated', 'cut off');
    expect(await getJob(store, id)).toMatchObject({ state: 'aborted', reasonCode: 'intake.truncated', accepted: 0 });
    const ids = documents.map((document) => document.id);
    expect(await count('documents WHERE job_id = $1', id)).toBe(0);
    expect(await count('messages WHERE document_id = ANY($1::uuid[])', ids)).toBe(0);
    expect(await count('refusals WHERE job_id = $1', id)).toBe(0);
    expect(await count('audit WHERE document_id = ANY($1::uuid[])', ids)).toBe(0);
    await expect(insertSlice(store, id, documents, [])).rejects.toMatchObject({ code: 'store.job-closed' });
    expect(await beginJob(store, { ...begin, id: uuid() })).toEqual({ kind: 'begun' });
  });

  test('that stands still is given up, a sealed one never', async () => {
    const [still, sealed] = [uuid(), uuid()];
    for (const id of [still, sealed]) {
      await beginJob(store, { id, format: 'ndjson', apiKeyId: null });
      await insertSlice(store, id, someDocuments(1), []);
    }
    await sealJob(store, sealed, null);
    await store.pool.query(`UPDATE jobs SET touched_at = now() - interval '5 minutes' WHERE id = ANY($1::uuid[])`, [
      [still, sealed],
    ]);
    expect(await abandonStaleJobs(store, 120_000)).toEqual([still]);
    await abandonJob(store, sealed, 'intake.truncated', 'too late');
    expect(await getJob(store, sealed)).toMatchObject({ state: 'pending', accepted: 1 });
  });
});

describe('an idempotency key', () => {
  test('used 50 times at once gives exactly one job', async () => {
    const { apiKey } = await createApiKey(store, 'parallel', ['submit']);
    const answers = await Promise.all(
      Array.from({ length: 50 }, () =>
        acceptWholeJob(
          store,
          { id: uuid(), format: 'json', apiKeyId: apiKey.id, idempotencyKey: 'once', bodySha256: sha('the body') },
          someDocuments(2),
          [],
        ),
      ),
    );
    expect(answers.filter(({ kind }) => kind === 'accepted')).toHaveLength(1);
    const replays = answers.filter((answer) => answer.kind === 'replay');
    expect(replays).toHaveLength(49);
    expect(new Set(replays.map(({ jobId }) => jobId)).size).toBe(1);
    expect(replays.every(({ bodySha256 }) => bodySha256?.equals(sha('the body')))).toBe(true);
    expect(await count('jobs WHERE api_key_id = $1', apiKey.id)).toBe(1);
    expect(await count('documents d JOIN jobs j ON j.id = d.job_id WHERE j.api_key_id = $1', apiKey.id)).toBe(2);
  });

  test('belongs to its API key', async () => {
    const kinds: string[] = [];
    for (const name of ['one', 'two']) {
      const { apiKey } = await createApiKey(store, name, ['submit']);
      const begin = { id: uuid(), format: 'json', apiKeyId: apiKey.id, idempotencyKey: 'same' } as const;
      kinds.push((await acceptWholeJob(store, begin, someDocuments(1), [])).kind);
    }
    expect(kinds).toEqual(['accepted', 'accepted']);
  });
});

test('a document submitted with hold waits for a person, and so does a job of such only', async () => {
  const id = uuid();
  const documents = someDocuments(1, { hold: true });
  const answer = await acceptWholeJob(store, { id, format: 'json', apiKeyId: null }, documents, []);
  expect(answer).toMatchObject({ kind: 'accepted', job: { state: 'held', accepted: 1 } });
  const history = await getDocument(store, documents[0]?.id ?? '');
  expect(history?.document).toMatchObject({ state: 'held', reasonCode: 'held-by-submitter' });
  expect(history?.message).toEqual(documents[0]?.message);
  expect(history?.audit).toMatchObject([{ action: 'accepted', actor: 'system', toState: 'held' }]);
  expect(await claimDocuments(store, [documents[0]?.id ?? ''], 1_000)).toEqual([]);
});

import { PostwerkError } from '../errors.ts';
import type { DeliveryRequest, DocumentResult, Job } from '../model/job.ts';
import { jobColumns } from './columns.ts';
import { type Queryable, type Store, inTransaction } from './db.ts';

export interface BeginJob {
  /** UUID v7, made by the caller: the order of ids is the order of acceptance. */
  readonly id: string;
  readonly format: Job['format'];
  readonly apiKeyId: string | null;
  readonly idempotencyKey?: string;
  readonly bodySha256?: Buffer;
}

/** `replay`: the key belongs to a job that was acknowledged. `receiving`: another request with the key is under way. */
export type KnownKey =
  | { readonly kind: 'replay'; readonly jobId: string; readonly bodySha256: Buffer | null }
  | { readonly kind: 'receiving'; readonly jobId: string };

export interface NewDocument {
  /** UUID v7. */
  readonly id: string;
  readonly position: number;
  readonly type: string;
  readonly number: string;
  readonly reference?: string;
  readonly recipientId?: string;
  readonly recipientName?: string;
  readonly senderId?: string;
  readonly siteId?: string;
  readonly locale?: string;
  readonly deliveryRequests?: readonly DeliveryRequest[];
  readonly priority: number;
  readonly hold?: boolean;
  readonly message: object;
}

export interface Refusal {
  readonly position: number;
  readonly code: string;
  readonly field?: string;
  readonly detail: string;
  readonly reference?: string;
}

/** Starts receiving a job; nothing of it runs before `sealJob`. An idempotency key belongs to its API key. */
export async function beginJob(store: Store, b: BeginJob): Promise<{ readonly kind: 'begun' } | KnownKey> {
  for (;;) {
    const { rowCount } = await store.pool.query(
      `INSERT INTO jobs (id, format, api_key_id, idempotency_key, body_sha256) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (api_key_id, idempotency_key) WHERE idempotency_key IS NOT NULL DO NOTHING`,
      [b.id, b.format, b.apiKeyId, b.idempotencyKey ?? null, b.bodySha256 ?? null],
    );
    if (rowCount === 1) return { kind: 'begun' };
    const known = await knownKey(store.pool, b);
    if (known) return known;
    // Given up between the two statements: its key is free again.
  }
}

/**
 * Takes in a part of a job that is being received: documents, their messages, refusals and audit in one statement.
 * Throws `store.job-closed` when the job was sealed or given up meanwhile.
 */
export async function insertSlice(
  store: Store,
  jobId: string,
  documents: readonly NewDocument[],
  refusals: readonly Refusal[],
): Promise<void> {
  const { rowCount } = await store.pool.query(
    `WITH job AS (
       UPDATE jobs SET touched_at = now(), accepted = accepted + $2, refused = refused + $3
       WHERE id = $1 AND accepted_at IS NULL AND state = 'pending' RETURNING id, api_key_id
     ), ${insertContent('$4', '$5')} SELECT id FROM job`,
    [jobId, documents.length, refusals.length, JSON.stringify(documents), JSON.stringify(refusals)],
  );
  if (rowCount !== 1) throw jobClosed(jobId);
}

/**
 * Ends the receiving: once this has committed, the job is acknowledged and its documents run. A job of refusals only is
 * aborted as `all-refused`. Throws `store.job-closed` when the job was sealed or given up before.
 */
export async function sealJob(store: Store, jobId: string, bodySha256: Buffer | null): Promise<Job> {
  const { rows } = await store.pool.query<Job>(
    `WITH job AS (
       UPDATE jobs SET accepted_at = now(), body_sha256 = coalesce($2, body_sha256),
         finished_at = CASE WHEN accepted = 0 THEN now() END,
         reason_code = CASE WHEN accepted = 0 THEN 'all-refused' END,
         reason = CASE WHEN accepted = 0 THEN 'No document of this job was accepted.' END,
         state = CASE WHEN accepted = 0 THEN 'aborted'::state
           WHEN EXISTS (SELECT 1 FROM documents d WHERE d.job_id = $1 AND d.state = 'pending') THEN 'pending'
           ELSE 'held' END
       WHERE id = $1 AND accepted_at IS NULL AND state = 'pending' RETURNING *
     ), ${auditAccepted} SELECT ${jobColumns} FROM job j`,
    [jobId, bodySha256],
  );
  if (!rows[0]) throw jobClosed(jobId);
  return rows[0];
}

/** Begin, content and seal of a job that is known whole, in one statement: one commit acknowledges it. */
export async function acceptWholeJob(
  store: Store,
  b: BeginJob,
  documents: readonly NewDocument[],
  refusals: readonly Refusal[],
): Promise<{ readonly kind: 'accepted'; readonly job: Job } | KnownKey> {
  const allHeld = documents.every((document) => document.hold === true);
  const state = documents.length === 0 ? 'aborted' : allHeld ? 'held' : 'pending';
  for (;;) {
    const { rows } = await store.pool.query<Job>(
      `WITH job AS (
         INSERT INTO jobs (id, format, api_key_id, idempotency_key, body_sha256, accepted, refused, state, accepted_at,
           finished_at, reason_code, reason)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, now(), CASE WHEN $6 = 0 THEN now() END,
           CASE WHEN $6 = 0 THEN 'all-refused' END, CASE WHEN $6 = 0 THEN 'No document of this job was accepted.' END)
         ON CONFLICT (api_key_id, idempotency_key) WHERE idempotency_key IS NOT NULL DO NOTHING RETURNING *
       ), ${insertContent('$9', '$10')}, ${auditAccepted} SELECT ${jobColumns} FROM job j`,
      [
        b.id,
        b.format,
        b.apiKeyId,
        b.idempotencyKey ?? null,
        b.bodySha256 ?? null,
        documents.length,
        refusals.length,
        state,
        JSON.stringify(documents),
        JSON.stringify(refusals),
      ],
    );
    if (rows[0]) return { kind: 'accepted', job: rows[0] };
    const known = await knownKey(store.pool, b);
    if (known) return known;
  }
}

/**
 * Gives up a job that was not sealed: it was never acknowledged, so its documents, refusals and their audit entries go,
 * and its idempotency key is free for the repeat. A sealed job is left alone.
 */
export async function abandonJob(store: Store, jobId: string, code: string, reason: string): Promise<void> {
  await inTransaction(store, async (client) => {
    const { rowCount } = await client.query(
      `UPDATE jobs SET state = 'aborted', reason_code = $2, reason = $3, idempotency_key = NULL, accepted = 0, refused = 0,
         finished_at = now()
       WHERE id = $1 AND accepted_at IS NULL AND state = 'pending'`,
      [jobId, code, reason],
    );
    if (rowCount === 0) return;
    // The job's row is locked and closed: no slice can come in after this.
    await client.query('DELETE FROM audit WHERE document_id IN (SELECT id FROM documents WHERE job_id = $1)', [jobId]);
    await client.query('DELETE FROM documents WHERE job_id = $1', [jobId]);
    await client.query('DELETE FROM refusals WHERE job_id = $1', [jobId]);
    await client.query(
      `INSERT INTO audit (actor, action, job_id, from_state, to_state, reason_code, detail)
       VALUES ('system', 'job-abandoned', $1, 'pending', 'aborted', $2, $3)`,
      [jobId, code, reason],
    );
  });
}

/** Gives up jobs of which nothing has arrived for so long; gives their ids. */
export async function abandonStaleJobs(store: Store, olderThanMs: number): Promise<string[]> {
  const { rows } = await store.pool.query<{ id: string }>(
    `SELECT id FROM jobs WHERE accepted_at IS NULL AND state = 'pending' AND touched_at < now() - $1 * interval '1 ms'`,
    [olderThanMs],
  );
  for (const { id } of rows) {
    await abandonJob(
      store,
      id,
      'intake.truncated',
      'The submission stopped before its end; nothing of it was accepted.',
    );
  }
  return rows.map(({ id }) => id);
}

export async function getJob(store: Store, id: string): Promise<Job | null> {
  const { rows } = await store.pool.query<Job>(`SELECT ${jobColumns} FROM jobs j WHERE j.id = $1`, [id]);
  return rows[0] ?? null;
}

/** What became of each element or line behind position `from`, in order of position, read page by page. */
export async function* streamResults(
  store: Store,
  jobId: string,
  pageSize = 1_000,
  from = 0,
): AsyncGenerator<DocumentResult[]> {
  let after = from;
  for (;;) {
    const { rows } = await store.pool.query<{ result: DocumentResult }>(
      `SELECT result FROM (
         (SELECT position, json_strip_nulls(json_build_object('position', position, 'status', 'accepted',
            'documentId', id, 'number', number, 'reference', reference)) AS result
          FROM documents WHERE job_id = $1 AND position > $2 ORDER BY position LIMIT $3)
         UNION ALL
         (SELECT position, json_strip_nulls(json_build_object('position', position, 'status', 'refused',
            'code', code, 'field', field, 'detail', detail, 'reference', reference))
          FROM refusals WHERE job_id = $1 AND position > $2 ORDER BY position LIMIT $3)
       ) AS both_kinds ORDER BY position LIMIT $3`,
      [jobId, after, pageSize],
    );
    if (rows.length > 0) yield rows.map(({ result }) => result);
    if (rows.length < pageSize) return;
    after = rows.at(-1)?.result.position ?? after;
  }
}

/** The job's documents that wait to be composed, in order of position, page by page. */
export async function* documentIdsOfJob(
  store: Store,
  jobId: string,
  pageSize = 5_000,
): AsyncGenerator<{ id: string; priority: number }[]> {
  let after = 0;
  for (;;) {
    const { rows } = await store.pool.query<{ id: string; priority: number; position: number }>(
      `SELECT id, priority, position FROM documents
       WHERE job_id = $1 AND position > $2 AND state = 'pending' AND composed_at IS NULL ORDER BY position LIMIT $3`,
      [jobId, after, pageSize],
    );
    if (rows.length > 0) yield rows.map(({ id, priority }) => ({ id, priority }));
    if (rows.length < pageSize) return;
    after = rows.at(-1)?.position ?? after;
  }
}

/** CTEs that insert documents, messages, refusals and audit for the row of a CTE `job`; nothing when it is empty. */
function insertContent(documents: string, refusals: string): string {
  return `input AS (
      SELECT i.*, job.id AS "jobId", CASE WHEN i.hold THEN 'held'::state ELSE 'pending'::state END AS state,
        CASE WHEN i.hold THEN 'held-by-submitter' END AS "reasonCode"
      FROM job, json_to_recordset(${documents}::json) AS i(id uuid, position int, type text, number text, reference text,
        "recipientId" text, "recipientName" text, "senderId" text, "siteId" text, locale text,
        "deliveryRequests" jsonb, priority smallint, hold boolean, message jsonb)
    ), new_documents AS (
      INSERT INTO documents (id, job_id, position, type, number, reference, recipient_id, recipient_name, sender_id,
        site_id, locale, delivery_requests, priority, state, reason_code, reason)
      SELECT id, "jobId", position, type, number, reference, "recipientId", "recipientName", "senderId", "siteId",
        locale, "deliveryRequests", priority, state, "reasonCode",
        CASE WHEN hold THEN 'Submitted with hold; release it to send it.' END FROM input
    ), new_messages AS (
      INSERT INTO messages (document_id, body) SELECT id, message FROM input
    ), new_refusals AS (
      INSERT INTO refusals (job_id, position, code, field, detail, reference)
      SELECT job.id, r.position, r.code, r.field, r.detail, r.reference
      FROM job, json_to_recordset(${refusals}::json) AS r(position int, code text, field text, detail text, reference text)
    ), new_audit AS (
      INSERT INTO audit (actor, action, job_id, document_id, to_state, reason_code)
      SELECT coalesce('key:' || k.name, 'system'), 'accepted', i."jobId", i.id, i.state, i."reasonCode"
      FROM input i CROSS JOIN job LEFT JOIN api_keys k ON k.id = job.api_key_id
    )`;
}

const auditAccepted = `job_audit AS (
    INSERT INTO audit (actor, action, job_id, to_state, reason_code, detail)
    SELECT coalesce('key:' || k.name, 'system'), 'job-accepted', job.id, job.state, job.reason_code,
      job.accepted || ' accepted, ' || job.refused || ' refused'
    FROM job LEFT JOIN api_keys k ON k.id = job.api_key_id
  )`;

async function knownKey(db: Queryable, b: BeginJob): Promise<KnownKey | null> {
  const { rows } = await db.query<{ id: string; accepted_at: Date | null; body_sha256: Buffer | null }>(
    `SELECT id, accepted_at, body_sha256 FROM jobs
     WHERE api_key_id IS NOT DISTINCT FROM $1 AND idempotency_key = $2`,
    [b.apiKeyId, b.idempotencyKey],
  );
  const row = rows[0];
  if (!row) return null;
  if (row.accepted_at === null) return { kind: 'receiving', jobId: row.id };
  return { kind: 'replay', jobId: row.id, bodySha256: row.body_sha256 };
}

function jobClosed(jobId: string): PostwerkError {
  return new PostwerkError('store.job-closed', `Job ${jobId} takes no more documents: it was sealed or given up.`);
}

import type { State } from '../model/states.ts';
import type { Queryable, Store } from './db.ts';
import { refreshJobs } from './jobState.ts';

export interface SettledDocument {
  readonly id: string;
  readonly jobId: string;
  readonly state: State;
}

/**
 * Brings composed documents to the state their deliveries are in, and their jobs with them: open deliveries mean
 * `processing`; else any held one holds the document, any aborted one aborts it, all canceled cancel it, otherwise it is
 * completed. The worst delivery lends its reason. Gives the documents that became final by this.
 */
export async function settleDocuments(store: Store, documentIds: readonly string[]): Promise<SettledDocument[]> {
  if (documentIds.length === 0) return [];
  const changed = await settleWithin(store.pool, documentIds);
  await refreshJobs(store, [...new Set(changed.map(({ jobId }) => jobId))]);
  return changed.filter(({ state }) => state !== 'processing');
}

/** The documents' part of `settleDocuments`, on a transaction of the caller, who refreshes the jobs after COMMIT. */
export async function settleWithin(db: Queryable, documentIds: readonly string[]): Promise<SettledDocument[]> {
  // A delivery that ends after this statement began brings its own call; the guard on the state we read keeps a late
  // call from undoing a newer one.
  const { rows } = await db.query<SettledDocument>(
    `WITH locked AS (
       SELECT id, job_id, state FROM documents WHERE id = ANY($1::uuid[]) AND composed_at IS NOT NULL
       ORDER BY id FOR UPDATE
     ), standing AS (
       SELECT l.id, l.state AS from_state, count(v.id) AS total,
         count(*) FILTER (WHERE v.state IN ('pending', 'processing', 'stopped')) AS open,
         count(*) FILTER (WHERE v.state = 'held') AS held,
         count(*) FILTER (WHERE v.state = 'aborted') AS aborted,
         count(*) FILTER (WHERE v.state = 'canceled') AS canceled
       FROM locked l LEFT JOIN deliveries v ON v.document_id = l.id AND NOT v.superseded GROUP BY l.id, l.state
     ), next AS (
       SELECT id, from_state, (CASE WHEN open > 0 THEN 'processing' WHEN total = 0 OR held > 0 THEN 'held'
         WHEN aborted > 0 THEN 'aborted' WHEN canceled = total THEN 'canceled' ELSE 'completed' END)::state AS to_state,
         total
       FROM standing
     ), settled AS (
       UPDATE documents d SET state = n.to_state, updated_at = now(),
         reason_code = CASE WHEN n.total = 0 THEN 'dispatch.no-channel' ELSE worst.reason_code END,
         reason = CASE WHEN n.total = 0 THEN 'The document has no delivery; resend it to say where it goes.'
           ELSE worst.reason END
       FROM next n LEFT JOIN LATERAL (
         SELECT v.reason_code, v.reason FROM deliveries v
         WHERE v.document_id = n.id AND NOT v.superseded AND v.state = n.to_state
           AND n.to_state IN ('held', 'aborted', 'canceled')
         ORDER BY v.updated_at DESC LIMIT 1) worst ON true
       WHERE d.id = n.id AND d.state = n.from_state AND n.to_state <> n.from_state
       RETURNING d.id, d.job_id, n.from_state, d.state, d.reason_code, d.reason
     ), audited AS (
       INSERT INTO audit (actor, action, job_id, document_id, from_state, to_state, reason_code, detail)
       SELECT 'system', CASE state WHEN 'processing' THEN 'reopened' ELSE state::text END, job_id, id, from_state, state,
         reason_code, reason FROM settled
     )
     SELECT id, job_id AS "jobId", state FROM settled`,
    [documentIds],
  );
  return rows;
}

/** Composed documents still in `processing` though no delivery of theirs is open: a crash came before their settling. */
export async function documentsToSettle(store: Store, limit: number): Promise<string[]> {
  const { rows } = await store.pool.query<{ id: string }>(
    `SELECT d.id FROM documents d
     WHERE d.composed_at IS NOT NULL AND d.state = 'processing' AND NOT EXISTS (
       SELECT 1 FROM deliveries v
       WHERE v.document_id = d.id AND v.state IN ('pending', 'processing', 'stopped') AND NOT v.superseded)
     ORDER BY d.updated_at LIMIT $1`,
    [limit],
  );
  return rows.map(({ id }) => id);
}

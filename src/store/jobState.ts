import { inTransaction, type Store } from './db.ts';

/**
 * Brings sealed jobs to the state their documents are in: `processing` while any is open, `held` when the rest waits
 * for a person, `aborted` or `canceled` when all are, else `completed`, naming how many were not.
 */
export async function refreshJobs(store: Store, jobIds: readonly string[]): Promise<void> {
  if (jobIds.length === 0) return;
  // The usual answer, a job in 'processing' with open documents, costs one index probe; only a change counts all.
  const { rows } = await store.pool.query<{ id: string }>(
    `SELECT j.id FROM jobs j WHERE j.id = ANY($1::uuid[]) AND j.accepted_at IS NOT NULL AND NOT (
       j.state = 'processing' AND EXISTS (
         SELECT 1 FROM documents d WHERE d.job_id = j.id AND d.state IN ('pending', 'processing', 'stopped')))
     ORDER BY j.id`,
    [jobIds],
  );
  if (rows.length > 0) {
    await recount(
      store,
      rows.map(({ id }) => id),
    );
  }
}

/** Refreshes jobs that a crash left open after their last document became final. Gives their ids. */
export async function refreshStuckJobs(store: Store): Promise<string[]> {
  const { rows } = await store.pool.query<{ id: string }>(
    `SELECT j.id FROM jobs j WHERE j.accepted_at IS NOT NULL AND j.state IN ('pending', 'processing') AND NOT EXISTS (
       SELECT 1 FROM documents d WHERE d.job_id = j.id AND d.state IN ('pending', 'processing', 'stopped'))`,
  );
  const ids = rows.map(({ id }) => id);
  if (ids.length > 0) await recount(store, ids);
  return ids;
}

async function recount(store: Store, ids: readonly string[]): Promise<void> {
  await inTransaction(store, async (client) => {
    // Lock first, count in a second statement: only so does the count see what others committed while we waited.
    await client.query('SELECT 1 FROM jobs WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE', [ids]);
    await client.query(
      `WITH counts AS (
         SELECT j.id, j.state AS from_state, count(d.id) AS total,
           count(*) FILTER (WHERE d.state IN ('pending', 'processing', 'stopped')) AS open,
           count(*) FILTER (WHERE d.state = 'pending' AND d.attempts = 0) AS waiting,
           count(*) FILTER (WHERE d.state = 'held') AS held,
           count(*) FILTER (WHERE d.state = 'aborted') AS aborted,
           count(*) FILTER (WHERE d.state = 'canceled') AS canceled
         FROM jobs j JOIN documents d ON d.job_id = j.id
         WHERE j.id = ANY($1::uuid[]) AND j.accepted_at IS NOT NULL GROUP BY j.id
       ), next AS (
         SELECT *, (CASE WHEN open > 0 AND waiting = open AND from_state = 'pending' THEN 'pending'
           WHEN open > 0 THEN 'processing' WHEN held > 0 THEN 'held' WHEN aborted = total THEN 'aborted'
           WHEN canceled = total THEN 'canceled' ELSE 'completed' END)::state AS to_state FROM counts
       ), changed AS (
         UPDATE jobs j SET state = n.to_state,
           finished_at = CASE WHEN n.to_state IN ('completed', 'aborted', 'canceled') THEN now() END,
           reason_code = CASE WHEN n.to_state IN ('pending', 'processing') OR held + aborted + canceled = 0 THEN NULL
             WHEN n.to_state = 'completed' THEN 'completed-with-errors' ELSE 'documents-' || n.to_state END,
           reason = CASE WHEN n.to_state IN ('pending', 'processing') OR held + aborted + canceled = 0 THEN NULL
             ELSE 'Of ' || total || ' documents ' || concat_ws(', ', nullif(held, 0) || ' held',
               nullif(aborted, 0) || ' aborted', nullif(canceled, 0) || ' canceled') || '.' END
         FROM next n WHERE j.id = n.id AND j.state <> n.to_state
         RETURNING j.id, n.from_state, j.state, j.reason_code, j.reason
       )
       INSERT INTO audit (actor, action, job_id, from_state, to_state, reason_code, detail)
       SELECT 'system', 'job-' || state, id, from_state, state, reason_code, reason FROM changed`,
      [ids],
    );
  });
}

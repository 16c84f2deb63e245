import type pg from 'pg';
import { v7 as uuid } from 'uuid';
import { scanWait } from '../model/job.ts';
import { inTransaction, type Store } from './db.ts';
import { unknownOutcome } from './finishDeliveries.ts';
import { refreshJobs } from './jobState.ts';
import { settleDocuments, settleWithin } from './settle.ts';

/** What was set going: how many prints, and which devices have to be told. */
export interface SetGoing {
  readonly prints: number;
  readonly deviceIds: readonly string[];
  /** Brings the jobs to the state of their documents: after the devices were told, for somebody waits for those. */
  refresh(): Promise<void>;
}

/** Somebody stands at the printer and waits: before any batch. */
const scannedPriority = 1;

/**
 * Lets the prints of these documents that waited for a scan go to the devices of this site, before everything else. One
 * statement and one COMMIT lie between the scan and the printer; documents and jobs follow by `refresh`, or by the first
 * outcome.
 */
export async function releaseScanned(
  store: Store,
  siteId: string,
  documentIds: readonly string[],
  actor: string,
): Promise<SetGoing> {
  if (documentIds.length === 0) return nothing;
  const { rows } = await store.pool.query<{ device_id: string; document_id: string }>(
    `WITH mine AS (
       SELECT v.id FROM deliveries v JOIN devices e ON e.id = v.device_id
       WHERE v.document_id = ANY($1::uuid[]) AND e.site_id = $2 AND v.channel = 'print' AND v.state = 'held'
         AND v.reason_code = $3 AND NOT v.superseded ORDER BY v.id FOR UPDATE OF v
     ), moved AS (
       UPDATE deliveries v SET state = 'pending', reason_code = NULL, reason = NULL, next_attempt_at = NULL,
         priority = least(v.priority, ${scannedPriority}), updated_at = now()
       FROM mine WHERE v.id = mine.id RETURNING v.id, v.job_id, v.document_id, v.device_id
     ), audited AS (
       INSERT INTO audit (actor, action, job_id, document_id, delivery_id, device_id, from_state, to_state)
       SELECT $4, 'scanned', job_id, document_id, id, device_id, 'held', 'pending' FROM moved
     )
     SELECT device_id, document_id FROM moved`,
    [documentIds, siteId, scanWait, actor],
  );
  return {
    prints: rows.length,
    deviceIds: [...new Set(rows.map(({ device_id }) => device_id))],
    refresh: async () => void (await settleDocuments(store, [...new Set(rows.map((row) => row.document_id))])),
  };
}

const nothing: SetGoing = { prints: 0, deviceIds: [], refresh: () => Promise.resolve() };

/** Why something is printed once more: a word from the page's list, and what the person wrote. */
export interface ReprintReason {
  readonly code: string;
  readonly text?: string;
}

/**
 * Prints the same bytes once more where they went before at this site, marked as possible duplicates. What was never
 * known to have come out is superseded by it. Documents whose print is still on its way are left out.
 */
export async function reprint(
  store: Store,
  siteId: string,
  documentIds: readonly string[],
  actor: string,
  reason: ReprintReason,
): Promise<SetGoing> {
  return changePrints(store, documentIds, (client) => reprintWithin(client, siteId, documentIds, actor, reason));
}

/** As `reprint`, on a transaction of the caller that holds the documents. */
export async function reprintWithin(
  client: pg.PoolClient,
  siteId: string,
  documentIds: readonly string[],
  actor: string,
  reason: ReprintReason,
): Promise<{ device_id: string }[]> {
  // Not twice at a time, and nothing that still waits to be scanned.
  const { rows: olds } = await client.query<{ id: string }>(
    `SELECT DISTINCT ON (v.document_id, v.device_id) v.id FROM deliveries v JOIN devices e ON e.id = v.device_id
     WHERE v.document_id = ANY($1::uuid[]) AND e.site_id = $2 AND v.channel = 'print' AND NOT v.superseded
       AND (v.state IN ('completed', 'aborted') OR (v.state = 'held' AND v.reason_code = $3))
       AND NOT EXISTS (SELECT 1 FROM deliveries o WHERE o.document_id = v.document_id AND o.device_id = v.device_id
         AND o.channel = 'print' AND o.state IN ('pending', 'processing'))
     ORDER BY v.document_id, v.device_id, v.id DESC`,
    [documentIds, siteId, unknownOutcome],
  );
  const pairs = olds.map(({ id }) => ({ old: id, id: uuid() }));
  const detail = reason.text === undefined ? reason.code : `${reason.code}: ${reason.text}`;
  const { rows } = await client.query<{ device_id: string }>(
    `WITH pairs AS (SELECT * FROM json_to_recordset($1::json) AS i(old uuid, id uuid)
     ), before AS (
       SELECT v.id, v.state FROM deliveries v JOIN pairs ON pairs.old = v.id ORDER BY v.id FOR UPDATE OF v
     ), ended AS (
       UPDATE deliveries v SET superseded = v.state <> 'completed', updated_at = now(),
         state = CASE WHEN v.state = 'held' THEN 'canceled'::state ELSE v.state END,
         reason_code = CASE WHEN v.state = 'held' THEN 'superseded' ELSE v.reason_code END
       FROM before b WHERE v.id = b.id RETURNING v.*, b.state AS from_state
     ), created AS (
       INSERT INTO deliveries (id, document_id, channel, device_id, destination, format, dpi, priority, job_id, position,
         possible_duplicate)
       SELECT pairs.id, e.document_id, e.channel, e.device_id, e.destination, e.format, e.dpi,
         least(e.priority, ${scannedPriority}), e.job_id, e.position, true
       FROM ended e JOIN pairs ON pairs.old = e.id RETURNING *
     ), audited AS (
       INSERT INTO audit (actor, action, job_id, document_id, delivery_id, device_id, from_state, to_state, reason_code,
         detail)
       SELECT $2, 'superseded', job_id, document_id, id, device_id, from_state, state, $3, $4 FROM ended
         WHERE from_state = 'held'
       UNION ALL
       SELECT $2, 'reprinted', job_id, document_id, id, device_id, NULL::state, 'pending'::state, $3, $4 FROM created
     )
     SELECT device_id FROM created`,
    [JSON.stringify(pairs), actor, `reprint-${reason.code}`, detail],
  );
  return rows;
}

/** Locks the documents, works on their prints, and brings documents and jobs to the state that follows. */
async function changePrints(
  store: Store,
  documentIds: readonly string[],
  work: (client: pg.PoolClient) => Promise<readonly { readonly device_id: string }[]>,
): Promise<SetGoing> {
  if (documentIds.length === 0) return nothing;
  const { rows, jobIds } = await inTransaction(store, async (client) => {
    const { rows: documents } = await client.query<{ job_id: string }>(
      'SELECT job_id FROM documents WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE',
      [documentIds],
    );
    const changed = await work(client);
    if (changed.length > 0) await settleWithin(client, documentIds);
    return { rows: changed, jobIds: changed.length === 0 ? [] : documents.map(({ job_id }) => job_id) };
  });
  return {
    prints: rows.length,
    deviceIds: [...new Set(rows.map(({ device_id }) => device_id))],
    refresh: () => refreshJobs(store, [...new Set(jobIds)]),
  };
}

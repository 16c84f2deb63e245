import type { SiteEvent, SiteStatus } from '../model/siteProtocol.ts';
import { inTransaction, type Store } from './db.ts';

/**
 * The next reports to headquarters: audit entries in the order of their numbers. Entries are numbered here, by the one
 * sender, so an entry that was committed late gets a late number and none is passed over.
 */
export async function nextEvents(store: Store, limit: number): Promise<SiteEvent[]> {
  await numberEvents(store, limit);
  const { rows } = await store.pool.query<SiteEvent>(
    `SELECT o.seq, e.at, e.actor, e.action, e.job_id AS "jobId", e.document_id AS "documentId",
       e.delivery_id AS "deliveryId", e.device_id AS "deviceId", e.from_state AS "fromState", e.to_state AS "toState",
       e.reason_code AS "reasonCode", e.detail
     FROM site_outbox o JOIN audit e ON e.id = o.audit_id WHERE o.seq IS NOT NULL ORDER BY o.seq LIMIT $1`,
    [limit],
  );
  return rows;
}

async function numberEvents(store: Store, limit: number): Promise<void> {
  await inTransaction(store, async (client) => {
    const { rows: identity } = await client.query<{ reported: number }>(
      'SELECT reported FROM site_identity FOR UPDATE',
    );
    const from = identity[0]?.reported ?? 0;
    const { rowCount } = await client.query(
      `WITH next AS (
         SELECT audit_id, row_number() OVER (ORDER BY audit_id) AS place FROM site_outbox WHERE seq IS NULL
         ORDER BY audit_id LIMIT $1
       )
       UPDATE site_outbox o SET seq = $2 + next.place FROM next WHERE o.audit_id = next.audit_id`,
      [limit, from],
    );
    if (rowCount) await client.query('UPDATE site_identity SET reported = $1', [from + rowCount]);
  });
}

/** Headquarters has applied everything up to this number. */
export async function confirmEvents(store: Store, applied: number): Promise<void> {
  await store.pool.query(
    `WITH gone AS (DELETE FROM site_outbox WHERE seq <= $1)
     UPDATE site_identity SET applied = greatest(applied, $1)`,
    [applied],
  );
}

/** Whether anything waits to be reported: one probe. */
export async function hasReports(store: Store): Promise<boolean> {
  const { rows } = await store.pool.query<{ some: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM site_outbox) OR EXISTS (SELECT 1 FROM sscc_numbers WHERE NOT reported) AS some`,
  );
  return rows[0]?.some ?? false;
}

/** What the agent says of itself with every call. */
export async function readSiteStatus(store: Store): Promise<SiteStatus> {
  const { rows } = await store.pool.query<SiteStatus>(
    `SELECT
       (SELECT count(*) FROM deliveries WHERE channel = 'print' AND state IN ('pending', 'processing')) AS waiting,
       (SELECT count(*) FROM documents WHERE state = 'held') AS held,
       (SELECT count(*) FROM site_outbox) AS reports,
       (SELECT coalesce(sum(last - next + 1), 0)::bigint FROM sscc_ranges WHERE held AND given_up_at IS NULL)
         AS "freeNumbers",
       (SELECT coalesce(json_agg(json_build_object('id', id, 'state', state, 'reason', state_reason,
          'reasons', state_reasons, 'paused', paused) ORDER BY id), '[]')
        FROM devices WHERE removed_at IS NULL) AS devices`,
  );
  if (!rows[0]) throw new Error('an aggregate gave no row');
  return rows[0];
}

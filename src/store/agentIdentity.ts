import { unknownOutcome } from './finishDeliveries.ts';
import { inTransaction, type Queryable, type Store } from './db.ts';
import { settleDocuments } from './settle.ts';
import { giveUpSsccRanges } from './ssccRanges.ts';

/** Who an agent's store is. */
export interface SiteIdentity {
  readonly agentId: string;
  readonly siteId: string;
  readonly epoch: number;
  /** Found to be a restored store; headquarters has not given it a new epoch yet. */
  readonly restoredAt: Date | null;
  /** What the file beside the store looked like when it was last written. */
  readonly stamp: string | null;
  /** How many numbers this store has given out. */
  readonly mark: number;
  /** Last report that was numbered, and last one that headquarters has applied. */
  readonly reported: number;
  readonly applied: number;
}

const columns = `agent_id AS "agentId", site_id AS "siteId", epoch, restored_at AS "restoredAt", stamp, mark, reported,
  applied`;

/** Null in a store that is nobody's yet. */
export async function getSiteIdentity(store: Store): Promise<SiteIdentity | null> {
  const { rows } = await store.pool.query<SiteIdentity>(`SELECT ${columns} FROM site_identity`);
  return rows[0] ?? null;
}

/** Makes this store the one of an agent: from now on everything in its audit trail is for headquarters too. */
export async function becomeAgent(
  store: Store,
  agent: { readonly agentId: string; readonly siteId: string; readonly epoch: number },
): Promise<void> {
  await inTransaction(store, async (client) => {
    await client.query('INSERT INTO site_identity (agent_id, site_id, epoch) VALUES ($1, $2, $3)', [
      agent.agentId,
      agent.siteId,
      agent.epoch,
    ]);
    await client.query('ALTER TABLE audit ENABLE TRIGGER audit_for_headquarters');
  });
}

/** Keeps what the file beside the store looks like now. */
export async function keepStamp(db: Queryable, stamp: string): Promise<void> {
  await db.query('UPDATE site_identity SET stamp = $1', [stamp]);
}

/**
 * This store is a copy or a backup of an earlier day. Numbers it believes free may be on pallets, and what waits in its
 * queue may have been printed: all leased ranges are given up, and every delivery that is not final is held as unknown.
 * Gives how many deliveries were held. Doing it again changes nothing.
 */
export async function noteRestored(store: Store, because: string): Promise<number> {
  const documentIds = await inTransaction(store, async (client) => {
    const { rows: marked } = await client.query<{ site_id: string }>(
      'UPDATE site_identity SET restored_at = coalesce(restored_at, now()) RETURNING site_id',
    );
    await giveUpSsccRanges(client, marked[0]?.site_id ?? '', because);
    const { rows } = await client.query<{ documentId: string }>(
      `WITH mine AS (
         SELECT id, state FROM deliveries WHERE channel = 'print' AND state IN ('pending', 'processing', 'stopped')
         ORDER BY id FOR UPDATE
       ), held AS (
         UPDATE deliveries v SET state = 'held', fence = v.fence + 1, lease_until = NULL, next_attempt_at = NULL,
           reason_code = $1, reason = $2, updated_at = now()
         FROM mine WHERE v.id = mine.id
         RETURNING v.id, v.job_id, v.document_id, v.device_id, v.reason_code, v.reason, mine.state AS from_state
       ), ended AS (
         UPDATE attempts a SET finished_at = now(), outcome = 'unknown', code = $1, detail = $2
         FROM mine WHERE a.delivery_id = mine.id AND a.finished_at IS NULL
       ), audited AS (
         INSERT INTO audit (actor, action, job_id, document_id, delivery_id, device_id, from_state, to_state,
           reason_code, detail)
         SELECT 'system', 'restored', job_id, document_id, id, device_id, from_state, 'held', reason_code, reason
         FROM held
       )
       SELECT DISTINCT document_id AS "documentId" FROM held`,
      [unknownOutcome, 'The agent was restored from a backup: look whether this was printed, then release or cancel.'],
    );
    return rows.map(({ documentId }) => documentId);
  });
  await settleDocuments(store, documentIds);
  return documentIds.length;
}

/** Headquarters has given a new epoch: reports count anew, also those that were on their way. */
export async function enterEpoch(store: Store, epoch: number): Promise<void> {
  await inTransaction(store, async (client) => {
    await client.query(
      'UPDATE site_identity SET epoch = $1, restored_at = NULL, reported = 0, applied = 0 WHERE epoch <> $1',
      [epoch],
    );
    await client.query('UPDATE site_outbox SET seq = NULL WHERE seq IS NOT NULL');
    await client.query('UPDATE sscc_numbers SET reported = false WHERE reported');
  });
}

/**
 * An agent is the only process on its store: whatever was claimed when it starts was claimed by a process that is gone.
 * Its leases end now instead of in half a minute, and the sweep finds them.
 */
export async function endLeasesOfTheDead(store: Store): Promise<void> {
  await store.pool.query(`UPDATE deliveries SET lease_until = now() - interval '1 ms'
    WHERE state = 'processing' AND lease_until > now()`);
  await store.pool.query(`UPDATE documents SET lease_until = now() - interval '1 ms'
    WHERE state = 'processing' AND lease_until > now()`);
  await store.pool.query('UPDATE devices SET lease_until = NULL, fence = fence + 1 WHERE lease_until IS NOT NULL');
}

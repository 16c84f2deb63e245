import { inTransaction, type Store } from './db.ts';
import type { Fenced } from './deliveries.ts';
import { unknownOutcome } from './finishDeliveries.ts';

/** A print whose end nobody knows, and about which its printer was not asked yet. */
export interface DoubtfulDelivery extends Fenced {
  readonly documentId: string;
  readonly attemptId: string;
  /** Seconds since the attempt began, by the database's clock. */
  readonly ageS: number;
}

/** Printers keep their lists of jobs for hours, not for ever. */
const askedWithin = '24 hours';

/** The prints of a device that are held as unknown and worth asking about. */
export async function doubtfulDeliveries(store: Store, deviceId: string): Promise<DoubtfulDelivery[]> {
  const { rows } = await store.pool.query<DoubtfulDelivery>(
    `SELECT v.id, v.fence, v.document_id AS "documentId", a.id AS "attemptId",
       extract(epoch FROM clock_timestamp() - a.started_at)::float8 AS "ageS"
     FROM deliveries v JOIN LATERAL (
       SELECT * FROM attempts WHERE delivery_id = v.id ORDER BY number DESC LIMIT 1) a ON true
     WHERE v.device_id = $1 AND v.channel = 'print' AND v.state = 'held' AND v.reason_code = $2 AND NOT v.superseded
       AND a.outcome = 'unknown' AND a.asked_at IS NULL AND a.started_at > now() - $3::interval
     ORDER BY v.id LIMIT 200`,
    [deviceId, unknownOutcome, askedWithin],
  );
  return rows;
}

/**
 * Reopens the attempts of prints of which their printer has told the end, so that their outcome can be recorded. Gives
 * those that nobody has released or canceled meanwhile, with new fences. The others of `asked` are not asked about again.
 */
export async function reopenDoubtful(
  store: Store,
  asked: readonly DoubtfulDelivery[],
  told: ReadonlySet<string>,
  leaseMs: number,
): Promise<DoubtfulDelivery[]> {
  return inTransaction(store, async (client) => {
    await client.query('UPDATE attempts SET asked_at = now() WHERE id = ANY($1::uuid[])', [
      asked.map(({ attemptId }) => attemptId),
    ]);
    const given = asked.filter(({ id }) => told.has(id));
    const { rows } = await client.query<{ id: string; fence: number }>(
      `WITH given AS (
         SELECT * FROM json_to_recordset($1::json) AS i(id uuid, fence bigint, "attemptId" uuid)
       ), mine AS (
         SELECT i.* FROM deliveries v JOIN given i USING (id)
         WHERE v.fence = i.fence AND v.state = 'held' AND v.reason_code = $2 ORDER BY v.id FOR UPDATE OF v
       ), taken AS (
         UPDATE deliveries v SET state = 'processing', fence = v.fence + 1, updated_at = now(),
           lease_until = now() + $3 * interval '1 ms'
         FROM mine WHERE v.id = mine.id RETURNING v.id, v.fence, v.job_id, v.document_id, v.device_id
       ), reopened AS (
         UPDATE attempts a SET finished_at = NULL, outcome = NULL FROM mine WHERE a.id = mine."attemptId"
       ), audited AS (
         INSERT INTO audit (actor, action, job_id, document_id, delivery_id, device_id, from_state, to_state, detail)
         SELECT 'system', 'printer-asked', job_id, document_id, id, device_id, 'held', 'processing',
           'The printer knows what became of it.' FROM taken
       )
       SELECT id, fence FROM taken`,
      [JSON.stringify(given.map(({ id, fence, attemptId }) => ({ id, fence, attemptId }))), unknownOutcome, leaseMs],
    );
    const fences = new Map(rows.map(({ id, fence }) => [id, fence]));
    return given.flatMap((delivery) => {
      const fence = fences.get(delivery.id);
      return fence === undefined ? [] : [{ ...delivery, fence }];
    });
  });
}

import type { Queryable, Store } from './db.ts';
import type { Fenced } from './deliveries.ts';
import { unknownOutcome } from './finishDeliveries.ts';

/** A label that went to a printer in a stream and whose end the printer has not told yet. */
export interface CountedAttempt {
  readonly attemptId: string;
  readonly counterBefore: number;
  readonly labels: number;
  readonly counterOf: string;
  /** Seconds since the attempt began, by the database's clock. */
  readonly ageS: number;
  /** The printer was seen to stop with an error during this attempt. */
  readonly interrupted: boolean;
}

/** Such a label that waits for its end. */
export interface OpenCounted extends CountedAttempt, Fenced {
  readonly documentId: string;
}

/** Reason code of a delivery whose end only the printer's counter can tell. */
export const waitingForCounter = 'dispatch.waiting-for-counter';

/** What is open of the labels that were sent to a device in streams; nearly always nothing. */
export interface OpenAtDevice {
  /** Some wait for their end. */
  readonly waiting: boolean;
  /** Labels that may lie in the printer and must not come out any more: a person has decided about them. */
  readonly decided: readonly CountedAttempt[];
}

/** Looks without a lock, which would have to be committed before every label. */
export async function openAtDevice(store: Store, deviceId: string): Promise<OpenAtDevice> {
  const { rows } = await store.pool.query<CountedAttempt & { waiting: boolean }>(
    `SELECT a.id AS "attemptId", v.state = 'processing' AS waiting, a.counter_before AS "counterBefore", a.labels,
       a.counter_of AS "counterOf", extract(epoch FROM clock_timestamp() - a.started_at)::float8 AS "ageS",
       coalesce(a.code = 'dispatch.device-stopped', false) AS interrupted
     FROM attempts a JOIN deliveries v ON v.id = a.delivery_id
     WHERE a.finished_at IS NULL AND a.counter_before IS NOT NULL AND v.device_id = $1`,
    [deviceId],
  );
  return { waiting: rows.some(({ waiting }) => waiting), decided: rows.filter(({ waiting }) => !waiting) };
}

/** Puts on record that the printer was emptied of these; the audit entry tells headquarters of the attempt's end. */
export async function endDecided(store: Store, decided: readonly CountedAttempt[]): Promise<void> {
  if (decided.length === 0) return;
  await store.pool.query(
    `WITH ended AS (
       UPDATE attempts a SET finished_at = now(), outcome = CASE WHEN v.state = 'completed' THEN 'ok' ELSE 'unknown' END,
         code = CASE WHEN v.state = 'completed' THEN NULL ELSE 'dispatch.unknown-outcome' END, detail = $2
       FROM deliveries v WHERE a.id = ANY($1::uuid[]) AND a.finished_at IS NULL AND v.id = a.delivery_id
       RETURNING v.id, v.document_id, v.job_id, v.device_id
     )
     INSERT INTO audit (actor, action, job_id, document_id, delivery_id, device_id, detail)
     SELECT 'system', 'printer-emptied', job_id, document_id, id, device_id, $2 FROM ended`,
    [
      decided.map(({ attemptId }) => attemptId),
      'Somebody has decided about it after a jam, and the printer was emptied.',
    ],
  );
}

/**
 * Takes over the labels of a device that were begun in a stream and never ended, in the order in which they were sent.
 * The caller holds the device's lease; who began them is fenced off by this.
 */
export async function takeOverCounted(
  store: Store,
  deviceId: string,
  deviceFence: number,
  leaseMs: number,
): Promise<OpenCounted[]> {
  const { rows } = await store.pool.query<OpenCounted>(
    `WITH lease AS (
       SELECT id FROM devices WHERE id = $1 AND fence = $2 AND lease_until IS NOT NULL FOR UPDATE
     ), open AS (
       SELECT v.id, a.id AS "attemptId", a.counter_before, a.labels, a.counter_of, a.started_at, a.code
       FROM lease JOIN deliveries v ON v.device_id = lease.id AND v.channel = 'print' AND v.state = 'processing'
       JOIN attempts a ON a.delivery_id = v.id AND a.finished_at IS NULL AND a.counter_before IS NOT NULL
       ORDER BY v.id FOR UPDATE OF v
     ), taken AS (
       UPDATE deliveries v SET fence = v.fence + 1, lease_until = now() + $3 * interval '1 ms', updated_at = now()
       FROM open WHERE v.id = open.id RETURNING v.id, v.document_id, v.fence
     )
     SELECT t.id, t.fence, t.document_id AS "documentId", o."attemptId", o.counter_before AS "counterBefore", o.labels,
       o.counter_of AS "counterOf", extract(epoch FROM clock_timestamp() - o.started_at)::float8 AS "ageS",
       coalesce(o.code = 'dispatch.device-stopped', false) AS interrupted
     FROM taken t JOIN open o USING (id) ORDER BY o.counter_before, o.started_at, o."attemptId"`,
    [deviceId, deviceFence, leaseMs],
  );
  return rows;
}

/** Leaves labels to the next look at their printer, with the reason for people who ask where they are. */
export async function leaveToCounter(
  store: Store,
  open: readonly (Fenced & { readonly attemptId: string })[],
  why: { readonly code: string; readonly detail: string },
): Promise<void> {
  if (open.length === 0) return;
  await store.pool.query(
    `WITH given AS (
       SELECT * FROM json_to_recordset($1::json) AS i(id uuid, fence bigint, "attemptId" uuid)
     ), mine AS (
       SELECT i.*, v.reason_code AS before FROM deliveries v JOIN given i USING (id)
       WHERE v.fence = i.fence AND v.state = 'processing' ORDER BY v.id FOR UPDATE OF v
     ), left_open AS (
       UPDATE deliveries v SET lease_until = now() - interval '1 ms', reason_code = $2, reason = $3, updated_at = now()
       FROM mine WHERE v.id = mine.id RETURNING v.id, v.document_id, v.job_id, v.device_id, mine.before
     ), noted AS (
       UPDATE attempts a SET code = CASE WHEN a.code = 'dispatch.device-stopped' THEN a.code ELSE $4 END, detail = $3
       FROM mine WHERE a.id = mine."attemptId"
     )
     INSERT INTO audit (actor, action, job_id, document_id, delivery_id, device_id, from_state, to_state, reason_code,
       detail)
     SELECT 'system', 'waiting-for-counter', job_id, document_id, id, device_id, 'processing', 'processing', $2, $3
     FROM left_open WHERE before IS DISTINCT FROM $2`,
    [
      JSON.stringify(open.map(({ id, fence, attemptId }) => ({ id, fence, attemptId }))),
      waitingForCounter,
      why.detail,
      why.code,
    ],
  );
}

/** Whose counter at this device's address was seen to move by exactly what was sent; null when none was. */
export async function provenCounter(store: Store, deviceId: string): Promise<string | null> {
  const sql = 'SELECT counter_of AS "of" FROM devices WHERE id = $1';
  return (await store.pool.query<{ of: string | null }>(sql, [deviceId])).rows[0]?.of ?? null;
}

export async function setProvenCounter(store: Store, deviceId: string, counterOf: string | null): Promise<void> {
  await store.pool.query('UPDATE devices SET counter_of = $2 WHERE id = $1', [deviceId, counterOf]);
}

/**
 * A person does not wait any longer for a printer to tell its counter (it is gone for good, say): what of a document waits
 * for that is held as unknown. Gives how many deliveries that were.
 */
export async function stopWaitingForCounter(db: Queryable, documentId: string, actor: string): Promise<number> {
  const { rowCount } = await db.query(
    `WITH mine AS (
       SELECT id FROM deliveries WHERE document_id = $1 AND state = 'processing' AND reason_code = $2 ORDER BY id FOR UPDATE
     ), held AS (
       UPDATE deliveries v SET state = 'held', fence = v.fence + 1, lease_until = NULL, reason_code = $3, reason = $4,
         updated_at = now()
       FROM mine WHERE v.id = mine.id RETURNING v.id, v.document_id, v.job_id, v.device_id
     ), ended AS (
       UPDATE attempts a SET finished_at = now(), outcome = 'unknown', code = 'dispatch.unknown-outcome', detail = $4
       FROM mine WHERE a.delivery_id = mine.id AND a.finished_at IS NULL
     )
     INSERT INTO audit (actor, action, job_id, document_id, delivery_id, device_id, from_state, to_state, reason_code,
       detail)
     SELECT $5, 'held', job_id, document_id, id, device_id, 'processing', 'held', $3, $4 FROM held`,
    [
      documentId,
      waitingForCounter,
      unknownOutcome,
      'It went to the printer, and nobody waits any longer for its counter: look whether it came out, then release or cancel.',
      actor,
    ],
  );
  return rowCount ?? 0;
}

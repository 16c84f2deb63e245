import type { Outcome } from '../model/outcome.ts';
import type { Channel, State } from '../model/states.ts';
import type { Store } from './db.ts';

export interface DeliveryResult {
  readonly id: string;
  readonly fence: number;
  /** Null when the delivery ended before an attempt could begin. */
  readonly attemptId: string | null;
  readonly outcome: Outcome;
  /** For `retry` and `stop`; without it the delivery is due at once. */
  readonly nextAttemptAt?: Date;
}

const stateAfter: Readonly<Record<Outcome['kind'], State>> = {
  ok: 'completed',
  retry: 'pending',
  stop: 'pending',
  hold: 'held',
  unknown: 'held',
  cancel: 'canceled',
  abort: 'aborted',
};

/** Reason code of a delivery whose bytes left us and of which nothing more is known. */
export const unknownOutcome = 'unknown-outcome';

/**
 * Records what became of a slice of deliveries: attempts, deliveries and audit in one statement. A result whose fence
 * was lost changes nothing. Gives the ids of the documents touched, to settle.
 */
export async function finishDeliveries(store: Store, results: readonly DeliveryResult[]): Promise<string[]> {
  if (results.length === 0) return [];
  const given = results.map(({ id, fence, attemptId, outcome, nextAttemptAt }) => ({
    id,
    fence,
    attemptId,
    kind: outcome.kind,
    to: stateAfter[outcome.kind],
    evidence: outcome.kind === 'ok' ? outcome.evidence : null,
    code: outcome.kind === 'ok' ? null : outcome.code,
    reasonCode: outcome.kind === 'ok' ? null : outcome.kind === 'unknown' ? unknownOutcome : outcome.code,
    detail: outcome.detail,
    nextAttemptAt: outcome.kind === 'retry' || outcome.kind === 'stop' ? (nextAttemptAt ?? null) : null,
  }));
  const { rows } = await store.pool.query<{ documentId: string }>(
    `WITH given AS (
       SELECT * FROM json_to_recordset($1::json) AS i(id uuid, fence bigint, "attemptId" uuid, kind text, "to" state,
         evidence evidence, code text, "reasonCode" text, detail text, "nextAttemptAt" timestamptz)
     ), mine AS (
       SELECT i.* FROM deliveries v JOIN given i USING (id)
       WHERE v.fence = i.fence AND v.state = 'processing' ORDER BY v.id FOR UPDATE OF v
     ), finished AS (
       UPDATE deliveries v SET state = mine."to", reason_code = mine."reasonCode",
         reason = CASE WHEN mine.kind = 'ok' THEN NULL ELSE mine.detail END,
         evidence = coalesce(mine.evidence, v.evidence), next_attempt_at = mine."nextAttemptAt", lease_until = NULL,
         updated_at = now()
       FROM mine WHERE v.id = mine.id
       RETURNING v.id, v.document_id, v.job_id, v.device_id, v.state, v.reason_code, mine.kind, mine.detail
     ), ended AS (
       UPDATE attempts a SET finished_at = clock_timestamp(), outcome = mine.kind, code = mine.code, detail = mine.detail
       FROM mine WHERE a.id = mine."attemptId" AND a.delivery_id = mine.id
     ), audited AS (
       INSERT INTO audit (actor, action, job_id, document_id, delivery_id, device_id, from_state, to_state, reason_code,
         detail)
       SELECT 'system', 'outcome-' || kind, job_id, document_id, id, device_id, 'processing', state, reason_code, detail
       FROM finished
     )
     SELECT DISTINCT document_id AS "documentId" FROM finished`,
    [JSON.stringify(given)],
  );
  return rows.map(({ documentId }) => documentId);
}

export interface FreedDelivery {
  readonly id: string;
  readonly documentId: string;
  readonly channel: Channel;
  readonly deviceId: string | null;
}

/**
 * Takes back deliveries whose lease ran out. Where an attempt began and did not end, bytes may have left us: held as
 * `unknown-outcome`, never repeated by itself. The others go back to pending, and so does what is only published: in
 * the portal nothing can be doubled. A late holder is fenced off. Labels that a printer counts are left alone: its
 * counter is asked first (countedAttempts.ts).
 */
export async function recoverExpiredDeliveries(
  store: Store,
): Promise<{ unknown: { id: string; documentId: string }[]; freed: FreedDelivery[] }> {
  const { rows } = await store.pool.query<FreedDelivery & { unknown: boolean }>(
    `WITH expired AS (
       SELECT v.id, v.channel <> 'portal' AND EXISTS (
         SELECT 1 FROM attempts a WHERE a.delivery_id = v.id AND a.finished_at IS NULL) AS unknown
       FROM deliveries v WHERE v.state = 'processing' AND v.lease_until < now() AND NOT EXISTS (
         SELECT 1 FROM attempts a WHERE a.delivery_id = v.id AND a.finished_at IS NULL AND a.counter_before IS NOT NULL)
       ORDER BY v.id LIMIT 5000 FOR UPDATE SKIP LOCKED
     ), taken AS (
       UPDATE deliveries v SET fence = v.fence + 1, lease_until = NULL, updated_at = now(),
         state = CASE WHEN e.unknown THEN 'held'::state ELSE 'pending'::state END,
         reason_code = CASE WHEN e.unknown THEN $1 ELSE v.reason_code END,
         reason = CASE WHEN e.unknown THEN $2 ELSE v.reason END
       FROM expired e WHERE v.id = e.id
       RETURNING v.id, v.document_id, v.job_id, v.channel, v.device_id, v.state, e.unknown
     ), ended AS (
       UPDATE attempts a SET finished_at = now(), outcome = CASE WHEN e.unknown THEN 'unknown' ELSE 'retry' END,
         code = CASE WHEN e.unknown THEN $1 END, detail = CASE WHEN e.unknown THEN $2 END
       FROM expired e WHERE a.delivery_id = e.id AND a.finished_at IS NULL
     ), audited AS (
       INSERT INTO audit (actor, action, job_id, document_id, delivery_id, device_id, from_state, to_state, reason_code,
         detail)
       SELECT 'system', 'lease-expired', job_id, document_id, id, device_id, 'processing', state,
         CASE WHEN unknown THEN $1 END, CASE WHEN unknown THEN $2 END FROM taken
     )
     SELECT id, document_id AS "documentId", channel, device_id AS "deviceId", unknown FROM taken ORDER BY id`,
    [
      unknownOutcome,
      'Sending began and its end was never recorded (the process stopped): check at the destination, then release or cancel.',
    ],
  );
  const unknown: { id: string; documentId: string }[] = [];
  const freed: FreedDelivery[] = [];
  for (const { unknown: inDoubt, ...row } of rows) {
    if (inDoubt) unknown.push({ id: row.id, documentId: row.documentId });
    else freed.push(row);
  }
  return { unknown, freed };
}

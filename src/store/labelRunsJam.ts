import type { Evidence, State } from '../model/states.ts';
import { inTransaction, type Store } from './db.ts';
import { unknownOutcome } from './finishDeliveries.ts';
import { refreshJobs } from './jobState.ts';
import { settleWithin } from './settle.ts';
import { reprintWithin } from './siteLabelsPrint.ts';

/** One label of a run as the journal of its device knows it. */
export interface JournalLabel {
  readonly deliveryId: string;
  readonly documentId: string;
  readonly number: string;
  readonly sscc: string | null;
  readonly position: number;
  readonly state: State;
  readonly reasonCode: string | null;
  readonly evidence: Evidence | null;
  /** Whether it was in the printer when that said that it stands; nothing has asked the printer since. */
  readonly inPrinter: boolean;
  /** Whether its number is this site's own, printed ahead and still without a shipment: it can be replaced. */
  readonly replaceable: boolean;
}

/** A run of labels of one job on one device of which nobody knows how far it came. */
export interface TroubledRun {
  readonly deviceId: string;
  readonly jobId: string;
  readonly total: number;
}

/**
 * Runs that wait for somebody to say how far they came: of at least two labels, with one that may or may not have come
 * out, or broken off at a device that stands still. Newest first, at most three for each device.
 */
export async function troubledRuns(store: Store, siteId: string): Promise<TroubledRun[]> {
  const { rows } = await store.pool.query<TroubledRun>(
    `WITH open AS (
       SELECT v.device_id, v.job_id, bool_or(v.state = 'held' AND v.reason_code = $2) AS suspect,
         bool_or(e.paused OR e.state = 'stopped') AS standing, bool_or(v.state = 'processing') AS sent
       FROM deliveries v JOIN devices e ON e.id = v.device_id
       WHERE e.site_id = $1 AND v.channel = 'print' AND NOT v.superseded
         AND (v.state IN ('pending', 'processing') OR (v.state = 'held' AND v.reason_code = $2))
       GROUP BY v.device_id, v.job_id
     ), counted AS (
       SELECT o.device_id, o.job_id, c.total, row_number() OVER (PARTITION BY o.device_id ORDER BY o.job_id DESC) AS place
       FROM open o CROSS JOIN LATERAL (
         SELECT count(DISTINCT v.document_id) AS total, bool_or(v.state = 'completed') AS begun FROM deliveries v
         WHERE v.job_id = o.job_id AND v.device_id = o.device_id AND v.channel = 'print' AND NOT v.superseded) c
       WHERE c.total > 1 AND (o.suspect OR (o.standing AND (c.begun OR o.sent)))
     )
     SELECT device_id AS "deviceId", job_id AS "jobId", total FROM counted WHERE place <= 3 ORDER BY device_id, place`,
    [siteId, unknownOutcome],
  );
  return rows;
}

/** The labels of one job on one device, each as its latest print stands, in the order in which they are printed. */
export async function journalOf(store: Store, deviceId: string, jobId: string): Promise<JournalLabel[]> {
  const { rows } = await store.pool.query<JournalLabel>(
    `SELECT v.id AS "deliveryId", v.document_id AS "documentId", d.number, m.body->>'sscc' AS sscc, v.position, v.state,
       v.reason_code AS "reasonCode", v.evidence,
       e.state = 'stopped' AND e.state_reason LIKE 'dispatch.device-stopped:%' AND EXISTS (
         SELECT 1 FROM attempts a WHERE a.delivery_id = v.id AND a.finished_at IS NULL
         AND a.counter_before IS NOT NULL AND a.code = 'dispatch.device-stopped') AS "inPrinter",
       coalesce(l.label_state = 'open', false) AS replaceable
     FROM (
       SELECT DISTINCT ON (document_id) * FROM deliveries
       WHERE job_id = $2 AND device_id = $1 AND channel = 'print' AND NOT superseded ORDER BY document_id, id DESC) v
     JOIN devices e ON e.id = v.device_id JOIN documents d ON d.id = v.document_id JOIN messages m ON m.document_id = d.id
     LEFT JOIN run_labels l ON l.document_id = d.id AND l.sscc = m.body->>'sscc'
     ORDER BY v.position, v.id`,
    [deviceId, jobId],
  );
  return rows;
}

/** What a person found at the printer, as delivery ids of one run. */
export interface JamFinding {
  readonly siteId: string;
  readonly actor: string;
  /** The last good one, scanned; null when none is good. */
  readonly lastGood: string | null;
  /** Those before it of which the journal was not sure: a printer prints in order, so they are out. */
  readonly before: readonly string[];
  /** Documents whose labels come once more with the same number, marked as possible duplicates. */
  readonly again: readonly string[];
  /** Prints whose labels are destroyed and whose numbers are replaced. */
  readonly destroyed: readonly string[];
}

/**
 * Puts on record what a person found after a jam, in one transaction: what is out is out (`confirmed` for the one that
 * was scanned, `printed` for those before it), what comes again is marked, what was destroyed is canceled. What may still
 * lie in a printer that counts is thrown away there before it goes on (settleCounted.ts).
 */
export async function recordJam(store: Store, finding: JamFinding): Promise<void> {
  const jobIds = await inTransaction(store, async (client) => {
    const good = [...finding.before, ...(finding.lastGood === null ? [] : [finding.lastGood])];
    const touched = [...good, ...finding.destroyed];
    const { rows } = await client.query<{ id: string; job_id: string }>(
      `SELECT id, job_id FROM documents
       WHERE id IN (SELECT document_id FROM deliveries WHERE id = ANY($1::uuid[])) OR id = ANY($2::uuid[])
       ORDER BY id FOR UPDATE`,
      [touched, finding.again],
    );
    await client.query(
      `WITH mine AS (
         SELECT id, state FROM deliveries WHERE id = ANY($1::uuid[]) AND state IN ('held', 'processing', 'completed')
         ORDER BY id FOR UPDATE
       ), moved AS (
         UPDATE deliveries v SET state = 'completed', reason_code = NULL, reason = NULL, fence = v.fence + 1,
           lease_until = NULL, updated_at = now(),
           evidence = CASE WHEN v.id = $2 THEN 'confirmed' ELSE greatest(v.evidence, 'printed') END::evidence
         FROM mine WHERE v.id = mine.id RETURNING v.*, mine.state AS from_state
       ), ended AS (
         UPDATE attempts a SET finished_at = now(), outcome = 'ok' FROM moved m
         WHERE a.delivery_id = m.id AND a.finished_at IS NULL AND a.counter_before IS NULL
       )
       INSERT INTO audit (actor, action, job_id, document_id, delivery_id, device_id, from_state, to_state, detail)
       SELECT $3, CASE WHEN id = $2 THEN 'confirmed' ELSE 'found-printed' END, job_id, document_id, id, device_id,
         from_state, 'completed',
         CASE WHEN id = $2 THEN 'scanned as the last good one after a jam' ELSE 'before the last good one of its run' END
       FROM moved WHERE from_state <> 'completed' OR id = $2`,
      [good, finding.lastGood, finding.actor],
    );
    await client.query(
      `WITH mine AS (
         SELECT id, state FROM deliveries WHERE id = ANY($1::uuid[]) AND state IN ('held', 'processing', 'completed')
         ORDER BY id FOR UPDATE
       ), moved AS (
         UPDATE deliveries v SET state = CASE WHEN mine.state = 'completed' THEN mine.state ELSE 'canceled'::state END,
           reason_code = 'label-destroyed', reason = 'Destroyed after a jam; its number is void.', fence = v.fence + 1,
           lease_until = NULL, updated_at = now()
         FROM mine WHERE v.id = mine.id RETURNING v.*, mine.state AS from_state
       )
       INSERT INTO audit (actor, action, job_id, document_id, delivery_id, device_id, from_state, to_state, reason_code)
       SELECT $2, 'label-destroyed', job_id, document_id, id, device_id, from_state, state, reason_code FROM moved`,
      [finding.destroyed, finding.actor],
    );
    // Those that were sent and have no end.
    await client.query(
      `WITH mine AS (
         SELECT v.id FROM deliveries v JOIN devices e ON e.id = v.device_id
         WHERE v.document_id = ANY($1::uuid[]) AND e.site_id = $2 AND v.channel = 'print' AND v.state = 'processing'
         ORDER BY v.id FOR UPDATE OF v
       )
       UPDATE deliveries v SET state = 'held', reason_code = $3, fence = v.fence + 1, lease_until = NULL,
         updated_at = now()
       FROM mine WHERE v.id = mine.id`,
      [finding.again, finding.siteId, unknownOutcome],
    );
    await reprintWithin(client, finding.siteId, finding.again, finding.actor, { code: 'jam' });
    await settleWithin(
      client,
      rows.map(({ id }) => id),
    );
    return rows.map(({ job_id }) => job_id);
  });
  await refreshJobs(store, [...new Set(jobIds)]);
}

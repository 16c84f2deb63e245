import type { Store } from './db.ts';

/** Labels printed ahead in one go: their numbers are this site's own, their shipments come later. */
export interface LabelRun {
  readonly id: string;
  readonly deviceId: string;
  /** YYYY-MM-DD. */
  readonly forDay: string;
  readonly wanted: number;
  readonly madeAt: Date;
  /** Null while its labels are not accepted yet: making it was broken off and can be finished. */
  readonly jobId: string | null;
  readonly open: number;
  readonly bound: number;
  readonly void: number;
}

/** `open`: no shipment yet · `bound`: a shipment carries it · `void`: no label with this number counts. */
export type RunLabelState = 'open' | 'bound' | 'void';

export interface RunLabel {
  readonly runId: string;
  readonly position: number;
  readonly sscc: string;
  readonly documentId: string | null;
  readonly state: RunLabelState;
  readonly shipment: string | null;
  readonly reason: string | null;
  readonly changedAt: Date;
}

const labelColumns = `l.run_id AS "runId", l.position, l.sscc, l.document_id AS "documentId", l.label_state AS state, l.shipment, l.reason,
  l.changed_at AS "changedAt"`;

export interface NewLabelRun {
  /** Made by the page that asks, so that asking twice makes one run. */
  readonly id: string;
  readonly siteId: string;
  readonly deviceId: string;
  readonly forDay: string;
  readonly wanted: number;
  readonly actor: string;
}

/** Puts a run on record before its first number is taken. The same id again changes nothing. */
export async function beginLabelRun(store: Store, run: NewLabelRun): Promise<void> {
  await store.pool.query(
    `INSERT INTO label_runs (id, site_id, device_id, for_day, wanted, actor) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (id) DO NOTHING`,
    [run.id, run.siteId, run.deviceId, run.forDay, run.wanted, run.actor],
  );
}

/** Adds labels behind those the run has, in the order given; a number that it has already stays as it is. */
export async function addRunLabels(
  store: Store,
  runId: string,
  labels: readonly { readonly sscc: string; readonly documentId: string | null }[],
  jobId: string | null,
): Promise<void> {
  await store.pool.query(
    `WITH given AS (
       SELECT i.*, row_number() OVER () AS place FROM json_to_recordset($2::json) AS i(sscc text, "documentId" uuid)
     ), last AS (
       SELECT coalesce(max(position), 0) AS position FROM run_labels WHERE run_id = $1
     ), added AS (
       INSERT INTO run_labels (run_id, position, sscc, document_id)
       SELECT $1, last.position + given.place, given.sscc, given."documentId" FROM given, last
       ON CONFLICT (sscc) DO UPDATE SET document_id = coalesce(run_labels.document_id, excluded.document_id)
     )
     UPDATE label_runs SET job_id = coalesce(job_id, $3) WHERE id = $1`,
    [runId, JSON.stringify(labels), jobId],
  );
}

/** The newest runs of a site with what became of their labels, and every older one that still has open labels. */
export async function listLabelRuns(store: Store, siteId: string, newest: number): Promise<LabelRun[]> {
  const { rows } = await store.pool.query<LabelRun>(
    `${runs} WHERE r.site_id = $1 AND (r.id IN (SELECT id FROM label_runs WHERE site_id = $1 ORDER BY made_at DESC LIMIT $2)
       OR EXISTS (SELECT 1 FROM run_labels o WHERE o.run_id = r.id AND o.label_state = 'open'))
     GROUP BY r.id ORDER BY r.made_at DESC LIMIT 200`,
    [siteId, newest],
  );
  return rows;
}

export async function getLabelRun(store: Store, siteId: string, id: string): Promise<LabelRun | null> {
  const { rows } = await store.pool.query<LabelRun>(`${runs} WHERE r.site_id = $1 AND r.id = $2 GROUP BY r.id`, [
    siteId,
    id,
  ]);
  return rows[0] ?? null;
}

const runs = `SELECT r.id, r.device_id AS "deviceId", r.for_day::text AS "forDay", r.wanted, r.made_at AS "madeAt",
    r.job_id AS "jobId", count(l.*) FILTER (WHERE l.label_state = 'open') AS open,
    count(l.*) FILTER (WHERE l.label_state = 'bound') AS bound, count(l.*) FILTER (WHERE l.label_state = 'void') AS void
  FROM label_runs r LEFT JOIN run_labels l ON l.run_id = r.id`;

/** The labels of a run in order; only those in `state` where it is given. */
export async function runLabels(store: Store, runId: string, state?: RunLabelState): Promise<RunLabel[]> {
  const { rows } = await store.pool.query<RunLabel>(
    `SELECT ${labelColumns} FROM run_labels l WHERE l.run_id = $1 AND ($2::text IS NULL OR l.label_state = $2)
     ORDER BY l.position`,
    [runId, state ?? null],
  );
  return rows;
}

/** The label printed ahead that bears this number; null for any other number. */
export async function getRunLabel(store: Store, siteId: string, sscc: string): Promise<RunLabel | null> {
  const { rows } = await store.pool.query<RunLabel>(
    `SELECT ${labelColumns} FROM run_labels l JOIN label_runs r ON r.id = l.run_id
     WHERE l.sscc = $1 AND r.site_id = $2`,
    [sscc, siteId],
  );
  return rows[0] ?? null;
}

/** Binds an open label to a shipment; false when it is not open any more. The audit entry tells headquarters. */
export async function bindRunLabel(store: Store, sscc: string, shipment: string, actor: string): Promise<boolean> {
  return (await changeLabels(store, [sscc], { state: 'bound', shipment, reason: null, actor })) === 1;
}

/** Voids those of these numbers that are still open, with the reason; gives how many. */
export async function voidRunLabels(
  store: Store,
  ssccs: readonly string[],
  reason: string,
  actor: string,
): Promise<number> {
  return changeLabels(store, ssccs, { state: 'void', shipment: null, reason, actor });
}

async function changeLabels(
  store: Store,
  ssccs: readonly string[],
  to: { readonly state: 'bound' | 'void'; shipment: string | null; reason: string | null; actor: string },
): Promise<number> {
  const { rowCount } = await store.pool.query(
    `WITH changed AS (
       UPDATE run_labels SET label_state = $2, shipment = $3, reason = $4, actor = $5, changed_at = now()
       WHERE sscc = ANY($1::text[]) AND label_state = 'open' RETURNING sscc, document_id
     ), audited AS (
       INSERT INTO audit (actor, action, job_id, document_id, reason_code, detail)
       SELECT $5, 'label-' || $2::text, d.job_id, d.id, $4, concat_ws(' ', c.sscc, '→ ' || $3)
       FROM changed c JOIN documents d ON d.id = c.document_id
     )
     SELECT sscc FROM changed`,
    [ssccs, to.state, to.shipment, to.reason, to.actor],
  );
  return rowCount ?? 0;
}

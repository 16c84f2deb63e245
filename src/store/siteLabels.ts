import type { Evidence, State } from '../model/states.ts';
import { scanWait } from '../model/job.ts';
import type { Store } from './db.ts';
import { unknownOutcome } from './finishDeliveries.ts';

/** A document that this site prints: a label, a delivery note. */
export interface SitePaper {
  readonly documentId: string;
  readonly type: string;
  readonly number: string;
  readonly recipientName: string | null;
  readonly sscc: string | null;
  /** This unit's place in its shipment, where the label says it. */
  readonly unit: { readonly index: number; readonly count: number } | null;
  readonly state: State;
  readonly reasonCode: string | null;
  readonly reason: string | null;
  /** The latest print at each device of this site; none while it is being composed. */
  readonly prints: readonly SitePrint[];
}

export interface SitePrint {
  readonly deliveryId: string;
  readonly deviceId: string;
  readonly deviceName: string;
  readonly state: State;
  readonly reasonCode: string | null;
  readonly reason: string | null;
  readonly evidence: Evidence | null;
  readonly possibleDuplicate: boolean;
  readonly changedAt: string;
}

/** A shipment has some dozens of papers; a number that finds more names something else. */
const mostPapers = 500;

/**
 * The papers of this site that a scanned number names. An SSCC names one label. Any other number is that of a shipment
 * (its labels, and the delivery notes they name), of a delivery note (it, and the labels that name it) or the
 * submitter's own key. In order of type, job and place.
 */
export async function findSitePapers(
  store: Store,
  siteId: string,
  wanted: { readonly sscc: string } | { readonly number: string },
): Promise<SitePaper[]> {
  const found = 'sscc' in wanted ? await idsOfSscc(store, wanted.sscc) : await idsOfNumber(store, wanted.number);
  return papersOf(store, siteId, found);
}

async function idsOfSscc(store: Store, sscc: string): Promise<string[]> {
  const { rows } = await store.pool.query<{ id: string }>(
    `SELECT document_id AS id FROM messages WHERE body ? 'sscc' AND body->>'sscc' = $1
     UNION SELECT id FROM documents WHERE lower(number) = lower($1)`,
    [sscc],
  );
  return rows.map(({ id }) => id);
}

async function idsOfNumber(store: Store, number: string): Promise<string[]> {
  const { rows } = await store.pool.query<{ id: string }>(
    `WITH named AS (
       SELECT id FROM documents WHERE lower(number) = lower($1)
       UNION SELECT id FROM documents WHERE reference IS NOT NULL AND lower(reference) = lower($1)
       UNION SELECT document_id FROM messages
         WHERE body #>> '{shipment,identifier}' IS NOT NULL AND body #>> '{shipment,identifier}' = $1
     ), labels AS (
       SELECT m.document_id AS id FROM messages m WHERE m.body ? 'deliveryNoteNumber' AND m.body->>'deliveryNoteNumber'
         = ANY(ARRAY(SELECT $1 UNION SELECT d.number FROM named n JOIN documents d USING (id)))
     ), notes AS (
       SELECT d.id FROM named n JOIN messages m ON m.document_id = n.id
       JOIN documents d ON lower(d.number) = lower(m.body->>'deliveryNoteNumber')
       WHERE m.body ? 'deliveryNoteNumber'
     ), bound AS (
       SELECT document_id AS id FROM run_labels WHERE shipment IS NOT NULL AND lower(shipment) = lower($1)
     )
     SELECT id FROM named UNION SELECT id FROM labels UNION SELECT id FROM notes UNION SELECT id FROM bound WHERE id IS NOT NULL
     LIMIT ${mostPapers}`,
    [number],
  );
  return rows.map(({ id }) => id);
}

/** Those of the documents that are printed at this site, or will be when they are composed. */
async function papersOf(store: Store, siteId: string, documentIds: readonly string[]): Promise<SitePaper[]> {
  if (documentIds.length === 0) return [];
  const { rows } = await store.pool.query<SitePaper>(
    `SELECT d.id AS "documentId", d.type, d.number, d.recipient_name AS "recipientName",
       m.body->>'sscc' AS sscc, CASE WHEN m.body ? 'sscc' THEN m.body->'unit' END AS unit, d.state,
       d.reason_code AS "reasonCode", d.reason, coalesce(p.prints, '[]') AS prints
     FROM documents d JOIN jobs j ON j.id = d.job_id AND j.accepted_at IS NOT NULL
     JOIN messages m ON m.document_id = d.id
     LEFT JOIN LATERAL (
       SELECT json_agg(json_build_object('deliveryId', v.id, 'deviceId', v.device_id, 'deviceName', v.name,
         'state', v.state, 'reasonCode', v.reason_code, 'reason', v.reason, 'evidence', v.evidence,
         'possibleDuplicate', v.possible_duplicate, 'changedAt', v.updated_at) ORDER BY v.device_id) AS prints
       FROM (
         SELECT DISTINCT ON (v.device_id) v.*, e.name FROM deliveries v JOIN devices e ON e.id = v.device_id
         WHERE v.document_id = d.id AND v.channel = 'print' AND e.site_id = $2 AND NOT v.superseded
         ORDER BY v.device_id, v.id DESC) v
     ) p ON true
     WHERE d.id = ANY($1::uuid[]) AND (p.prints IS NOT NULL OR (d.composed_at IS NULL AND d.site_id = $2))
     ORDER BY d.type DESC, d.job_id, d.position`,
    [documentIds, siteId],
  );
  return rows;
}

/** What waits at the devices of a site and why. */
export interface SiteWaiting {
  readonly deviceId: string;
  /** In the output queue: pending or being sent. */
  readonly queued: number;
  /** Held until a scan. */
  readonly forScan: number;
  /** Held because nobody knows whether they came out. */
  readonly suspect: number;
  /** Held for another reason. */
  readonly held: number;
}

/** How much waits at each device of the site, by reason; devices where nothing waits are left out. */
export async function countSiteWaiting(store: Store, siteId: string): Promise<SiteWaiting[]> {
  const { rows } = await store.pool.query<SiteWaiting>(
    `SELECT v.device_id AS "deviceId", count(*) FILTER (WHERE v.state <> 'held') AS queued,
       count(*) FILTER (WHERE v.state = 'held' AND v.reason_code = $2) AS "forScan",
       count(*) FILTER (WHERE v.state = 'held' AND v.reason_code = $3) AS suspect,
       count(*) FILTER (WHERE v.state = 'held' AND v.reason_code IS DISTINCT FROM $2
         AND v.reason_code IS DISTINCT FROM $3) AS held
     FROM deliveries v JOIN devices e ON e.id = v.device_id
     WHERE e.site_id = $1 AND v.channel = 'print' AND v.state IN ('pending', 'processing', 'held')
     GROUP BY v.device_id`,
    [siteId, scanWait, unknownOutcome],
  );
  return rows;
}

export interface WaitingPaper {
  readonly deliveryId: string;
  readonly documentId: string;
  readonly type: string;
  readonly number: string;
  readonly sscc: string | null;
  readonly recipientName: string | null;
  readonly deviceId: string;
  readonly state: State;
  readonly reasonCode: string | null;
  readonly reason: string | null;
}

/** The first of what waits at the site: what needs somebody first, then the output queues, then what waits for a scan. */
export async function listSiteWaiting(store: Store, siteId: string, limit: number): Promise<WaitingPaper[]> {
  const { rows } = await store.pool.query<WaitingPaper>(
    `SELECT v.id AS "deliveryId", d.id AS "documentId", d.type, d.number, m.body->>'sscc' AS sscc,
       d.recipient_name AS "recipientName", v.device_id AS "deviceId", v.state, v.reason_code AS "reasonCode", v.reason
     FROM deliveries v JOIN devices e ON e.id = v.device_id JOIN documents d ON d.id = v.document_id
     JOIN messages m ON m.document_id = d.id
     WHERE e.site_id = $1 AND v.channel = 'print' AND v.state IN ('pending', 'processing', 'held') AND NOT v.superseded
     ORDER BY CASE WHEN v.state <> 'held' THEN 1 WHEN v.reason_code = $2 THEN 2 ELSE 0 END,
       v.priority, v.job_id, v.position, v.id LIMIT $3`,
    [siteId, scanWait, limit],
  );
  return rows;
}

import type { ClaimedDocument } from '../model/document.ts';
import { scanWait } from '../model/job.ts';
import type { Channel, RenditionFormat } from '../model/states.ts';
import { documentColumns } from './columns.ts';
import type { Store } from './db.ts';
import { refreshJobs } from './jobState.ts';

export interface ComposedRendition {
  readonly id: string;
  readonly format: RenditionFormat;
  /** Of a label: the print head it is laid out for. */
  readonly dpi?: number;
  readonly sha256: Buffer;
  readonly bytes: Buffer;
  readonly size: number;
  readonly pages: number;
  readonly locale: string;
}

export interface NewDelivery {
  readonly id: string;
  readonly channel: Channel;
  readonly deviceId?: string;
  readonly destination: string;
  readonly format: RenditionFormat;
  /** Held until somebody scans one of the document's numbers at the site. */
  readonly waitsForScan?: boolean;
}

export interface ComposedDocument {
  readonly id: string;
  /** As claimed: a document whose lease another took meanwhile is left alone. */
  readonly fence: number;
  readonly locale: string;
  readonly renditions: readonly ComposedRendition[];
  readonly deliveries: readonly NewDelivery[];
}

export interface DocumentFailure {
  readonly id: string;
  readonly fence: number;
  /** `pending` tries again. */
  readonly to: 'held' | 'aborted' | 'pending';
  readonly code: string;
  readonly reason: string;
  /** PNG of the page that did not pass its proof. */
  readonly picture?: ProofPicture;
}

export interface ProofPicture extends Omit<ComposedRendition, 'format' | 'size'> {
  readonly format: 'proof';
}

/**
 * Claims those of the given documents that wait to be composed, or whose composer's lease of `leaseMs` ran out. Only
 * documents of acknowledged jobs; what another process is claiming right now is skipped. A row that only something else
 * refers to right now (its foreign key holds KEY SHARE) is none of these: skipped, it would wait for the next sweep.
 */
export async function claimDocuments(
  store: Store,
  ids: readonly string[],
  leaseMs: number,
): Promise<ClaimedDocument[]> {
  const { rows } = await store.pool.query<ClaimedDocument>(
    `WITH picked AS (
       SELECT d.id, d.state AS from_state FROM documents d JOIN jobs j ON j.id = d.job_id
       WHERE d.id = ANY($1::uuid[]) AND j.accepted_at IS NOT NULL AND d.composed_at IS NULL
         AND (d.state = 'pending' OR (d.state = 'processing' AND d.lease_until < now()))
       ORDER BY d.id FOR NO KEY UPDATE OF d SKIP LOCKED
     ), claimed AS (
       UPDATE documents d SET state = 'processing', reason_code = NULL, reason = NULL, fence = d.fence + 1,
         lease_until = now() + $2 * interval '1 ms', attempts = d.attempts + 1, updated_at = now()
       FROM picked p WHERE d.id = p.id RETURNING d.*, p.from_state
     ), started_jobs AS (
       UPDATE jobs SET state = 'processing' WHERE id IN (
         SELECT id FROM jobs WHERE id IN (SELECT job_id FROM claimed) AND state = 'pending'
         ORDER BY id FOR NO KEY UPDATE SKIP LOCKED)
       RETURNING id
     ), audited AS (
       INSERT INTO audit (actor, action, job_id, document_id, from_state, to_state)
       SELECT 'system', 'composing', job_id, id, from_state, 'processing'::state FROM claimed
       UNION ALL SELECT 'system', 'job-started', id, NULL, 'pending', 'processing' FROM started_jobs
     )
     SELECT ${documentColumns}, d.fence, d.attempts, m.body AS message, d.delivery_requests AS "deliveryRequests"
     FROM claimed d JOIN messages m ON m.document_id = d.id ORDER BY d.priority, d.job_id, d.position`,
    [ids, leaseMs],
  );
  return rows;
}

/**
 * Records a slice of composed documents in one statement: blobs by their hash, renditions, deliveries, the documents
 * and their audit. Gives the ids really finished: those whose fence still held.
 */
export async function finishComposed(store: Store, docs: readonly ComposedDocument[]): Promise<string[]> {
  if (docs.length === 0) return [];
  const renditions = docs.flatMap((doc) => doc.renditions.map((rendition) => ({ documentId: doc.id, ...rendition })));
  const deliveries = docs.flatMap((doc) => doc.deliveries.map((delivery) => ({ documentId: doc.id, ...delivery })));
  const { cuts, bytes } = cutUp(renditions);
  const { rows } = await store.pool.query<{ id: string }>(
    `WITH given AS (
       SELECT * FROM json_to_recordset($1::json) AS i(id uuid, fence bigint, locale text)
     ), mine AS (
       SELECT d.id, d.job_id, d.position, d.priority, i.locale FROM documents d JOIN given i USING (id)
       WHERE d.fence = i.fence AND d.state = 'processing' AND d.composed_at IS NULL
       ORDER BY d.id FOR UPDATE OF d
     ), rendered AS (
       SELECT r.*, decode(r.sha256, 'hex') AS hash FROM mine JOIN json_to_recordset($2::json) AS r(id uuid,
         "documentId" uuid, format text, dpi int, sha256 text, size int, pages int, locale text, "offset" int,
         length int) ON r."documentId" = mine.id
     ), new_blobs AS (
       INSERT INTO blobs (sha256, bytes)
       SELECT hash, substring($3::bytea FROM "offset" FOR length)
       FROM (SELECT DISTINCT ON (hash) hash, "offset", length FROM rendered ORDER BY hash) AS once
       ON CONFLICT DO NOTHING
     ), new_renditions AS (
       INSERT INTO renditions (id, document_id, format, dpi, sha256, size, pages, locale)
       SELECT id, "documentId", format, dpi, hash, size, pages, locale FROM rendered
     ), new_deliveries AS (
       INSERT INTO deliveries (id, document_id, channel, device_id, destination, format, dpi, priority, job_id, position,
         state, reason_code, reason)
       SELECT v.id, mine.id, v.channel, v."deviceId", v.destination, v.format, v.dpi, mine.priority, mine.job_id,
         mine.position, CASE WHEN v."waitsForScan" THEN 'held'::state ELSE 'pending'::state END,
         CASE WHEN v."waitsForScan" THEN $5 END,
         CASE WHEN v."waitsForScan" THEN 'Waits at the site until one of its numbers is scanned there.' END
       FROM mine JOIN json_to_recordset($4::json) AS v(id uuid, "documentId" uuid, channel channel, "deviceId" text,
         destination text, format text, dpi int, "waitsForScan" boolean) ON v."documentId" = mine.id
       RETURNING *
     ), finished AS (
       UPDATE documents d SET composed_at = now(), lease_until = NULL, locale = mine.locale, updated_at = now(),
         delivery_requests = (SELECT jsonb_agg(request #- '{protection,password}')
           FROM jsonb_array_elements(d.delivery_requests) AS request)
       FROM mine WHERE d.id = mine.id RETURNING d.id, d.job_id, d.locale
     ), audited AS (
       INSERT INTO audit (actor, action, job_id, document_id, delivery_id, device_id, to_state, detail)
       SELECT 'system', 'composed', job_id, id, NULL::uuid, NULL::text, 'processing'::state, locale FROM finished
       UNION ALL
       SELECT 'system', 'routed', job_id, document_id, id, device_id, state, channel || ' to ' || destination
         || CASE WHEN format = 'protected' THEN ', with a protected PDF (no PDF/A)' ELSE '' END
       FROM new_deliveries
     )
     SELECT id FROM finished`,
    [
      JSON.stringify(docs.map(({ id, fence, locale }) => ({ id, fence, locale }))),
      JSON.stringify(cuts),
      bytes,
      JSON.stringify(deliveries),
      scanWait,
    ],
  );
  return rows.map(({ id }) => id);
}

/**
 * Ends the claim of documents that could not be composed, and keeps the pictures of failed proofs. Gives the ids whose
 * fence still held.
 */
export async function failDocuments(store: Store, docs: readonly DocumentFailure[]): Promise<string[]> {
  if (docs.length === 0) return [];
  const pictures = docs.flatMap(({ id, picture }) => (picture === undefined ? [] : [{ documentId: id, ...picture }]));
  const { cuts, bytes } = cutUp(pictures.map((picture) => ({ ...picture, size: picture.bytes.length })));
  const { rows } = await store.pool.query<{ id: string; jobId: string }>(
    `WITH given AS (
       SELECT * FROM json_to_recordset($1::json) AS i(id uuid, fence bigint, "to" state, code text, reason text)
     ), mine AS (
       SELECT d.id, i."to", i.code, i.reason FROM documents d JOIN given i USING (id)
       WHERE d.fence = i.fence AND d.state = 'processing' AND d.composed_at IS NULL
       ORDER BY d.id FOR UPDATE OF d
     ), failed AS (
       UPDATE documents d SET state = mine."to", reason_code = mine.code, reason = mine.reason, lease_until = NULL,
         updated_at = now()
       FROM mine WHERE d.id = mine.id RETURNING d.id, d.job_id, d.state, d.reason_code, d.reason
     ), drawn AS (
       SELECT p.*, decode(p.sha256, 'hex') AS hash FROM mine JOIN json_to_recordset($2::json) AS p(id uuid,
         "documentId" uuid, format text, sha256 text, size int, pages int, locale text, "offset" int, length int)
         ON p."documentId" = mine.id
     ), new_blobs AS (
       INSERT INTO blobs (sha256, bytes)
       SELECT hash, substring($3::bytea FROM "offset" FOR length)
       FROM (SELECT DISTINCT ON (hash) hash, "offset", length FROM drawn ORDER BY hash) AS once
       ON CONFLICT DO NOTHING
     ), new_pictures AS (
       INSERT INTO renditions (id, document_id, format, sha256, size, pages, locale)
       SELECT id, "documentId", format, hash, size, pages, locale FROM drawn
       ON CONFLICT (document_id, format, dpi) DO UPDATE SET sha256 = excluded.sha256, size = excluded.size,
         pages = excluded.pages, locale = excluded.locale, created_at = now()
     ), audited AS (
       INSERT INTO audit (actor, action, job_id, document_id, from_state, to_state, reason_code, detail)
       SELECT 'system', 'compose-failed', job_id, id, 'processing', state, reason_code, reason FROM failed
     )
     SELECT id, job_id AS "jobId" FROM failed`,
    [
      JSON.stringify(docs.map(({ id, fence, to, code, reason }) => ({ id, fence, to, code, reason }))),
      JSON.stringify(cuts),
      bytes,
    ],
  );
  await refreshJobs(store, [...new Set(rows.map(({ jobId }) => jobId))]);
  return rows.map(({ id }) => id);
}

/** All bytes travel as one binary parameter that Postgres cuts up: arrays of bytea would travel as hexadecimal text. */
function cutUp(renditions: readonly { readonly bytes: Buffer; readonly sha256: Buffer }[]): {
  readonly cuts: readonly object[];
  readonly bytes: Buffer;
} {
  let offset = 1;
  const cuts = renditions.map(({ bytes: own, sha256, ...rest }) => {
    const cut = { ...rest, sha256: sha256.toString('hex'), offset, length: own.length };
    offset += own.length;
    return cut;
  });
  return { cuts, bytes: Buffer.concat(renditions.map((rendition) => rendition.bytes)) };
}

/** Documents of acknowledged jobs that wait to be composed or whose composer was lost, most urgent and oldest first. */
export async function documentsToCompose(store: Store, limit: number): Promise<{ id: string; priority: number }[]> {
  const { rows } = await store.pool.query<{ id: string; priority: number }>(
    `SELECT d.id, d.priority FROM documents d JOIN jobs j ON j.id = d.job_id
     WHERE d.composed_at IS NULL AND d.state IN ('pending', 'processing') AND j.accepted_at IS NOT NULL
       AND (d.state = 'pending' OR d.lease_until < now())
     ORDER BY d.priority, d.job_id, d.position LIMIT $1`,
    [limit],
  );
  return rows;
}

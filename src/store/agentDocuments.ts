import type { TravellingDocument } from '../model/siteProtocol.ts';
import type { Queryable, Store } from './db.ts';

/** SELECT list that makes the JSON of a `TravellingDocument` from `documents d JOIN jobs j`; see the calls for $n. */
function documentJson(parts: {
  readonly recipient: string;
  readonly message: string;
  readonly renditions: string;
  readonly deliveries: string;
  readonly attempts: string;
}): string {
  return `json_build_object('id', d.id,
    'job', json_build_object('id', j.id, 'format', j.format, 'accepted', j.accepted, 'receivedAt', j.received_at,
      'acceptedAt', j.accepted_at),
    'document', json_build_object('position', d.position, 'type', d.type, 'number', d.number, 'reference', d.reference,
      'recipientId', d.recipient_id, 'recipientName', d.recipient_name, 'senderId', d.sender_id, 'siteId', d.site_id,
      'locale', d.locale, 'deliveryRequests', d.delivery_requests, 'priority', d.priority, 'state', d.state,
      'reasonCode', d.reason_code, 'reason', d.reason, 'composed', d.composed_at IS NOT NULL,
      'createdAt', d.created_at),
    'recipient', ${parts.recipient}, 'message', ${parts.message},
    'renditions', coalesce((SELECT json_agg(json_build_object('id', r.id, 'format', r.format, 'dpi', r.dpi,
        'sha256', encode(r.sha256, 'hex'), 'size', r.size, 'pages', r.pages, 'locale', r.locale) ORDER BY r.id)
      FROM renditions r WHERE r.document_id = d.id AND ${parts.renditions}), '[]'),
    'deliveries', coalesce((SELECT json_agg(json_build_object('id', v.id, 'generation', coalesce(s.generation, 0),
        'deviceId', v.device_id, 'destination', v.destination, 'format', v.format, 'dpi', v.dpi,
        'priority', v.priority, 'position', v.position, 'state', v.state, 'reasonCode', v.reason_code,
        'reason', v.reason, 'evidence', v.evidence, 'possibleDuplicate', v.possible_duplicate,
        'superseded', v.superseded, 'attempts', v.attempts, 'createdAt', v.created_at) ORDER BY v.id)
      FROM deliveries v LEFT JOIN site_deliveries s ON s.delivery_id = v.id
      WHERE v.document_id = d.id AND v.channel = 'print' AND ${parts.deliveries}), '[]'),
    'attempts', coalesce((SELECT json_agg(json_build_object('id', a.id, 'deliveryId', a.delivery_id,
        'number', a.number, 'startedAt', a.started_at, 'finishedAt', a.finished_at, 'outcome', a.outcome,
        'code', a.code, 'detail', a.detail) ORDER BY a.started_at, a.id)
      FROM attempts a JOIN deliveries v ON v.id = a.delivery_id WHERE v.document_id = d.id AND ${parts.attempts}), '[]')
  )`;
}

/** Downwards: documents with those of the given deliveries that are theirs and the renditions these need. */
export async function documentsGoingDown(db: Queryable, deliveryIds: readonly string[]): Promise<TravellingDocument[]> {
  const mine = 'v.id = ANY($1::uuid[])';
  const json = documentJson({
    recipient: `(SELECT json_build_object('id', p.id, 'name', p.name, 'locale', p.locale, 'channels', p.channels,
      'identifiers', p.identifiers) FROM recipients p WHERE p.id = d.recipient_id)`,
    message: '(SELECT m.body FROM messages m WHERE m.document_id = d.id)',
    renditions: `EXISTS (SELECT 1 FROM deliveries v WHERE v.document_id = d.id AND ${mine} AND v.format = r.format
      AND v.dpi IS NOT DISTINCT FROM r.dpi)`,
    deliveries: mine,
    attempts: 'false',
  });
  const { rows } = await db.query<{ document: TravellingDocument }>(
    `SELECT ${json} AS document FROM documents d JOIN jobs j ON j.id = d.job_id
     WHERE d.id IN (SELECT v.document_id FROM deliveries v WHERE ${mine}) ORDER BY d.priority, d.job_id, d.position`,
    [deliveryIds],
  );
  return rows.map(({ document }) => document);
}

/** Upwards: documents as they stand at the site; message and renditions only of those made here. */
export async function documentsGoingUp(db: Queryable, documentIds: readonly string[]): Promise<TravellingDocument[]> {
  const madeHere = `NOT EXISTS (SELECT 1 FROM deliveries v JOIN site_deliveries s ON s.delivery_id = v.id
    WHERE v.document_id = d.id AND s.generation > 0)`;
  const json = documentJson({
    recipient: 'NULL::json',
    message: `CASE WHEN ${madeHere} THEN (SELECT m.body FROM messages m WHERE m.document_id = d.id) END`,
    renditions: `r.format <> 'proof' AND ${madeHere}`,
    deliveries: 'true',
    attempts: 'true',
  });
  const { rows } = await db.query<{ document: TravellingDocument }>(
    `SELECT ${json} AS document FROM documents d JOIN jobs j ON j.id = d.job_id WHERE d.id = ANY($1::uuid[])
     ORDER BY d.id`,
    [documentIds],
  );
  return rows.map(({ document }) => document);
}

/** The stored bytes of these hashes, those there are. */
export async function readBlobs(store: Store, hashes: readonly string[]): Promise<Map<string, Buffer>> {
  if (hashes.length === 0) return new Map();
  const { rows } = await store.pool.query<{ sha256: string; bytes: Buffer }>(
    `SELECT encode(b.sha256, 'hex') AS sha256, b.bytes FROM blobs b
     WHERE b.sha256 IN (SELECT decode(h, 'hex') FROM unnest($1::text[]) AS h)`,
    [hashes],
  );
  return new Map(rows.map(({ sha256, bytes }) => [sha256, bytes]));
}

/** Keeps bytes under their hash; the caller has compared the two. */
export async function keepBlobs(db: Queryable, blobs: ReadonlyMap<string, Uint8Array>): Promise<void> {
  if (blobs.size === 0) return;
  let offset = 1;
  const cuts = [...blobs].map(([sha256, { byteLength: length }]) => {
    const cut = { sha256, offset, length };
    offset += length;
    return cut;
  });
  await db.query(
    `INSERT INTO blobs (sha256, bytes)
     SELECT decode(c.sha256, 'hex'), substring($2::bytea FROM c."offset" FOR c.length)
     FROM json_to_recordset($1::json) AS c(sha256 text, "offset" int, length int) ORDER BY c.sha256
     ON CONFLICT DO NOTHING`,
    [JSON.stringify(cuts), Buffer.concat([...blobs.values()])],
  );
}

/**
 * Inserts jobs, documents, messages and renditions that are not there yet, with the ids they have elsewhere. A
 * rendition whose bytes are missing is left out. Parties and devices that this store does not know are left open.
 */
export async function insertTravelling(db: Queryable, documents: readonly TravellingDocument[]): Promise<void> {
  if (documents.length === 0) return;
  await db.query(
    `INSERT INTO recipients (id, name, locale, channels, identifiers)
     SELECT DISTINCT ON (i.id) i.id, i.name, i.locale, i.channels, i.identifiers
     FROM json_to_recordset($1::json) AS t(recipient json),
       json_to_record(t.recipient) AS i(id text, name text, locale text, channels jsonb, identifiers text[])
     WHERE i.id IS NOT NULL ORDER BY i.id
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, locale = excluded.locale, channels = excluded.channels,
       identifiers = excluded.identifiers`,
    [JSON.stringify(documents)],
  );
  await db.query(
    `INSERT INTO jobs (id, state, format, accepted, received_at, accepted_at)
     SELECT DISTINCT ON (i.id) i.id, 'processing'::state, i.format, i.accepted, i."receivedAt", i."acceptedAt"
     FROM json_to_recordset($1::json) AS t(job json),
       json_to_record(t.job) AS i(id uuid, format text, accepted int, "receivedAt" timestamptz, "acceptedAt" timestamptz)
     ORDER BY i.id ON CONFLICT DO NOTHING`,
    [JSON.stringify(documents)],
  );
  await db.query(
    `WITH given AS (
       SELECT t.id, t.message, i.*, (t.job->>'id')::uuid AS "jobId"
       FROM json_to_recordset($1::json) AS t(id uuid, job json, document json, message jsonb),
         json_to_record(t.document) AS i(position int, type text, number text, reference text, "recipientId" text,
           "recipientName" text, "senderId" text, "siteId" text, locale text, "deliveryRequests" jsonb,
           priority smallint, state state, "reasonCode" text, reason text, composed boolean, "createdAt" timestamptz)
     ), made AS (
       INSERT INTO documents (id, job_id, position, type, number, reference, recipient_id, recipient_name, sender_id,
         site_id, locale, delivery_requests, priority, state, reason_code, reason, composed_at, created_at)
       SELECT g.id, g."jobId", g.position, g.type, g.number, g.reference,
         (SELECT id FROM recipients WHERE id = g."recipientId"), g."recipientName",
         (SELECT id FROM senders WHERE id = g."senderId"), (SELECT id FROM sites WHERE id = g."siteId"), g.locale,
         nullif(g."deliveryRequests", 'null'), g.priority, CASE WHEN g.composed THEN 'processing' ELSE g.state END,
         g."reasonCode", g.reason, CASE WHEN g.composed THEN now() END, g."createdAt"
       FROM given g ORDER BY g.id ON CONFLICT DO NOTHING RETURNING id
     )
     INSERT INTO messages (document_id, body) SELECT g.id, g.message FROM given g JOIN made USING (id)
     WHERE g.message IS NOT NULL`,
    [JSON.stringify(documents)],
  );
  await insertRenditions(db, documents);
}

async function insertRenditions(db: Queryable, documents: readonly TravellingDocument[]): Promise<void> {
  const renditions = documents.flatMap(({ id, renditions: own }) => own.map((one) => ({ documentId: id, ...one })));
  if (renditions.length === 0) return;
  await db.query(
    `INSERT INTO renditions (id, document_id, format, dpi, sha256, size, pages, locale)
     SELECT r.id, r."documentId", r.format, r.dpi, decode(r.sha256, 'hex'), r.size, r.pages, r.locale
     FROM json_to_recordset($1::json) AS r(id uuid, "documentId" uuid, format text, dpi int, sha256 text, size int,
       pages int, locale text)
     WHERE EXISTS (SELECT 1 FROM documents d WHERE d.id = r."documentId")
       AND EXISTS (SELECT 1 FROM blobs b WHERE b.sha256 = decode(r.sha256, 'hex'))
     ORDER BY r.id ON CONFLICT DO NOTHING`,
    [JSON.stringify(renditions)],
  );
}

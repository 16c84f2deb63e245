import type { Attempt, AuditEntry, Delivery, Document, Rendition } from '../model/document.ts';
import type { StoredFormat } from '../model/states.ts';
import { auditOfDocument } from './audit.ts';
import { attemptColumns, deliveryColumns, documentColumns, renditionColumns } from './columns.ts';
import type { Store } from './db.ts';

export interface DocumentHistory {
  readonly document: Document;
  readonly message: object;
  readonly renditions: readonly Rendition[];
  readonly deliveries: readonly Delivery[];
  readonly attempts: readonly Attempt[];
  readonly audit: readonly AuditEntry[];
}

/** A document with everything that happened to it, each list oldest first; null for an unknown id. */
export async function getDocument(store: Store, id: string): Promise<DocumentHistory | null> {
  const { pool } = store;
  const { rows } = await pool.query<Document & { message: object }>(
    `SELECT ${documentColumns}, m.body AS message FROM documents d JOIN messages m ON m.document_id = d.id
     JOIN jobs j ON j.id = d.job_id WHERE d.id = $1 AND j.accepted_at IS NOT NULL`,
    [id],
  );
  if (!rows[0]) return null;
  const { message, ...document } = rows[0];
  const [renditions, deliveries, attempts, audit] = await Promise.all([
    pool.query<Rendition>(
      `SELECT ${renditionColumns} FROM renditions r WHERE r.document_id = $1 ORDER BY r.created_at, r.format`,
      [id],
    ),
    pool.query<Delivery>(`SELECT ${deliveryColumns} FROM deliveries v WHERE v.document_id = $1 ORDER BY v.id`, [id]),
    pool.query<Attempt>(
      `SELECT ${attemptColumns} FROM attempts a JOIN deliveries v ON v.id = a.delivery_id
       WHERE v.document_id = $1 ORDER BY a.started_at, a.id`,
      [id],
    ),
    auditOfDocument(store, id),
  ]);
  return {
    document,
    message,
    renditions: renditions.rows,
    deliveries: deliveries.rows,
    attempts: attempts.rows,
    audit,
  };
}

/**
 * The stored bytes of a document in a format; null where there are none. A label that was composed for more than one
 * print head gives its first, or the one for `dpi`.
 */
export async function getRenditionBytes(
  store: Store,
  documentId: string,
  format: StoredFormat,
  dpi?: number,
): Promise<{ rendition: Rendition; bytes: Buffer } | null> {
  const { rows } = await store.pool.query<Rendition & { bytes: Buffer }>(
    `SELECT ${renditionColumns}, b.bytes FROM renditions r JOIN blobs b USING (sha256)
     WHERE r.document_id = $1 AND r.format = $2 AND ($3::int IS NULL OR r.dpi = $3) ORDER BY r.created_at, r.id LIMIT 1`,
    [documentId, format, dpi ?? null],
  );
  if (!rows[0]) return null;
  const { bytes, ...rendition } = rows[0];
  return { rendition, bytes };
}

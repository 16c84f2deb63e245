import type { AuditEntry } from '../model/document.ts';
import { auditColumns } from './columns.ts';
import type { Queryable, Store } from './db.ts';

/** An entry beside those that the state changes write themselves: a sign-in, a changed setting. */
export interface NewAuditEntry {
  /** `system`, `key:<name>` or `operator:<name>`. */
  readonly actor: string;
  readonly action: string;
  readonly jobId?: string;
  readonly documentId?: string;
  readonly deliveryId?: string;
  readonly deviceId?: string;
  readonly reasonCode?: string;
  readonly detail?: string;
}

/** Everything that happened to a document, oldest first. */
export async function auditOfDocument(store: Store, documentId: string): Promise<AuditEntry[]> {
  const { rows } = await store.pool.query<AuditEntry>(
    `SELECT ${auditColumns} FROM audit e WHERE e.document_id = $1 ORDER BY e.id`,
    [documentId],
  );
  return rows;
}

export async function recordAudit(db: Queryable, entry: NewAuditEntry): Promise<void> {
  await db.query(
    `INSERT INTO audit (actor, action, job_id, document_id, delivery_id, device_id, reason_code, detail)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      entry.actor,
      entry.action,
      entry.jobId ?? null,
      entry.documentId ?? null,
      entry.deliveryId ?? null,
      entry.deviceId ?? null,
      entry.reasonCode ?? null,
      entry.detail ?? null,
    ],
  );
}

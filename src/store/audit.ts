import type { AuditEntry } from '../model/document.ts';
import { auditColumns } from './columns.ts';
import type { Store } from './db.ts';

/** Everything that happened to a document, oldest first. */
export async function auditOfDocument(store: Store, documentId: string): Promise<AuditEntry[]> {
  const { rows } = await store.pool.query<AuditEntry>(
    `SELECT ${auditColumns} FROM audit e WHERE e.document_id = $1 ORDER BY e.id`,
    [documentId],
  );
  return rows;
}

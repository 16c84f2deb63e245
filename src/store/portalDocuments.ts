import type { Delivery, Document } from '../model/document.ts';
import { deliveryColumns, documentColumns } from './columns.ts';
import type { Store } from './db.ts';

export interface PortalDocument {
  readonly document: Document;
  readonly delivery: Delivery;
  /** Lower-case hex. */
  readonly pdfSha256: string;
}

/** What was published to a recipient's portal, newest first; a document published twice appears once. */
export async function portalDocuments(store: Store, recipientId: string, limit: number): Promise<PortalDocument[]> {
  const { rows } = await store.pool.query<{ sha256: string } & Record<string, unknown>>(
    `SELECT ${prefixed('d', documentColumns)}, ${prefixed('v', deliveryColumns)}, encode(r.sha256, 'hex') AS sha256
     FROM deliveries v JOIN documents d ON d.id = v.document_id
     JOIN renditions r ON r.document_id = d.id AND r.format = 'pdf'
     WHERE v.channel = 'portal' AND v.destination = $1 AND v.state = 'completed' AND NOT EXISTS (
       SELECT 1 FROM deliveries w WHERE w.document_id = v.document_id AND w.channel = 'portal' AND w.destination = $1
         AND w.state = 'completed' AND w.id > v.id)
     ORDER BY v.updated_at DESC, v.id DESC LIMIT $2`,
    [recipientId, limit],
  );
  return rows.map((row) => ({
    document: unprefixed('d', row) as unknown as Document,
    delivery: unprefixed('v', row) as unknown as Delivery,
    pdfSha256: row.sha256,
  }));
}

/** `d.id, d.job_id AS "jobId"` becomes `d.id AS "d:id", d.job_id AS "d:jobId"`: two models in one row. */
function prefixed(alias: string, columns: string): string {
  return columns
    .split(',')
    .map((column) => {
      const [expression = '', name] = column.trim().split(/\s+AS\s+/);
      return `${expression} AS "${alias}:${(name ?? expression.replace(`${alias}.`, '')).replaceAll('"', '')}"`;
    })
    .join(', ');
}

function unprefixed(alias: string, row: Record<string, unknown>): Record<string, unknown> {
  const own = Object.entries(row).filter(([key]) => key.startsWith(`${alias}:`));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(alias.length + 1), value]));
}

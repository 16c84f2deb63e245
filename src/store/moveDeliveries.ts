import { v7 as uuid } from 'uuid';
import { defaultDpi, hasDots } from '../model/device.ts';
import type { Device } from '../model/parties.ts';
import { inTransaction, type Store } from './db.ts';
import type { ComposedRendition } from './documents.ts';

/** The form of rendition a device takes. */
export interface DeviceForm {
  readonly format: Device['driver'];
  readonly dpi: number | null;
}

export function formOf({ driver, dpi }: Pick<Device, 'driver' | 'dpi'>): DeviceForm {
  return { format: driver, dpi: hasDots(driver) ? (dpi ?? defaultDpi) : null };
}

/** A composed document that has no bytes for a device yet, with what composing needs of it. */
export interface Unfitting {
  readonly id: string;
  readonly number: string;
  readonly type: string;
  readonly message: object;
  /** The language it was composed in. */
  readonly locale: string;
  readonly senderId: string | null;
}

/**
 * Composed documents without a rendition in this form: of those given, or of what waits at a device. In order of their
 * ids, `limit` at a time behind `after`.
 */
export async function documentsUnfitFor(
  store: Store,
  { format, dpi }: DeviceForm,
  which: { readonly documentId: string } | { readonly waitingAt: string; readonly after: string | null },
  limit: number,
): Promise<Unfitting[]> {
  const one = 'documentId' in which;
  const { rows } = await store.pool.query<Unfitting>(
    `SELECT d.id, d.number, d.type, m.body AS message, d.locale, d.sender_id AS "senderId"
     FROM documents d JOIN messages m ON m.document_id = d.id
     WHERE d.composed_at IS NOT NULL AND ${
       one
         ? 'd.id = $1'
         : `d.id IN (SELECT document_id FROM deliveries WHERE device_id = $1 AND channel = 'print' AND state = 'pending')
       AND ($5::uuid IS NULL OR d.id > $5)`
     } AND NOT EXISTS (
       SELECT 1 FROM renditions r WHERE r.document_id = d.id AND r.format = $2 AND r.dpi IS NOT DISTINCT FROM $3::int)
     ORDER BY d.id LIMIT $4`,
    one ? [which.documentId, format, dpi, limit] : [which.waitingAt, format, dpi, limit, which.after],
  );
  return rows;
}

/** Keeps another rendition of a composed document, beside those it has; one that is there already stays. */
export async function addRendition(
  store: Store,
  documentId: string,
  rendition: Omit<ComposedRendition, 'id' | 'dpi'> & { readonly dpi: number | null },
  detail: string,
): Promise<void> {
  await store.pool.query(
    `WITH blob AS (
       INSERT INTO blobs (sha256, bytes) VALUES ($1, $2) ON CONFLICT DO NOTHING
     ), added AS (
       INSERT INTO renditions (id, document_id, format, dpi, sha256, size, pages, locale)
       VALUES ($3, $4, $5, $6, $1, $7, $8, $9) ON CONFLICT (document_id, format, dpi) DO NOTHING RETURNING document_id
     )
     INSERT INTO audit (actor, action, job_id, document_id, detail)
     SELECT 'system', 'composed-anew', d.job_id, d.id, $10 FROM added JOIN documents d ON d.id = added.document_id`,
    [
      ...[rendition.sha256, rendition.bytes, uuid(), documentId, rendition.format, rendition.dpi],
      ...[rendition.size, rendition.pages, rendition.locale, detail],
    ],
  );
}

export type Moved =
  | { readonly moved: number /** Waiting ones without bytes for the other device. */; readonly left: number }
  | { readonly refused: 'no-device' | 'same-device'; readonly reason: string };

/**
 * Moves what waits in one device's output queue to another device that takes the same bytes, or for which they were
 * composed anew. The order among them stays: it is theirs, not the queue's. What is being sent right now is left alone.
 */
export async function moveDeliveries(store: Store, from: string, to: string, actor: string): Promise<Moved> {
  if (from === to) return { refused: 'same-device', reason: 'They wait at this device already.' };
  return inTransaction(store, async (client): Promise<Moved> => {
    // Whoever claims locks the device before its deliveries, so we do too.
    const { rows } = await client.query<Pick<Device, 'id' | 'driver' | 'dpi'>>(
      `SELECT id, driver, dpi FROM devices WHERE id = $1 OR (id = $2 AND removed_at IS NULL) ORDER BY id FOR UPDATE`,
      [from, to],
    );
    const missing = [from, to].find((id) => !rows.some((row) => row.id === id));
    if (missing !== undefined) return { refused: 'no-device', reason: `There is no device ${missing}.` };
    const target = rows.find(({ id }) => id === to);
    if (target === undefined) throw new Error('a device that was just found is gone');
    const { format, dpi } = formOf(target);
    const { rows: counted } = await client.query<{ moved: number; left: number }>(
      `WITH waiting AS (
         SELECT v.id, EXISTS (
           SELECT 1 FROM renditions r
           WHERE r.document_id = v.document_id AND r.format = $3 AND r.dpi IS NOT DISTINCT FROM $4::int) AS fits
         FROM deliveries v WHERE v.device_id = $1 AND v.channel = 'print' AND v.state = 'pending'
         ORDER BY v.id FOR UPDATE OF v
       ), moved AS (
         UPDATE deliveries v SET device_id = $2, destination = $2, format = $3, dpi = $4, reason_code = NULL,
           reason = NULL, next_attempt_at = NULL, updated_at = now()
         FROM waiting w WHERE v.id = w.id AND w.fits RETURNING v.id, v.job_id, v.document_id
       ), audited AS (
         INSERT INTO audit (actor, action, job_id, document_id, delivery_id, device_id, from_state, to_state, detail)
         SELECT $5, 'moved', job_id, document_id, id, $2, 'pending'::state, 'pending'::state, $1 || ' → ' || $2 FROM moved
         UNION ALL
         SELECT $5, 'device-emptied', NULL, NULL, NULL, $1, NULL, NULL, count(*) || ' moved to ' || $2 FROM moved
         HAVING count(*) > 0
       )
       SELECT (SELECT count(*) FROM moved) AS moved, (SELECT count(*) FROM waiting WHERE NOT fits) AS "left"`,
      [from, to, format, dpi, actor],
    );
    return counted[0] ?? { moved: 0, left: 0 };
  });
}

import type { AuditEntry, Delivery } from '../model/document.ts';
import { auditColumns, deliveryColumns } from './columns.ts';
import type { Store } from './db.ts';

/** How an output queue stands. */
export interface QueueCounts {
  readonly waiting: number;
  /** Being sent right now. */
  readonly processing: number;
  /** Waiting for a person. */
  readonly held: number;
  /** When the longest waiting was routed here. */
  readonly oldestAt: Date | null;
}

export const emptyQueue: QueueCounts = { waiting: 0, processing: 0, held: 0, oldestAt: null };

/** The output queues that are not empty, by device; of all devices, or of one. */
export async function countQueues(store: Store, deviceId?: string): Promise<ReadonlyMap<string, QueueCounts>> {
  const { rows } = await store.pool.query<QueueCounts & { deviceId: string }>(
    `SELECT device_id AS "deviceId", count(*) FILTER (WHERE state = 'pending') AS waiting,
       count(*) FILTER (WHERE state = 'processing') AS processing, count(*) FILTER (WHERE state = 'held') AS held,
       min(created_at) FILTER (WHERE state = 'pending') AS "oldestAt"
     FROM (
       SELECT device_id, state, created_at FROM deliveries
       WHERE channel = 'print' AND state IN ('pending', 'processing') AND ($1::text IS NULL OR device_id = $1)
       UNION ALL
       SELECT device_id, state, created_at FROM deliveries
       WHERE channel = 'print' AND state = 'held' AND device_id IS NOT NULL AND ($1::text IS NULL OR device_id = $1)
     ) AS open
     GROUP BY device_id`,
    [deviceId ?? null],
  );
  return new Map(rows.map(({ deviceId: id, ...counts }) => [id, counts]));
}

/** A delivery of a device with the document it carries. */
export interface DeviceDelivery extends Delivery {
  readonly number: string;
  readonly type: string;
  readonly recipientName: string | null;
  readonly priority: number;
}

const withDocument = `${deliveryColumns}, v.priority, d.number, d.type, d.recipient_name AS "recipientName"`;

/** The first of an output queue, in the order in which they leave. */
export async function queueOfDevice(store: Store, deviceId: string, limit: number): Promise<DeviceDelivery[]> {
  const { rows } = await store.pool.query<DeviceDelivery>(
    `SELECT ${withDocument} FROM deliveries v JOIN documents d ON d.id = v.document_id
     WHERE v.device_id = $1 AND v.channel = 'print' AND v.state IN ('pending', 'processing')
     ORDER BY v.priority, v.job_id, v.position, v.id LIMIT $2`,
    [deviceId, limit],
  );
  return rows;
}

/** What went through a device, newest first. */
export async function printedOnDevice(store: Store, deviceId: string, limit: number): Promise<DeviceDelivery[]> {
  const { rows } = await store.pool.query<DeviceDelivery>(
    `SELECT ${withDocument} FROM deliveries v JOIN documents d ON d.id = v.document_id
     WHERE v.device_id = $1 AND v.channel = 'print' AND v.state = 'completed' ORDER BY v.updated_at DESC LIMIT $2`,
    [deviceId, limit],
  );
  return rows;
}

/** What happened to a device itself, newest first. */
export async function auditOfDevice(store: Store, deviceId: string, limit: number): Promise<AuditEntry[]> {
  const { rows } = await store.pool.query<AuditEntry>(
    `SELECT ${auditColumns} FROM audit e WHERE e.device_id = $1 AND e.document_id IS NULL ORDER BY e.id DESC LIMIT $2`,
    [deviceId, limit],
  );
  return rows;
}

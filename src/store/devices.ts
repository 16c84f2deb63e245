import type { Device } from '../model/parties.ts';
import type { Store } from './db.ts';

const columns = `v.id, v.name, v.site_id AS "siteId", v.uri, v.driver, v.dpi, v.state, v.state_reason AS "stateReason",
  v.paused, v.next_attempt_at AS "nextAttemptAt"`;

/** What an installation sets of a device; its state is its own. */
export type DeviceSettings = Pick<Device, 'id' | 'name' | 'siteId' | 'uri' | 'driver' | 'dpi'>;

export async function upsertDevice(store: Store, device: DeviceSettings): Promise<void> {
  await store.pool.query(
    `INSERT INTO devices (id, name, site_id, uri, driver, dpi) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, site_id = excluded.site_id, uri = excluded.uri,
       driver = excluded.driver, dpi = excluded.dpi`,
    [device.id, device.name, device.siteId, device.uri, device.driver, device.dpi ?? null],
  );
}

export async function listDevices(store: Store): Promise<Device[]> {
  const { rows } = await store.pool.query<Device>(`SELECT ${columns} FROM devices v ORDER BY v.id`);
  return rows;
}

export async function getDevice(store: Store, id: string): Promise<Device | null> {
  const { rows } = await store.pool.query<Device>(`SELECT ${columns} FROM devices v WHERE v.id = $1`, [id]);
  return rows[0] ?? null;
}

export interface DeviceLease {
  readonly fence: number;
  /** `failures`: how often in a row the device has stopped. */
  readonly device: Device & { readonly failures: number };
}

/** Makes the caller the one who drains this device for `leaseMs`; null: another does, it is paused, or not due yet. */
export async function leaseDevice(store: Store, id: string, leaseMs: number): Promise<DeviceLease | null> {
  // A stopped device stays shown as stopped while it is tried again.
  const { rows } = await store.pool.query<Device & { failures: number; fence: number }>(
    `UPDATE devices v SET fence = v.fence + 1, lease_until = now() + $2 * interval '1 ms',
       state = CASE v.state WHEN 'stopped' THEN 'stopped' ELSE 'processing' END
     WHERE v.id = $1 AND NOT v.paused AND (v.lease_until IS NULL OR v.lease_until < now())
       AND (v.next_attempt_at IS NULL OR v.next_attempt_at <= now())
     RETURNING ${columns}, v.failures, v.fence`,
    [id, leaseMs],
  );
  if (!rows[0]) return null;
  const { fence, ...device } = rows[0];
  return { fence, device };
}

/** False when the lease was lost: whoever asked must not print on. */
export async function renewDeviceLease(store: Store, id: string, fence: number, leaseMs: number): Promise<boolean> {
  const { rowCount } = await store.pool.query(
    `UPDATE devices SET lease_until = now() + $3 * interval '1 ms'
     WHERE id = $1 AND fence = $2 AND lease_until IS NOT NULL`,
    [id, fence, leaseMs],
  );
  return rowCount === 1;
}

/** Ends a drain, with what the device was last seen as. A stop and the recovery from it are audited. */
export async function releaseDevice(
  store: Store,
  id: string,
  fence: number,
  to: { readonly state: 'idle' } | { readonly state: 'stopped'; readonly reason: string; readonly nextAttemptAt: Date },
): Promise<void> {
  const stopped = to.state === 'stopped' ? to : null;
  await store.pool.query(
    `WITH before AS (
       SELECT id, state, failures FROM devices WHERE id = $1 AND fence = $2 AND lease_until IS NOT NULL FOR UPDATE
     ), released AS (
       UPDATE devices v SET state = $3, state_reason = $4, next_attempt_at = $5, lease_until = NULL,
         failures = CASE $3 WHEN 'stopped' THEN v.failures + 1 ELSE 0 END
       FROM before WHERE v.id = before.id RETURNING v.id, before.failures
     )
     INSERT INTO audit (actor, action, device_id, detail)
     SELECT 'system', 'device-' || CASE $3 WHEN 'stopped' THEN 'stopped' ELSE 'resumed' END, id, $4 FROM released
     WHERE ($3 = 'stopped') <> (failures > 0)`,
    [id, fence, to.state, stopped?.reason ?? null, stopped?.nextAttemptAt ?? null],
  );
}

/** Pauses a device's output queue, or lets it go on at once; false for an unknown device. */
export async function setDevicePaused(store: Store, id: string, paused: boolean, actor: string): Promise<boolean> {
  const { rowCount } = await store.pool.query(
    `WITH changed AS (
       UPDATE devices SET paused = $2, next_attempt_at = CASE WHEN $2 THEN next_attempt_at END
       WHERE id = $1 RETURNING id
     ), audited AS (
       INSERT INTO audit (actor, action, device_id)
       SELECT $3, CASE WHEN $2 THEN 'device-paused' ELSE 'device-unpaused' END, id FROM changed
     )
     SELECT id FROM changed`,
    [id, paused, actor],
  );
  return rowCount === 1;
}

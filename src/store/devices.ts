import { type DeviceMedia, type LabelHandling, plainDefaults, type PrintDefaults } from '../model/device.ts';
import type { DeviceReason } from '../model/deviceReport.ts';
import type { Device } from '../model/parties.ts';
import type { Store } from './db.ts';

export const deviceColumns = `v.id, v.name, v.site_id AS "siteId", v.uri, v.driver, v.dpi, v.media, v.label, v.defaults,
  v.state, v.state_reason AS "stateReason", v.state_reasons AS "stateReasons", v.state_since AS "stateSince", v.paused,
  v.next_attempt_at AS "nextAttemptAt"`;

/** What an installation sets of a device; its state is its own. */
export interface DeviceSettings extends Pick<Device, 'id' | 'name' | 'siteId' | 'uri' | 'driver' | 'dpi'> {
  readonly media?: DeviceMedia | null;
  readonly label?: LabelHandling | null;
  readonly defaults?: PrintDefaults;
}

/** Registers a device, or sets all its settings anew; one that was removed is there again. Its queue stays as it is. */
export async function upsertDevice(store: Store, device: DeviceSettings, actor = 'system'): Promise<void> {
  await store.pool.query(
    `WITH known AS (SELECT * FROM devices WHERE id = $1), written AS (
       INSERT INTO devices (id, name, site_id, uri, driver, dpi, media, label, defaults)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       ON CONFLICT (id) DO UPDATE SET name = excluded.name, site_id = excluded.site_id, uri = excluded.uri,
         driver = excluded.driver, dpi = excluded.dpi, media = excluded.media, label = excluded.label,
         defaults = excluded.defaults, removed_at = NULL
       RETURNING *
     )
     INSERT INTO audit (actor, action, device_id, detail)
     SELECT $10, CASE WHEN k.id IS NULL OR k.removed_at IS NOT NULL THEN 'device-added' ELSE 'device-changed' END, w.id,
       concat_ws(', ', w.uri, w.driver, w.dpi || ' dpi', w.site_id)
     FROM written w LEFT JOIN known k USING (id)
     WHERE k.id IS NULL OR k.removed_at IS NOT NULL OR (k.name, k.site_id, k.uri, k.driver, k.dpi, k.media, k.label,
       k.defaults) IS DISTINCT FROM (w.name, w.site_id, w.uri, w.driver, w.dpi, w.media, w.label, w.defaults)`,
    [
      ...[device.id, device.name, device.siteId, device.uri, device.driver, device.dpi ?? null],
      ...[device.media ?? null, device.label ?? null, device.defaults ?? plainDefaults, actor],
    ],
  );
}

/** All that are registered, without those removed. */
export async function listDevices(store: Store): Promise<Device[]> {
  const { rows } = await store.pool.query<Device>(
    `SELECT ${deviceColumns} FROM devices v WHERE v.removed_at IS NULL ORDER BY v.id`,
  );
  return rows;
}

export async function getDevice(store: Store, id: string): Promise<Device | null> {
  const { rows } = await store.pool.query<Device>(
    `SELECT ${deviceColumns} FROM devices v WHERE v.id = $1 AND v.removed_at IS NULL`,
    [id],
  );
  return rows[0] ?? null;
}

export interface DeviceLease {
  readonly fence: number;
  /** `failures`: how often in a row the device has stopped. */
  readonly device: Device & { readonly failures: number };
}

/** Makes the caller the one who drains this device for `leaseMs`; null: another does, it is paused, or not due yet. */
export async function leaseDevice(store: Store, id: string, leaseMs: number): Promise<DeviceLease | null> {
  // A stopped device stays shown as stopped while it is tried again, until it takes something.
  const { rows } = await store.pool.query<Device & { failures: number; fence: number }>(
    `UPDATE devices v SET fence = v.fence + 1, lease_until = now() + $2 * interval '1 ms',
       state = CASE v.state WHEN 'stopped' THEN 'stopped' ELSE 'processing' END,
       state_since = CASE v.state WHEN 'idle' THEN now() ELSE v.state_since END
     WHERE v.id = $1 AND NOT v.paused AND (v.lease_until IS NULL OR v.lease_until < now())
       AND (v.next_attempt_at IS NULL OR v.next_attempt_at <= now())
       -- A site with an agent prints by itself: its devices are never drained from here.
       AND NOT EXISTS (SELECT 1 FROM site_agents a WHERE a.site_id = v.site_id AND a.revoked_at IS NULL)
     RETURNING ${deviceColumns}, v.failures, v.fence`,
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

/** Whether whoever drains this device may send the next one: the lease is still theirs, and nobody has paused it. */
export async function mayGoOn(store: Store, id: string, fence: number): Promise<boolean> {
  const { rowCount } = await store.pool.query(
    'SELECT 1 FROM devices WHERE id = $1 AND fence = $2 AND lease_until IS NOT NULL AND NOT paused',
    [id, fence],
  );
  return rowCount === 1;
}

/** A device that had stopped takes work again: shown at once, put on record when its drain ends. */
export async function showDeviceGoesOn(store: Store, id: string, fence: number): Promise<void> {
  await store.pool.query(
    `UPDATE devices SET state = 'processing', state_reason = NULL, state_reasons = '{}', state_since = now()
     WHERE id = $1 AND fence = $2 AND lease_until IS NOT NULL AND state = 'stopped'`,
    [id, fence],
  );
}

/** What a device was last seen as. */
export type SeenState =
  | { readonly state: 'idle' }
  | {
      readonly state: 'stopped';
      readonly reason: string;
      readonly reasons?: readonly DeviceReason[];
      readonly nextAttemptAt: Date;
    };

/** Ends a drain, with what the device was last seen as. A stop and the recovery from it are audited. */
export async function releaseDevice(store: Store, id: string, fence: number, to: SeenState): Promise<void> {
  const stopped = to.state === 'stopped' ? to : null;
  await store.pool.query(
    `WITH before AS (
       SELECT id, state, failures FROM devices WHERE id = $1 AND fence = $2 AND lease_until IS NOT NULL FOR UPDATE
     ), released AS (
       UPDATE devices v SET state = $3, state_reason = $4, state_reasons = $6, next_attempt_at = $5, lease_until = NULL,
         state_since = CASE v.state WHEN $3 THEN v.state_since ELSE now() END,
         failures = CASE $3 WHEN 'stopped' THEN v.failures + 1 ELSE 0 END
       FROM before WHERE v.id = before.id RETURNING v.id, before.failures
     )
     INSERT INTO audit (actor, action, device_id, detail)
     SELECT 'system', 'device-' || CASE $3 WHEN 'stopped' THEN 'stopped' ELSE 'resumed' END, id, $4 FROM released
     WHERE ($3 = 'stopped') <> (failures > 0)`,
    [id, fence, to.state, stopped?.reason ?? null, stopped?.nextAttemptAt ?? null, stopped?.reasons ?? []],
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

/** Lets a stopped device be tried at once instead of at its next attempt; false for an unknown device. */
export async function tryDeviceNow(store: Store, id: string, actor: string): Promise<boolean> {
  const { rowCount } = await store.pool.query(
    `WITH changed AS (
       UPDATE devices SET next_attempt_at = NULL WHERE id = $1 AND removed_at IS NULL RETURNING id
     ), audited AS (
       INSERT INTO audit (actor, action, device_id) SELECT $2, 'device-tried-now', id FROM changed
     )
     SELECT id FROM changed`,
    [id, actor],
  );
  return rowCount === 1;
}

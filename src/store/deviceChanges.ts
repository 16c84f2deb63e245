import { PostwerkError } from '../errors.ts';
import { inTransaction, type Queryable, type Store } from './db.ts';
import { type DeviceSettings, getDevice, upsertDevice } from './devices.ts';
import { formOf } from './moveDeliveries.ts';

/**
 * Registers a device or changes it, as a person or program asked.
 *
 * @throws PostwerkError `store.invalid-device` for a site that is not there; `store.device-in-use` when what waits there
 *   was composed for another driver or print head
 */
export async function registerDevice(store: Store, settings: DeviceSettings, actor: string): Promise<void> {
  const { rows } = await store.pool.query('SELECT 1 FROM sites WHERE id = $1', [settings.siteId]);
  if (rows.length === 0) {
    const detail = `There is no site "${settings.siteId}"; "postwerk sites list" shows them.`;
    throw new PostwerkError('store.invalid-device', detail, { field: 'siteId' });
  }
  const known = await getDevice(store, settings.id);
  if (known !== null) {
    const [before, after] = [formOf(known), formOf(settings)];
    const open = await openDeliveries(store.pool, settings.id);
    if ((before.format !== after.format || before.dpi !== after.dpi) && open !== null) {
      const now = `${before.format}${before.dpi === null ? '' : ` at ${before.dpi} dpi`}`;
      const detail = `${open} of its deliveries were composed as ${now}: move them to another device before you change driver or resolution.`;
      throw new PostwerkError('store.device-in-use', detail, {
        field: before.format === after.format ? 'dpi' : 'driver',
      });
    }
  }
  await upsertDevice(store, settings, actor);
}

/** "3 waiting and 1 held"; null where nothing is open at the device. */
async function openDeliveries(db: Queryable, id: string): Promise<string | null> {
  const { rows } = await db.query<{ waiting: number; held: number }>(
    `SELECT count(*) FILTER (WHERE state <> 'held') AS waiting, count(*) FILTER (WHERE state = 'held') AS held
     FROM deliveries WHERE device_id = $1 AND channel = 'print' AND state IN ('pending', 'processing', 'held')`,
    [id],
  );
  const { waiting = 0, held = 0 } = rows[0] ?? {};
  if (waiting + held === 0) return null;
  return [waiting > 0 && `${waiting} waiting`, held > 0 && `${held} held`].filter(Boolean).join(' and ');
}

export type Removal =
  | { readonly removed: true }
  | { readonly removed: false; readonly code: 'not-found' | 'in-use'; readonly reason: string };

/**
 * Takes a device out of the registry. Its history stays. Refused while something waits or is held there, and while
 * recipients print to it: nothing must be left behind without a way.
 */
export async function removeDevice(store: Store, id: string, actor: string): Promise<Removal> {
  return inTransaction(store, async (client): Promise<Removal> => {
    const { rows } = await client.query(`SELECT id FROM devices WHERE id = $1 AND removed_at IS NULL FOR UPDATE`, [id]);
    if (rows.length === 0) return { removed: false, code: 'not-found', reason: `There is no device ${id}.` };
    const open = await openDeliveries(client, id);
    if (open !== null) {
      const reason = `${open} of its deliveries would have no way left: move the waiting ones to another device; release, resend or cancel the held ones.`;
      return { removed: false, code: 'in-use', reason };
    }
    const users = await client.query<{ name: string }>(
      'SELECT name FROM recipients WHERE device_id = $1 ORDER BY id LIMIT 3',
      [id],
    );
    if (users.rows.length > 0) {
      const reason = `Recipients print to it: ${users.rows.map(({ name }) => name).join(', ')}${users.rows.length === 3 ? ' …' : ''}. Give them another device first.`;
      return { removed: false, code: 'in-use', reason };
    }
    await client.query(
      `WITH gone AS (UPDATE devices SET removed_at = now() WHERE id = $1 RETURNING id)
       INSERT INTO audit (actor, action, device_id) SELECT $2, 'device-removed', id FROM gone`,
      [id, actor],
    );
    return { removed: true };
  });
}

/** Whether the agent of its site drains a device: it is then paused there, headquarters would only hear that it is not. */
export async function isAtAgent(store: Store, siteId: string): Promise<boolean> {
  const { rows } = await store.pool.query('SELECT 1 FROM site_agents WHERE site_id = $1 AND revoked_at IS NULL', [
    siteId,
  ]);
  return rows.length > 0;
}

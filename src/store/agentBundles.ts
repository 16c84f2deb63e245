import type { BundleRegistry } from '../model/siteBundle.ts';
import { inTransaction, type Queryable, type Store } from './db.ts';

/** Columns of a device that a person sets; its state is the agent's own. */
const deviceSettings = `'id', d.id, 'name', d.name, 'siteId', d.site_id, 'uri', d.uri, 'driver', d.driver, 'dpi', d.dpi,
  'media', d.media, 'label', d.label, 'defaults', d.defaults, 'paused', d.paused`;

/** Headquarters: what the registry says for a site. Deterministic, so that its hash says whether something changed. */
export async function readBundleRegistry(store: Store, siteId: string): Promise<BundleRegistry> {
  const { rows } = await store.pool.query<BundleRegistry>(
    `SELECT
       (SELECT json_build_object('id', s.id, 'name', s.name, 'country', s.country, 'locale', s.locale)
        FROM sites s WHERE s.id = $1) AS site,
       (SELECT coalesce(json_agg(json_build_object('id', s.id, 'name', s.name, 'locale', s.locale, 'accent', s.accent,
          'logo', s.logo, 'emailFrom', s.email_from) ORDER BY s.id), '[]') FROM senders s) AS senders,
       (SELECT coalesce(json_agg(json_build_object(${deviceSettings}) ORDER BY d.id), '[]')
        FROM devices d WHERE d.site_id = $1 AND d.removed_at IS NULL) AS devices`,
    [siteId],
  );
  if (!rows[0]) throw new Error('an aggregate gave no row');
  return rows[0];
}

export interface StoredBundle {
  readonly serial: number;
  readonly version: string;
  readonly manifest: Buffer;
  readonly signature: Buffer;
}

export async function latestBundle(db: Queryable, siteId: string): Promise<StoredBundle | null> {
  const { rows } = await db.query<StoredBundle>(
    `SELECT serial, version, manifest, signature FROM site_bundles WHERE site_id = $1 ORDER BY serial DESC LIMIT 1`,
    [siteId],
  );
  return rows[0] ?? null;
}

/** Keeps a bundle when its version is not the latest one; `make` gets the serial to sign. Gives the latest. */
export async function keepBundle(
  store: Store,
  siteId: string,
  version: string,
  make: (serial: number) => { readonly manifest: Buffer; readonly signature: Buffer },
): Promise<StoredBundle> {
  const known = await latestBundle(store.pool, siteId);
  if (known?.version === version) return known;
  return inTransaction(store, async (client) => {
    // No stronger lock: documents that name the site are inserted all the time.
    await client.query('SELECT 1 FROM sites WHERE id = $1 FOR NO KEY UPDATE', [siteId]);
    const latest = await latestBundle(client, siteId);
    if (latest?.version === version) return latest;
    const { rows } = await client.query<{ serial: number }>(
      `SELECT nextval(pg_get_serial_sequence('site_bundles', 'serial')) AS serial`,
    );
    const serial = rows[0]?.serial ?? 0;
    const made = make(serial);
    await client.query(
      `INSERT INTO site_bundles (serial, site_id, version, manifest, signature) OVERRIDING SYSTEM VALUE
       VALUES ($1, $2, $3, $4, $5)`,
      [serial, siteId, version, made.manifest, made.signature],
    );
    return { serial, version, ...made };
  });
}

/**
 * Agent: brings the own registry to what a bundle says. Devices that are not in it any more are removed, unless they
 * have a queue. Whether a device is paused follows headquarters only where that has changed since the bundle before and
 * is not what the agent has just said itself: a pause made here comes back with the next bundle, and may be over by then.
 *
 * @param said by device, whether it was paused when headquarters was called for this bundle.
 */
export async function applyBundleRegistry(
  store: Store,
  registry: BundleRegistry,
  before: BundleRegistry | null,
  said: ReadonlyMap<string, boolean> = new Map(),
): Promise<void> {
  const paused = (of: BundleRegistry | null) =>
    new Map(
      (of?.devices ?? []).map((device) => [(device as { id: string }).id, (device as { paused: boolean }).paused]),
    );
  const had = paused(before);
  const followed = [...paused(registry)]
    .filter(([id, now]) => had.get(id) !== now && said.get(id) !== now)
    .map(([id]) => id);
  await inTransaction(store, async (client) => {
    await client.query(
      `INSERT INTO sites (id, name, country, locale)
       SELECT id, name, country, locale FROM json_to_record($1::json) AS i(id text, name text, country text, locale text)
       ON CONFLICT (id) DO UPDATE SET name = excluded.name, country = excluded.country, locale = excluded.locale`,
      [JSON.stringify(registry.site)],
    );
    await client.query(
      `INSERT INTO senders (id, name, locale, accent, email_from, logo)
       SELECT id, name, locale, accent, "emailFrom", logo FROM json_to_recordset($1::json)
         AS i(id text, name text, locale text, accent text, "emailFrom" text, logo text)
       ON CONFLICT (id) DO UPDATE SET name = excluded.name, locale = excluded.locale, accent = excluded.accent,
         email_from = excluded.email_from, logo = excluded.logo`,
      [JSON.stringify(registry.senders)],
    );
    await client.query(
      `INSERT INTO devices (id, name, site_id, uri, driver, dpi, media, label, defaults, paused)
       SELECT id, name, "siteId", uri, driver, dpi, nullif(media, 'null'), nullif(label, 'null'), defaults, paused
       FROM json_to_recordset($1::json) AS i(id text, name text, "siteId" text, uri text, driver text, dpi int,
         media jsonb, label jsonb, defaults jsonb, paused boolean)
       ON CONFLICT (id) DO UPDATE SET name = excluded.name, uri = excluded.uri, driver = excluded.driver,
         dpi = excluded.dpi, media = excluded.media, label = excluded.label, defaults = excluded.defaults,
         removed_at = NULL, paused = CASE WHEN devices.id = ANY($2::text[]) THEN excluded.paused ELSE devices.paused END`,
      [JSON.stringify(registry.devices), followed],
    );
    await client.query(
      `UPDATE devices d SET removed_at = now() WHERE removed_at IS NULL AND NOT (id = ANY($1::text[]))
         AND NOT EXISTS (SELECT 1 FROM deliveries v WHERE v.device_id = d.id AND v.channel = 'print'
           AND v.state IN ('pending', 'processing'))`,
      [registry.devices.map((device) => (device as { id: string }).id)],
    );
  });
}

import type { Site } from '../model/parties.ts';
import type { Store } from './db.ts';

/** Writes a site, or changes it in place. */
export async function upsertSite(store: Store, site: Site): Promise<void> {
  await store.pool.query(
    `INSERT INTO sites (id, name, country, locale) VALUES ($1, $2, $3, $4)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, country = excluded.country, locale = excluded.locale`,
    [site.id, site.name, site.country, site.locale],
  );
}

export async function listSites(store: Store): Promise<Site[]> {
  const { rows } = await store.pool.query<Site>('SELECT id, name, country, locale FROM sites ORDER BY id');
  return rows;
}

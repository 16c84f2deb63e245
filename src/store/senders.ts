import type { Sender } from '../model/parties.ts';
import type { Store } from './db.ts';

const columns = 'id, name, locale, accent, logo, email_from AS "emailFrom"';

export async function upsertSender(store: Store, sender: Sender): Promise<void> {
  await store.pool.query(
    `INSERT INTO senders (id, name, locale, accent, email_from, logo) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, locale = excluded.locale, accent = excluded.accent,
       email_from = excluded.email_from, logo = excluded.logo`,
    [sender.id, sender.name, sender.locale, sender.accent, sender.emailFrom, sender.logo],
  );
}

export async function listSenders(store: Store): Promise<Sender[]> {
  const { rows } = await store.pool.query<Sender>(`SELECT ${columns} FROM senders ORDER BY id`);
  return rows;
}

export async function getSender(store: Store, id: string): Promise<Sender | null> {
  return (await getSenders(store, [id]))[0] ?? null;
}

/** Those of the given senders that exist, in no order. */
export async function getSenders(store: Store, ids: readonly string[]): Promise<Sender[]> {
  if (ids.length === 0) return [];
  const { rows } = await store.pool.query<Sender>(`SELECT ${columns} FROM senders WHERE id = ANY($1::text[])`, [ids]);
  return rows;
}

import { randomBytes } from 'node:crypto';
import type { Store } from './db.ts';

/** A secret that every process of this installation shares, made on first use: 256 random bits in base64url. */
export async function getOrCreateSecret(store: Store, name: string): Promise<string> {
  const key = `secret:${name}`;
  await store.pool.query('INSERT INTO settings (key, value) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
    key,
    randomBytes(32).toString('base64url'),
  ]);
  const { rows } = await store.pool.query<{ value: string }>('SELECT value FROM settings WHERE key = $1', [key]);
  if (!rows[0]) throw new Error(`setting ${key} vanished`);
  return rows[0].value;
}

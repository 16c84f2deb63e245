import { createHash, randomBytes } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import type { ApiKey, Scope } from '../model/parties.ts';
import type { Store } from './db.ts';

const columns = `k.id, k.name, k.prefix, k.scopes, k.created_at AS "createdAt", k.revoked_at AS "revokedAt",
  k.last_used_at AS "lastUsedAt"`;

/** `pw_` and 256 random bits in base64url. */
const keyShape = /^pw_[\w-]{43}$/;
const prefixLength = 11;

/** Makes a key. Only its hash is stored: `key` is shown this once. */
export async function createApiKey(
  store: Store,
  name: string,
  scopes: readonly Scope[],
): Promise<{ key: string; apiKey: ApiKey }> {
  const key = `pw_${randomBytes(32).toString('base64url')}`;
  const { rows } = await store.pool.query<ApiKey>(
    `WITH k AS (INSERT INTO api_keys (id, name, prefix, hash, scopes) VALUES ($1, $2, $3, $4, $5) RETURNING *),
     audited AS (INSERT INTO audit (actor, action, detail) SELECT 'system', 'key-created', k.prefix || ' ' || k.name FROM k)
     SELECT ${columns} FROM k`,
    [uuid(), name, key.slice(0, prefixLength), hashOf(key), scopes],
  );
  if (!rows[0]) throw new Error('INSERT … RETURNING gave no row');
  return { key, apiKey: rows[0] };
}

export async function listApiKeys(store: Store): Promise<ApiKey[]> {
  const { rows } = await store.pool.query<ApiKey>(`SELECT ${columns} FROM api_keys k ORDER BY k.created_at, k.id`);
  return rows;
}

/**
 * Revokes every active key with this id, prefix or name; the next request with it is refused. Gives the newest of them,
 * null when there was none.
 */
export async function revokeApiKey(store: Store, idOrPrefixOrName: string): Promise<ApiKey | null> {
  const { rows } = await store.pool.query<ApiKey>(
    `WITH k AS (
       UPDATE api_keys SET revoked_at = now()
       WHERE revoked_at IS NULL AND (id::text = lower($1) OR prefix = $1 OR name = $1) RETURNING *
     ), audited AS (
       INSERT INTO audit (actor, action, detail) SELECT 'system', 'key-revoked', k.prefix || ' ' || k.name FROM k
     )
     SELECT ${columns} FROM k ORDER BY k.created_at DESC`,
    [idOrPrefixOrName],
  );
  return rows[0] ?? null;
}

/** The key's entry, read anew each time so that a revocation counts at once; null for an unknown or revoked key. */
export async function authenticateApiKey(store: Store, key: string): Promise<ApiKey | null> {
  if (!keyShape.test(key)) return null;
  // The time of last use is kept to the minute: not every request should cost a write.
  const { rows } = await store.pool.query<ApiKey>(
    `WITH used AS (
       UPDATE api_keys SET last_used_at = now() WHERE id IN (
         SELECT id FROM api_keys WHERE hash = $1 AND revoked_at IS NULL
           AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute') FOR UPDATE SKIP LOCKED)
     )
     SELECT ${columns} FROM api_keys k WHERE k.hash = $1 AND k.revoked_at IS NULL`,
    [hashOf(key)],
  );
  return rows[0] ?? null;
}

function hashOf(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

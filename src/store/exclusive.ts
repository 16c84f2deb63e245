import type { Store } from './db.ts';

/**
 * Takes a lock that only one process on this database can hold; it goes with the process, however that ends.
 * Returns null where another process holds it. PostgreSQL manual §13.3.5, session-level advisory locks.
 */
export async function takeExclusive(store: Store, name: string): Promise<{ release(): Promise<void> } | null> {
  const client = await store.pool.connect();
  const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock(hashtext($1)) AS taken', [name]);
  if (!rows[0]?.taken) {
    client.release();
    return null;
  }
  return {
    release: async () => {
      await client.query('SELECT pg_advisory_unlock(hashtext($1))', [name]).catch(() => undefined);
      client.release();
    },
  };
}

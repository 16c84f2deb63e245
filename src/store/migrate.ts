import { fileURLToPath } from 'node:url';
import { runner } from 'node-pg-migrate';
import type { Log } from '../log.ts';
import { type Store, waitForDatabase } from './db.ts';

/** The SQL files stay in src/: this path is right from src/store/ and from dist/store/. */
const migrationsDir = fileURLToPath(new URL('../../src/store/migrations', import.meta.url));

/**
 * Applies the numbered SQL files that this database has not seen yet, in order and in one transaction. Processes that
 * start together wait for one another (advisory lock). Waits up to 60 s for a database that starts or recovers.
 */
export async function migrate(store: Store, log?: Log): Promise<void> {
  await waitForDatabase(store, 60_000);
  const client = await store.pool.connect();
  try {
    const applied = await runner({
      dbClient: client,
      dir: migrationsDir,
      direction: 'up',
      migrationsTable: 'migrations',
      singleTransaction: true,
      advisoryLockMode: 'wait',
      logger: { info: () => undefined, warn: (text) => log?.warn(text), error: (text) => log?.error(text) },
    });
    if (applied.length > 0) log?.info({ migrations: applied.map((m) => m.name) }, 'database schema brought up to date');
  } finally {
    client.release();
  }
}

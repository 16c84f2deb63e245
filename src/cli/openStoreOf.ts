import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import { closeStore, openStore, type Store } from '../store/db.ts';
import { startEmbedded } from '../store/embedded.ts';
import { migrate } from '../store/migrate.ts';
import type { PostwerkError } from '../errors.ts';
import { settlesWithin } from './settlesWithin.ts';

const closeMs = 5_000;

export interface OpenedStore {
  readonly store: Store;
  readonly url: string;
  /** Resolves when the embedded server is gone for good; never with an external one. */
  readonly lost: Promise<PostwerkError>;
  close(): Promise<void>;
}

/** The store this configuration means, with its schema up to date: DATABASE_URL, else the embedded server. */
export async function openStoreOf(config: Config, log: Log): Promise<OpenedStore> {
  const embedded = config.databaseUrl === null ? await startEmbedded({ dataDir: config.dataDir, log }) : null;
  const url = config.databaseUrl ?? embedded?.url ?? '';
  const store = openStore(url, { max: 20, log });
  try {
    await migrate(store, log);
  } catch (error) {
    await closeStore(store);
    await embedded?.stop();
    throw error;
  }
  return {
    store,
    url,
    lost: embedded?.lost ?? new Promise(() => undefined),
    async close() {
      // A connection that a hanging statement holds must not keep Postgres from being stopped.
      if (!(await settlesWithin(closeMs, closeStore(store))))
        log.warn('the database connections did not close in time');
      await embedded?.stop();
    },
  };
}

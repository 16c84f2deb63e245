import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import { closeStore, openStore, type Store } from '../store/db.ts';
import { startEmbedded } from '../store/embedded.ts';
import { migrate } from '../store/migrate.ts';

export interface OpenedStore {
  readonly store: Store;
  readonly url: string;
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
    async close() {
      await closeStore(store);
      await embedded?.stop();
    },
  };
}

import type { Config } from '../config.ts';
import { createLog } from '../log.ts';
import type { Store } from '../store/db.ts';
import { openStoreOf } from './openStoreOf.ts';

/** Opens the store of this configuration for one command and closes it, however that ends. */
export async function withStore(config: Config, run: (store: Store) => Promise<void>): Promise<void> {
  const opened = await openStoreOf(config, createLog('warn'));
  try {
    await run(opened.store);
  } finally {
    await opened.close();
  }
}

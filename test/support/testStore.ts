import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { type EmbeddedPostgres, startEmbedded } from '../../src/store/embedded.ts';
import { closeStore, openStore, type Store } from '../../src/store/db.ts';
import { migrate } from '../../src/store/migrate.ts';

export interface TestStore {
  readonly store: Store;
  readonly url: string;
  readonly dataDir: string;
  readonly postgres: EmbeddedPostgres;
  stop(): Promise<void>;
}

/** A migrated store on an embedded Postgres of its own, in a temp folder that `stop` removes. */
export async function startTestStore(options: { max?: number } = {}): Promise<TestStore> {
  const dataDir = await mkdtemp(join(tmpdir(), 'postwerk-test-'));
  const postgres = await startEmbedded({ dataDir, log: pino({ level: 'silent' }) });
  const store = openStore(postgres.url, { max: options.max ?? 10 });
  const stop = async (): Promise<void> => {
    await closeStore(store);
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    await migrate(store);
  } catch (error) {
    await stop();
    throw error;
  }
  return { store, url: postgres.url, dataDir, postgres, stop };
}

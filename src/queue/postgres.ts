import { type BackendFactory, createPostgresBackend, type IQueueBackend, runMigrations } from 'bullmq';
import pg from 'pg';
import { PostwerkError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Backend, Connection, Line } from './backend.ts';

const schema = 'bullmq';
/** One connection per worker that listens, the rest for claims, hints and lock renewals. */
const connections = 11;

/**
 * BullMQ's PostgreSQL backend in a schema of its own beside our tables.
 *
 * Its sessions do not wait for the disk at COMMIT: a hint that a crash of the server swallows is repeated by the sweep,
 * and nothing else is stored here. The store's own connections are not touched by that.
 *
 * @throws PostwerkError `queue.unreachable`
 */
export async function openPostgres(
  connection: { readonly url: string } | { readonly poolConfig: pg.PoolConfig },
  log: Log,
): Promise<Backend> {
  const pool = new pg.Pool({
    application_name: 'postwerk-queue',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    max: connections,
    ...('url' in connection ? { connectionString: connection.url } : connection.poolConfig),
    options: `-c search_path=${schema} -c synchronous_commit=off`,
  });
  pool.on('error', (error) => log.debug({ err: error }, 'an idle queue connection broke'));
  // Each BullMQ queue and worker adds a listener of its own.
  pool.setMaxListeners(0);
  // A client that breaks while it is in use reports to itself only; its statement rejects all the same.
  pool.on('connect', (client) => client.on('error', () => undefined));
  try {
    const client = await pool.connect();
    try {
      await runMigrations(client, schema);
    } finally {
      client.release();
    }
  } catch (error) {
    await pool.end();
    throw new PostwerkError('queue.unreachable', `PostgreSQL: ${(error as Error).message}`, {}, { cause: error });
  }
  // A pool gives up by itself when its server is away.
  const line: Line = { connection: pool, leave: () => undefined };
  return {
    factory: createPostgresBackend as BackendFactory<IQueueBackend, Connection>,
    producer: line,
    openWorkerLine: () => line,
    close: () => pool.end(),
  };
}

import pg from 'pg';
import type { Log } from '../log.ts';

/** The handle that every function of `store/` takes first. */
export interface Store {
  readonly pool: pg.Pool;
}

/** What a statement runs on: the pool, or the one client of a transaction. */
export type Queryable = Pick<pg.Pool, 'query'>;

export interface StoreOptions {
  /** Connections at most. */
  readonly max?: number;
  readonly log?: Log;
}

/** bigint (fences, audit ids, counts) as number: all of ours stay far below 2^53. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: Parameters<typeof pg.types.getTypeParser>[0], format?: 'text') =>
    oid === pg.types.builtins.INT8
      ? Number
      : pg.types.getTypeParser(oid, format)) as pg.CustomTypesConfig['getTypeParser'],
};

/**
 * Opens a pool on a Postgres URL or pool configuration; connects on first use only. A connection that breaks is
 * dropped and reported to the log; the statement that ran on it rejects, see `isTransient`.
 */
export function openStore(database: string | pg.PoolConfig, options: StoreOptions = {}): Store {
  const given = typeof database === 'string' ? { connectionString: database } : database;
  const pool = new pg.Pool({
    application_name: 'postwerk',
    connectionTimeoutMillis: 30_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    max: options.max ?? 20,
    types,
    ...given,
  });
  pool.on('error', (error) => options.log?.warn({ err: error }, 'an idle database connection broke'));
  // The pool listens only while a client is idle; without a listener of its own a client that breaks in the middle of
  // a transaction would end the process ('error' event of an EventEmitter). Its statement rejects all the same.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return { pool };
}

export async function closeStore(store: Store): Promise<void> {
  // Connections that the server ends while we do are no news.
  store.pool.removeAllListeners('error').on('error', () => undefined);
  await store.pool.end();
}

/** Runs `work` on one connection between BEGIN and COMMIT; whatever it throws rolls back and is thrown on. */
export async function inTransaction<T>(store: Store, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await store.pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((rollbackError: unknown) => {
      broken = rollbackError instanceof Error ? rollbackError : new Error(String(rollbackError));
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

/**
 * SQLSTATE classes and codes after which the same work may simply be tried again: connection exceptions (08),
 * serialization failure and deadlock (40001, 40P01), too many connections (53300), and the server going down, down
 * or coming up (57P01, 57P02, 57P03). PostgreSQL manual, appendix A.
 */
const transientStates = /^(?:08...|40001|40P01|53300|57P0[1-5])$/;
const transientSystemErrors = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'EHOSTUNREACH',
]);
/** `pg` and `pg-pool` reject with plain errors when a socket goes away: text is all there is to tell them by. */
const transientTexts =
  /^(?:Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|Connection ended unexpectedly|Client was closed)/i;

/** True when the database was away or asked for a repeat: nothing is wrong with the statement, try again. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof AggregateError && error.errors.some(isTransient)) return true;
  const { code, syscall } = error as Error & { code?: unknown; syscall?: unknown };
  if (typeof code === 'string') {
    if (transientStates.test(code) || transientSystemErrors.has(code)) return true;
    // The unix socket is not there while the server is down.
    if (code === 'ENOENT' && syscall === 'connect') return true;
  }
  return transientTexts.test(error.message) || isTransient(error.cause);
}

/** Waits until the database answers, trying again while it starts or recovers; after `timeoutMs` throws the last error. */
export async function waitForDatabase(store: Store, timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      await store.pool.query('SELECT 1');
      return;
    } catch (error) {
      if (!isTransient(error) || Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

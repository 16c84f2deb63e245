import { rm, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { PostwerkError } from '../errors.ts';
import type { Log } from '../log.ts';
import { provideBinaries } from './postgres/binaries.ts';
import { initialiseCluster, isInitialised, locateCluster } from './postgres/cluster.ts';
import { findPostmaster, isAlive, type Postmaster } from './postgres/postmaster.ts';
import { ensureServer, logEnd, type ServerPlace, stopServer, urlOf } from './postgres/server.ts';
import { provideSocketFolder, socketRecord } from './postgres/socketFolder.ts';
import { isUsed, registerUser } from './postgres/users.ts';

export interface EmbeddedPostgres {
  /** For `pg`; stays the same when the server is started anew. */
  readonly url: string;
  /** The server's process as it is now. */
  readonly pid: number;
  /** Resolves when there is nothing left to start anew: somebody removed the cluster. */
  readonly lost: Promise<PostwerkError>;
  /** Lets go of the server; the last process of ours that does so stops it. */
  stop(): Promise<void>;
}

/**
 * Real Postgres from npm under our own supervision: durable, on a unix socket that only its account and root can reach.
 * Works as root and as an ordinary user. A server left by a crash, or started by another process on the same data folder,
 * is shared; one that dies is started anew. Throws `store.embedded-failed`.
 *
 * @param dataDir the data folder; the cluster is its folder `postgres`
 */
export async function startEmbedded(options: { dataDir: string; log: Log }): Promise<EmbeddedPostgres> {
  try {
    return await start(options);
  } catch (error) {
    if (error instanceof PostwerkError || !(error instanceof Error)) throw error;
    // A folder that belongs to another user, a full disk: the system's own words name the path.
    const detail = `${error.message} (data folder ${resolve(options.dataDir)}, user ${process.getuid?.() ?? ''})`;
    throw new PostwerkError('store.embedded-failed', detail, {}, { cause: error });
  }
}

async function start({ dataDir, log }: { dataDir: string; log: Log }): Promise<EmbeddedPostgres> {
  const cluster = await locateCluster(resolve(dataDir), log);
  const binaries = await provideBinaries(cluster.account, dirname(cluster.folder), log);
  const user = await registerUser(cluster.folder);
  try {
    await initialiseCluster(cluster, binaries);
    const first = { cluster, binaries, log, port: 0, socketDir: await provideSocketFolder(cluster) };
    const server = await ensureServer(first);
    // A server that was there keeps its socket (on Windows its port), also when we have to start it anew.
    const place: ServerPlace = { ...first, port: server.port, socketDir: server.socketDir || first.socketDir };
    if (place.socketDir !== first.socketDir) {
      await writeFile(socketRecord(cluster), `${place.socketDir}\n`);
      await rm(first.socketDir, { recursive: true, force: true });
    }
    const watch = superviseServer(place, server);
    let stopping: Promise<void> | null = null;
    return {
      url: await urlOf(cluster, server),
      get pid() {
        return watch.pid();
      },
      lost: watch.lost,
      stop() {
        stopping ??= (async () => {
          await watch.end();
          await user.leave();
          if (await isUsed(cluster.folder)) return;
          // It may have been started anew just now, by us or by a process that is gone.
          const last = await findPostmaster(cluster.folder);
          await stopServer(place, last?.pid ?? watch.pid());
          await rm(socketRecord(cluster), { force: true });
          await rm(place.socketDir, { recursive: true, force: true });
        })();
        return stopping;
      },
    };
  } catch (error) {
    await user.leave();
    throw error;
  }
}

/** Looks after the server and starts it anew when it dies, for as long as it takes and there is a cluster. */
function superviseServer(
  place: ServerPlace,
  first: Postmaster,
): { pid(): number; readonly lost: Promise<PostwerkError>; end(): Promise<void> } {
  let server = first;
  let giveUp: (error: PostwerkError) => void = () => undefined;
  const lost = new Promise<PostwerkError>((resolve) => {
    giveUp = resolve;
  });
  const ending = new AbortController();
  // A supervisor alone keeps no process alive.
  const wait = (ms: number) => setTimeout(ms, undefined, { signal: ending.signal, ref: false }).catch(() => undefined);
  const running = (async () => {
    while (!ending.signal.aborted) {
      await wait(100);
      if (ending.signal.aborted || (await isAlive(server.pid))) continue;
      place.log.error({ pid: server.pid, log: await logEnd(place.cluster) }, 'Postgres is gone: starting it anew');
      try {
        server = await ensureServer(place, ending.signal);
        place.log.warn({ pid: server.pid }, 'Postgres runs again');
      } catch (error) {
        if (ending.signal.aborted) return;
        if (!(await isInitialised(place.cluster))) {
          giveUp(new PostwerkError('store.embedded-failed', `The cluster ${place.cluster.folder} was removed.`));
          return;
        }
        place.log.error({ err: error }, 'Postgres does not start: trying again');
        await wait(2_000);
      }
    }
  })();
  return {
    pid: () => server.pid,
    lost,
    async end() {
      ending.abort();
      await running;
    },
  };
}

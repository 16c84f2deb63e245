import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, mkdtemp, readdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { PostwerkError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import { type Account, canTraverse, chooseAccount, openForTraversal, sharedFolder } from './account.ts';
import { type Binaries, rootOf } from './binaries.ts';
import { isAlive, startTimeOf } from './postmaster.ts';

/** The folder of the cluster itself, its owner, and the password where it is reached by TCP. */
export interface Cluster {
  readonly folder: string;
  readonly account: Account;
}

export const superuser = 'postwerk';

/**
 * Where the cluster of this data folder lies: `<dataDir>/postgres`, or where `<dataDir>/postgres.location` says. Root
 * runs Postgres as another account; where that one cannot get into the data folder, the cluster goes to /var/lib/postwerk.
 */
export async function locateCluster(dataDir: string, log: Log): Promise<Cluster> {
  await mkdir(dataDir, { recursive: true });
  const home = await realpath(dataDir);
  const locationFile = join(home, 'postgres.location');
  const elsewhere = (await readFile(locationFile, 'utf8').catch(() => '')).trim();
  const inside = join(home, 'postgres');
  const account = await chooseAccount(elsewhere || inside);
  if (elsewhere) return { folder: elsewhere, account };
  if (!(await canTraverse(account, home))) await openForTraversal(home);
  if (await canTraverse(account, home)) return { folder: inside, account };
  const shared = await sharedFolder('data');
  const own = await mkdtemp(join(shared, `${basename(home)}-`));
  await openForTraversal(own);
  const folder = join(own, 'postgres');
  await writeFile(locationFile, `${folder}\n`, { flag: 'wx' });
  log.warn(
    { folder },
    'the database is kept outside the data folder, where the account that runs Postgres can reach it',
  );
  return { folder, account };
}

/** Makes the cluster when it is not there: beside its place and then renamed, so that it is whole or not at all. */
export async function initialiseCluster(cluster: Cluster, binaries: Binaries): Promise<void> {
  if (await isInitialised(cluster)) return;
  const parent = dirname(cluster.folder);
  await removeAbandoned(parent);
  const half = await mkdtemp(join(parent, `postgres.init-${process.pid}-${await startTimeOf(process.pid)}-`));
  const passwordFile = join(parent, 'postgres.password');
  if (cluster.account.uid !== undefined) await chown(half, cluster.account.uid, cluster.account.gid);
  const byTcp = process.platform === 'win32';
  if (byTcp) await writeFile(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
  // On unix the socket's folder is open to its owner and root only: who can reach it may come in.
  const login = byTcp
    ? ['--auth=scram-sha-256', `--pwfile=${passwordFile}`]
    : ['--auth-local=trust', '--auth-host=reject'];
  try {
    await promisify(execFile)(
      binaries.initdb,
      [
        `--pgdata=${half}`,
        `--username=${superuser}`,
        ...login,
        '--encoding=UTF8',
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--no-instructions',
      ],
      { ...cluster.account, cwd: rootOf(half), env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' } },
    );
    await rename(half, cluster.folder);
  } catch (error) {
    await rm(half, { recursive: true, force: true });
    if (await isInitialised(cluster)) return; // Another process was quicker.
    const said = (error as { stderr?: string }).stderr?.trim() || String(error);
    throw new PostwerkError('store.embedded-failed', `initdb failed: ${said}`, {}, { cause: error });
  }
}

export async function isInitialised(cluster: Cluster): Promise<boolean> {
  return (await stat(join(cluster.folder, 'PG_VERSION')).catch(() => null)) !== null;
}

export async function readPassword(cluster: Cluster): Promise<string> {
  return readFile(join(dirname(cluster.folder), 'postgres.password'), 'utf8');
}

/** Halves left by processes that were killed during initdb. */
async function removeAbandoned(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const [, pid, since] = /^postgres\.init-(\d+)-(\d*)-/.exec(name) ?? [];
    if (pid === undefined) continue;
    if (!(await isAlive(Number(pid))) || (await startTimeOf(Number(pid))) !== since) {
      await rm(join(parent, name), { recursive: true, force: true });
    }
  }
}

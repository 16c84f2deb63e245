import { readFile, readlink, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** What a running server says of itself in `postmaster.pid` (src/include/utils/pidfile.h of PostgreSQL). */
export interface Postmaster {
  readonly pid: number;
  /** TCP port; on unix only part of the socket's name. */
  readonly port: number;
  readonly socketDir: string;
}

/** The server that runs on this cluster, proven to be one; null where there is none. */
export async function findPostmaster(cluster: string): Promise<Postmaster | null> {
  const lines = (await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0 || !(await isAlive(pid))) return null;
  // A number that was given out again to another program is no server of ours. A server stands in its data folder.
  if (process.platform === 'linux' && !(await standsIn(pid, cluster))) return null;
  if (process.platform === 'win32' && !takesSignals(pid, await readdir(windowsPipes).catch(() => null))) return null;
  return { pid, port: Number(lines[3] ?? 0), socketDir: lines[4] ?? '' };
}

const windowsPipes = '\\\\.\\pipe\\';

/**
 * Whether a process of Windows is one of Postgres: each listens for signals at a pipe named after its number
 * (src/port/kill.c of PostgreSQL). Windows soon gives numbers out again, and a box that lost its power leaves a
 * `postmaster.pid` behind.
 *
 * @param pipes the names of all pipes; null where they cannot be listed, and then nothing speaks against it
 */
export function takesSignals(pid: number, pipes: readonly string[] | null): boolean {
  return pipes === null || pipes.includes(`pgsignal_${pid}`);
}

/**
 * A crash and a reused process number can leave a `postmaster.pid` that Postgres takes for a running server. Removes it,
 * when nothing at all of a server is left in the cluster.
 */
export async function clearStalePidFile(cluster: string): Promise<void> {
  if (process.platform !== 'linux') return;
  const file = join(cluster, 'postmaster.pid');
  const pid = Number((await readFile(file, 'utf8').catch(() => '')).split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 0 || !(await isAlive(pid)) || (await standsIn(pid, cluster))) return;
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  for (const other of pids) if (await standsIn(other, cluster)) return;
  await rm(file, { force: true });
}

/** Whether a process lives; one that only waits to be reaped does not. */
export async function isAlive(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  if (process.platform !== 'linux') return true;
  return (await statFields(pid))[0] !== 'Z';
}

/** When a process began, to tell it from a later one with its number; empty where the system does not say. */
export async function startTimeOf(pid: number): Promise<string> {
  return (await statFields(pid))[19] ?? '';
}

/** Fields of /proc/<pid>/stat from the third on (proc(5)); the second, the name, may hold blanks and brackets. */
async function statFields(pid: number): Promise<string[]> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return text
    .slice(text.lastIndexOf(')') + 2)
    .trim()
    .split(' ');
}

async function standsIn(pid: number, folder: string): Promise<boolean> {
  return (await readlink(`/proc/${pid}/cwd`).catch(() => '')) === folder;
}

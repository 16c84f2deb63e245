import { chown, lstat, mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PostwerkError } from '../../errors.ts';
import { canTraverse } from './account.ts';
import type { Cluster } from './cluster.ts';

/** sun_path holds 108 bytes on Linux and 104 on macOS, with a final NUL (unix(7)); the socket's own name takes 14. */
const longest = (process.platform === 'darwin' ? 103 : 107) - '/.s.PGSQL.5432'.length;

/**
 * The short folder of the cluster's socket, open to the server's account only (and root). The same one for as long as
 * it exists, so that a server which is started anew is found where the last one was.
 */
export async function provideSocketFolder(cluster: Cluster): Promise<string> {
  const record = socketRecord(cluster);
  const known = (await readFile(record, 'utf8').catch(() => '')).trim();
  if (known && (await isPrivate(known, cluster))) return known;
  for (const base of new Set([tmpdir(), '/tmp', '/var/tmp', '/run'])) {
    if (Buffer.byteLength(join(base, 'postwerk-XXXXXX')) > longest) continue;
    try {
      if (!(await canTraverse(cluster.account, base))) continue;
      const folder = await mkdtemp(join(base, 'postwerk-'));
      await own(folder, cluster);
      await writeFile(record, `${folder}\n`);
      return folder;
    } catch {
      // Not writable for us: the next one.
    }
  }
  throw new PostwerkError(
    'store.embedded-failed',
    'No folder for a unix socket can be made below the temporary folders.',
  );
}

/** Makes a folder again that a cleaner of temporary files took away: whoever is connected by it looks for it there. */
export async function restoreSocketFolder(folder: string, cluster: Cluster): Promise<void> {
  if (await isPrivate(folder, cluster)) return;
  await mkdir(folder, { mode: 0o700 });
  await own(folder, cluster);
}

async function own(folder: string, { account }: Cluster): Promise<void> {
  if (account.uid !== undefined) await chown(folder, account.uid, account.gid);
}

export function socketRecord(cluster: Cluster): string {
  return join(dirname(cluster.folder), 'postgres.socket');
}

async function isPrivate(folder: string, cluster: Cluster): Promise<boolean> {
  const found = await lstat(folder).catch(() => null);
  const owner = cluster.account.uid ?? process.getuid?.();
  return found !== null && found.isDirectory() && found.uid === owner && (found.mode & 0o077) === 0;
}

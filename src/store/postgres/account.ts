import { chmod, lstat, mkdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

/** Who runs the server: Postgres refuses to run as root. `spawn` takes this as it is; empty means as we are. */
export type Account = { readonly uid: number; readonly gid: number } | Record<string, never>;

const nobody = { uid: 65_534, gid: 65_534 };

/**
 * As an ordinary user: that user. As root: the owner of a cluster that is there already, else `nobody`. No account is
 * added to the system; initdb wants one that has a name.
 */
export async function chooseAccount(cluster: string): Promise<Account> {
  if (process.getuid?.() !== 0) return {};
  const owner = await stat(cluster).catch(() => null);
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '');
  const [, , uid, gid] = (passwd.split('\n').find((line) => line.startsWith('nobody:')) ?? '').split(':');
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : nobody;
}

/** Whether the account may walk through `folder` and every folder above it, by the mode bits. */
export async function canTraverse(account: Account, folder: string): Promise<boolean> {
  if (account.uid === undefined) return true;
  for (let at = resolve(folder); ; at = dirname(at)) {
    const { mode, uid, gid } = await stat(at);
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

/** Lets others walk through a folder that is ours, without letting them list it. */
export async function openForTraversal(folder: string): Promise<void> {
  const { mode, uid } = await stat(folder);
  if (uid === process.getuid?.()) await chmod(folder, (mode & 0o7777) | 0o011);
}

/**
 * A folder for what must not lie where the account cannot go, made on first use. Only root gets here. A folder that
 * another user made or may write to is refused: its content runs as, or is read by, the server.
 */
export async function sharedFolder(name: string): Promise<string> {
  const base = '/var/lib/postwerk';
  await mkdir(base, { recursive: true, mode: 0o755 });
  const { uid, mode } = await lstat(base);
  if (uid !== 0 || (mode & 0o022) !== 0) throw new Error(`${base} must belong to root and be writable by root only`);
  const folder = join(base, name);
  await mkdir(folder, { recursive: true, mode: 0o755 });
  return folder;
}

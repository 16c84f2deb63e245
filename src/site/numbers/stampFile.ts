import { randomUUID } from 'node:crypto';
import { open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * A file beside the store that changes with every number given out. The store keeps what the file looked like; a backup
 * of the store, of the file, or of both, put back, cannot look the same: the file has another inode, another time of
 * change, or another nonce (docs/site-agent.md).
 */
export interface StampFile {
  /** Before COMMIT: marks the file anew. Gives what the store is to keep. */
  mark(count: number): Promise<string>;
  /** After COMMIT. */
  confirm(): Promise<void>;
  /** How the file stands to what the store has kept. */
  compare(kept: string | null): Promise<'same' | 'cut-off' | 'restored'>;
}

interface Kept {
  readonly nonce: string;
  readonly inode: string;
  readonly born: string;
  readonly changed: string;
}

export function openStampFile(dataDir: string): StampFile {
  const path = join(dataDir, 'numbers.stamp');
  const confirmed = join(dataDir, 'numbers.stamp.confirmed');
  let nonce: string | null = null;
  return {
    async mark(count) {
      const before = nonce ?? (await readNonce(path)).nonce;
      nonce = randomUUID();
      await writeInPlace(path, JSON.stringify({ nonce, before, count }));
      return JSON.stringify(await looks(path, nonce));
    },
    async confirm() {
      if (nonce !== null) await writeInPlace(confirmed, nonce);
    },
    async compare(text) {
      if (text === null) return 'restored';
      const kept = JSON.parse(text) as Kept;
      const own = await readNonce(path);
      const now = own.nonce === null ? null : await looks(path, own.nonce);
      if (now === null || now.inode !== kept.inode || now.born !== kept.born) return 'restored';
      if (now.nonce === kept.nonce) return now.changed === kept.changed ? 'same' : 'restored';
      // One step ahead and never confirmed: the process was cut off between the file and COMMIT.
      const last = (await readFile(confirmed, 'utf8').catch(() => '')).trim();
      return own.before === kept.nonce && last !== own.nonce ? 'cut-off' : 'restored';
    },
  };
}

async function looks(path: string, nonce: string): Promise<Kept> {
  const { ino, birthtimeNs, ctimeNs } = await stat(path, { bigint: true });
  return { nonce, inode: String(ino), born: String(birthtimeNs), changed: String(ctimeNs) };
}

async function readNonce(path: string): Promise<{ readonly nonce: string | null; readonly before: string | null }> {
  const text = await readFile(path, 'utf8').catch(() => null);
  try {
    return text === null ? { nonce: null, before: null } : (JSON.parse(text) as { nonce: string; before: string });
  } catch {
    return { nonce: null, before: null };
  }
}

/** In place, so that the inode stays; the texts have all the same length but for the count, so none is ever cut. */
async function writeInPlace(path: string, text: string): Promise<void> {
  const file = await open(path, 'r+').catch(() => open(path, 'w+', 0o600));
  try {
    await file.write(text.padEnd(160), 0);
    await file.datasync();
  } finally {
    await file.close();
  }
}

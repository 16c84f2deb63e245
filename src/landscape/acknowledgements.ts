import { appendFile, mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * The submitter's own record of what it was promised: one document id a line, on disk before anything else happens.
 * It is what the ledger holds the store against, so it lives outside the store.
 */
export async function recordAcknowledged(file: string, documentIds: readonly string[]): Promise<void> {
  if (documentIds.length === 0) return;
  await mkdir(dirname(file), { recursive: true });
  await appendFile(file, documentIds.map((id) => `${id}\n`).join(''));
  const handle = await open(file, 'r');
  await handle.sync();
  await handle.close();
}

/** All document ids ever promised; a last line cut off by a crash is not a promise anybody read. */
export async function readAcknowledged(file: string): Promise<Set<string>> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return new Set(text.split('\n').filter((line) => line.length === 36));
}

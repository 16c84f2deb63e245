import { readFile, writeFile } from 'node:fs/promises';
import { authenticateApiKey, createApiKey } from '../store/apiKeys.ts';
import type { Store } from '../store/db.ts';

/**
 * The key with which the landscape submits its samples and a newcomer may try the API: made once, kept in the data
 * folder for its owner's eyes only, made anew when it was revoked.
 */
export async function landscapeKey(store: Store, file: string): Promise<string> {
  const kept = await readFile(file, 'utf8').catch(() => '');
  if (kept !== '' && (await authenticateApiKey(store, kept.trim()))) return kept.trim();
  const { key } = await createApiKey(store, 'landscape', ['submit', 'read', 'operate']);
  await writeFile(file, `${key}\n`, { mode: 0o600 });
  return key;
}

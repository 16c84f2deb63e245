import { existsSync, type FSWatcher, readdirSync, watch } from 'node:fs';
import { join } from 'node:path';

/** An editor writes a file in several steps; they are one change. */
const quietMs = 30;

/**
 * Tells when something below the folders changes: they and the folders directly in them, as templates, locales and
 * samples are. @returns A function that ends it.
 */
export function watchFolders(folders: readonly string[], changed: () => void): () => void {
  const watchers = new Map<string, FSWatcher>();
  let timer: NodeJS.Timeout | undefined;

  function follow(): void {
    const wanted = new Set(
      folders.filter((folder) => existsSync(folder)).flatMap((folder) => [folder, ...below(folder)]),
    );
    for (const [folder, watcher] of watchers) {
      if (wanted.has(folder)) continue;
      watcher.close();
      watchers.delete(folder);
    }
    for (const folder of wanted) {
      if (watchers.has(folder)) continue;
      const watcher = watch(folder, () => {
        clearTimeout(timer);
        timer = setTimeout(() => {
          follow();
          changed();
        }, quietMs);
      });
      // A folder that goes away ends its watcher; the one above tells of it.
      watcher.on('error', () => watchers.delete(folder));
      watchers.set(folder, watcher);
    }
  }

  follow();
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers.values()) watcher.close();
  };
}

function below(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(folder, entry.name));
}

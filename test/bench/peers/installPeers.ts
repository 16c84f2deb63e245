import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Peers have a lock file of their own, so that the product does not depend on them; they are fetched on first use.
 *
 * @returns false where they cannot be had, which is said on stderr.
 */
export function installPeers(): boolean {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  if (existsSync(`${folder}node_modules`)) return true;
  // Not `npm ci`: some registries do not serve what Typst's compiler lists for other platforms.
  process.stderr.write('bench: installing the peers (npm install in test/bench/peers)\n');
  const { status } = spawnSync('npm', ['install', '--no-save', '--no-audit', '--no-fund'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) process.stderr.write('bench: the peers cannot be installed and are left out\n');
  return status === 0;
}

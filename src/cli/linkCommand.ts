import { chmod, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../config.ts';

/**
 * Puts the command of this checkout where `npx postwerk` looks first. npm links the commands of dependencies only; for
 * the package itself npx would ask to install it.
 */
const folder = join(packageRoot, 'node_modules', '.bin');
const program = join(packageRoot, 'dist', 'main.js');
await mkdir(folder, { recursive: true });
await chmod(program, 0o755);
if (process.platform === 'win32') {
  await writeFile(join(folder, 'postwerk.cmd'), `@node "${program}" %*\r\n`);
} else {
  const link = join(folder, 'postwerk');
  await rm(link, { force: true });
  await symlink('../../dist/main.js', link);
}

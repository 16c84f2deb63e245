import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isAlive, startTimeOf } from './postmaster.ts';

let registrations = 0;

/** Says that this process uses the cluster's server, so that no other process stops it; undone by `leave`. */
export async function registerUser(cluster: string): Promise<{ leave(): Promise<void> }> {
  const folder = usersFolder(cluster);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  registrations += 1;
  const file = join(folder, `${process.pid}.${registrations}`);
  await writeFile(file, await startTimeOf(process.pid));
  return { leave: () => rm(file, { force: true }) };
}

/** Whether any living process is registered; entries of dead ones are removed. */
export async function isUsed(cluster: string): Promise<boolean> {
  const folder = usersFolder(cluster);
  let used = false;
  for (const name of await readdir(folder).catch(() => [])) {
    const pid = Number.parseInt(name, 10);
    const since = await readFile(join(folder, name), 'utf8').catch(() => null);
    if (since !== null && (await isAlive(pid)) && (await startTimeOf(pid)) === since) used = true;
    else await rm(join(folder, name), { force: true });
  }
  return used;
}

function usersFolder(cluster: string): string {
  return join(dirname(cluster), 'postgres.users');
}

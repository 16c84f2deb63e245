import { createHash } from 'node:crypto';
import { access, copyFile, link, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PostwerkError } from '../../errors.ts';
import type { BundleFile, SignedBundle } from '../../model/siteBundle.ts';
import type { Headquarters } from '../line/headquarters.ts';
import { bundleFolder, bundlesDir, openBundle, type OpenBundle, verifyBundle } from './openBundle.ts';

const timeoutMs = 60_000;
/** Files fetched at the same time. */
const atOnce = 8;

/**
 * Takes the newest bundle: its signature first, then only the files that are not here yet, each by its hash, then a
 * switch in one step. The bundle before is kept. Throws `site.bad-bundle`, and nothing has changed then.
 */
export async function fetchBundle(
  headquarters: Headquarters,
  dataDir: string,
  { publicKey, siteId }: { readonly publicKey: string; readonly siteId: string },
  before: OpenBundle | null,
): Promise<OpenBundle> {
  const answer = await headquarters.call({ method: 'GET', path: '/bundle', timeoutMs });
  const signed = JSON.parse(answer.toString('utf8')) as SignedBundle;
  const manifest = verifyBundle(signed, publicKey, siteId);
  if (before !== null && manifest.serial < before.manifest.serial) {
    const detail = `Bundle ${manifest.serial} is older than ${before.manifest.serial}, which is in use.`;
    throw new PostwerkError('site.bad-bundle', detail);
  }
  const files = join(bundlesDir(dataDir), 'files');
  await mkdir(files, { recursive: true });
  const distinct = [...new Map(manifest.files.map((file) => [file.sha256, file])).values()];
  await inTurn(distinct, (file) => fetchFile(headquarters, files, file));
  const folder = bundleFolder(dataDir, manifest.serial);
  await rm(folder, { recursive: true, force: true });
  for (const { path, sha256 } of manifest.files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    // Where the file system has no hard links, as copies.
    await link(join(files, sha256), join(folder, path)).catch(() => copyFile(join(files, sha256), join(folder, path)));
  }
  const pointer = join(bundlesDir(dataDir), 'current.json');
  await writeFile(`${pointer}.new`, JSON.stringify(signed), { flush: true });
  await rename(`${pointer}.new`, pointer);
  await removeOld(dataDir, [manifest.serial, before?.manifest.serial]);
  return openBundle(dataDir, signed, manifest);
}

async function fetchFile(
  headquarters: Headquarters,
  folder: string,
  { path, sha256, size }: BundleFile,
): Promise<void> {
  const own = join(folder, sha256);
  if (
    await access(own).then(
      () => true,
      () => false,
    )
  )
    return;
  const bytes = await headquarters.call({ method: 'GET', path: `/files/${sha256}`, timeoutMs });
  if (bytes.length !== size || createHash('sha256').update(bytes).digest('hex') !== sha256) {
    throw new PostwerkError('site.bad-bundle', `${path} came with other bytes than were signed.`);
  }
  await writeFile(`${own}.new`, bytes, { flush: true });
  await rename(`${own}.new`, own);
}

async function inTurn<T>(all: readonly T[], run: (one: T) => Promise<void>): Promise<void> {
  const rest = [...all];
  const worker = async (): Promise<void> => {
    for (let one = rest.shift(); one !== undefined; one = rest.shift()) await run(one);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

/** Folders of bundles before the last two; the files stay, they are small and may come back. */
async function removeOld(dataDir: string, keep: readonly (number | undefined)[]): Promise<void> {
  const kept = new Set(keep.map(String));
  for (const name of await readdir(bundlesDir(dataDir))) {
    if (/^\d+$/.test(name) && !kept.has(name)) {
      await rm(join(bundlesDir(dataDir), name), { recursive: true, force: true });
    }
  }
}

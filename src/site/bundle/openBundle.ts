import { createPublicKey, verify } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PostwerkError } from '../../errors.ts';
import type { BundleManifest, SignedBundle } from '../../model/siteBundle.ts';

/** A verified bundle in its folder: what the site composes by. */
export interface OpenBundle {
  readonly version: string;
  readonly manifest: BundleManifest;
  readonly templatesDir: string;
  readonly localesDir: string;
}

export function bundlesDir(dataDir: string): string {
  return join(dataDir, 'bundles');
}

export function bundleFolder(dataDir: string, serial: number): string {
  return join(bundlesDir(dataDir), String(serial));
}

/** The manifest, after its signature has been found good and its site ours. Throws `site.bad-bundle`. */
export function verifyBundle(signed: SignedBundle, publicKey: string, siteId: string): BundleManifest {
  const bytes = Buffer.from(signed.manifest, 'base64');
  const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
  if (!verify(null, bytes, key, Buffer.from(signed.signature, 'base64'))) {
    throw new PostwerkError('site.bad-bundle', 'The signature is not that of the headquarters we were enrolled at.');
  }
  const manifest = JSON.parse(bytes.toString('utf8')) as BundleManifest;
  if (manifest.site !== siteId) {
    throw new PostwerkError('site.bad-bundle', `It is the bundle of site ${manifest.site}; this is ${siteId}.`);
  }
  const odd = manifest.files.find(({ path }) => !/^(?:templates|locales)(?:\/(?!\.)[^/\\\0]+)+$/u.test(path));
  if (odd) throw new PostwerkError('site.bad-bundle', `"${odd.path}" leads out of the bundle's folder.`);
  return manifest;
}

/** The bundle in use, verified anew; null where none was ever taken. */
export async function openCurrentBundle(
  dataDir: string,
  publicKey: string,
  siteId: string,
): Promise<OpenBundle | null> {
  const text = await readFile(join(bundlesDir(dataDir), 'current.json'), 'utf8').catch(() => null);
  if (text === null) return null;
  const signed = JSON.parse(text) as SignedBundle;
  return openBundle(dataDir, signed, verifyBundle(signed, publicKey, siteId));
}

export function openBundle(dataDir: string, signed: SignedBundle, manifest: BundleManifest): OpenBundle {
  const folder = bundleFolder(dataDir, manifest.serial);
  return {
    version: signed.version,
    manifest,
    templatesDir: join(folder, 'templates'),
    localesDir: join(folder, 'locales'),
  };
}

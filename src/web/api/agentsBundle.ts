import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BundleFile, BundleManifest, SignedBundle } from '../../model/siteBundle.ts';
import { keepBundle, readBundleRegistry } from '../../store/agentBundles.ts';
import type { Store } from '../../store/db.ts';
import { getOrCreateSecret } from '../../store/settings.ts';

export interface Bundles {
  /** What the site is to work with now; signed anew only when something of it has changed. */
  latest(siteId: string): Promise<SignedBundle>;
  /** The bytes of a file of a bundle; null for a hash that none has. */
  file(sha256: string): Promise<Buffer | null>;
  /** By which agents know us: SPKI, base64. */
  publicKey(): Promise<string>;
}

export interface BundleSources {
  readonly store: Store;
  readonly templatesDir: string;
  readonly localesDir: string;
  readonly defaultLocale: string;
  readonly program: string;
}

/**
 * Signed bundles for site agents. The files are read once, as this process itself has read its templates when it
 * started: what a site composes by is then what headquarters composes by.
 */
export function createBundles(sources: BundleSources): Bundles {
  const { store } = sources;
  let files: Promise<ReadonlyMap<string, ReadFile>> | null = null;
  let key: Promise<KeyObject> | null = null;
  const filesOnce = (): Promise<ReadonlyMap<string, ReadFile>> => (files ??= readFiles(sources));
  const keyOnce = (): Promise<KeyObject> =>
    (key ??= getOrCreateSecret(store, 'site-signing').then((seed) => signingKey(Buffer.from(seed, 'base64url'))));
  return {
    async latest(siteId) {
      const [found, registry, signer] = await Promise.all([filesOnce(), readBundleRegistry(store, siteId), keyOnce()]);
      const content = {
        site: siteId,
        program: sources.program,
        defaultLocale: sources.defaultLocale,
        files: [...found.values()].map(({ path, sha256, size }): BundleFile => ({ path, sha256, size })),
        registry,
      };
      const version = createHash('sha256').update(JSON.stringify(content)).digest('hex');
      const kept = await keepBundle(store, siteId, version, (serial) => {
        const manifest = Buffer.from(JSON.stringify({ ...content, serial } satisfies BundleManifest));
        return { manifest, signature: sign(null, manifest, signer) };
      });
      return {
        version,
        manifest: kept.manifest.toString('base64'),
        signature: kept.signature.toString('base64'),
      };
    },
    async file(sha256) {
      const found = (await filesOnce()).values();
      for (const one of found) if (one.sha256 === sha256) return one.bytes;
      return null;
    },
    async publicKey() {
      return createPublicKey(await keyOnce())
        .export({ type: 'spki', format: 'der' })
        .toString('base64');
    },
  };
}

interface ReadFile extends BundleFile {
  readonly bytes: Buffer;
}

async function readFiles({ templatesDir, localesDir }: BundleSources): Promise<ReadonlyMap<string, ReadFile>> {
  const files = new Map<string, ReadFile>();
  for (const [folder, name] of [
    [templatesDir, 'templates'],
    [localesDir, 'locales'],
  ] as const) {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const paths = entries
      .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
      .map((entry) => join(entry.parentPath, entry.name))
      .toSorted();
    for (const path of paths) {
      const bytes = await readFile(path);
      const own = `${name}/${path.slice(folder.length + 1).replaceAll('\\', '/')}`;
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      files.set(own, { path: own, sha256, size: bytes.length, bytes });
    }
  }
  return files;
}

/** An Ed25519 key from its 32 bytes: PKCS #8 as RFC 8410 §7 writes it. */
function signingKey(seed: Buffer): KeyObject {
  const head = Buffer.from('302e020100300506032b657004220420', 'hex');
  return createPrivateKey({ key: Buffer.concat([head, seed.subarray(0, 32)]), format: 'der', type: 'pkcs8' });
}

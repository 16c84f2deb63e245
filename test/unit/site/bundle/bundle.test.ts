import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { BundleManifest, SignedBundle } from '../../../../src/model/siteBundle.ts';
import { fetchBundle } from '../../../../src/site/bundle/fetchBundle.ts';
import { openCurrentBundle } from '../../../../src/site/bundle/openBundle.ts';
import type { Call, Headquarters } from '../../../../src/site/line/headquarters.ts';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const trusted = { publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'), siteId: 'linz' };

let dataDir: string;
let files: Map<string, Buffer>;
let asked: string[];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'postwerk-bundle-'));
  files = new Map();
  asked = [];
});
afterEach(async () => {
  await rm(dataDir, { recursive: true });
});

/** A headquarters that gives this bundle. */
function giving(serial: number, texts: Record<string, string>, change: Partial<BundleManifest> = {}, key = privateKey) {
  const listed = Object.entries(texts).map(([path, text]) => {
    const bytes = Buffer.from(text);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    files.set(sha256, bytes);
    return { path, sha256, size: bytes.length };
  });
  const registry = { site: {}, senders: [], devices: [] };
  const manifest = { site: 'linz', serial, program: '1', defaultLocale: 'en', files: listed, registry, ...change };
  return headquartersOf(signed(manifest, key));
}

function signed(manifest: BundleManifest, key: KeyObject): SignedBundle {
  const bytes = Buffer.from(JSON.stringify(manifest));
  return {
    version: `v${manifest.serial}`,
    manifest: bytes.toString('base64'),
    signature: sign(null, bytes, key).toString('base64'),
  };
}

function headquartersOf(bundle: SignedBundle): Headquarters {
  return {
    async call({ path }: Call) {
      if (path === '/bundle') return Buffer.from(JSON.stringify(bundle));
      asked.push(path);
      return files.get(path.slice('/files/'.length)) ?? Buffer.alloc(0);
    },
    close: () => undefined,
  };
}

const one = { 'templates/invoice/page.hbs': 'page', 'locales/de/invoice.json': '{}' };

describe('a bundle', () => {
  test('is there with its files, and after a restart too', async () => {
    const bundle = await fetchBundle(giving(1, one), dataDir, trusted, null);
    expect(await readFile(join(bundle.templatesDir, 'invoice/page.hbs'), 'utf8')).toBe('page');
    expect(await readFile(join(bundle.localesDir, 'de/invoice.json'), 'utf8')).toBe('{}');
    expect(await openCurrentBundle(dataDir, trusted.publicKey, 'linz')).toEqual(bundle);
  });

  test('brings only what has changed, and the one before is kept', async () => {
    let bundle = await fetchBundle(giving(1, one), dataDir, trusted, null);
    asked = [];
    bundle = await fetchBundle(giving(2, { ...one, 'locales/hu/invoice.json': 'new' }), dataDir, trusted, bundle);
    expect(asked).toHaveLength(1);
    await fetchBundle(giving(3, one), dataDir, trusted, bundle);
    expect((await readdir(join(dataDir, 'bundles'))).filter((name) => /^\d+$/.test(name))).toEqual(['2', '3']);
  });

  test.each<[string, () => Headquarters]>([
    ['signed by somebody else', () => giving(2, one, {}, generateKeyPairSync('ed25519').privateKey)],
    ['of another site', () => giving(2, one, { site: 'gyor' })],
    ['older than the one in use', () => giving(0, one)],
    ['that leads out of its folder', () => giving(2, { 'templates/../../evil': 'x' })],
    ['that leads to hidden files', () => giving(2, { 'templates/.git/hooks': 'x' })],
    ['with an absolute path', () => giving(2, { '/etc/passwd': 'x' })],
    [
      'with other bytes than were signed',
      () => {
        const there = giving(2, { ...one, 'locales/de/other.json': 'other' });
        for (const [sha256] of files) files.set(sha256, Buffer.from('evil'));
        return there;
      },
    ],
  ])('%s is refused and nothing changes', async (_what, headquarters) => {
    const bundle = await fetchBundle(giving(1, one), dataDir, trusted, null);
    await expect(fetchBundle(headquarters(), dataDir, trusted, bundle)).rejects.toMatchObject({
      code: 'site.bad-bundle',
    });
    expect(await openCurrentBundle(dataDir, trusted.publicKey, 'linz')).toEqual(bundle);
  });

  test('that was changed on the disk is not opened', async () => {
    await fetchBundle(giving(1, one), dataDir, trusted, null);
    const { publicKey: other } = generateKeyPairSync('ed25519');
    const stranger = other.export({ type: 'spki', format: 'der' }).toString('base64');
    await expect(openCurrentBundle(dataDir, stranger, 'linz')).rejects.toMatchObject({ code: 'site.bad-bundle' });
  });
});

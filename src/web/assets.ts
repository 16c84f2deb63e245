import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { accentStyleSheet } from './views/accent.ts';

/** Files that pages load, by a name with their hash in it: cached for good, and never stale. */
export interface Assets {
  /** Address of a file: `/assets/postwerk.3f9a1c.css`. */
  url(name: AssetName): string;
}

/** Read from src/ also when this runs from dist/: only TypeScript is compiled. */
const folder = fileURLToPath(new URL('../../src/web/assets/', import.meta.url));
const font = (weight: string) =>
  createRequire(import.meta.url).resolve(`@expo-google-fonts/noto-sans/${weight}/NotoSans_${weight}.ttf`);

const files = {
  'noto-sans.ttf': { path: () => font('400Regular'), type: 'font/ttf' },
  'noto-sans-semibold.ttf': { path: () => font('600SemiBold'), type: 'font/ttf' },
  'docs.css': { path: () => `${folder}docs.css`, type: 'text/css; charset=utf-8' },
  'docs.js': { path: () => `${folder}docs.js`, type: 'text/javascript; charset=utf-8' },
  'icon.svg': { path: () => `${folder}icon.svg`, type: 'image/svg+xml' },
  'live.js': { path: () => `${folder}live.js`, type: 'text/javascript; charset=utf-8' },
  'sitePage.css': { path: () => `${folder}sitePage.css`, type: 'text/css; charset=utf-8' },
  'sitePage.js': { path: () => `${folder}sitePage.js`, type: 'text/javascript; charset=utf-8' },
  'postwerk.css': { path: () => `${folder}postwerk.css`, type: 'text/css; charset=utf-8' },
} as const;

export type AssetName = keyof typeof files;

interface Asset {
  readonly url: string;
  readonly type: string;
  readonly bytes: Buffer;
}

const order = Object.keys(files) as AssetName[];
const loaded = new Map<AssetName, Asset>();

function load(name: AssetName): Asset {
  const known = loaded.get(name);
  if (known !== undefined) return known;
  const { path, type } = files[name];
  let bytes = readFileSync(path());
  // Style sheets name the fonts; their addresses hold their hashes.
  if (name.endsWith('.css')) {
    const text = bytes
      .toString()
      .replaceAll(/url\("([^"]+)"\)/g, (_all, file: string) => `url("${load(file as AssetName).url}")`);
    bytes = Buffer.from(text);
  }
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 10);
  const dot = name.lastIndexOf('.');
  const asset = { url: `/assets/${name.slice(0, dot)}.${hash}${name.slice(dot)}`, type, bytes };
  loaded.set(name, asset);
  return asset;
}

export const assets: Assets = { url: (name) => load(name).url };

/** The content of a file, for a page that another library makes. */
export function assetText(name: AssetName): string {
  return load(name).bytes.toString();
}

/** Serves the files with Brotli, compressed once and on first use: the fonts are 600 KB plain. */
export function serveAssets(app: FastifyInstance): void {
  app.get<{ Params: { colour: string } }>(
    '/assets/accent-:colour.css',
    {
      schema: {
        hide: true,
        params: { type: 'object', properties: { colour: { type: 'string', pattern: '^[0-9a-f]{6}$' } } },
      },
    },
    async (request, reply) =>
      reply
        .type('text/css; charset=utf-8')
        .header('cache-control', 'public, max-age=31536000, immutable')
        .send(accentStyleSheet(`#${request.params.colour}`)),
  );
  for (const name of order) {
    const asset = load(name);
    let compressed: Buffer | undefined;
    app.get(asset.url, { schema: { hide: true } }, async (request, reply) => {
      reply
        .type(asset.type)
        .headers({ 'cache-control': 'public, max-age=31536000, immutable', vary: 'accept-encoding' });
      if (!/\bbr\b/.test(request.headers['accept-encoding'] ?? '')) return reply.send(asset.bytes);
      compressed ??= brotliCompressSync(asset.bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } });
      return reply.header('content-encoding', 'br').send(compressed);
    });
  }
}

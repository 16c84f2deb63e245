import { deflateSync } from 'node:zlib';
import type { FaceEncoding } from './faceEncoding.ts';
import { toUnicodeCMap } from './toUnicode.ts';
import { cutSubset } from './trueTypeSubset.ts';

/** A finished subset: what every document that needs the same letters embeds unchanged. */
export interface FontSubset {
  /** Tag and PostScript name (ISO 32000-2 §9.9.2). */
  readonly name: string;
  /** Deflated font file, and its length before. */
  readonly file: Buffer;
  readonly fileLength: number;
  /** Deflated CMap. */
  readonly toUnicode: Buffer;
  /** The W array of the CIDFont (ISO 32000-2 §9.7.4.3), as it stands in the file. */
  readonly widths: string;
}

const cacheSize = 200;
/** Made once and used often, so the best compression is worth its time. */
const deflateLevel = 9;
const caches = new WeakMap<FaceEncoding, Map<string, FontSubset>>();

/**
 * The subset with the letters of `groups` and `extras` (faceEncoding.ts). It depends on nothing else, so that a
 * document has the same bytes whatever was composed before it.
 */
export function fontSubset(encoding: FaceEncoding, groups: number, extras: ReadonlySet<number>): FontSubset {
  const key = `${groups} ${[...extras].sort((a, b) => a - b).join(' ')}`;
  let cache = caches.get(encoding);
  if (cache === undefined) {
    cache = new Map();
    caches.set(encoding, cache);
  }
  const known = cache.get(key);
  if (known !== undefined) {
    // Put behind the others: the one used longest ago is dropped first.
    cache.delete(key);
    cache.set(key, known);
    return known;
  }
  const cids = [...new Set([...encoding.cidsOf(groups), ...extras])].sort((a, b) => a - b);
  const subset = cut(encoding, cids);
  cache.set(key, subset);
  const [oldest] = cache.keys();
  if (cache.size > cacheSize && oldest !== undefined) cache.delete(oldest);
  return subset;
}

function cut(encoding: FaceEncoding, cids: readonly number[]): FontSubset {
  const { face } = encoding;
  const bytes = cutSubset(face, new Map(cids.map((cid) => [cid, encoding.glyphOf(cid)])));
  return {
    name: `${tagOf(cids)}+${face.postscriptName}`,
    file: deflateSync(bytes, { level: deflateLevel }),
    fileLength: bytes.length,
    toUnicode: deflateSync(toUnicodeCMap(cids, encoding.textOf), { level: deflateLevel }),
    widths: widthsOf(encoding, cids),
  };
}

function widthsOf({ face, glyphOf }: FaceEncoding, cids: readonly number[]): string {
  const scale = 1000 / face.unitsPerEm;
  let out = '';
  let before = -2;
  for (const cid of cids) {
    const width = Math.round(face.advanceOf(glyphOf(cid)) * scale * 100) / 100;
    out += cid === before + 1 ? ` ${width}` : `${out === '' ? '' : '] '}${cid} [${width}`;
    before = cid;
  }
  return out === '' ? '[]' : `[${out}]]`;
}

/** Six letters that differ between subsets of one face (ISO 32000-2 §9.9.2). */
function tagOf(cids: readonly number[]): string {
  const letters = 26 ** 6;
  let hash = 17;
  for (const cid of cids) hash = (hash * 31 + cid) % letters;
  let tag = '';
  for (let place = 0; place < 6; place += 1) {
    tag += String.fromCharCode(65 + (hash % 26));
    hash = Math.floor(hash / 26);
  }
  return tag;
}

import { deflateSync } from 'node:zlib';
import type { Face } from '../../fonts/face.ts';
import type { DrawnGlyph } from './drawnGlyph.ts';
import type { FaceEncoding } from './faceEncoding.ts';
import { groupCids, staticTexts } from './staticCids.ts';
import { staticToUnicode, toUnicodeCMap } from './toUnicode.ts';
import { cutSubset } from './trueTypeSubset.ts';

/** A finished subset: what every document that needs the same letters embeds unchanged. */
export interface FontSubset {
  /** Tag and PostScript name (ISO 32000-2 §9.9.2). */
  readonly name: string;
  /** Deflated font file, and its length before. */
  readonly file: Buffer;
  readonly fileLength: number;
  /** Deflated CMap; the same object for all subsets that number no glyph of their own. */
  readonly toUnicode: Buffer;
  /** The W array of the CIDFont (ISO 32000-2 §9.7.4.3), as it stands in the file. */
  readonly widths: string;
}

const cacheSize = 300;
/** Level 9 makes a subset 0.2 % smaller and takes half as long again. */
const deflateLevel = 6;
const caches = new WeakMap<Face, Map<string, FontSubset>>();
const staticCMap = deflateSync(staticToUnicode(), { level: 9 });

/**
 * The subset with the letters of `groups`, the static CIDs `extras` and the glyphs that the document numbered itself
 * (faceEncoding.ts). It depends on nothing else, so that a document has the same bytes whatever was composed before it.
 */
export function fontSubset(encoding: FaceEncoding, groups: number, extras: ReadonlySet<number>): FontSubset {
  const { face, own } = encoding;
  const key = `${groups} ${[...extras].sort((a, b) => a - b).join(' ')} ${own.map(({ id }) => id).join(' ')}`;
  let cache = caches.get(face);
  if (cache === undefined) {
    cache = new Map();
    caches.set(face, cache);
  }
  const known = cache.get(key);
  if (known !== undefined) {
    // Put behind the others: the one used longest ago is dropped first.
    cache.delete(key);
    cache.set(key, known);
    return known;
  }
  const subset = cut(encoding, groups, extras);
  cache.set(key, subset);
  const [oldest] = cache.keys();
  if (cache.size > cacheSize && oldest !== undefined) cache.delete(oldest);
  return subset;
}

function cut({ face, own, firstOwn }: FaceEncoding, groups: number, extras: ReadonlySet<number>): FontSubset {
  const fixed = new Set(extras);
  groupCids.forEach((cids, group) => {
    if ((groups & (1 << group)) !== 0) for (const cid of cids) fixed.add(cid);
  });
  const cids = [...fixed].sort((a, b) => a - b);
  const glyphs: DrawnGlyph[] = cids.map((cid) => {
    const glyph = face.glyphOf(staticTexts[cid]?.charCodeAt(0) ?? 0);
    return { parts: [{ glyph, x: 0, y: 0 }], advance: face.advanceOf(glyph) };
  });
  own.forEach((glyph, index) => {
    cids.push(firstOwn + index);
    glyphs.push(glyph);
  });
  const bytes = cutSubset(face, cids, glyphs);
  return {
    name: `${tagOf(cids, glyphs)}+${face.postscriptName}`,
    file: deflateSync(bytes, { level: deflateLevel }),
    fileLength: bytes.length,
    toUnicode:
      own.length === 0
        ? staticCMap
        : deflateSync(
            toUnicodeCMap(cids, (cid) => (cid < firstOwn ? staticTexts[cid] : own[cid - firstOwn]?.text) ?? ''),
            { level: deflateLevel },
          ),
    widths: widthsOf(face, cids, glyphs),
  };
}

function widthsOf(face: Face, cids: readonly number[], glyphs: readonly DrawnGlyph[]): string {
  const scale = 1000 / face.unitsPerEm;
  let out = '';
  let before = -2;
  cids.forEach((cid, index) => {
    const width = Math.round((glyphs[index]?.advance ?? 0) * scale * 100) / 100;
    out += cid === before + 1 ? ` ${width}` : `${out === '' ? '' : '] '}${cid} [${width}`;
    before = cid;
  });
  return out === '' ? '[]' : `[${out}]]`;
}

/** Six letters that differ between subsets of one face (ISO 32000-2 §9.9.2). */
function tagOf(cids: readonly number[], glyphs: readonly DrawnGlyph[]): string {
  const letters = 26 ** 6;
  let hash = 17;
  for (const cid of cids) hash = (hash * 31 + cid) % letters;
  for (const { parts, advance } of glyphs) {
    hash = (hash * 31 + advance) % letters;
    for (const { glyph, x, y } of parts) hash = (hash * 31 + glyph + x * 7 + y * 3 + letters) % letters;
  }
  let tag = '';
  for (let place = 0; place < 6; place += 1) {
    tag += String.fromCharCode(65 + (hash % 26));
    hash = Math.floor(hash / 26);
  }
  return tag;
}

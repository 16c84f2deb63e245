import { deflateSync } from 'node:zlib';
import type { Face } from '../../fonts/face.ts';
import type { DrawnGlyph } from './drawnGlyph.ts';
import type { FaceEncoding } from './faceEncoding.ts';
import { groupCids, groupOfCid, staticTexts } from './staticCids.ts';
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
  readonly widths: Buffer;
}

const cacheSize = 300;
/** Level 9 makes a subset 0.2 % smaller and takes half as long again. */
const deflateLevel = 6;
const caches = new WeakMap<Face, Map<string, FontSubset>>();
const staticCMap = deflateSync(staticToUnicode(), { level: 9 });

/**
 * The subset with what the document shows of a face: whole groups of static CIDs, other ones by themselves, and glyphs
 * that it numbered itself (faceEncoding.ts). It depends on nothing else, so that a document has the same bytes whatever
 * was composed before it.
 */
export function fontSubset(encoding: FaceEncoding): FontSubset {
  const { face, own } = encoding;
  const { groups, extras } = lettersOf(encoding);
  let key = `${groups}`;
  for (const cid of extras) key += ` ${cid}`;
  for (const { id } of own) key += ` own ${id}`;
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

/** Bit set of the groups that a document touches, and its static CIDs outside of them. */
function lettersOf({ shown }: FaceEncoding): { groups: number; extras: number[] } {
  const extras: number[] = [];
  let groups = 0;
  for (const cid of shown) {
    const group = groupOfCid[cid] ?? -1;
    if (group < 0) extras.push(cid);
    else groups |= 1 << group;
  }
  return { groups, extras: extras.sort((a, b) => a - b) };
}

function cut({ face, own, firstOwn }: FaceEncoding, groups: number, extras: readonly number[]): FontSubset {
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
    widths: Buffer.from(widthsOf(face, cids, glyphs)),
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

import type { Face, ShapedRun } from '../../fonts/face.ts';
import { staticCids, staticCount } from './staticCids.ts';

/** A run of text as PDF operators show it, and which glyphs its font must have. */
export interface EncodedRun {
  /** Operand of TJ (ISO 32000-2 §9.4.3): CIDs in hex, kerning as thousandths of an em. */
  readonly operand: string;
  /** CIDs of the run, each once. */
  readonly cids: readonly number[];
  /** What the run reads as, where its glyphs by themselves would say something else. */
  readonly actualText?: string;
  /** Set when glyphs stand beside the pen (combining marks) and must be placed one by one with `encodeGlyph`. */
  readonly placed?: ShapedRun;
}

/** A glyph that one document numbers, and what it reads as there. */
export interface OwnGlyph {
  readonly glyph: number;
  readonly text: string;
}

/**
 * How one face is encoded in one document. Characters of `staticCids` have the same CID in all of them, so that a run
 * is encoded once per process; every other glyph is numbered by the document, once for each text that it stands for,
 * so that a letter in its four Arabic shapes, Ω and Ohm, or a syllable's vowel all read back as what they were.
 */
export interface FaceEncoding {
  readonly face: Face;
  /** Glyphs that the document has numbered, from CID `firstOwn` on. */
  readonly own: readonly OwnGlyph[];
  readonly firstOwn: number;
  encode(text: string, rtl?: boolean): EncodedRun;
  encodeGlyph(glyph: number, text: string): EncodedRun;
}

const runCacheSize = 8000;
const sharedRuns = new WeakMap<Face, Map<string, EncodedRun>>();
const hex = Array.from({ length: 0x10000 }, (_, value) => value.toString(16).padStart(4, '0'));

export function createFaceEncoding(face: Face): FaceEncoding {
  const scale = 1000 / face.unitsPerEm;
  // The sans faces are in every document; the letters of the others are numbered as they come.
  const isStatic = face.name.startsWith('sans');
  const firstOwn = isStatic ? staticCount : 1;
  const own: OwnGlyph[] = [];
  const numbers = new Map<string, number>();
  const ownRuns = new Map<string, EncodedRun>();
  let shared = sharedRuns.get(face);
  if (shared === undefined) {
    shared = new Map();
    sharedRuns.set(face, shared);
  }
  const runs = shared;

  function cidOf(glyph: number, text: string): number {
    if (isStatic && text.length === 1) {
      const unit = text.charCodeAt(0);
      const cid = staticCids[unit] ?? 0;
      if (cid !== 0 && face.glyphOf(unit) === glyph) return cid;
    }
    const key = `${glyph} ${text}`;
    const known = numbers.get(key);
    if (known !== undefined) return known;
    const cid = firstOwn + own.length;
    numbers.set(key, cid);
    own.push({ glyph, text });
    return cid;
  }

  function encode(text: string, rtl = false): EncodedRun {
    const key = rtl ? `\u202e${text}` : text;
    const known = runs.get(key) ?? ownRuns.get(key);
    if (known !== undefined) return known;
    const run = encodeShaped(face.shape(text, rtl));
    if (run.cids.every((cid) => cid < firstOwn) && isStatic) {
      if (runs.size >= runCacheSize) runs.clear();
      runs.set(key, run);
    } else {
      ownRuns.set(key, run);
    }
    return run;
  }

  function encodeShaped(shaped: ShapedRun): EncodedRun {
    const { glyphs, clusters, advances } = shaped;
    const cids = new Set<number>();
    let operand = '[<';
    const last = glyphs.length - 1;
    for (let index = 0; index <= last; index += 1) {
      const glyph = glyphs[index] ?? 0;
      const cid = cidOf(glyph, clusters[index] ?? '');
      cids.add(cid);
      operand += hex[cid];
      const kern = (advances[index] ?? 0) - face.advanceOf(glyph);
      // A positive number moves the next glyph to the left (ISO 32000-2 table 107).
      if (kern !== 0 && index < last) operand += `>${Math.round(-kern * scale * 100) / 100}<`;
    }
    return { operand: `${operand}>]`, cids: [...cids], ...(shaped.offsets && { placed: shaped }) };
  }

  return {
    face,
    own,
    firstOwn,
    encode,
    encodeGlyph: (glyph, text) =>
      encodeShaped({ glyphs: [glyph], clusters: [text], advances: [face.advanceOf(glyph)], width: 0 }),
  };
}

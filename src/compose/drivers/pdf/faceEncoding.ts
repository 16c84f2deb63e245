import type { Face } from '../../fonts/face.ts';
import { type DrawnGlyph, type TextGlyph, textGlyphs } from './drawnGlyph.ts';
import { staticCids, staticCount } from './staticCids.ts';

/** A run of text as PDF operators show it, and which glyphs its font must have. */
export interface EncodedRun {
  /** Shows the run (ISO 32000-1 §9.4.3): Tj with its CIDs in hex, TJ where kerning stands between them. */
  readonly show: string;
  /** CIDs of the run, each once. */
  readonly cids: readonly number[];
}

/** A glyph that one document numbers, and what it reads as there. */
export interface OwnGlyph extends DrawnGlyph {
  readonly text: string;
}

/**
 * How one face is encoded in one document. Characters of `staticCids` have the same CID in all of them, so that a run
 * is encoded once per process; every other glyph is numbered by the document, once for each text that it stands for,
 * so that a letter in its four Arabic shapes, Ω and Ohm, or a vowel sign all read back as what they were.
 */
export interface FaceEncoding {
  readonly face: Face;
  /** Glyphs that the document has numbered, from CID `firstOwn` on. */
  readonly own: readonly OwnGlyph[];
  readonly firstOwn: number;
  encode(text: string, rtl?: boolean): EncodedRun;
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

  function cidOf({ parts, advance, text }: TextGlyph): number {
    const [only] = parts;
    if (isStatic && text.length === 1 && parts.length === 1 && only !== undefined && only.x === 0 && only.y === 0) {
      const unit = text.charCodeAt(0);
      const cid = staticCids[unit] ?? 0;
      if (cid !== 0 && face.glyphOf(unit) === only.glyph) return cid;
    }
    const key = keyOfGlyph({ parts, advance, text });
    const known = numbers.get(key);
    if (known !== undefined) return known;
    const cid = firstOwn + own.length;
    numbers.set(key, cid);
    own.push({ parts, advance, text });
    return cid;
  }

  function encode(text: string, rtl = false): EncodedRun {
    const key = rtl ? `\u202e${text}` : text;
    const known = runs.get(key) ?? ownRuns.get(key);
    if (known !== undefined) return known;
    const glyphs = textGlyphs(face, face.shape(text, rtl), rtl);
    addDirectionMark(glyphs, text, rtl);
    const run = encodeGlyphs(glyphs);
    if (isStatic && run.cids.every((cid) => cid < firstOwn)) {
      if (runs.size >= runCacheSize) runs.clear();
      runs.set(key, run);
    } else {
      ownRuns.set(key, run);
    }
    return run;
  }

  function encodeGlyphs(glyphs: readonly TextGlyph[]): EncodedRun {
    const cids = new Set<number>();
    let operand = '<';
    let kerned = false;
    glyphs.forEach((glyph, index) => {
      const cid = cidOf(glyph);
      cids.add(cid);
      operand += hex[cid];
      // A positive number moves the next glyph to the left (ISO 32000-2 table 107).
      if (glyph.kern !== 0 && index < glyphs.length - 1) {
        operand += `>${Math.round(-glyph.kern * scale * 100) / 100}<`;
        kerned = true;
      }
    });
    return { show: kerned ? `[${operand}>]TJ\n` : `${operand}>Tj\n`, cids: [...cids] };
  }

  return { face, own, firstOwn, encode };
}

/** The same for glyphs that draw the same and read as the same. */
export function keyOfGlyph({ parts, advance, text }: OwnGlyph): string {
  let key = `${advance}`;
  for (const { glyph, x, y } of parts) key += ` ${glyph},${x},${y}`;
  return `${key} ${text}`;
}

/**
 * Blanks, colons and brackets between two directions: readers of PDF (poppler) may give them to the other run than the
 * one they belong to. An invisible mark between says where it ends.
 */
function addDirectionMark(glyphs: TextGlyph[], text: string, rtl: boolean): void {
  if (rtl && !/^\p{L}/u.test(text)) glyphs.push({ parts: [], advance: 0, text: '\u200f', kern: 0 });
  else if (!rtl && text.startsWith(' ')) glyphs.unshift({ parts: [], advance: 0, text: '\u200e', kern: 0 });
}

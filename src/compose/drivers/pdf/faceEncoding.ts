import type { Face } from '../../fonts/face.ts';
import { type DrawnGlyph, type TextGlyph, textGlyphs } from './drawnGlyph.ts';
import { groupOfCid, staticCids, staticCount } from './staticCids.ts';

/** A run of text as PDF operators show it, and which glyphs its font must have. */
export interface EncodedRun {
  /** Shows the run (ISO 32000-1 §9.4.3): Tj with its CIDs, TJ where kerning stands between them. */
  readonly show: string;
  /** Bit set of the letter groups that the run touches. */
  readonly groups: number;
  /** Static CIDs outside the groups. */
  readonly extras: readonly number[];
}

/** A glyph and what it reads as: one object per process for the same of a face. */
export interface KnownGlyph extends DrawnGlyph {
  readonly text: string;
  /** 0 where each document numbers it. */
  readonly staticCid: number;
  /** Tells it from others; differs between processes, so it never comes into a file. */
  readonly id: number;
}

interface RunGlyph {
  readonly glyph: KnownGlyph;
  readonly kern: number;
}

/** What a process remembers of a face: its glyphs by what they draw and say, and runs taken apart. */
interface KeptGlyphs {
  readonly glyphs: Map<string, KnownGlyph>;
  readonly runs: Map<string, readonly RunGlyph[]>;
}

/**
 * How one face is encoded in one document. Characters of `staticCids` have the same CID in all of them, so that a run
 * is encoded once per process; every other glyph is numbered by the document, once for each text that it stands for,
 * so that a letter in its four Arabic shapes, Ω and Ohm, or a vowel sign all read back as what they were.
 */
export interface FaceEncoding {
  readonly face: Face;
  /** Glyphs that the document has numbered, from CID `firstOwn` on. */
  readonly own: readonly KnownGlyph[];
  readonly firstOwn: number;
  encode(text: string, rtl?: boolean): EncodedRun;
}

const noExtras: readonly number[] = [];
const runCacheSize = 8000;
const sharedRuns = new WeakMap<Face, Map<string, EncodedRun>>();
/** A CID as two bytes of a literal string (ISO 32000-1 §7.3.4.2): half of what hex is, and a page deflates faster. */
const literal = Array.from({ length: 0x10000 }, (_, cid) =>
  String.fromCharCode(cid >> 8, cid & 0xff).replaceAll(/[\\()\r]/g, (one) => (one === '\r' ? '\\r' : `\\${one}`)),
);

export function createFaceEncoding(face: Face): FaceEncoding {
  const scale = 1000 / face.unitsPerEm;
  // The sans faces are in every document; the letters of the others are numbered as they come.
  const isStatic = face.name.startsWith('sans');
  const firstOwn = isStatic ? staticCount : 1;
  const own: KnownGlyph[] = [];
  const numbers = new Map<KnownGlyph, number>();
  const ownRuns = new Map<string, EncodedRun>();
  let shared = sharedRuns.get(face);
  if (shared === undefined) {
    shared = new Map();
    sharedRuns.set(face, shared);
  }
  const runs = shared;
  const pieces = piecesOf(face);
  const kept = keptGlyphs(face);

  function cidOf(glyph: KnownGlyph): number {
    if (glyph.staticCid !== 0) return glyph.staticCid;
    const known = numbers.get(glyph);
    if (known !== undefined) return known;
    const cid = firstOwn + own.length;
    numbers.set(glyph, cid);
    own.push(glyph);
    return cid;
  }

  function encode(text: string, rtl = false): EncodedRun {
    const key = rtl ? `\u202e${text}` : text;
    const known = runs.get(key) ?? ownRuns.get(key);
    if (known !== undefined) return known;
    // A run that begins with a blank stands behind one of the other direction.
    const plain = isStatic && !rtl && !beginsWithBlank(text) ? encodePlain(text) : null;
    if (plain !== null) {
      // Figures seldom come again, and words are put together faster than they are looked up and kept.
      if (text.length > 24) {
        if (runs.size >= runCacheSize) runs.clear();
        runs.set(key, plain);
      }
      return plain;
    }
    const run = encodeGlyphs(glyphsOfRun(text, rtl, key));
    ownRuns.set(key, run);
    return run;
  }

  /** Letters side by side, each with its static CID: nearly all text. Null for any other. */
  function encodePlain(text: string): EncodedRun | null {
    let operand = '(';
    let groups = 0;
    let extras: number[] | null = null;
    let beforeCid = 0;
    let before = 0;
    for (let index = 0; index < text.length; index += 1) {
      const unit = text.charCodeAt(index);
      const cid = staticCids[unit] ?? 0;
      if (cid === 0) return null;
      const row = (pieces[beforeCid] ??= []);
      const piece = (row[cid] ??= pieceOf(before, unit, cid));
      if (piece === '') return null;
      operand += piece;
      const group = groupOfCid[cid] ?? -1;
      if (group >= 0) groups |= 1 << group;
      else if (extras === null) extras = [cid];
      else extras.push(cid);
      beforeCid = cid;
      before = unit;
    }
    return { show: `[${operand})]TJ\n`, groups, extras: extras ?? noExtras };
  }

  /** What stands for a letter behind another one: kerning and its CID; '' where only shaping can tell. */
  function pieceOf(before: number, unit: number, cid: number): string {
    const kern = before === 0 ? 0 : face.kernBetween(before, unit);
    return kern === null ? '' : kernText(kern) + (literal[cid] ?? '');
  }

  /** A positive number moves the next glyph to the left (ISO 32000-1 table 109). */
  function kernText(kern: number): string {
    return kern === 0 ? '' : `)${Math.round(-kern * scale * 100) / 100}(`;
  }

  /** Taken apart once per process; only the numbers are the document's own. */
  function glyphsOfRun(text: string, rtl: boolean, key: string): readonly RunGlyph[] {
    let glyphs = kept.runs.get(key);
    if (glyphs === undefined) {
      const found = textGlyphs(face, face.shape(text, rtl), rtl);
      addDirectionMarks(found, text, rtl);
      glyphs = found.map((glyph) => ({ glyph: knownGlyph(kept, face, isStatic, glyph), kern: glyph.kern }));
      if (kept.runs.size >= runCacheSize) kept.runs.clear();
      kept.runs.set(key, glyphs);
    }
    return glyphs;
  }

  function encodeGlyphs(glyphs: readonly RunGlyph[]): EncodedRun {
    const extras: number[] = [];
    let groups = 0;
    let operand = '(';
    glyphs.forEach(({ glyph, kern }, index) => {
      const cid = cidOf(glyph);
      const group = cid < firstOwn ? (groupOfCid[cid] ?? -1) : -1;
      if (group >= 0) groups |= 1 << group;
      else if (cid < firstOwn) extras.push(cid);
      operand += literal[cid];
      if (index < glyphs.length - 1) operand += kernText(kern);
    });
    return { show: `[${operand})]TJ\n`, groups, extras };
  }

  return { face, own, firstOwn, encode };
}

/** What stands for a letter behind another one, by static CIDs (0 at the start of a run). */
const sharedPieces = new WeakMap<Face, string[][]>();

function piecesOf(face: Face): string[][] {
  let pieces = sharedPieces.get(face);
  if (pieces === undefined) {
    pieces = [];
    sharedPieces.set(face, pieces);
  }
  return pieces;
}

const keptByFace = new WeakMap<Face, KeptGlyphs>();

function keptGlyphs(face: Face): KeptGlyphs {
  let kept = keptByFace.get(face);
  if (kept === undefined) {
    kept = { glyphs: new Map(), runs: new Map() };
    keptByFace.set(face, kept);
  }
  return kept;
}

function knownGlyph({ glyphs }: KeptGlyphs, face: Face, isStatic: boolean, drawn: TextGlyph): KnownGlyph {
  const { parts, advance, text } = drawn;
  let key = `${advance}`;
  for (const { glyph, x, y } of parts) key += ` ${glyph},${x},${y}`;
  key += ` ${text}`;
  let known = glyphs.get(key);
  if (known === undefined) {
    const staticCid = isStatic ? staticCidOf(face, drawn) : 0;
    known = { parts, advance, text, staticCid, id: glyphs.size };
    glyphs.set(key, known);
  }
  return known;
}

function staticCidOf(face: Face, { parts, text }: TextGlyph): number {
  const [only] = parts;
  if (text.length !== 1 || parts.length !== 1 || only === undefined || only.x !== 0 || only.y !== 0) return 0;
  const unit = text.charCodeAt(0);
  return face.glyphOf(unit) === only.glyph ? (staticCids[unit] ?? 0) : 0;
}

function beginsWithBlank(text: string): boolean {
  return text.length > 1 && text.startsWith(' ');
}

const rightToLeftMark = '\u200f';
const leftToRightMark = '\u200e';

/**
 * Blanks, colons and brackets between two directions: readers of PDF (poppler) may give them to the other run than the
 * one they belong to, or leave the blank out (pdf.js). An invisible mark, in visual order like all glyphs here, says
 * where a run ends; a blank carries it with itself, for a mark without width may be read as a word of its own.
 */
function addDirectionMarks(glyphs: TextGlyph[], text: string, rtl: boolean): void {
  const blank = (index: number): TextGlyph | null => {
    const glyph = glyphs[index];
    return glyph !== undefined && /^\s$/u.test(glyph.text) ? glyph : null;
  };
  if (!rtl) {
    if (beginsWithBlank(text)) glyphs.unshift({ parts: [], advance: 0, text: leftToRightMark, kern: 0 });
    return;
  }
  const end = blank(0);
  if (end !== null && glyphs.length > 1) glyphs[0] = { ...end, text: `${rightToLeftMark} ` };
  if (/^\p{L}/u.test(text)) return;
  const start = blank(glyphs.length - 1);
  if (start === null) glyphs.push({ parts: [], advance: 0, text: rightToLeftMark, kern: 0 });
  else glyphs[glyphs.length - 1] = { ...start, text: ` ${rightToLeftMark}` };
}

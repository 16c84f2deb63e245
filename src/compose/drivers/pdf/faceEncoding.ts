import { unitAt } from '../../../model/unitAt.ts';
import type { Face } from '../../fonts/face.ts';
import type { ByteWriter } from './byteWriter.ts';
import { beginsWithBlank, KeptGlyphs, type KnownGlyph, type RunGlyph } from './keptGlyphs.ts';
import { needsShaping, noKerning, PairKerning, unknownKerning } from './pairKerning.ts';
import { staticCids, staticCount } from './staticCids.ts';

/**
 * How one face is encoded in one document. Characters of `staticCids` have the same CID in all of them; every other glyph
 * is numbered by the document, once for each text that it stands for, so that a letter in its four Arabic shapes, Ω and
 * Ohm, or a vowel sign all read back as what they were.
 */
export class FaceEncoding {
  readonly face: Face;
  /** Name among a page's font resources: F1, F2 … */
  readonly resource: string;
  /** Glyphs that the document has numbered, from CID `firstOwn` on. */
  readonly own: KnownGlyph[] = [];
  readonly firstOwn: number;
  /** Static CIDs that the document shows, as they came. */
  readonly shown: number[] = [];
  /** By static CID: 1 where it is among `shown`. */
  readonly #isShown = new Uint8Array(staticCount);
  readonly #isStatic: boolean;
  readonly #numbers = new Map<KnownGlyph, number>();
  readonly #kerning: PairKerning;
  readonly #kept: KeptGlyphs;

  constructor(face: Face, resource: string) {
    this.face = face;
    this.resource = resource;
    const { isStatic, kerning, kept } = knowledgeOf(face);
    this.#isStatic = isStatic;
    this.firstOwn = isStatic ? staticCount : 1;
    this.#kerning = kerning;
    this.#kept = kept;
  }

  /** Writes the operator that shows a run (ISO 32000-1 §9.4.3): its CIDs, with kerning between them. */
  show(out: ByteWriter, text: string, rtl = false): void {
    const isPlain = this.#isStatic && !rtl && !beginsWithBlank(text);
    if (isPlain && this.#showPlain(out, text)) return;
    this.#showGlyphs(out, this.#kept.glyphsOf(text, rtl));
  }

  /** Letters side by side, each with its static CID: nearly all text. False, and nothing written, for any other. */
  #showPlain(out: ByteWriter, text: string): boolean {
    const isShown = this.#isShown;
    const start = out.length;
    const bytes = out.room((text.length + 1) * longestLetter);
    bytes[start] = 0x5b;
    bytes[start + 1] = 0x28;
    let at = start + 2;
    const { rows } = this.#kerning;
    let kerning: Int16Array = noKerning;
    let before = 0;
    for (let index = 0, count = text.length; index < count; index += 1) {
      const unit = unitAt(text, index);
      const cid = staticCids[unit] ?? 0;
      let kern = kerning[cid] ?? 0;
      if (kern !== 0) {
        if (kern === unknownKerning) kern = this.#kerning.ask(kerning, before, unit);
        if (kern === needsShaping) {
          out.length = start;
          return false;
        }
        if (kern !== 0) {
          out.length = at;
          writeKern(out, kern);
          at = out.length;
        }
      }
      const low = cid & 0xff;
      bytes[at] = cid >> 8;
      if (mustEscape[low] === 0) bytes[at + 1] = low;
      else {
        at += 1;
        bytes[at] = 0x5c;
        bytes[at + 1] = low === 0x0d ? 0x72 : low;
      }
      at += 2;
      if (isShown[cid] === 0) this.#note(cid);
      kerning = rows[cid] ?? this.#kerning.begin(cid);
      before = unit;
    }
    out.length = at;
    out.text(')]TJ\n');
    return true;
  }

  #showGlyphs(out: ByteWriter, run: readonly RunGlyph[]): void {
    out.text('[(');
    run.forEach(({ glyph, kern }, index) => {
      writeCid(out, this.#cidOf(glyph));
      if (kern !== 0 && index < run.length - 1) writeKern(out, kern);
    });
    out.text(')]TJ\n');
  }

  #note(cid: number): void {
    this.#isShown[cid] = 1;
    this.shown.push(cid);
  }

  #cidOf(glyph: KnownGlyph): number {
    if (glyph.staticCid !== 0) {
      if (this.#isShown[glyph.staticCid] === 0) this.#note(glyph.staticCid);
      return glyph.staticCid;
    }
    let cid = this.#numbers.get(glyph);
    if (cid === undefined) {
      cid = this.firstOwn + this.own.push(glyph) - 1;
      this.#numbers.set(glyph, cid);
    }
    return cid;
  }
}

/** Kerning and a CID with escapes, and what stands around a run. */
const longestLetter = 32;

/** Brackets, the backslash and the carriage return, by byte. */
const mustEscape = new Uint8Array(256);
for (const byte of [0x28, 0x29, 0x5c, 0x0d]) mustEscape[byte] = 1;

/** A CID as two bytes of a literal string (ISO 32000-1 §7.3.4.2): half of what hex is, and a page deflates faster. */
function writeCid(out: ByteWriter, cid: number): void {
  for (const byte of [cid >> 8, cid & 0xff]) {
    if (mustEscape[byte] === 1) out.byte(0x5c);
    out.byte(byte === 0x0d ? 0x72 : byte);
  }
}

/** A positive number moves the next glyph to the left (ISO 32000-1 table 109). */
function writeKern(out: ByteWriter, hundredths: number): void {
  out.byte(0x29);
  out.fixed(hundredths, 2);
  out.byte(0x28);
}

interface Knowledge {
  readonly isStatic: boolean;
  readonly kerning: PairKerning;
  readonly kept: KeptGlyphs;
}

const knowledge = new WeakMap<Face, Knowledge>();

/** What a process knows of a face, whichever document asked first. */
function knowledgeOf(face: Face): Knowledge {
  let known = knowledge.get(face);
  if (known === undefined) {
    // The sans faces are in every document; the letters of the others are numbered as they come.
    const isStatic = face.name.startsWith('sans');
    known = { isStatic, kerning: new PairKerning(face), kept: new KeptGlyphs(face, isStatic) };
    knowledge.set(face, known);
  }
  return known;
}

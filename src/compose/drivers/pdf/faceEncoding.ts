import type { Face, ShapedRun } from '../../fonts/face.ts';

/** A run of text as PDF operators show it, and which glyphs its font must have. */
export interface EncodedRun {
  /** Operand of TJ (ISO 32000-2 §9.4.3): CIDs in hex, kerning as thousandths of an em. */
  readonly operand: string;
  /** Bit set of the letter groups that the run touches. */
  readonly groups: number;
  /** CIDs outside the groups. */
  readonly extras: readonly number[];
  /** What the run reads as, where its glyphs by themselves would say something else. */
  readonly actualText?: string;
  /** Set when glyphs stand beside the pen (combining marks) and must be placed one by one with `encodeGlyph`. */
  readonly placed?: ShapedRun;
}

/**
 * How one face is encoded in every file: a character has the same CID in all of them, so that a run is encoded once per
 * process and a subset that was cut for one document serves the next.
 */
export interface FaceEncoding {
  readonly face: Face;
  encode(text: string): EncodedRun;
  encodeGlyph(glyph: number, text: string): EncodedRun;
  /** The CIDs of the groups in a bit set. */
  cidsOf(groups: number): number[];
  /** The glyph that a CID draws. */
  glyphOf(cid: number): number;
  /** What a CID reads as. */
  textOf(cid: number): string;
}

/**
 * Letters that come together: a subset holds all of a group or nothing of it. Documents of one language then share
 * their subsets, which are cut and deflated once, for some hundred bytes more in each (docs/performance.md).
 */
const groups = [
  ' ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.,-:/()+%&',
  'ÄÖÜäöüß',
  'ÁÉÍÓŐÚŰáéíóőúű',
  '–—„“”‚‘’…·•€§°×',
] as const;

const runCacheSize = 8000;
const encodings = new WeakMap<Face, FaceEncoding>();
const hex = Array.from({ length: 0x10000 }, (_, value) => value.toString(16).padStart(4, '0'));

export function faceEncoding(face: Face): FaceEncoding {
  const known = encodings.get(face);
  if (known !== undefined) return known;
  const encoding = createFaceEncoding(face);
  encodings.set(face, encoding);
  return encoding;
}

function createFaceEncoding(face: Face): FaceEncoding {
  const scale = 1000 / face.unitsPerEm;
  const { numGlyphs } = face.font;
  const ownTexts: (string | undefined)[] = [];
  const groupOf = new Map<number, number>();
  const cidsOfGroup = groups.map((letters, group) =>
    Array.from(letters, (letter) => {
      const cid = face.shape(letter).glyphs[0] ?? 0;
      if (!groupOf.has(cid)) groupOf.set(cid, group);
      ownTexts[cid] = letter;
      return cid;
    }),
  );
  const aliases = aliasesOf(face, textOf);
  const runs = new Map<string, EncodedRun>();

  function textOf(cid: number): string {
    if (cid >= numGlyphs) return aliases[cid - numGlyphs]?.text ?? '';
    const known = ownTexts[cid];
    if (known !== undefined) return known;
    // The glyph of U+FB03 is what the letters f, f, i are joined to: it reads as letters.
    const text = face.characterOf(cid).normalize('NFKC');
    ownTexts[cid] = /^[a-z]{2,3}$/.test(text) ? text : face.characterOf(cid);
    return ownTexts[cid] ?? '';
  }

  /** -1: no CID of this glyph reads as this text. */
  function cidOf(glyph: number, text: string): number {
    const own = textOf(glyph);
    // A no-break space reads as a space, which is what a reader who copies it wants.
    if (own === text || (text === '\u00a0' && own === ' ')) return glyph;
    const alias = aliases.findIndex((one) => one.text === text && one.glyph === glyph);
    if (alias >= 0) return numGlyphs + alias;
    return own === text.normalize('NFC') ? glyph : -1;
  }

  function encode(text: string): EncodedRun {
    const known = runs.get(text);
    if (known !== undefined) return known;
    const run = encodeShaped(face.shape(text), text);
    if (runs.size >= runCacheSize) runs.clear();
    runs.set(text, run);
    return run;
  }

  function encodeShaped(shaped: ShapedRun, text: string): EncodedRun {
    const { glyphs, clusters, advances } = shaped;
    const extras: number[] = [];
    let used = 0;
    let readable = true;
    let operand = '[<';
    const last = glyphs.length - 1;
    for (let index = 0; index <= last; index += 1) {
      const glyph = glyphs[index] ?? 0;
      let cid = cidOf(glyph, clusters[index] ?? '');
      if (cid < 0) {
        readable = false;
        cid = glyph;
      }
      const group = groupOf.get(cid);
      if (group === undefined) extras.push(cid);
      else used |= 1 << group;
      operand += hex[cid];
      const kern = (advances[index] ?? 0) - face.advanceOf(glyph);
      // A positive number moves the next glyph to the left (ISO 32000-2 table 107).
      if (kern !== 0 && index < last) operand += `>${Math.round(-kern * scale * 100) / 100}<`;
    }
    return {
      operand: `${operand}>]`,
      groups: used,
      extras,
      ...(!readable && { actualText: text }),
      ...(shaped.offsets && { placed: shaped }),
    };
  }

  return {
    face,
    encode,
    encodeGlyph: (glyph, text) => encodeShaped({ glyphs: [glyph], clusters: [text], advances: [0], width: 0 }, text),
    cidsOf: (set) => cidsOfGroup.flatMap((cids, group) => ((set & (1 << group)) === 0 ? [] : cids)),
    glyphOf: (cid) => (cid >= numGlyphs ? (aliases[cid - numGlyphs]?.glyph ?? 0) : cid),
    textOf,
  };
}

interface Alias {
  readonly glyph: number;
  readonly text: string;
}

/**
 * Characters that share their glyph with another one (Ω and Ohm, µ and mu) have a CID of their own behind the glyphs of
 * the face, so that each reads back as itself.
 */
function aliasesOf(face: Face, textOf: (glyph: number) => string): Alias[] {
  return face.font.characterSet.flatMap((codePoint): Alias[] => {
    const text = String.fromCodePoint(codePoint);
    const glyph = face.font.glyphForCodePoint(codePoint).id;
    return textOf(glyph) === text || text === '\u00a0' ? [] : [{ glyph, text }];
  });
}

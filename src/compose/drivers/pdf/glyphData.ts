import type { Face } from '../../fonts/face.ts';

/** One glyph as it goes into a subset: its outline without hinting instructions, padded to two bytes. */
export interface GlyphData {
  readonly bytes: Uint8Array;
  /** Parts of a composite glyph: the glyph, and where in `bytes` its id stands. */
  readonly parts: readonly { readonly glyph: number; readonly at: number }[];
}

const cut = new WeakMap<Face, Map<number, GlyphData>>();

/** OpenType 1.9.1 "glyf": component flags. */
const wordArguments = 0x0001;
const hasScale = 0x0008;
const moreComponents = 0x0020;
const hasTwoScales = 0x0040;
const hasMatrix = 0x0080;
const hasInstructions = 0x0100;

/** Reads a glyph once per process. */
export function glyphData(face: Face, glyph: number): GlyphData {
  let glyphs = cut.get(face);
  if (glyphs === undefined) {
    glyphs = new Map();
    cut.set(face, glyphs);
  }
  let data = glyphs.get(glyph);
  if (data === undefined) {
    data = stripped(face.file.outlineOf(glyph));
    glyphs.set(glyph, data);
  }
  return data;
}

/** Instructions are useless without the font program they call (`fpgm`, `cvt `), which a subset does not carry. */
function stripped(outline: Buffer): GlyphData {
  if (outline.length === 0) return { bytes: new Uint8Array(0), parts: [] };
  const contours = outline.readInt16BE(0);
  if (contours < 0) return strippedComposite(outline);
  const lengthAt = 10 + contours * 2;
  const instructions = outline.readUInt16BE(lengthAt);
  const bytes = padded(outline.length - instructions);
  bytes.set(outline.subarray(0, lengthAt + 2));
  bytes.set(outline.subarray(lengthAt + 2 + instructions), lengthAt + 2);
  bytes[lengthAt] = 0;
  bytes[lengthAt + 1] = 0;
  return { bytes, parts: [] };
}

function strippedComposite(outline: Buffer): GlyphData {
  const copy = Buffer.from(outline);
  const parts: { glyph: number; at: number }[] = [];
  let at = 10;
  let flags = moreComponents;
  while ((flags & moreComponents) !== 0) {
    flags = copy.readUInt16BE(at);
    copy.writeUInt16BE(flags & ~hasInstructions, at);
    parts.push({ glyph: copy.readUInt16BE(at + 2), at: at + 2 });
    at += 4 + ((flags & wordArguments) === 0 ? 2 : 4);
    if ((flags & hasScale) !== 0) at += 2;
    else if ((flags & hasTwoScales) !== 0) at += 4;
    else if ((flags & hasMatrix) !== 0) at += 8;
  }
  const bytes = padded(at);
  bytes.set(copy.subarray(0, at));
  return { bytes, parts };
}

function padded(length: number): Uint8Array {
  return new Uint8Array((length + 1) & ~1);
}

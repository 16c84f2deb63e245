import type { Face } from '../../fonts/face.ts';
import type { DrawnGlyph } from './drawnGlyph.ts';

/** One glyph as it goes into a subset: its outline without hinting instructions, padded to two bytes. */
export interface GlyphData {
  readonly bytes: Uint8Array;
  /** xMin of the outline. */
  readonly left: number;
  /** Parts of a composite glyph: the glyph, and where in `bytes` its id stands. */
  readonly parts: readonly { readonly glyph: number; readonly at: number }[];
}

const nothing: GlyphData = { bytes: new Uint8Array(0), left: 0, parts: [] };
const cut = new WeakMap<Face, Map<number, GlyphData>>();

/** OpenType 1.9.1 "glyf": component flags. */
const wordArguments = 0x0001;
const argumentsAreOffsets = 0x0002;
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
  if (outline.length === 0) return nothing;
  const contours = outline.readInt16BE(0);
  if (contours < 0) return strippedComposite(outline);
  const lengthAt = 10 + contours * 2;
  const instructions = outline.readUInt16BE(lengthAt);
  const bytes = padded(outline.length - instructions);
  bytes.set(outline.subarray(0, lengthAt + 2));
  bytes.set(outline.subarray(lengthAt + 2 + instructions), lengthAt + 2);
  bytes[lengthAt] = 0;
  bytes[lengthAt + 1] = 0;
  return { bytes, left: outline.readInt16BE(2), parts: [] };
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
  return { bytes, left: copy.readInt16BE(2), parts };
}

/** A composite glyph of our own: glyphs of the face, each moved to its place. */
export function composeGlyph(face: Face, drawn: DrawnGlyph['parts']): GlyphData {
  const seen = drawn.filter(({ glyph }) => glyphData(face, glyph).bytes.length > 0);
  if (seen.length === 0) return nothing;
  const bytes = Buffer.alloc(10 + seen.length * 8);
  const edges = [Infinity, Infinity, -Infinity, -Infinity];
  const parts = seen.map(({ glyph, x, y }, index) => {
    const at = 10 + index * 8;
    const more = index < seen.length - 1 ? moreComponents : 0;
    bytes.writeUInt16BE(wordArguments | argumentsAreOffsets | more, at);
    bytes.writeInt16BE(x, at + 4);
    bytes.writeInt16BE(y, at + 6);
    const outline = Buffer.from(glyphData(face, glyph).bytes);
    for (const [edge, moved] of [x, y, x, y].entries()) {
      const value = outline.readInt16BE(2 + edge * 2) + moved;
      edges[edge] = edge < 2 ? Math.min(edges[edge] ?? value, value) : Math.max(edges[edge] ?? value, value);
    }
    return { glyph, at: at + 2 };
  });
  bytes.writeInt16BE(-1, 0);
  for (const [edge, value] of edges.entries()) bytes.writeInt16BE(value, 2 + edge * 2);
  return { bytes, left: edges[0] ?? 0, parts };
}

function padded(length: number): Uint8Array {
  return new Uint8Array((length + 1) & ~1);
}

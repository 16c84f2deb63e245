import type { Face } from '../../fonts/face.ts';

/** One glyph as it goes into a subset: its outline without hinting instructions, padded to four bytes. */
export interface GlyphData {
  readonly bytes: Uint8Array;
  /** Glyph ids of a composite glyph's parts. */
  readonly components: readonly number[];
  readonly advance: number;
  readonly leftSideBearing: number;
}

/** A TrueType file opened for cutting. Read once per face; each glyph is cut once per process. */
export interface GlyphSource {
  readonly head: Buffer;
  readonly hhea: Buffer;
  readonly maxp: Buffer;
  readonly glyph: (id: number) => GlyphData;
}

const sources = new WeakMap<Face, GlyphSource>();

/** OpenType 1.9.1 "glyf": component flags. */
const wordArguments = 0x0001;
const hasScale = 0x0008;
const moreComponents = 0x0020;
const hasTwoScales = 0x0040;
const hasMatrix = 0x0080;
const hasInstructions = 0x0100;

export function glyphSource(face: Face): GlyphSource {
  const known = sources.get(face);
  if (known !== undefined) return known;
  const source = openSource(face);
  sources.set(face, source);
  return source;
}

function openSource(face: Face): GlyphSource {
  const table = (tag: string): Buffer => {
    const entry = face.font.directory.tables[tag];
    if (entry === undefined) throw new Error(`${face.postscriptName} has no ${tag} table; only TrueType outlines work`);
    return face.bytes.subarray(entry.offset, entry.offset + entry.length);
  };
  const head = table('head');
  const hhea = table('hhea');
  const loca = table('loca');
  const glyf = table('glyf');
  const hmtx = table('hmtx');
  const longOffsets = head.readInt16BE(50) === 1;
  const metrics = hhea.readUInt16BE(34);
  const offsetOf = (id: number): number => (longOffsets ? loca.readUInt32BE(id * 4) : loca.readUInt16BE(id * 2) * 2);
  const cut: (GlyphData | undefined)[] = [];

  function glyph(id: number): GlyphData {
    const known = cut[id];
    if (known !== undefined) return known;
    const outline = glyf.subarray(offsetOf(id), offsetOf(id + 1));
    const metric = Math.min(id, metrics - 1) * 4;
    const data: GlyphData = {
      ...stripped(outline),
      advance: hmtx.readUInt16BE(metric),
      leftSideBearing: hmtx.readInt16BE(id < metrics ? metric + 2 : metrics * 4 + (id - metrics) * 2),
    };
    cut[id] = data;
    return data;
  }

  return { head, hhea, maxp: table('maxp'), glyph };
}

/** Instructions are useless without the font program they call (`fpgm`, `cvt `), which a subset does not carry. */
function stripped(outline: Buffer): Pick<GlyphData, 'bytes' | 'components'> {
  if (outline.length === 0) return { bytes: new Uint8Array(0), components: [] };
  const contours = outline.readInt16BE(0);
  if (contours < 0) return strippedComposite(outline);
  const lengthAt = 10 + contours * 2;
  const instructions = outline.readUInt16BE(lengthAt);
  const bytes = padded(outline.length - instructions);
  bytes.set(outline.subarray(0, lengthAt + 2));
  bytes.set(outline.subarray(lengthAt + 2 + instructions), lengthAt + 2);
  bytes[lengthAt] = 0;
  bytes[lengthAt + 1] = 0;
  return { bytes, components: [] };
}

function strippedComposite(outline: Buffer): Pick<GlyphData, 'bytes' | 'components'> {
  const copy = Buffer.from(outline);
  const components: number[] = [];
  let at = 10;
  let flags = moreComponents;
  while ((flags & moreComponents) !== 0) {
    flags = copy.readUInt16BE(at);
    copy.writeUInt16BE(flags & ~hasInstructions, at);
    components.push(copy.readUInt16BE(at + 2));
    at += 4 + ((flags & wordArguments) === 0 ? 2 : 4);
    if ((flags & hasScale) !== 0) at += 2;
    else if ((flags & hasTwoScales) !== 0) at += 4;
    else if ((flags & hasMatrix) !== 0) at += 8;
  }
  const bytes = padded(at);
  bytes.set(copy.subarray(0, at));
  return { bytes, components };
}

function padded(length: number): Uint8Array {
  return new Uint8Array((length + 3) & ~3);
}

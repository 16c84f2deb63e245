import type { Face } from '../../fonts/face.ts';
import type { DrawnGlyph } from './drawnGlyph.ts';
import { composeGlyph, glyphData, type GlyphData } from './glyphData.ts';

const tags = ['glyf', 'head', 'hhea', 'hmtx', 'loca', 'maxp'] as const;
const directoryLength = 12 + 16 * tags.length;
/** Offsets in `loca` are 16 bits of two bytes each as long as the outlines are shorter than this. */
const shortLimit = 0x20000;

/**
 * Cuts a TrueType file with some glyphs of a face straight from the whole file: the tables that ISO 32000-2 §9.9.1 asks
 * of a CIDFontType2 and no other. A glyph's id in the subset is its CID; the places between are empty and deflate to
 * nothing. Parts of composite glyphs that are no letters of the subset themselves come behind them.
 *
 * @param cids in ascending order, from 1.
 * @param glyphs what each CID draws.
 */
export function cutSubset(face: Face, cids: readonly number[], glyphs: readonly DrawnGlyph[]): Buffer {
  const { ids, parts, placeOf } = collect(face, cids, glyphs);
  const count = (ids.at(-1) ?? 0) + 1;
  const glyfLength = parts.reduce((sum, { data }) => sum + data.bytes.length, 0);
  const isLong = glyfLength >= shortLimit;
  const locaLength = (count + 1) * (isLong ? 4 : 2);
  const lengths = [glyfLength, 54, 36, count * 4, locaLength, 32];
  const offsets: number[] = [];
  let end = directoryLength;
  for (const length of lengths) {
    offsets.push(end);
    end += (length + 3) & ~3;
  }
  const file = Buffer.alloc(end);
  const [glyf = 0, head = 0, hhea = 0, hmtx = 0, loca = 0, maxp = 0] = offsets;

  face.file.table('head').copy(file, head, 0, 54);
  file.writeUInt32BE(0, head + 8);
  file.writeInt16BE(isLong ? 1 : 0, head + 50);
  face.file.table('hhea').copy(file, hhea, 0, 36);
  file.writeUInt16BE(count, hhea + 34);
  face.file.table('maxp').copy(file, maxp);
  file.writeUInt16BE(count, maxp + 4);
  // Room for the glyphs put together here: parts of one glyph, and how deep they nest.
  file.writeUInt16BE(Math.max(file.readUInt16BE(maxp + 28), 8), maxp + 28);
  file.writeUInt16BE(file.readUInt16BE(maxp + 30) + 1, maxp + 30);
  let offset = 0;
  let next = 0;
  const setOffsets = (last: number): void => {
    for (; next <= last; next += 1) {
      if (isLong) file.writeUInt32BE(offset, loca + next * 4);
      else file.writeUInt16BE(offset / 2, loca + next * 2);
    }
  };
  parts.forEach(({ data, advance, bearing }, index) => {
    const id = ids[index] ?? 0;
    setOffsets(id);
    const start = glyf + offset;
    file.set(data.bytes, start);
    for (const part of data.parts) file.writeUInt16BE(placeOf.get(part.glyph) ?? 0, start + part.at);
    file.writeUInt16BE(advance, hmtx + id * 4);
    file.writeInt16BE(bearing, hmtx + id * 4 + 2);
    offset += data.bytes.length;
  });
  setOffsets(count);
  writeDirectory(file, offsets, lengths, head);
  return file;
}

interface Part {
  readonly data: GlyphData;
  readonly advance: number;
  readonly bearing: number;
}

/** Glyph 0 (.notdef) is always there; a list visits what is added while it is walked, so parts of parts are found too. */
function collect(
  face: Face,
  cids: readonly number[],
  glyphs: readonly DrawnGlyph[],
): { ids: number[]; parts: Part[]; placeOf: ReadonlyMap<number, number> } {
  const ids = [0, ...cids];
  const wanted: DrawnGlyph[] = [plain(face, 0), ...glyphs];
  const parts: Part[] = [];
  const placeOf = new Map<number, number>();
  wanted.forEach((drawn, index) => {
    const glyph = plainGlyphOf(drawn);
    if (glyph !== null && !placeOf.has(glyph)) placeOf.set(glyph, ids[index] ?? 0);
  });
  for (const drawn of wanted) {
    const glyph = plainGlyphOf(drawn);
    const data = glyph === null ? composeGlyph(face, drawn.parts) : glyphData(face, glyph);
    const bearing = glyph === null ? data.left : face.file.leftSideBearingOf(glyph);
    parts.push({ data, advance: drawn.advance, bearing });
    for (const part of data.parts) {
      if (placeOf.has(part.glyph)) continue;
      const id = (ids.at(-1) ?? 0) + 1;
      placeOf.set(part.glyph, id);
      ids.push(id);
      wanted.push(plain(face, part.glyph));
    }
  }
  return { ids, parts, placeOf };
}

function plain(face: Face, glyph: number): DrawnGlyph {
  return { parts: [{ glyph, x: 0, y: 0 }], advance: face.advanceOf(glyph) };
}

/** The glyph that is drawn as the font has it; null for one that is put together. */
function plainGlyphOf({ parts }: DrawnGlyph): number | null {
  const [only] = parts;
  return parts.length === 1 && only !== undefined && only.x === 0 && only.y === 0 ? only.glyph : null;
}

/** OpenType 1.9.1 "Table directory": checksums of each table, then of the whole file in `head`. */
function writeDirectory(file: Buffer, offsets: readonly number[], lengths: readonly number[], head: number): void {
  file.writeUInt32BE(0x00010000, 0);
  file.writeUInt16BE(tags.length, 4);
  file.writeUInt16BE(64, 6);
  file.writeUInt16BE(2, 8);
  file.writeUInt16BE(32, 10);
  tags.forEach((tag, index) => {
    const entry = 12 + 16 * index;
    const start = offsets[index] ?? 0;
    const length = lengths[index] ?? 0;
    file.write(tag, entry, 'latin1');
    file.writeUInt32BE(checksum(file, start, (length + 3) & ~3), entry + 4);
    file.writeUInt32BE(start, entry + 8);
    file.writeUInt32BE(length, entry + 12);
  });
  file.writeUInt32BE((0xb1b0afba - checksum(file, 0, file.length)) >>> 0, head + 8);
}

function checksum(file: Buffer, start: number, length: number): number {
  let sum = 0;
  for (let at = start; at < start + length; at += 4) sum = (sum + file.readInt32BE(at)) | 0;
  return sum >>> 0;
}

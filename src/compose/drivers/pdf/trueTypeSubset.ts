import type { Face } from '../../fonts/face.ts';
import { glyphSource } from './glyphData.ts';

const tags = ['glyf', 'head', 'hhea', 'hmtx', 'loca', 'maxp'] as const;
const directoryLength = 12 + 16 * tags.length;

/**
 * Cuts a TrueType file with some glyphs of a face straight from the whole file: the tables that ISO 32000-2 §9.9.1 asks
 * of a CIDFontType2 and no other. Every glyph keeps its id; the places between are empty and deflate to nothing. Parts
 * of composite glyphs come along.
 *
 * @param glyphs by id in the subset, the id of the glyph in the face (the same, except for an alias).
 */
export function cutSubset(face: Face, glyphs: ReadonlyMap<number, number>): Buffer {
  const source = glyphSource(face);
  const wanted = withComponents(face, glyphs);
  const ids = [...wanted.keys()].sort((a, b) => a - b);
  const count = (ids.at(-1) ?? 0) + 1;
  const parts = ids.map((id) => source.glyph(wanted.get(id) ?? 0));
  const glyfLength = parts.reduce((sum, part) => sum + part.bytes.length, 0);
  const lengths = [glyfLength, 54, 36, count * 4, (count + 1) * 4, source.maxp.length];
  const offsets: number[] = [];
  let end = directoryLength;
  for (const length of lengths) {
    offsets.push(end);
    end += (length + 3) & ~3;
  }
  const file = Buffer.alloc(end);
  const [glyf = 0, head = 0, hhea = 0, hmtx = 0, loca = 0, maxp = 0] = offsets;

  source.head.copy(file, head, 0, 54);
  file.writeUInt32BE(0, head + 8);
  file.writeInt16BE(1, head + 50);
  source.hhea.copy(file, hhea, 0, 36);
  file.writeUInt16BE(count, hhea + 34);
  source.maxp.copy(file, maxp);
  file.writeUInt16BE(count, maxp + 4);
  let offset = 0;
  let next = 0;
  parts.forEach((part, index) => {
    const id = ids[index] ?? 0;
    for (; next <= id; next += 1) file.writeUInt32BE(offset, loca + next * 4);
    file.set(part.bytes, glyf + offset);
    file.writeUInt16BE(part.advance, hmtx + id * 4);
    file.writeInt16BE(part.leftSideBearing, hmtx + id * 4 + 2);
    offset += part.bytes.length;
  });
  file.writeUInt32BE(offset, loca + count * 4);
  writeDirectory(file, offsets, lengths, head);
  return file;
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

/** Glyph 0 (.notdef) is always there; parts of composite glyphs keep their ids, so that composites need no change. */
function withComponents(face: Face, glyphs: ReadonlyMap<number, number>): Map<number, number> {
  const { glyph } = glyphSource(face);
  const wanted = new Map([[0, 0], ...glyphs]);
  // A Map visits what is added while it is walked, so parts of parts are found too.
  for (const id of wanted.values()) {
    for (const component of glyph(id).components) wanted.set(component, component);
  }
  return wanted;
}

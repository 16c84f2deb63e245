import type { Face } from '../../fonts/face.ts';
import { type GlyphData, glyphSource } from './glyphData.ts';

const tags = ['glyf', 'head', 'hhea', 'hmtx', 'loca', 'maxp'] as const;
const directoryLength = 12 + 16 * tags.length;

/**
 * Cuts a TrueType file with the given glyphs, in the given order, straight from the whole file: the tables that
 * ISO 32000-2 §9.9.1 asks of a CIDFontType2 and no other. Parts of composite glyphs are added behind.
 *
 * @param glyphs glyph ids of the face; the index in this list is the glyph id of the subset. The first must be 0.
 */
export function cutSubset(face: Face, glyphs: readonly number[]): Buffer {
  const source = glyphSource(face);
  const { parts, order } = withComponents(glyphs, source.glyph);
  const count = parts.length;
  const glyfLength = parts.reduce((sum, part) => sum + part.bytes.length, 0);
  const lengths = [glyfLength, 54, 36, count * 4, (count + 1) * 4, (source.maxp.length + 3) & ~3];
  const file = Buffer.alloc(directoryLength + lengths.reduce((sum, length) => sum + ((length + 3) & ~3), 0));
  file.writeUInt32BE(0x00010000, 0);
  file.writeUInt16BE(tags.length, 4);
  file.writeUInt16BE(64, 6);
  file.writeUInt16BE(2, 8);
  file.writeUInt16BE(32, 10);

  const offsets: number[] = [];
  let at = directoryLength;
  for (const length of lengths) {
    offsets.push(at);
    at += (length + 3) & ~3;
  }
  const [glyf = 0, head = 0, hhea = 0, hmtx = 0, loca = 0, maxp = 0] = offsets;

  source.head.copy(file, head, 0, 54);
  file.writeUInt32BE(0, head + 8);
  file.writeInt16BE(1, head + 50);
  source.hhea.copy(file, hhea, 0, 36);
  file.writeUInt16BE(count, hhea + 34);
  source.maxp.copy(file, maxp);
  file.writeUInt16BE(count, maxp + 4);
  let offset = 0;
  for (let index = 0; index < count; index += 1) {
    const part = parts[index];
    if (part === undefined) break;
    file.set(part.bytes, glyf + offset);
    for (const { glyph, at: place } of part.components) {
      file.writeUInt16BE(order.get(glyph) ?? 0, glyf + offset + place);
    }
    file.writeUInt16BE(part.advance, hmtx + index * 4);
    file.writeInt16BE(part.leftSideBearing, hmtx + index * 4 + 2);
    file.writeUInt32BE(offset, loca + index * 4);
    offset += part.bytes.length;
  }
  file.writeUInt32BE(offset, loca + count * 4);
  writeDirectory(file, offsets, lengths, head);
  return file;
}

/** OpenType 1.9.1 "Table directory": checksums of each table, then of the whole file in `head`. */
function writeDirectory(file: Buffer, offsets: readonly number[], lengths: readonly number[], head: number): void {
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

function withComponents(
  glyphs: readonly number[],
  glyphOf: (id: number) => GlyphData,
): { parts: GlyphData[]; order: Map<number, number> } {
  const order = new Map<number, number>();
  const parts = glyphs.map((id, index) => {
    if (!order.has(id)) order.set(id, index);
    return glyphOf(id);
  });
  for (let index = 0; index < parts.length; index += 1) {
    for (const { glyph } of parts[index]?.components ?? []) {
      if (order.has(glyph)) continue;
      order.set(glyph, parts.length);
      parts.push(glyphOf(glyph));
    }
  }
  return { parts, order };
}

import { closeSync, openSync, readSync } from 'node:fs';
import { readCharacterMap, type CharacterMap } from './characterMap.ts';

/** Figures of a face in font units, as its tables give them. */
export interface FontMetrics {
  readonly unitsPerEm: number;
  readonly ascent: number;
  /** Negative: below the baseline. */
  readonly descent: number;
  readonly capHeight: number;
  readonly xHeight: number;
  /** Degrees; negative for letters that lean to the right. */
  readonly italicAngle: number;
  /** 400 regular, 600 semibold, 700 bold. */
  readonly weight: number;
  /** xMin, yMin, xMax, yMax of all glyphs. */
  readonly bbox: readonly [number, number, number, number];
}

/**
 * A TrueType file (OpenType 1.9.1) opened for reading. Only the small tables are kept: outlines are read glyph by glyph
 * when they are wanted, so that a face of ten megabytes costs a worker one.
 */
export interface FontFile {
  readonly path: string;
  readonly postscriptName: string;
  readonly glyphCount: number;
  readonly metrics: FontMetrics;
  readonly characters: CharacterMap;
  /** A whole table; a RangeError where the file has none. */
  table(tag: string): Buffer;
  advanceOf(glyph: number): number;
  leftSideBearingOf(glyph: number): number;
  /** The glyph's entry in `glyf`, empty for a glyph without outline. */
  outlineOf(glyph: number): Buffer;
  /** The whole file, for the shaper. */
  whole(): Buffer;
}

interface TableEntry {
  readonly offset: number;
  readonly length: number;
}

/** Throws an Error for a file that is no TrueType font: fonts are part of the program. */
export function openFontFile(path: string): FontFile {
  // Never closed: a face lives as long as its process, or its worker thread, which closes what it opened.
  const file = openSync(path, 'r');
  const read = (offset: number, length: number): Buffer => {
    const bytes = Buffer.alloc(length);
    if (readSync(file, bytes, 0, length, offset) !== length) throw new Error(`${path} ends too early`);
    return bytes;
  };
  const entries = directoryOf(read);
  const entryOf = (tag: string): TableEntry => {
    const entry = entries.get(tag);
    if (entry !== undefined) return entry;
    closeSync(file);
    throw new Error(`${path} has no ${tag} table; only TrueType outlines work`);
  };
  const tables = new Map<string, Buffer>();
  const table = (tag: string): Buffer => {
    let bytes = tables.get(tag);
    if (bytes === undefined) {
      const { offset, length } = entryOf(tag);
      bytes = read(offset, length);
      tables.set(tag, bytes);
    }
    return bytes;
  };
  const head = table('head');
  const loca = table('loca');
  const hmtx = table('hmtx');
  const glyf = entryOf('glyf');
  const longOffsets = head.readInt16BE(50) === 1;
  const glyphCount = table('maxp').readUInt16BE(4);
  const metricCount = table('hhea').readUInt16BE(34);
  const offsetOf = (glyph: number): number =>
    longOffsets ? loca.readUInt32BE(glyph * 4) : loca.readUInt16BE(glyph * 2) * 2;

  return {
    path,
    postscriptName: postscriptNameOf(table('name')),
    glyphCount,
    metrics: metricsOf(table),
    characters: readCharacterMap(table('cmap'), glyphCount),
    table,
    advanceOf: (glyph) => hmtx.readUInt16BE(Math.min(glyph, metricCount - 1) * 4),
    leftSideBearingOf: (glyph) =>
      hmtx.readInt16BE(glyph < metricCount ? glyph * 4 + 2 : metricCount * 4 + (glyph - metricCount) * 2),
    outlineOf(glyph) {
      const start = offsetOf(glyph);
      const length = offsetOf(glyph + 1) - start;
      return length === 0 ? empty : read(glyf.offset + start, length);
    },
    whole() {
      let end = 0;
      for (const { offset, length } of entries.values()) end = Math.max(end, offset + length);
      return read(0, end);
    },
  };
}

const empty = Buffer.alloc(0);

function directoryOf(read: (offset: number, length: number) => Buffer): Map<string, TableEntry> {
  const count = read(0, 12).readUInt16BE(4);
  const directory = read(12, count * 16);
  const entries = new Map<string, TableEntry>();
  for (let at = 0; at < directory.length; at += 16) {
    entries.set(directory.toString('latin1', at, at + 4), {
      offset: directory.readUInt32BE(at + 8),
      length: directory.readUInt32BE(at + 12),
    });
  }
  return entries;
}

function metricsOf(table: (tag: string) => Buffer): FontMetrics {
  const head = table('head');
  const hhea = table('hhea');
  const os2 = table('OS/2');
  return {
    unitsPerEm: head.readUInt16BE(18),
    ascent: hhea.readInt16BE(4),
    descent: hhea.readInt16BE(6),
    capHeight: os2.readInt16BE(88),
    xHeight: os2.readInt16BE(86),
    italicAngle: table('post').readInt32BE(4) / 0x10000,
    weight: os2.readUInt16BE(4),
    bbox: [head.readInt16BE(36), head.readInt16BE(38), head.readInt16BE(40), head.readInt16BE(42)],
  };
}

/** Name 6 for Windows (platform 3), which is UTF-16. */
function postscriptNameOf(name: Buffer): string {
  const count = name.readUInt16BE(2);
  const strings = name.readUInt16BE(4);
  for (let at = 6; at < 6 + count * 12; at += 12) {
    if (name.readUInt16BE(at) !== 3 || name.readUInt16BE(at + 6) !== 6) continue;
    const start = strings + name.readUInt16BE(at + 10);
    const swapped = Buffer.from(name.subarray(start, start + name.readUInt16BE(at + 8))).swap16();
    return swapped.toString('utf16le');
  }
  return 'Unnamed';
}

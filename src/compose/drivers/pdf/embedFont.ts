import { deflateSync } from 'node:zlib';
import type { PdfReference, SyncDocument } from './syncDocument.ts';
import { toUnicodeCMap } from './toUnicode.ts';
import { cutSubset } from './trueTypeSubset.ts';
import type { RunEncoder } from './runEncoder.ts';

/** PDF strings, as pdfkit tells them from names. */
export function pdfString(text: string): object {
  // biome-ignore lint/style/useConsistentBuiltinInstantiation: pdfkit writes a String object as a string, a primitive as a name.
  return Object(text) as object;
}

/**
 * Writes the objects of one subset: the file, its descriptor, the CIDFont and ToUnicode (ISO 32000-2 §9.7).
 *
 * @param dictionary the Type0 font that the pages already refer to.
 */
export function embedFont(document: SyncDocument, encoder: RunEncoder, dictionary: PdfReference, level: number): void {
  const { face } = encoder;
  const scale = 1000 / face.unitsPerEm;
  const bytes = cutSubset(face, encoder.glyphs);
  const file = document.object({ Filter: 'FlateDecode', Length1: bytes.length });
  file.end(deflateSync(bytes, { level }));

  const name = `${subsetTag(encoder)}+${face.postscriptName}`;
  const { bbox } = face.font;
  const descriptor = document.object({
    Type: 'FontDescriptor',
    FontName: name,
    // Symbolic (bit 3): CIDs are not a standard encoding. Italic is bit 7 (ISO 32000-2 table 121).
    Flags: face.font.italicAngle === 0 ? 4 : 68,
    FontBBox: [bbox.minX * scale, bbox.minY * scale, bbox.maxX * scale, bbox.maxY * scale],
    ItalicAngle: face.font.italicAngle,
    Ascent: face.ascent * scale,
    Descent: face.descent * scale,
    CapHeight: face.capHeight * scale,
    XHeight: face.xHeight * scale,
    StemV: face.name === 'sans-bold' ? 130 : 80,
    FontFile2: file,
  });
  descriptor.end();
  const descendant = document.object({
    Type: 'Font',
    Subtype: 'CIDFontType2',
    BaseFont: name,
    CIDSystemInfo: { Registry: pdfString('Adobe'), Ordering: pdfString('Identity'), Supplement: 0 },
    FontDescriptor: descriptor,
    W: [0, encoder.glyphs.map((glyph) => face.advanceOf(glyph) * scale)],
    CIDToGIDMap: 'Identity',
  });
  descendant.end();
  const cmap = document.object({ Filter: 'FlateDecode' });
  cmap.end(deflateSync(toUnicodeCMap(encoder.texts), { level }));
  Object.assign(dictionary.data, {
    Type: 'Font',
    Subtype: 'Type0',
    BaseFont: name,
    Encoding: 'Identity-H',
    DescendantFonts: [descendant],
    ToUnicode: cmap,
  });
  dictionary.end();
}

/** Six letters that differ between the subsets of one document (ISO 32000-2 §9.9.2). */
function subsetTag(encoder: RunEncoder): string {
  let hash = 17;
  for (const glyph of encoder.glyphs) hash = (hash * 31 + glyph) % 308_915_776;
  let tag = '';
  for (let place = 0; place < 6; place += 1) {
    tag += String.fromCharCode(65 + (hash % 26));
    hash = Math.floor(hash / 26);
  }
  return tag;
}

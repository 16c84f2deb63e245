import type { Face } from '../../fonts/face.ts';
import type { FontSubset } from './fontSubset.ts';
import { type PdfReference, type SyncDocument, verbatim } from './syncDocument.ts';

/**
 * Writes the objects of one subset: the file, its descriptor, the CIDFont and ToUnicode (ISO 32000-2 §9.7).
 *
 * @param font the Type0 font that the pages already refer to.
 */
export function embedFont(document: SyncDocument, face: Face, subset: FontSubset, font: PdfReference): void {
  const scale = 1000 / face.unitsPerEm;
  const file = document.object({ Filter: 'FlateDecode', Length1: subset.fileLength });
  file.end(subset.file);

  const { bbox } = face.font;
  const descriptor = document.object({
    Type: 'FontDescriptor',
    FontName: subset.name,
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
    BaseFont: subset.name,
    CIDSystemInfo: verbatim('<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>'),
    FontDescriptor: descriptor,
    W: verbatim(subset.widths),
    CIDToGIDMap: 'Identity',
  });
  descendant.end();
  const toUnicode = document.object({ Filter: 'FlateDecode' });
  toUnicode.end(subset.toUnicode);
  Object.assign(font.data, {
    Type: 'Font',
    Subtype: 'Type0',
    BaseFont: subset.name,
    Encoding: 'Identity-H',
    DescendantFonts: [descendant],
    ToUnicode: toUnicode,
  });
  font.end();
}

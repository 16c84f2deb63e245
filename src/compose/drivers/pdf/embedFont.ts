import type { Face } from '../../fonts/face.ts';
import type { FontSubset } from './fontSubset.ts';
import { type PdfReference, type SyncDocument, verbatim } from './syncDocument.ts';

/**
 * Writes the objects of one subset: the file, its descriptor, the CIDFont and ToUnicode (ISO 32000-2 §9.7).
 *
 * @param font the Type0 font that the pages already refer to.
 */
export function embedFont(document: SyncDocument, face: Face, subset: FontSubset, font: PdfReference): void {
  const file = document.object({ Filter: 'FlateDecode', Length1: subset.fileLength });
  file.end(subset.file);
  const descriptor = document.object({
    ...descriptorOf(face),
    FontName: subset.name,
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

const descriptors = new WeakMap<Face, object>();

/** What a descriptor says of a face (ISO 32000-2 table 120), whatever the subset. */
function descriptorOf(face: Face): object {
  const known = descriptors.get(face);
  if (known !== undefined) return known;
  const scale = 1000 / face.unitsPerEm;
  const { bbox, italicAngle } = face;
  const descriptor = {
    Type: 'FontDescriptor',
    // Symbolic (bit 3): CIDs are not a standard encoding. Italic is bit 7 (ISO 32000-2 table 121).
    Flags: italicAngle === 0 ? 4 : 68,
    FontBBox: bbox.map((edge) => edge * scale),
    ItalicAngle: italicAngle,
    Ascent: face.ascent * scale,
    Descent: face.descent * scale,
    CapHeight: face.capHeight * scale,
    XHeight: face.xHeight * scale,
    StemV: face.weight >= 700 ? 130 : face.weight >= 600 ? 110 : 80,
  };
  descriptors.set(face, descriptor);
  return descriptor;
}

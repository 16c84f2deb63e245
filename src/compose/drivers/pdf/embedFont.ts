import type { Face } from '../../fonts/face.ts';
import type { FontSubset } from './fontSubset.ts';
import type { SyncDocument } from './syncDocument.ts';

/**
 * Writes the objects of one subset: the file, its descriptor, the CIDFont, ToUnicode and the Type0 font
 * (ISO 32000-1 §9.7).
 *
 * @returns the object number of the Type0 font.
 */
export function embedFont(document: SyncDocument, face: Face, subset: FontSubset): number {
  const { name, file, fileLength, widths, toUnicode } = subset;
  const program = document.addShared(`/Length1 ${fileLength}/Filter/FlateDecode`, file);
  const map = document.addShared('/Filter/FlateDecode', toUnicode);
  const descriptor = document.reserve(3);
  const descendant = descriptor + 1;
  const font = descriptor + 2;
  let out = document.begin(descriptor, 'fonts');
  out.text('<</FontName/');
  out.text(name);
  out.text(`/FontFile2 ${program} 0 R`);
  out.copy(descriptionOf(face));
  out = document.begin(descendant, 'fonts');
  out.text('<</Type/Font/Subtype/CIDFontType2/BaseFont/');
  out.text(name);
  out.text(`/FontDescriptor ${descriptor} 0 R/W`);
  out.copy(widths);
  out.copy(systemInfo);
  out = document.begin(font, 'fonts');
  out.text('<</Type/Font/Subtype/Type0/BaseFont/');
  out.text(name);
  out.text(`/Encoding/Identity-H/DescendantFonts[${descendant} 0 R]/ToUnicode ${map} 0 R>>`);
  return font;
}

const systemInfo = Buffer.from(
  '/CIDToGIDMap/Identity/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>',
);
const descriptions = new WeakMap<Face, Buffer>();

/** What a descriptor says of a face (ISO 32000-1 table 122), whatever the subset. */
function descriptionOf(face: Face): Buffer {
  const known = descriptions.get(face);
  if (known !== undefined) return known;
  const scale = 1000 / face.unitsPerEm;
  const { bbox, italicAngle, weight } = face;
  const em = (units: number): number => Math.round(units * scale * 100) / 100;
  const description = Buffer.from(
    // Symbolic (bit 3): CIDs are not a standard encoding. Italic is bit 7 (ISO 32000-1 table 123).
    `/Type/FontDescriptor/Flags ${italicAngle === 0 ? 4 : 68}/FontBBox[${bbox.map(em).join(' ')}]` +
      `/ItalicAngle ${italicAngle}/Ascent ${em(face.ascent)}/Descent ${em(face.descent)}` +
      `/CapHeight ${em(face.capHeight)}/XHeight ${em(face.xHeight)}/StemV ${weight >= 700 ? 130 : weight >= 600 ? 110 : 80}>>`,
  );
  descriptions.set(face, description);
  return description;
}

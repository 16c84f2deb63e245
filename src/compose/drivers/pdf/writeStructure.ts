import type { ElementDetails, Structure } from '../../displayList.ts';
import type { ContentTags } from './contentTags.ts';
import { ElementHeads } from './elementHeads.ts';
import { objectsPerStream } from './objectStream.ts';
import { PackedObjects } from './packed/packedObjects.ts';
import type { PackedText } from './packed/packedText.ts';
import type { SyncDocument } from './syncDocument.ts';
import { textString } from './textString.ts';

/**
 * Writes the structure tree (ISO 32000-1 §14.7.2): one object for each element, the parent tree that leads from a page's
 * marks to their elements, and the root.
 *
 * @returns the object number of the root.
 */
export function writeStructure(document: SyncDocument, structure: Structure, tags: ContentTags): number {
  const { targets, count } = tags.joined;
  const root = tags.firstId + count;
  const parentTree = root + 1;
  tags.placeRest();
  let objects = new PackedObjects();
  let heads = new ElementHeads(objects);
  for (let tag = 0; tag < structure.length; tag += 1) {
    if (targets[tag] !== tag) continue;
    if (objects.ids.length === objectsPerStream) {
      document.addObjects(objects);
      objects = new PackedObjects();
      heads = new ElementHeads(objects);
    }
    const parent = structure.parent(tag);
    heads.write(tags.idOf(tag), structure.role(tag), parent < 0 ? root : tags.idOf(parent), tags.kids, tag);
    writeProperties(objects.text, structure, tag, tags);
  }
  const out = objects.text;
  out.text(objects.begin(parentTree));
  const nextKey = tags.writeParents(out);
  out.text(objects.begin(root));
  out.text('/Type/StructTreeRoot/K[');
  for (let tag = 0; tag < structure.length; tag += 1) {
    if (structure.parent(tag) >= 0) continue;
    out.reference(tags.idOf(tag));
    out.byte(0x20);
  }
  out.text(`]/ParentTree ${parentTree} 0 R/ParentTreeNextKey ${nextKey}`);
  document.addObjects(objects);
  return root;
}

const nothingSpecial = { lang: undefined, details: undefined };

function writeProperties(out: PackedText, structure: Structure, tag: number, tags: ContentTags): void {
  const special = structure.special(tag);
  const box = tags.boxes.get(tag);
  if (special === null && box === undefined) return;
  const { lang, details } = special ?? nothingSpecial;
  if (lang !== undefined && lang !== tags.languageOf(structure.parent(tag))) out.text(`/Lang(${lang})`);
  if (details?.alt !== undefined) out.text(`/Alt${textString(details.alt)}`);
  // PDF/UA readers find a figure by its box (ISO 32000-1 table 344).
  if (box !== undefined) out.text(`/A<</O/Layout/Placement/Block/BBox[${box}]>>`);
  else if (details?.listNumbering !== undefined) out.text(`/A<</O/List/ListNumbering/${details.listNumbering}>>`);
  else if (details !== undefined) writeTableAttribute(out, details);
}

/** ISO 32000-1 table 349. */
function writeTableAttribute(out: PackedText, { scope, colSpan, rowSpan }: ElementDetails): void {
  if (scope === undefined && colSpan === undefined && rowSpan === undefined) return;
  out.text('/A<</O/Table');
  if (scope !== undefined) {
    out.text('/Scope/');
    out.text(scope);
  }
  if (colSpan !== undefined) {
    out.text('/ColSpan ');
    out.integer(colSpan);
  }
  if (rowSpan !== undefined) {
    out.text('/RowSpan ');
    out.integer(rowSpan);
  }
  out.text('>>');
}

import type { DisplayList, StructureElement } from '../../displayList.ts';
import type { ByteWriter } from './byteWriter.ts';
import type { ContentTags } from './contentTags.ts';
import type { SyncDocument } from './syncDocument.ts';
import { textString } from './textString.ts';

/**
 * Writes the structure tree (ISO 32000-1 §14.7.2): its root, one object for each element, and the parent tree that
 * leads from a page's marks to their elements.
 *
 * What depends on the words of a document (texts and boxes of figures) is kept apart from what depends on its shape only,
 * which is the same for many documents.
 *
 * @returns the object number of the root.
 */
export function writeStructure(document: SyncDocument, list: DisplayList, tags: ContentTags): number {
  const { structure } = list;
  const { targets, count } = tags.joined;
  const root = tags.firstId + count;
  const parentTree = root + 1;
  tags.placeRest();
  const heads = new Heads(root, tags);
  for (let tag = 0; tag < structure.length; tag += 1) {
    const element = structure[tag];
    if (element === undefined || targets[tag] !== tag) continue;
    const id = tags.idOf(tag);
    const isStable = element.alt === undefined && !tags.boxes.has(tag);
    const out = document.begin(id, isStable ? 'shape' : 'words');
    heads.write(out, element, tag);
    tags.kids.write(out, tag);
    writeProperties(out, element, tag, tags);
    out.text('>>');
  }
  const nextKey = tags.writeParents(document.begin(parentTree, 'shape'));
  const out = document.begin(root, 'shape');
  out.text('<</Type/StructTreeRoot/K[');
  structure.forEach(({ parent }, tag) => {
    if (parent >= 0) return;
    out.reference(tags.idOf(tag));
    out.byte(0x20);
  });
  out.text(`]/ParentTree ${parentTree} 0 R/ParentTreeNextKey ${nextKey}>>`);
  return root;
}

/** Writes what an element begins with: its page, role and parent, which most cells of a row have in common. */
class Heads {
  readonly #root: number;
  readonly #tags: ContentTags;
  /** What was written last, and where. */
  #out: ByteWriter | null = null;
  #from = 0;
  #to = 0;
  #page = 0;
  #role = '';
  #parent = 0;

  constructor(root: number, tags: ContentTags) {
    this.#root = root;
    this.#tags = tags;
  }

  write(out: ByteWriter, { role, parent }: StructureElement, tag: number): void {
    const { kids } = this.#tags;
    const page = kids.pageOf(tag);
    // Where the writer began anew since, nothing stands there any more.
    const stands = out === this.#out && this.#to <= out.length;
    if (stands && page === this.#page && role === this.#role && parent === this.#parent) {
      out.repeat(this.#from, this.#to);
      return;
    }
    this.#from = out.length;
    out.text('<<');
    kids.writePage(out, tag);
    out.text('/S/');
    out.text(role);
    out.text('/P ');
    out.reference(parent < 0 ? this.#root : this.#tags.idOf(parent));
    this.#to = out.length;
    this.#out = out;
    this.#page = page;
    this.#role = role;
    this.#parent = parent;
  }
}

function writeProperties(out: ByteWriter, element: StructureElement, tag: number, tags: ContentTags): void {
  const { lang, alt, listNumbering } = element;
  if (lang !== undefined && lang !== tags.languageOf(element.parent)) out.text(`/Lang(${lang})`);
  if (alt !== undefined) out.text(`/Alt${textString(alt)}`);
  const box = tags.boxes.get(tag);
  // PDF/UA readers find a figure by its box (ISO 32000-1 table 344).
  if (box !== undefined) out.text(`/A<</O/Layout/Placement/Block/BBox[${box}]>>`);
  else if (listNumbering !== undefined) out.text(`/A<</O/List/ListNumbering/${listNumbering}>>`);
  else writeTableAttribute(out, element);
}

/** ISO 32000-1 table 349. */
function writeTableAttribute(out: ByteWriter, { scope, colSpan, rowSpan }: StructureElement): void {
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

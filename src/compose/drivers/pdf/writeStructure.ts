import type { DisplayList, StructureElement } from '../../displayList.ts';
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
  const inside = childrenOf(structure, tags);
  let top = '';
  structure.forEach((element, index) => {
    if (targets[index] !== index) return;
    const { role, parent } = element;
    const id = tags.idOf(index);
    if (parent < 0) top += `${id} 0 R `;
    const page = tags.pages[index];
    const kids = `${tags.kids[index] ?? ''}${inside[index] ?? ''}`;
    const isStable = element.alt === undefined && tags.boxes[index] === undefined;
    const text =
      `<<${page === undefined ? '' : `/Pg ${page} 0 R`}/S/${role}/P ${parent < 0 ? root : tags.idOf(parent)} 0 R` +
      `${kids === '' ? '' : single.test(kids) ? `/K ${kids}` : `/K[${kids}]`}${propertiesOf(element, index, tags)}>>`;
    if (isStable) document.writeStable(id, text);
    else document.write(id, text);
  });
  const nums = tags.parents.map((parents, key) => `${key} ${parents}`).join(' ');
  document.writeStable(parentTree, `<</Nums[${nums}]>>`);
  document.writeStable(
    root,
    `<</Type/StructTreeRoot/K[${top}]/ParentTree ${parentTree} 0 R/ParentTreeNextKey ${tags.parents.length}>>`,
  );
  return root;
}

/** One marked-content identifier needs no array (ISO 32000-1 table 323). */
const single = /^\d+$/;

/** For each element the references to those of its children that did not take their place while they were drawn. */
function childrenOf(structure: readonly StructureElement[], tags: ContentTags): readonly (string | undefined)[] {
  const { targets } = tags.joined;
  const children: string[] = [];
  for (let index = 0; index < structure.length; index += 1) {
    const above = structure[index]?.parent ?? -1;
    if (above < 0 || tags.placed[index] === true || targets[index] !== index) continue;
    const parent = targets[above] ?? above;
    children[parent] = `${children[parent] ?? ''} ${tags.idOf(index)} 0 R`;
  }
  return children;
}

const tableAttributes = new Map<string, string>();

function propertiesOf(element: StructureElement, index: number, tags: ContentTags): string {
  const { lang, alt, parent } = element;
  let out = '';
  if (lang !== undefined && lang !== tags.languageOf(parent)) out += `/Lang(${lang})`;
  if (alt !== undefined) out += `/Alt${textString(alt)}`;
  const box = tags.boxes[index];
  // PDF/UA readers find a figure by its box (ISO 32000-1 table 344).
  if (box !== undefined) out += `/A<</O/Layout/Placement/Block/BBox[${box}]>>`;
  else if (element.listNumbering !== undefined) out += `/A<</O/List/ListNumbering/${element.listNumbering}>>`;
  else if (element.scope !== undefined || element.colSpan !== undefined || element.rowSpan !== undefined) {
    out += tableAttribute(element);
  }
  return out;
}

/** ISO 32000-1 table 349. */
function tableAttribute({ scope, colSpan, rowSpan }: StructureElement): string {
  const key = `${scope} ${colSpan} ${rowSpan}`;
  const known = tableAttributes.get(key);
  if (known !== undefined) return known;
  const text =
    `/A<</O/Table${scope === undefined ? '' : `/Scope/${scope}`}` +
    `${colSpan === undefined ? '' : `/ColSpan ${colSpan}`}${rowSpan === undefined ? '' : `/RowSpan ${rowSpan}`}>>`;
  tableAttributes.set(key, text);
  return text;
}

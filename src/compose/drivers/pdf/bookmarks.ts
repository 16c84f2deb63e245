import type { Page, PagedList, Structure } from '../../displayList.ts';
import type { SyncDocument } from './syncDocument.ts';
import { textString } from './textString.ts';

/** Shorter documents are seen at a glance. */
const leastPages = 4;

interface Bookmark {
  readonly level: number;
  title: string;
  readonly page: number;
  readonly top: number;
  readonly children: Bookmark[];
}

/** Bookmarks (ISO 32000-1 §12.3.3) from the headings of a document of more than three pages, found while it is drawn. */
export class Bookmarks {
  readonly #structure: Structure;
  readonly #scale: number;
  readonly #headings: Int32Array | null;
  readonly #found = new Map<number, Bookmark>();

  constructor({ structure, unitsPerInch, pages }: PagedList) {
    this.#structure = structure;
    this.#scale = 72 / unitsPerInch;
    this.#headings = pages.length < leastPages ? null : headingOfElements(structure);
  }

  /** @param id object number of the page. */
  add({ height, items }: Page, id: number): void {
    const headings = this.#headings;
    if (headings === null) return;
    for (const item of items) {
      if (item.kind !== 'text' || item.tag === undefined) continue;
      const tag = headings[item.tag] ?? -1;
      if (tag < 0) continue;
      const known = this.#found.get(tag);
      if (known !== undefined) {
        known.title += ` ${item.text}`;
        continue;
      }
      const top = Math.round((height - item.y + item.size * 1.5) * this.#scale * 100) / 100;
      const level = levelOf(this.#structure.role(tag));
      this.#found.set(tag, { level, title: item.text, page: id, top, children: [] });
    }
  }

  /** @returns the object number of the outline; null when there is none. */
  write(document: SyncDocument): number | null {
    const top = nested([...this.#found.values()]);
    if (top.length === 0) return null;
    const root = document.reserve(1);
    const [first, last] = writeLevel(document, top, root);
    document.write(root, `<</Type/Outlines/First ${first} 0 R/Last ${last} 0 R/Count ${countOf(top)}>>`);
    return root;
  }
}

/** By element, the heading it is or stands in; -1 for most. Parents come before their children. */
function headingOfElements(structure: Structure): Int32Array {
  const headings = new Int32Array(structure.length);
  for (let tag = 0; tag < structure.length; tag += 1) {
    headings[tag] = levelOf(structure.role(tag)) > 0 ? tag : (headings[structure.parent(tag)] ?? -1);
  }
  return headings;
}

function levelOf(role: string): number {
  return role === 'H1' ? 1 : role === 'H2' ? 2 : role === 'H3' ? 3 : 0;
}

function nested(bookmarks: readonly Bookmark[]): Bookmark[] {
  const top: Bookmark[] = [];
  const open: Bookmark[] = [];
  for (const bookmark of bookmarks) {
    while (open.length > 0 && (open.at(-1)?.level ?? 0) >= bookmark.level) open.pop();
    (open.at(-1)?.children ?? top).push(bookmark);
    open.push(bookmark);
  }
  return top;
}

function countOf(bookmarks: readonly Bookmark[]): number {
  return bookmarks.reduce((sum, { children }) => sum + 1 + countOf(children), 0);
}

function writeLevel(document: SyncDocument, bookmarks: readonly Bookmark[], parent: number): [number, number] {
  const first = document.reserve(bookmarks.length);
  bookmarks.forEach(({ title, page, top, children }, index) => {
    const id = first + index;
    let out = `<</Title${textString(title.trim())}/Parent ${parent} 0 R/Dest[${page} 0 R/XYZ null ${top} null]`;
    if (index > 0) out += `/Prev ${id - 1} 0 R`;
    if (index < bookmarks.length - 1) out += `/Next ${id + 1} 0 R`;
    if (children.length > 0) {
      const [firstChild, lastChild] = writeLevel(document, children, id);
      out += `/First ${firstChild} 0 R/Last ${lastChild} 0 R/Count ${countOf(children)}`;
    }
    document.write(id, `${out}>>`);
  });
  return [first, first + bookmarks.length - 1];
}

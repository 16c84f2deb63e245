import type { ElementKids } from './elementKids.ts';
import type { PackedObjects } from './packed/packedObjects.ts';
import { Stretch } from './packed/packedText.ts';

/** What the elements of a role began with last: most cells of a row begin alike, and most rows of a page. */
interface Head {
  page: number;
  parent: number;
  /** Up to the number of the parent, which is behind it. */
  readonly role: Stretch;
  readonly whole: Stretch;
}

/** What ends an element, written with the beginning of the next one. */
const end = '>>\n';

/** Writes what structure elements begin with: page, role, parent and kids. */
export class ElementHeads {
  readonly #objects: PackedObjects;
  /** By role, of elements with one mark and of those with an array of kids. */
  readonly #marks = new Map<string, Head>();
  readonly #arrays = new Map<string, Head>();
  /** What stands between the parent and the kids. */
  readonly #toMark = new Stretch();
  readonly #toArray = new Stretch();

  constructor(objects: PackedObjects) {
    this.#objects = objects;
  }

  /** Ends the element before and begins one; its other properties may follow. */
  write(id: number, role: string, parent: number, kids: ElementKids, tag: number): void {
    const { text, ids } = this.#objects;
    const page = kids.pageOf(tag);
    const mark = kids.onlyMark(tag);
    this.#objects.begin(id, ids.length === 0 ? 0 : end.length);
    if (mark >= 0) {
      this.#begin(role, page, parent, this.#marks, this.#toMark, ' 0 R/K ');
      text.integer(mark);
    } else {
      this.#begin(role, page, parent, this.#arrays, this.#toArray, ' 0 R/K[');
      kids.write(text, tag);
      text.byte(0x5d);
    }
  }

  #begin(role: string, page: number, parent: number, heads: Map<string, Head>, behind: Stretch, tail: string): void {
    const { text, ids } = this.#objects;
    let head = heads.get(role);
    if (head === undefined) {
      head = { page: -1, parent: -1, role: new Stretch(), whole: new Stretch() };
      heads.set(role, head);
    }
    const { role: start, whole } = head;
    if (head.page === page && head.parent === parent && text.again(whole)) {
      start.start = whole.start;
      return;
    }
    text.from(whole);
    if (head.page !== page || !text.again(start)) {
      text.from(start);
      text.text(ids.length === 1 ? '<<' : `${end}<<`);
      if (page !== 0) {
        text.text('/Pg ');
        text.reference(page);
      }
      text.text('/S/');
      text.text(role);
      text.text('/P ');
      text.to(start);
    }
    text.integer(parent);
    if (!text.again(behind)) {
      text.from(behind);
      text.text(tail);
      text.to(behind);
    }
    text.to(whole);
    // The first object ends none.
    head.page = ids.length === 1 ? -1 : page;
    head.parent = parent;
  }
}

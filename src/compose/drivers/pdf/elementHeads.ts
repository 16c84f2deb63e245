import type { ElementKids } from './elementKids.ts';
import type { PackedObjects } from './packed/packedObjects.ts';
import { Stretch } from './packed/repeats.ts';

/** What the elements of a role began with last: most cells of a row begin alike, and most rows of a page. */
interface Head {
  page: number;
  parent: number;
  readonly upToParent: Stretch;
  readonly whole: Stretch;
}

/** Those with kids of one kind, by role. */
class Heads {
  readonly roles = new Map<string, Head>();
  /** What stands between the parent's number and the kids. */
  readonly tail: string;
  readonly behind = new Stretch();

  constructor(tail: string) {
    this.tail = tail;
  }
}

/** Writes what structure elements begin with: page, role, parent and kids. */
export class ElementHeads {
  readonly #objects: PackedObjects;
  /** By what stands between the parent and the kids. */
  readonly #ofMark = new Heads(' 0 R/K ');
  readonly #ofArray = new Heads(' 0 R/K[');
  readonly #ofNone = new Heads(' 0 R');

  constructor(objects: PackedObjects) {
    this.#objects = objects;
  }

  /** Ends the element before and begins one; its other properties may follow. One mark alone needs no array. */
  write(id: number, role: string, parent: number, kids: ElementKids, tag: number): void {
    const { text } = this.#objects;
    const page = kids.pageOf(tag);
    const mark = kids.onlyMark(tag);
    const start = this.#objects.begin(id);
    if (mark >= 0) {
      this.#begin(start, role, page, parent, this.#ofMark);
      text.integer(mark);
    } else if (kids.has(tag)) {
      this.#begin(start, role, page, parent, this.#ofArray);
      kids.write(text, tag);
      text.byte(0x5d);
    } else {
      this.#begin(start, role, page, parent, this.#ofNone);
    }
  }

  #begin(start: string, role: string, page: number, parent: number, { roles, tail, behind }: Heads): void {
    const { text, ids } = this.#objects;
    let head = roles.get(role);
    if (head === undefined) {
      head = { page: -1, parent: -1, upToParent: new Stretch(), whole: new Stretch() };
      roles.set(role, head);
    }
    const { upToParent, whole } = head;
    if (head.page === page && head.parent === parent && text.again(whole)) {
      upToParent.start = whole.start;
      return;
    }
    text.from(whole);
    if (head.page !== page || !text.again(upToParent)) {
      text.from(upToParent);
      text.text(start);
      if (page !== 0) {
        text.text('/Pg ');
        text.reference(page);
      }
      text.text('/S/');
      text.text(role);
      text.text('/P ');
      text.to(upToParent);
    }
    text.integer(parent);
    if (!text.again(behind)) {
      text.from(behind);
      text.text(tail);
      text.to(behind);
    }
    text.to(whole);
    // The first object begins otherwise than the others: there is none to end.
    head.page = ids.length === 1 ? -1 : page;
    head.parent = parent;
  }
}

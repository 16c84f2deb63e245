import { KeptNumbers } from './keptNumbers.ts';
import type { PackedText } from './packed/packedText.ts';

/** Kinds of kids, where others have a page. */
const element = 0;
/** Numbers of one element, and of one kid, in the lists. */
const width = 3;
const lastOf = 1;
const pageOf = 2;
const placeOf = 1;
const valueOf = 2;

/** One document is drawn at a time. */
const kept = { elements: new KeptNumbers(), kids: new KeptNumbers() };

/**
 * What stands in each structure element, in order (ISO 32000-1 table 323, K): marks on pages, annotations and other
 * elements. A page has some hundred elements, so they are lists of numbers, linked through arrays: kid 0 is none.
 */
export class ElementKids {
  /** By element: its first kid, its last one, and the page whose marks need no page of their own. */
  readonly #elements: Int32Array;
  /**
   * By kid: the next one; object number of the page, negative for an annotation on it; number of the mark on its page, or
   * object number.
   */
  #kids: Int32Array;
  #count = 1;

  /** @param count of elements. */
  constructor(count: number) {
    this.#elements = kept.elements.zeros(width * count);
    // Each element is a kid, and most have one mark.
    this.#kids = kept.kids.zeros(width * (2 * count + 16));
  }

  has(tag: number): boolean {
    return this.#elements[width * tag] !== 0;
  }

  addMark(tag: number, page: number, mcid: number): void {
    if (this.#elements[width * tag + pageOf] === 0) this.#elements[width * tag + pageOf] = page;
    this.#add(tag, page, mcid);
  }

  addAnnotation(tag: number, page: number, annotation: number): void {
    this.#add(tag, -page, annotation);
  }

  addElement(tag: number, id: number): void {
    this.#add(tag, element, id);
  }

  #add(tag: number, place: number, value: number): void {
    const kid = this.#count;
    if (width * (kid + 1) > this.#kids.length) {
      const larger = new Int32Array(2 * this.#kids.length);
      larger.set(this.#kids);
      this.#kids = larger;
    }
    this.#count += 1;
    const kids = this.#kids;
    kids[width * kid] = 0;
    kids[width * kid + placeOf] = place;
    kids[width * kid + valueOf] = value;
    const last = this.#elements[width * tag + lastOf] ?? 0;
    if (last === 0) this.#elements[width * tag] = kid;
    else kids[width * last] = kid;
    this.#elements[width * tag + lastOf] = kid;
  }

  /** Object number of the page whose marks an element has, 0 for none. */
  pageOf(tag: number): number {
    return this.#elements[width * tag + pageOf] ?? 0;
  }

  /** Number of the only kid where that is a mark on the element's page, -1 for any other kids. */
  onlyMark(tag: number): number {
    const first = this.#elements[width * tag] ?? 0;
    if (first === 0 || this.#kids[width * first] !== 0 || this.pageOf(tag) === 0) return -1;
    return this.#kids[width * first + valueOf] ?? 0;
  }

  /** The kids of an element, as the elements of an array. */
  write(out: PackedText, tag: number): void {
    const kids = this.#kids;
    const first = this.#elements[width * tag] ?? 0;
    const page = this.pageOf(tag);
    let refers = false;
    for (let kid = first; kid !== 0; kid = kids[width * kid] ?? 0) {
      const place = kids[width * kid + placeOf] ?? 0;
      const value = kids[width * kid + valueOf] ?? 0;
      if (refers && place === element) {
        out.nextReference(value);
        continue;
      }
      if (refers) out.text(' 0 R');
      if (kid !== first) out.byte(0x20);
      refers = place === element;
      if (refers || place === page) out.integer(value);
      else writeForeign(out, place, value);
    }
    if (refers) out.text(' 0 R');
  }
}

/** A mark on another page than the element's first, or an annotation. */
function writeForeign(out: PackedText, place: number, value: number): void {
  out.text(place < 0 ? '<</Type/OBJR/Pg ' : '<</Type/MCR/Pg ');
  out.reference(Math.abs(place));
  out.text(place < 0 ? '/Obj ' : '/MCID ');
  if (place < 0) out.reference(value);
  else out.integer(value);
  out.text('>>');
}

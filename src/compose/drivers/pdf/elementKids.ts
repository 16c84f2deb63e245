import type { PackedText } from './packed/packedText.ts';

/** Kinds of kids, where others have a page. */
const element = 0;

/**
 * What stands in each structure element, in order (ISO 32000-1 table 323, K): marks on pages, annotations and other
 * elements. A page has some hundred elements, so they are lists of numbers, linked through arrays: kid 0 is none.
 */
export class ElementKids {
  readonly #first: Int32Array;
  readonly #last: Int32Array;
  /** By element, the page whose marks need no page of their own. */
  readonly #pages: Int32Array;
  #next: Int32Array;
  /** By kid: object number of the page; negative for an annotation on it. */
  #places: Int32Array;
  /** By kid: number of the mark on its page, or object number. */
  #values: Int32Array;
  #count = 1;

  /** @param count of elements. */
  constructor(count: number) {
    this.#first = new Int32Array(count);
    this.#last = new Int32Array(count);
    this.#pages = new Int32Array(count);
    // Each element is a kid, and most have one mark.
    const room = 2 * count + 16;
    this.#next = new Int32Array(room);
    this.#places = new Int32Array(room);
    this.#values = new Int32Array(room);
  }

  has(tag: number): boolean {
    return this.#first[tag] !== 0;
  }

  addMark(tag: number, page: number, mcid: number): void {
    if (this.#pages[tag] === 0) this.#pages[tag] = page;
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
    if (kid === this.#next.length) this.#grow();
    this.#count += 1;
    this.#places[kid] = place;
    this.#values[kid] = value;
    const last = this.#last[tag] ?? 0;
    if (last === 0) this.#first[tag] = kid;
    else this.#next[last] = kid;
    this.#last[tag] = kid;
  }

  #grow(): void {
    this.#next = grown(this.#next);
    this.#places = grown(this.#places);
    this.#values = grown(this.#values);
  }

  /** Object number of the page whose marks an element has, 0 for none. */
  pageOf(tag: number): number {
    return this.#pages[tag] ?? 0;
  }

  /** Number of the only kid where that is a mark on the element's page, -1 for any other kids. */
  onlyMark(tag: number): number {
    const first = this.#first[tag] ?? 0;
    return first !== 0 && this.#next[first] === 0 && this.pageOf(tag) !== 0 ? (this.#values[first] ?? 0) : -1;
  }

  /** The kids of an element, as the elements of an array. */
  write(out: PackedText, tag: number): void {
    const first = this.#first[tag] ?? 0;
    const page = this.#pages[tag] ?? 0;
    let refers = false;
    for (let kid = first; kid !== 0; kid = this.#next[kid] ?? 0) {
      const place = this.#places[kid] ?? 0;
      const value = this.#values[kid] ?? 0;
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

function grown(numbers: Int32Array): Int32Array {
  const larger = new Int32Array(2 * numbers.length);
  larger.set(numbers);
  return larger;
}

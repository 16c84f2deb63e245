import { unitAt } from '../../../model/unitAt.ts';
import type { Structure, TextItem } from '../../displayList.ts';
import type { ByteWriter } from './byteWriter.ts';
import { ElementKids } from './elementKids.ts';
import { joinElements, type JoinedElements } from './joinElements.ts';
import { KeptNumbers } from './keptNumbers.ts';
import { NumberList } from './numberList.ts';
import type { PackedText } from './packed/packedText.ts';

/** Elements in which text and other elements stand between each other; what is drawn first is read first. */
const mixed = new Set([
  ...['P', 'H', 'H1', 'H2', 'H3', 'H4', 'H5', 'H6', 'Span', 'Link', 'Quote', 'Note', 'Code', 'Reference'],
  ...['TD', 'TH', 'LI', 'LBody', 'Lbl', 'Caption', 'Figure', 'Formula', 'BlockQuote'],
]);

/** Items without a tag, by what they are on the page (ISO 32000-1 §14.8.2.2). */
export const artifact = {
  /** Rules, backgrounds, frames. */
  layout: -1,
  header: -2,
  footer: -3,
  watermark: -4,
} as const;

const artifactOperators: Readonly<Record<number, string>> = {
  [artifact.layout]: '/Artifact BMC\n',
  [artifact.header]: '/Artifact<</Type/Pagination/Subtype/Header>>BDC\n',
  [artifact.footer]: '/Artifact<</Type/Pagination/Subtype/Footer>>BDC\n',
  [artifact.watermark]: '/Artifact<</Type/Pagination/Subtype/Watermark>>BDC\n',
};

/** One document is drawn at a time. */
const owners = new NumberList();
const placed = new KeptNumbers();

/** Which marks of which page belong to which structure element, noted while pages are drawn. */
export class ContentTags {
  readonly kids: ElementKids;
  /** Bounding box of figures in points: left bottom right top. */
  readonly boxes = new Map<number, string>();
  readonly joined: JoinedElements;
  /** Object number of the first structure element; the others follow, then the root and the parent tree. */
  readonly firstId: number;
  readonly #structure: Structure;
  readonly #lang: string;
  readonly #languages: (string | undefined)[] = [];
  readonly #placed: Int32Array;
  /** Object numbers of the elements that the marks of all pages belong to, in order, and where each page begins. */
  readonly #owners = owners;
  readonly #pageStarts: number[] = [];
  /** Object numbers of the elements that annotations belong to. */
  readonly #annotated: number[] = [];
  readonly #pageCount: number;
  /** Tag, baseline and text of the run of an element that was drawn last. */
  #lastTag = -1;
  #lastY = 0;
  #lastText = '';
  /** The element asked for last in which only elements stand. */
  #unmixed = -2;
  #page = 0;
  #pageStart = 0;

  constructor(structure: Structure, lang: string, pageCount: number, reserve: (count: number) => number) {
    owners.clear();
    this.#structure = structure;
    this.joined = joinElements(structure);
    this.kids = new ElementKids(structure.length);
    this.#placed = placed.zeros(structure.length);
    this.#lang = lang;
    this.firstId = reserve(this.joined.count + 2);
    this.#pageCount = pageCount;
  }

  /** Object number of an element, or of the one that stands for it. */
  idOf(tag: number): number {
    return this.firstId + (this.joined.numbers[tag] ?? 0);
  }

  /** @param page object number. */
  beginPage(page: number): void {
    this.#page = page;
    this.#pageStart = this.#owners.length;
    this.#pageStarts.push(this.#pageStart);
  }

  /** Writes the operator that begins marks of a tag or kind of artifact. */
  begin(out: ByteWriter, mark: number): void {
    if (mark < 0) {
      out.text(artifactOperators[mark] ?? '');
      return;
    }
    const tag = this.joined.targets[mark] ?? mark;
    const mcid = this.#owners.length - this.#pageStart;
    this.#owners.push(this.idOf(tag));
    const isFirst = !this.kids.has(tag);
    this.kids.addMark(tag, this.#page, mcid);
    if (isFirst) this.#place(tag);
    out.byte(0x2f);
    out.text(this.#structure.role(tag));
    out.text('<</MCID ');
    out.integer(mcid);
    out.text('>>BDC\n');
  }

  /**
   * Whether a run begins a new line of the element whose line was drawn last, with words that a space parts: not within
   * Han, Kana and Thai, nor behind a hyphen.
   */
  continues(tag: number, { y, text }: TextItem): boolean {
    const continues = tag === this.#lastTag && y !== this.#lastY && isParted(this.#lastText, text);
    this.#lastTag = tag;
    this.#lastY = y;
    this.#lastText = text;
    return continues;
  }

  /** Notes an annotation of an element on the page: the key of its StructParent. */
  addAnnotation(mark: number, annotation: number): number {
    const tag = this.joined.targets[mark] ?? mark;
    this.#place(tag);
    this.kids.addAnnotation(tag, this.#page, annotation);
    return this.#pageCount + this.#annotated.push(this.idOf(tag)) - 1;
  }

  /** Language of what stands in an element, where it says nothing of its own. */
  languageOf(tag: number): string {
    if (tag < 0) return this.#lang;
    const known =
      this.#languages[tag] ?? this.#structure.special(tag)?.lang ?? this.languageOf(this.#structure.parent(tag));
    this.#languages[tag] = known;
    return known;
  }

  /** Gives all elements their places that did not take them while they were drawn, in the order of the structure. */
  placeRest(): void {
    const { targets } = this.joined;
    for (let tag = 0; tag < this.#structure.length; tag += 1) {
      const above = this.#structure.parent(tag);
      if (above < 0 || this.#placed[tag] === 1 || targets[tag] !== tag) continue;
      this.kids.addElement(targets[above] ?? above, this.idOf(tag));
    }
  }

  /**
   * Writes the parent tree (ISO 32000-1 §14.7.4.4): an array for each page, then an element for each annotation.
   *
   * @returns the next key.
   */
  writeParents(out: PackedText): number {
    out.text('/Nums[');
    for (let key = 0; key < this.#pageCount; key += 1) {
      if (key > 0) out.byte(0x20);
      out.integer(key);
      out.text(' [');
      const start = this.#pageStarts[key] ?? this.#owners.length;
      const end = this.#pageStarts[key + 1] ?? this.#owners.length;
      for (let mark = start; mark < end; mark += 1) {
        const owner = this.#owners.at(mark);
        if (mark === start) out.integer(owner);
        else out.nextReference(owner);
      }
      out.text(end > start ? ' 0 R]' : ']');
    }
    let key = this.#pageCount;
    for (const id of this.#annotated) {
      out.byte(0x20);
      out.integer(key);
      out.byte(0x20);
      out.reference(id);
      key += 1;
    }
    out.byte(0x5d);
    return key;
  }

  /** An element inside a paragraph stands between the marks around it, so it takes its place when it is drawn first. */
  #place(tag: number): void {
    if (this.#placed[tag] === 1) return;
    const above = this.#structure.parent(tag);
    const parent = this.joined.targets[above] ?? above;
    // The cells of a row come one after the other.
    if (parent === this.#unmixed) return;
    if (!mixed.has(this.#structure.role(parent))) {
      this.#unmixed = parent;
      return;
    }
    this.#placed[tag] = 1;
    const isFirst = !this.kids.has(parent);
    this.kids.addElement(parent, this.idOf(tag));
    if (isFirst) this.#place(parent);
  }
}

function isParted(before: string, after: string): boolean {
  const last = unitAt(before, before.length - 1);
  if (last === 0x20 || last === 0xa0 || last === 0xad) return false;
  if (last === 0x2d && /[\p{L}\p{N}]-$/u.test(before)) return false;
  return !(writesWithoutSpaces(last) && writesWithoutSpaces(unitAt(after, 0)));
}

/** Thai to Khmer, and everything of East Asia (Unicode blocks). */
function writesWithoutSpaces(unit: number): boolean {
  return (unit >= 0x0e00 && unit <= 0x0eff) || (unit >= 0x1000 && unit <= 0x109f) || unit >= 0x2e80;
}

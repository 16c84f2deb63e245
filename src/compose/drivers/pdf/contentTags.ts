import type { StructureElement, TextItem } from '../../displayList.ts';
import { joinElements, type JoinedElements } from './joinElements.ts';

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

/**
 * Which marks of which page belong to which structure element, noted while pages are drawn. Everything is kept as the
 * text of the objects it will be part of: a page has some hundred elements.
 */
export class ContentTags {
  /** Entries of each element's K (ISO 32000-1 table 323) as far as they follow from what was drawn. */
  readonly kids: string[] = [];
  /** The page that an element's plain MCIDs are of, by object number. */
  readonly pages: number[] = [];
  /** Elements that stand in `kids` of their parent already. */
  readonly placed: boolean[] = [];
  /** Bounding box of figures in points: left bottom right top. */
  readonly boxes: string[] = [];
  /** The parent tree by key (ISO 32000-1 §14.7.4.4): an array for each page, then an element for each annotation. */
  readonly parents: string[] = [];
  readonly joined: JoinedElements;
  /** Object number of the first structure element; the others follow, then the root and the parent tree. */
  readonly firstId: number;
  readonly #elements: readonly StructureElement[];
  readonly #lang: string;
  readonly #languages: (string | undefined)[] = [];
  readonly #pageCount: number;
  /** Tag, baseline and text of the run of an element that was drawn last. */
  #lastTag = -1;
  #lastY = 0;
  #lastText = '';
  #page = 0;
  #pageIndex = -1;
  #annotations = 0;
  #pageParents = '';
  #nextMcid = 0;

  constructor(
    elements: readonly StructureElement[],
    lang: string,
    pageCount: number,
    reserve: (count: number) => number,
  ) {
    this.#elements = elements;
    this.joined = joinElements(elements);
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
    this.#pageIndex += 1;
    this.#pageParents = '';
    this.#nextMcid = 0;
  }

  endPage(): void {
    this.parents[this.#pageIndex] = `[${this.#pageParents}]`;
  }

  /** The operator that begins marks of a tag or kind of artifact. */
  begin(mark: number): string {
    if (mark < 0) return artifactOperators[mark] ?? '';
    const tag = this.joined.targets[mark] ?? mark;
    const mcid = this.#nextMcid;
    this.#nextMcid = mcid + 1;
    this.#pageParents += `${this.idOf(tag)} 0 R `;
    const known = this.kids[tag];
    if (known === undefined) {
      this.kids[tag] = `${mcid}`;
      this.pages[tag] = this.#page;
      this.#place(tag);
    } else if (this.pages[tag] === undefined) {
      this.pages[tag] = this.#page;
      this.kids[tag] = `${known} ${mcid}`;
    } else if (this.pages[tag] === this.#page) {
      this.kids[tag] = `${known} ${mcid}`;
    } else {
      this.kids[tag] = `${known}<</Type/MCR/Pg ${this.#page} 0 R/MCID ${mcid}>>`;
    }
    return `/${this.#elements[tag]?.role ?? 'P'}<</MCID ${mcid}>>BDC\n`;
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
    this.kids[tag] = `${this.kids[tag] ?? ''}<</Type/OBJR/Pg ${this.#page} 0 R/Obj ${annotation} 0 R>>`;
    const key = this.#pageCount + this.#annotations;
    this.#annotations += 1;
    this.parents[key] = `${this.idOf(tag)} 0 R`;
    return key;
  }

  /** Language of what stands in an element, where it says nothing of its own. */
  languageOf(tag: number): string {
    const element = this.#elements[tag];
    if (element === undefined) return this.#lang;
    const known = this.#languages[tag] ?? element.lang ?? this.languageOf(element.parent);
    this.#languages[tag] = known;
    return known;
  }

  /** An element inside a paragraph stands between the marks around it, so it takes its place when it is drawn first. */
  #place(tag: number): void {
    if (this.placed[tag] === true) return;
    const above = this.#elements[tag]?.parent ?? -1;
    const parent = this.joined.targets[above] ?? above;
    const role = this.#elements[parent]?.role;
    if (role === undefined || !mixed.has(role)) return;
    this.placed[tag] = true;
    const before = this.kids[parent];
    this.kids[parent] = `${before ?? ''} ${this.idOf(tag)} 0 R`;
    if (before === undefined) this.#place(parent);
  }
}

function isParted(before: string, after: string): boolean {
  const last = before.charCodeAt(before.length - 1);
  if (last === 0x20 || last === 0xa0 || last === 0xad) return false;
  if (last === 0x2d && /[\p{L}\p{N}]-$/u.test(before)) return false;
  return !(writesWithoutSpaces(last) && writesWithoutSpaces(after.charCodeAt(0)));
}

/** Thai to Khmer, and everything of East Asia (Unicode blocks). */
function writesWithoutSpaces(unit: number): boolean {
  return (unit >= 0x0e00 && unit <= 0x0eff) || (unit >= 0x1000 && unit <= 0x109f) || unit >= 0x2e80;
}

import type { DisplayList, Item, TextItem } from '../displayList.ts';
import type { ExpectedFigures } from './proveFigures.ts';
import { tableOf } from './proveLines.ts';

/**
 * Looks at a document page by page for figures that are each a run of its own, in the message's order, as in almost every
 * document: then no page need be held. What is not found so is no finding yet; `proveFigures` judges it, with all pages.
 */
export class FiguresInRuns {
  readonly #expected: ExpectedFigures;
  readonly #structure: DisplayList['structure'];
  readonly #identifiers: ReadonlySet<string>;
  /** How many lines have been found. */
  #found = 0;
  /** The number of the first line, and the table it stands in; null where it stands in none. */
  #first: TextItem | null = null;
  #table: number | null = null;
  /** Numbers of lines that have been read in the column of the first. */
  readonly #numbers = new Set<string>();
  #isRepeated = false;
  /** Texts of each page. */
  readonly #texts: string[][] = [];

  constructor(expected: ExpectedFigures, structure: DisplayList['structure']) {
    this.#expected = expected;
    this.#structure = structure;
    this.#identifiers = new Set(expected.lines.map(({ identifier }) => identifier));
  }

  page(items: readonly Item[]): void {
    const { lines } = this.#expected;
    const texts: string[] = [];
    let from = this.#first === null ? -1 : 0;
    for (let at = 0; at < items.length; at += 1) {
      const item = items[at] as Item;
      if (item.kind !== 'text') continue;
      const { text } = item;
      texts.push(text);
      if (text !== lines[this.#found]?.figure) continue;
      if (this.#found === 0) from = this.#begin(items, at);
      this.#found += 1;
    }
    this.#texts.push(texts);
    if (from >= 0 && this.#table !== null) this.#lookForRepeated(items, from);
  }

  /** All figures stand where they should, and no line stands twice. */
  get areFine(): boolean {
    const { lines, sums } = this.#expected;
    if (this.#found < lines.length || this.#isRepeated) return false;
    return sums.every(({ written, plain }) => this.#has(written) || this.#has(plain()));
  }

  /** Notes the number of the first line: the first text on the baseline of its figure that is its number. */
  #begin(items: readonly Item[], figure: number): number {
    const identifier = this.#expected.lines[0]?.identifier;
    const { y } = items[figure] as TextItem;
    for (let at = 0; at < figure; at += 1) {
      const item = items[at] as Item;
      if (item.kind !== 'text' || item.text !== identifier || Math.abs(item.y - y) >= 0.5) continue;
      this.#first = item;
      this.#table = this.#identifiers.size < this.#expected.lines.length ? null : tableOf(item.tag, this.#structure);
      return at;
    }
    return -1;
  }

  /** A number in the column, style and table of the first line's, that was there before, is a line printed twice. */
  #lookForRepeated(items: readonly Item[], from: number): void {
    const first = this.#first as TextItem;
    for (let at = from; at < items.length; at += 1) {
      const item = items[at] as Item;
      if (item.kind !== 'text' || item.x !== first.x || item.size !== first.size || item.font !== first.font) continue;
      if (!this.#identifiers.has(item.text) || tableOf(item.tag, this.#structure) !== this.#table) continue;
      if (this.#numbers.has(item.text)) this.#isRepeated = true;
      this.#numbers.add(item.text);
    }
  }

  /** Sums stand at the end, so pages are asked from there. */
  #has(figure: string): boolean {
    for (let page = this.#texts.length - 1; page >= 0; page -= 1) {
      if (this.#texts[page]?.includes(figure) === true) return true;
    }
    return false;
  }
}

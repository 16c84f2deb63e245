import type { DisplayList, TextItem } from '../displayList.ts';

/** Texts in the order of the pages, each with its item and its page (from 1) at the same index. */
export interface SeenTexts {
  readonly texts: readonly string[];
  readonly items: readonly TextItem[];
  readonly pages: readonly number[];
}

/**
 * The texts of a display list, asked for figures. Almost every figure is a run of its own, so whole runs are compared
 * first; only what is not found so is looked for inside sentences and in cells that were set in several runs.
 */
export class FiguresOnPaper {
  readonly runs: SeenTexts;
  #cells: SeenTexts | null = null;

  constructor(list: DisplayList) {
    let marks = 0;
    for (const { items } of list.pages) marks += items.length;
    // As long as they can be: lists that grow are copied again and again.
    const texts: string[] = [];
    const items: TextItem[] = [];
    const pages: number[] = [];
    for (const of of [texts, items, pages]) of.length = marks;
    let count = 0;
    for (let page = 0; page < list.pages.length; page += 1) {
      for (const item of list.pages[page]?.items ?? []) {
        if (item.kind !== 'text') continue;
        texts[count] = item.text;
        items[count] = item;
        pages[count] = page + 1;
        count += 1;
      }
    }
    for (const of of [texts, items, pages]) of.length = count;
    this.runs = { texts, items, pages };
  }

  /** Whether a figure stands anywhere as a run of its own. Sums stand at the end, so both look from there. */
  hasRun(figure: string): boolean {
    return this.runs.texts.lastIndexOf(figure) >= 0;
  }

  /** Whether a figure stands anywhere, in a sentence or in several runs. */
  has(figure: string): boolean {
    const { texts } = this.runs;
    for (let at = texts.length - 1; at >= 0; at -= 1) if (standsIn(texts[at] ?? '', figure)) return true;
    return this.cells.texts.some((text) => saysFigure(text, figure));
  }

  /** Runs of one cell on one baseline joined, without blanks and marks of direction. */
  get cells(): SeenTexts {
    this.#cells ??= joinRuns(this.runs);
    return this.#cells;
  }
}

/** Whether a cell (see `cells`) holds a figure, whatever its blanks and direction. */
export function saysFigure(cell: string, figure: string): boolean {
  return standsIn(cell, bare(figure));
}

function joinRuns(runs: SeenTexts): SeenTexts {
  const texts: string[] = [];
  const items: TextItem[] = [];
  const pages: number[] = [];
  for (const [index, item] of runs.items.entries()) {
    const page = runs.pages[index] ?? 0;
    const last = items.at(-1);
    const same = last !== undefined && pages.at(-1) === page && last.tag === item.tag && item.tag !== undefined;
    if (same && Math.abs(last.y - item.y) < 0.5) {
      texts[texts.length - 1] += bare(item.text);
      continue;
    }
    texts.push(bare(item.text));
    items.push(item);
    pages.push(page);
  }
  return { texts, items, pages };
}

const direction = /[\s\u200b-\u200f\u202a-\u202e\u2066-\u2069]/gu;

function bare(text: string): string {
  return text.replaceAll(direction, '');
}

/** `10,00` does not stand in `110,00` nor in `10,005`. */
function standsIn(text: string, figure: string): boolean {
  for (let at = text.indexOf(figure); at >= 0; at = text.indexOf(figure, at + 1)) {
    const before = text[at - 1] ?? '';
    const after = text.slice(at + figure.length, at + figure.length + 2);
    if (!/[\p{Nd}.,'’]/u.test(before) && !/^(?:\p{Nd}|[.,'’]\p{Nd})/u.test(after)) return true;
  }
  return false;
}

import type { DisplayList, TextItem } from '../displayList.ts';

/** A text as a reader sees it: one item, or the runs of one cell together. */
export interface SeenText {
  readonly text: string;
  readonly page: number;
  readonly item: TextItem;
}

/**
 * The texts of a display list, asked for figures. Almost every figure is a run of its own, so whole runs are compared
 * first; only what is not found so is looked for inside sentences and in cells that were set in several runs.
 */
export class FiguresOnPaper {
  readonly runs: readonly SeenText[];
  #cells: readonly SeenText[] | null = null;

  constructor(list: DisplayList) {
    const runs: SeenText[] = [];
    for (const [index, { items }] of list.pages.entries()) {
      for (const item of items) if (item.kind === 'text') runs.push({ text: item.text, page: index + 1, item });
    }
    this.runs = runs;
  }

  /** Whether a figure stands anywhere as a run of its own; sums stand at the end. */
  hasRun(figure: string): boolean {
    for (let at = this.runs.length - 1; at >= 0; at -= 1) if (this.runs[at]?.text === figure) return true;
    return false;
  }

  /** Whether a figure stands anywhere, in a sentence or in several runs. */
  has(figure: string): boolean {
    for (const { text } of this.runs) if (standsIn(text, figure)) return true;
    return this.cells.some(({ text }) => saysFigure(text, figure));
  }

  /** Runs of one cell on one baseline joined, without blanks and marks of direction. */
  get cells(): readonly SeenText[] {
    this.#cells ??= joinRuns(this.runs);
    return this.#cells;
  }
}

/** Whether a cell (see `cells`) holds a figure, whatever its blanks and direction. */
export function saysFigure(cell: string, figure: string): boolean {
  return standsIn(cell, bare(figure));
}

function joinRuns(runs: readonly SeenText[]): SeenText[] {
  const cells: { text: string; page: number; item: TextItem }[] = [];
  for (const { text, page, item } of runs) {
    const last = cells.at(-1);
    const same = last !== undefined && last.page === page && last.item.tag === item.tag && item.tag !== undefined;
    if (same && Math.abs(last.item.y - item.y) < 0.5) last.text += bare(text);
    else cells.push({ text: bare(text), page, item });
  }
  return cells;
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

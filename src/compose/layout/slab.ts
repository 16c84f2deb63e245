import { type Mark, movedMark } from './marks.ts';
import type { Row } from './row.ts';
import type { RowGroup } from './rowGroup.ts';

/** How strongly a slab is tied to the one before it. Pagination gives ties up from the weakest. */
export const keep = {
  free: 0,
  /** `keep-together`, `keep-with-next`. */
  wished: 1,
  /** Widows and orphans. */
  lines: 2,
  /** A table head and its first row. */
  always: 3,
} as const;

/** Where content wants to begin: on a new page, on the front or on the back of a sheet. */
export type PageStart = 'page' | 'front' | 'back';

/** A piece of content that is not broken over two pages: a line, a table row, a rule, a picture. */
export interface Slab {
  height: number;
  /** Space above it; dropped at the top of a page. */
  gap: number;
  keep: number;
  /** What is drawn of it; null for a slab that only takes room. */
  mark: Mark | null;
  /** First baseline, from the top; null where there is no text. */
  readonly baseline: number | null;
  start: PageStart | null;
  /** The table whose row this is. */
  table: TableRun | null;
  /** How many rows that carry something there are up to this one; `TableRun.carry` says what they come to. */
  carried: number;
  /** Rows and columns can be split when they are taller than a page. */
  readonly row: Row | RowGroup | null;
  /** Element and line, for messages. */
  readonly element: string;
  readonly line: number;
}

/** What the rows of a table bring to every page they reach. One object for one table. */
export interface TableRun {
  readonly head: TableHead | null;
  readonly carry: CarryRows | null;
}

export interface TableHead {
  readonly height: number;
  readonly mark: Mark | null;
}

/** Rows that say what has been carried where a page ends inside the table, and where the next begins. */
export interface CarryRows {
  footHeight(): number;
  headHeight(): number;
  foot(carried: number): Mark | null;
  head(carried: number): Mark | null;
}

/** A slab that no flow holds yet. */
export function newSlab(
  height: number,
  mark: Mark | null,
  baseline: number | null,
  row: Row | RowGroup | null,
  element: string,
  line: number,
): Slab {
  return {
    height,
    gap: 0,
    keep: keep.free,
    mark,
    baseline,
    start: null,
    table: null,
    carried: 0,
    row,
    element,
    line,
  };
}

/** Height of slabs one below the other. */
export function stackHeight(slabs: readonly Slab[]): number {
  let height = 0;
  for (const slab of slabs) height += slab.gap + slab.height;
  return height;
}

/** Sets slabs one below the other from `y` down. */
export function stackMarks(slabs: readonly Slab[], x: number, y: number, into: Mark[]): void {
  let top = y;
  for (const slab of slabs) {
    top += slab.gap;
    const mark = movedMark(slab.mark, x, top);
    if (mark !== null) into.push(mark);
    top += slab.height;
  }
}

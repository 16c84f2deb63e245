import type { Cells } from './cells.ts';
import { asOne, type Mark } from './marks.ts';
import { cellHeight, sharedBaseline, slabsOf, topOf } from './row.ts';
import { decorationMarks, type RowDecoration } from './rowDecoration.ts';
import { newSlab, stackMarks, type Slab } from './slab.ts';

/** Rows of a table that cells over several rows hold together. Split like one row, and between its rows. */
export interface RowGroup {
  readonly cells: Cells;
  readonly rows: readonly GroupRow[];
  readonly paddingTop: number;
  readonly paddingBottom: number;
  /** Brings a height to the grid. */
  readonly snap: (units: number) => number;
  readonly line: number;
}

interface GroupRow {
  /** Whether it adds to the carried sum, and has not yet been begun on an earlier page. */
  readonly carries: boolean;
  /** Number of the first cell; 0 where there is none. */
  readonly first: number;
  readonly decoration: RowDecoration | null;
  readonly line: number;
}

/**
 * Sets the rows one below the other. The last row of a cell that needs more height than its rows gives it. No flow holds
 * the slab yet.
 */
export function buildGroup(group: RowGroup): Slab {
  const { cells, rows, paddingTop, paddingBottom, snap } = group;
  const heights = rowHeights(group);
  const marks: Mark[] = [];
  const decorations: Mark[] = [];
  let top = 0;
  let firstBaseline: number | null = null;
  for (const [index, row] of rows.entries()) {
    const height = heights[index] ?? 0;
    decorations.push({ kind: 'group', x: 0, y: top, marks: decorationMarks(row.decoration, height, row.line) });
    const shared = sharedBaseline(cells, row.first, group);
    if (index === 0 && shared !== null) firstBaseline = paddingTop + shared;
    for (let at = row.first; at !== 0; at = cells.next(at)) {
      const inner = spanned(heights, index, cells.rowSpan(at)) - paddingTop - paddingBottom;
      const free = inner - cellHeight(cells, at);
      const valign = cells.valign(at);
      const down =
        valign === 'top' ? topOf(cells, at, shared, group) : snap(valign === 'middle' ? free / 2 : Math.max(0, free));
      stackMarks(slabsOf(cells, at, group), cells.x(at), top + paddingTop + down, marks);
    }
    top += height;
  }
  // Backgrounds of later rows must not lie on cells that reach down into them.
  return newSlab(top, asOne([...decorations, ...marks]), firstBaseline, group, 'tr', group.line);
}

/** Heights of the rows of a group, in order. */
export function rowHeights(group: RowGroup): number[] {
  const { cells, rows, paddingTop, paddingBottom } = group;
  const padding = paddingTop + paddingBottom;
  const heights = rows.map(() => padding);
  for (const [index, { first }] of rows.entries()) {
    const shared = sharedBaseline(cells, first, group);
    for (let at = first; at !== 0; at = cells.next(at)) {
      if (cells.rowSpan(at) === 1) heights[index] = Math.max(heights[index] ?? 0, needed(at, shared, group) + padding);
    }
  }
  // In order of the rows in which they end, so that a cell finds what shorter ones have added.
  for (const end of rows.keys()) {
    for (let start = 0; start < end; start += 1) {
      const { first } = rows[start] as GroupRow;
      const shared = sharedBaseline(cells, first, group);
      for (let at = first; at !== 0; at = cells.next(at)) {
        if (start + cells.rowSpan(at) - 1 !== end) continue;
        const missing = needed(at, shared, group) + padding - spanned(heights, start, cells.rowSpan(at));
        if (missing > 0) heights[end] = (heights[end] ?? 0) + missing;
      }
    }
  }
  return heights;
}

function needed(at: number, shared: number | null, group: RowGroup): number {
  return topOf(group.cells, at, shared, group) + cellHeight(group.cells, at);
}

function spanned(heights: readonly number[], from: number, rows: number): number {
  let height = 0;
  for (let index = from; index < from + rows; index += 1) height += heights[index] ?? 0;
  return height;
}

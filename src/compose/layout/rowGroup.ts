import type { Mark } from './marks.ts';
import { cellHeight, sharedBaseline, slabsOf, topOf, type RowCell, type RowFrame } from './row.ts';
import { newSlab, stackMarks, type Slab } from './slab.ts';

/** Rows of a table that cells over several rows hold together. Split like one row, and between its rows. */
export interface RowGroup {
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
  readonly cells: readonly SpanningCell[];
  readonly decorate: RowFrame['decorate'];
  readonly line: number;
}

interface SpanningCell extends RowCell {
  /** Rows it reaches over, itself included. */
  readonly rows: number;
}

/**
 * Sets the rows one below the other. The last row of a cell that needs more height than its rows gives it. No flow holds
 * the slab yet.
 */
export function buildGroup(group: RowGroup): Slab {
  const { rows, paddingTop, paddingBottom, snap } = group;
  const heights = rowHeights(group);
  const marks: Mark[] = [];
  const decorations: Mark[] = [];
  let top = 0;
  let firstBaseline: number | null = null;
  for (const [index, row] of rows.entries()) {
    const height = heights[index] ?? 0;
    decorations.push({ kind: 'group', x: 0, y: top, marks: row.decorate(height, row.line) });
    const shared = sharedBaseline(row.cells, group);
    if (index === 0 && shared !== null) firstBaseline = paddingTop + shared;
    for (const cell of row.cells) {
      const inner = spanned(heights, index, cell.rows) - paddingTop - paddingBottom;
      const free = inner - cellHeight(cell);
      const down =
        cell.valign === 'top'
          ? topOf(cell, shared, group)
          : snap(cell.valign === 'middle' ? free / 2 : Math.max(0, free));
      stackMarks(slabsOf(cell, group), cell.x, top + paddingTop + down, marks);
    }
    top += height;
  }
  // Backgrounds of later rows must not lie on cells that reach down into them.
  return newSlab(top, [...decorations, ...marks], firstBaseline, group, 'tr', group.line);
}

/** Heights of the rows of a group, in order. */
export function rowHeights(group: RowGroup): number[] {
  const { rows, paddingTop, paddingBottom } = group;
  const padding = paddingTop + paddingBottom;
  const heights = rows.map(() => padding);
  for (const [index, row] of rows.entries()) {
    const shared = sharedBaseline(row.cells, group);
    for (const cell of row.cells) {
      if (cell.rows === 1) heights[index] = Math.max(heights[index] ?? 0, needed(cell, shared, group) + padding);
    }
  }
  // In order of the rows in which they end, so that a cell finds what shorter ones have added.
  for (const end of rows.keys()) {
    for (let start = 0; start < end; start += 1) {
      const { cells } = rows[start] as GroupRow;
      const shared = sharedBaseline(cells, group);
      for (const cell of cells) {
        if (start + cell.rows - 1 !== end) continue;
        const missing = needed(cell, shared, group) + padding - spanned(heights, start, cell.rows);
        if (missing > 0) heights[end] = (heights[end] ?? 0) + missing;
      }
    }
  }
  return heights;
}

function needed(cell: SpanningCell, shared: number | null, group: RowGroup): number {
  return topOf(cell, shared, group) + cellHeight(cell);
}

function spanned(heights: readonly number[], from: number, rows: number): number {
  let height = 0;
  for (let index = from; index < from + rows; index += 1) height += heights[index] ?? 0;
  return height;
}

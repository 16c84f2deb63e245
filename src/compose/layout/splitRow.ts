import type { NewSlab } from './flow.ts';
import { buildRow, slabsOf, type Row, type RowCell } from './row.ts';
import { buildGroup, rowHeights, type RowGroup } from './rowGroup.ts';
import type { Slab } from './slab.ts';

type Snap = (units: number) => number;

/**
 * Splits a row that is taller than a page into what fits in `available` and the rest; null when nothing fits. Each line
 * goes to one of the two.
 */
export function splitRow(row: Row | RowGroup, available: number, snap: Snap): [NewSlab, NewSlab] | null {
  return 'rows' in row ? splitGroup(row, available, snap) : splitSingle(row, available, snap);
}

/** A slab with the place of `slab` and the content of one of its parts. */
export function part(slab: Slab, content: NewSlab): Slab {
  return { ...slab, ...content, baseline: content.baseline ?? null, keep: slab.keep, row: content.row ?? null };
}

/** How many rows of the rest of a split row are still to be added to the carried sum: figures stand where a row begins. */
export function carriesOf(row: Row | RowGroup | null): number {
  return row !== null && 'rows' in row ? row.rows.filter(({ carries }) => carries).length : 0;
}

function splitSingle(row: Row, available: number, snap: Snap): [NewSlab, NewSlab] | null {
  const room = available - row.paddingTop - row.paddingBottom;
  const [upper, lower, taken] = splitCells(row.cells, () => room, snap);
  if (taken === 0) return null;
  const top = { ...row, cells: upper };
  // Shared baselines may push cells down by more than the room: then without them.
  const built = buildRow(top, snap);
  const fitting = built.height <= available ? built : buildRow({ ...top, alignBaselines: false }, snap);
  return [fitting, buildRow({ ...row, cells: lower }, snap)];
}

/** Between two rows where at least one fits, else inside the first. Cells that reach over the cut are split there. */
function splitGroup(group: RowGroup, available: number, snap: Snap): [NewSlab, NewSlab] | null {
  const heights = rowHeights(group);
  let count = 0;
  let height = 0;
  while (count < heights.length - 1 && height + (heights[count] ?? 0) <= available) {
    height += heights[count] ?? 0;
    count += 1;
  }
  if (count === 0) return splitFirst(group, available, snap);
  const padding = group.paddingTop + group.paddingBottom;
  const upper: RowGroup['rows'][number][] = [];
  const rests: RowGroup['rows'][number]['cells'][number][] = [];
  let start = 0;
  for (let index = 0; index < count; index += 1) {
    const row = group.rows[index];
    if (row === undefined) break;
    const room = height - start - padding;
    const [above, below] = splitCells(row.cells, (cell) => (index + cell.rows > count ? room : Infinity), snap);
    upper.push({ ...row, cells: above.map((cell) => ({ ...cell, rows: Math.min(cell.rows, count - index) })) });
    for (const cell of below) {
      if (index + cell.rows > count) rests.push({ ...cell, rows: index + cell.rows - count });
    }
    start += heights[index] ?? 0;
  }
  const lower = group.rows.slice(count).map((row, index) => {
    return index === 0 ? { ...row, cells: [...rests, ...row.cells] } : row;
  });
  const top = buildGroup({ ...group, rows: upper }, snap);
  // Split cells may need more than they had; then the cut is made one row earlier, in the end inside the first.
  if (top.height > available + 0.01)
    return count > 1 ? splitGroup(group, height - 0.02, snap) : splitFirst(group, available, snap);
  return [top, buildGroup({ ...group, rows: lower }, snap)];
}

function splitFirst(group: RowGroup, available: number, snap: Snap): [NewSlab, NewSlab] | null {
  const [first, ...others] = group.rows;
  if (first === undefined) return null;
  const room = available - group.paddingTop - group.paddingBottom;
  const [upper, lower, taken] = splitCells(first.cells, () => room, snap);
  if (taken === 0) return null;
  const top = { ...group, rows: [{ ...first, cells: upper.map((cell) => ({ ...cell, rows: 1 })) }] };
  const built = buildGroup(top, snap);
  if (built.height > available + 0.01) return null;
  return [built, buildGroup({ ...group, rows: [{ ...first, cells: lower, carries: false }, ...others] }, snap)];
}

function splitCells<C extends RowCell>(
  cells: readonly C[],
  roomOf: (cell: C) => number,
  snap: Snap,
): [upper: C[], lower: C[], taken: number] {
  const upper: C[] = [];
  const lower: C[] = [];
  let taken = 0;
  for (const cell of cells) {
    const [above, below] = splitStack(slabsOf(cell), roomOf(cell), snap);
    taken += above.length;
    upper.push({ ...cell, line: null, slabs: above });
    lower.push({ ...cell, line: null, slabs: below });
  }
  return [upper, lower, taken];
}

function splitStack(slabs: readonly Slab[], room: number, snap: Snap): [readonly Slab[], readonly Slab[]] {
  let used = 0;
  for (const [index, slab] of slabs.entries()) {
    used += slab.gap + slab.height;
    if (used <= room) continue;
    const left = room - used + slab.height;
    const parts = slab.row === null ? null : splitRow(slab.row, left, snap);
    const below = slabs.slice(index);
    if (parts === null) return [slabs.slice(0, index), atTop(below)];
    const [upper, lower] = parts;
    return [[...slabs.slice(0, index), part(slab, upper)], atTop([part(slab, lower), ...below.slice(1)])];
  }
  return [slabs, []];
}

function atTop(slabs: readonly Slab[]): readonly Slab[] {
  const [first, ...rest] = slabs;
  return first === undefined ? [] : [{ ...first, gap: 0 }, ...rest];
}

import type { NewSlab } from './flow.ts';
import { buildRow, slabsOf, type Row, type RowCell, type RowFrame } from './row.ts';
import { buildGroup, rowHeights, type RowGroup } from './rowGroup.ts';
import type { Slab } from './slab.ts';

/**
 * Splits a row that is taller than a page into what fits in `available` and the rest; null when nothing fits. Each line
 * goes to one of the two.
 */
export function splitRow(row: Row | RowGroup, available: number): [NewSlab, NewSlab] | null {
  return 'rows' in row ? splitGroup(row, available) : splitSingle(row, available);
}

/** A slab with the place of `slab` and the content of one of its parts. */
export function part(slab: Slab, content: NewSlab): Slab {
  const { height, marks, baseline = null, row = null, element, line } = content;
  return { ...slab, height, marks, baseline, row, element, line };
}

/** How many rows of the rest of a split row are still to be added to the carried sum: figures stand where a row begins. */
export function carriesOf(row: Row | RowGroup | null): number {
  return row !== null && 'rows' in row ? row.rows.filter(({ carries }) => carries).length : 0;
}

function splitSingle({ cells, frame, line }: Row, available: number): [NewSlab, NewSlab] | null {
  const room = available - frame.paddingTop - frame.paddingBottom;
  const [upper, lower, taken] = splitCells(cells, () => room, frame);
  if (taken === 0) return null;
  // Shared baselines may push cells down by more than the room: then without them.
  const built = buildRow({ cells: upper, frame, line });
  const apart = { ...frame, alignBaselines: false };
  const fitting = built.height <= available ? built : buildRow({ cells: upper, frame: apart, line });
  return [fitting, buildRow({ cells: lower, frame, line })];
}

/** Between two rows where at least one fits, else inside the first. Cells that reach over the cut are split there. */
function splitGroup(group: RowGroup, available: number): [NewSlab, NewSlab] | null {
  const heights = rowHeights(group);
  let count = 0;
  let height = 0;
  while (count < heights.length - 1 && height + (heights[count] ?? 0) <= available) {
    height += heights[count] ?? 0;
    count += 1;
  }
  if (count === 0) return splitFirst(group, available);
  const padding = group.paddingTop + group.paddingBottom;
  const upper: RowGroup['rows'][number][] = [];
  const rests: RowGroup['rows'][number]['cells'][number][] = [];
  let start = 0;
  for (let index = 0; index < count; index += 1) {
    const row = group.rows[index];
    if (row === undefined) break;
    const room = height - start - padding;
    const [above, below] = splitCells(row.cells, (cell) => (index + cell.rows > count ? room : Infinity), group);
    upper.push({ ...row, cells: above.map((cell) => ({ ...cell, rows: Math.min(cell.rows, count - index) })) });
    for (const cell of below) {
      if (index + cell.rows > count) rests.push({ ...cell, rows: index + cell.rows - count });
    }
    start += heights[index] ?? 0;
  }
  const lower = group.rows.slice(count).map((row, index) => {
    return index === 0 ? { ...row, cells: [...rests, ...row.cells] } : row;
  });
  const top = buildGroup({ ...group, rows: upper });
  // Split cells may need more than they had; then the cut is made one row earlier, in the end inside the first.
  if (top.height > available + 0.01) return count > 1 ? splitGroup(group, height - 0.02) : splitFirst(group, available);
  return [top, buildGroup({ ...group, rows: lower })];
}

function splitFirst(group: RowGroup, available: number): [NewSlab, NewSlab] | null {
  const [first, ...others] = group.rows;
  if (first === undefined) return null;
  const room = available - group.paddingTop - group.paddingBottom;
  const [upper, lower, taken] = splitCells(first.cells, () => room, group);
  if (taken === 0) return null;
  const top = { ...group, rows: [{ ...first, cells: upper.map((cell) => ({ ...cell, rows: 1 })) }] };
  const built = buildGroup(top);
  if (built.height > available + 0.01) return null;
  return [built, buildGroup({ ...group, rows: [{ ...first, cells: lower, carries: false }, ...others] })];
}

function splitCells<C extends RowCell>(
  cells: readonly C[],
  roomOf: (cell: C) => number,
  frame: Pick<RowFrame, 'snap'>,
): [upper: C[], lower: C[], taken: number] {
  const upper: C[] = [];
  const lower: C[] = [];
  let taken = 0;
  for (const cell of cells) {
    const [above, below] = splitStack(slabsOf(cell, frame), roomOf(cell));
    taken += above.length;
    upper.push({ ...cell, text: null, style: null, slabs: above });
    lower.push({ ...cell, text: null, style: null, slabs: below });
  }
  return [upper, lower, taken];
}

function splitStack(slabs: readonly Slab[], room: number): [readonly Slab[], readonly Slab[]] {
  let used = 0;
  for (const [index, slab] of slabs.entries()) {
    used += slab.gap + slab.height;
    if (used <= room) continue;
    const left = room - used + slab.height;
    const parts = slab.row === null ? null : splitRow(slab.row, left);
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

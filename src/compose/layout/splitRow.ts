import type { NewSlab } from './flow.ts';
import type { Cells } from './cells.ts';
import { buildRow, slabsOf, type Row } from './row.ts';
import { buildGroup, rowHeights, type RowGroup } from './rowGroup.ts';
import type { Slab } from './slab.ts';
import type { Units } from './units.ts';

/**
 * Splits a row that is taller than a page into what fits in `available` and the rest; null when nothing fits. Each line
 * goes to one of the two.
 */
export function splitRow(row: Row | RowGroup, available: number): [NewSlab, NewSlab] | null {
  return 'rows' in row ? splitGroup(row, available) : splitSingle(row, available);
}

/** A slab with the place of `slab` and the content of one of its parts. */
export function part(slab: Slab, content: NewSlab): Slab {
  const { height, mark, baseline = null, row = null, element, line } = content;
  return { ...slab, height, mark, baseline, row, element, line };
}

/** How many rows of the rest of a split row are still to be added to the carried sum: figures stand where a row begins. */
export function carriesOf(row: Row | RowGroup | null): number {
  return row !== null && 'rows' in row ? row.rows.filter(({ carries }) => carries).length : 0;
}

function splitSingle({ cells, first, frame, line }: Row, available: number): [NewSlab, NewSlab] | null {
  const room = available - frame.paddingTop - frame.paddingBottom;
  const [upper, lower, taken] = splitCells(cells, first, () => room, frame);
  if (taken === 0) return null;
  // Shared baselines may push cells down by more than the room: then without them.
  const above = { cells, first: cells.chain(upper), frame, line };
  const built = buildRow(above);
  const fitting =
    built.height <= available ? built : buildRow({ ...above, frame: { ...frame, alignBaselines: false } });
  return [fitting, buildRow({ cells, first: cells.chain(lower), frame, line })];
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
  const { cells } = group;
  const padding = group.paddingTop + group.paddingBottom;
  const upper: RowGroup['rows'][number][] = [];
  const rests: number[] = [];
  let start = 0;
  for (let index = 0; index < count; index += 1) {
    const row = group.rows[index];
    if (row === undefined) break;
    const room = height - start - padding;
    const [above, below] = splitCells(
      cells,
      row.first,
      (at) => (index + cells.rowSpan(at) > count ? room : Infinity),
      group,
    );
    for (const at of above) cells.setRowSpan(at, Math.min(cells.rowSpan(at), count - index));
    upper.push({ ...row, first: cells.chain(above) });
    for (const at of below) {
      if (index + cells.rowSpan(at) <= count) continue;
      cells.setRowSpan(at, index + cells.rowSpan(at) - count);
      rests.push(at);
    }
    start += heights[index] ?? 0;
  }
  const lower = group.rows.slice(count).map((row, index) => {
    return index === 0 ? { ...row, first: cells.chain([...rests, ...cells.row(row.first)]) } : row;
  });
  const top = buildGroup({ ...group, rows: upper });
  // Split cells may need more than they had; then the cut is made one row earlier, in the end inside the first.
  if (top.height > available + 0.01) return count > 1 ? splitGroup(group, height - 0.02) : splitFirst(group, available);
  return [top, buildGroup({ ...group, rows: lower })];
}

function splitFirst(group: RowGroup, available: number): [NewSlab, NewSlab] | null {
  const { cells } = group;
  const [first, ...others] = group.rows;
  if (first === undefined) return null;
  const room = available - group.paddingTop - group.paddingBottom;
  const [upper, lower, taken] = splitCells(cells, first.first, () => room, group);
  if (taken === 0) return null;
  for (const at of upper) cells.setRowSpan(at, 1);
  const built = buildGroup({ ...group, rows: [{ ...first, first: cells.chain(upper) }] });
  if (built.height > available + 0.01) return null;
  const rest = { ...first, first: cells.chain(lower), carries: false };
  return [built, buildGroup({ ...group, rows: [rest, ...others] })];
}

/** @returns new cells, which are no row yet. */
function splitCells(
  cells: Cells,
  first: number,
  roomOf: (at: number) => number,
  grid: Pick<Units, 'snap'>,
): [upper: number[], lower: number[], taken: number] {
  const upper: number[] = [];
  const lower: number[] = [];
  let taken = 0;
  for (let at = first; at !== 0; at = cells.next(at)) {
    const [above, below] = splitStack(slabsOf(cells, at, grid), roomOf(at));
    taken += above.length;
    upper.push(cells.addPart(at, above));
    lower.push(cells.addPart(at, below));
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

import type { NewSlab } from './flow.ts';
import type { Mark, RectMark } from './marks.ts';
import { stackHeight, stackMarks, type Slab } from './slab.ts';

/** Flows side by side: a table row, or columns. */
export interface Row {
  readonly cells: readonly RowCell[];
  readonly paddingTop: number;
  readonly paddingBottom: number;
  /** Cells at the top share their first baseline. */
  readonly alignBaselines: boolean;
  /** Background and rules of a row of this height. */
  readonly decorate: (height: number) => readonly RectMark[];
  readonly element: string;
  readonly line: number;
}

export interface RowCell {
  readonly x: number;
  readonly valign: 'top' | 'middle' | 'bottom';
  readonly slabs: readonly Slab[];
}

/** Sets the cells of a row side by side; the row is as high as its highest cell. */
export function buildRow(row: Row, snap: (units: number) => number): NewSlab {
  const shared = row.alignBaselines ? sharedBaseline(row.cells) : null;
  let inner = 0;
  const tops = row.cells.map((cell) => {
    const own = firstBaseline(cell);
    const top = shared !== null && own !== null && cell.valign === 'top' ? shared - own : 0;
    inner = Math.max(inner, top + stackHeight(cell.slabs));
    return top;
  });
  const height = row.paddingTop + inner + row.paddingBottom;
  const marks: Mark[] = [...row.decorate(height)];
  for (const [index, cell] of row.cells.entries()) {
    const free = cell.valign === 'top' ? 0 : inner - stackHeight(cell.slabs);
    const top = cell.valign === 'top' ? (tops[index] ?? 0) : snap(cell.valign === 'middle' ? free / 2 : free);
    stackMarks(cell.slabs, cell.x, row.paddingTop + top, marks);
  }
  return {
    height,
    marks,
    baseline: shared === null ? null : row.paddingTop + shared,
    row,
    element: row.element,
    line: row.line,
  };
}

/**
 * Splits a row that is taller than a page into what fits in `available` and the rest; null when nothing fits. Each line
 * goes to one of the two.
 */
export function splitRow(row: Row, available: number, snap: (units: number) => number): [NewSlab, NewSlab] | null {
  const room = available - row.paddingTop - row.paddingBottom;
  const upper: RowCell[] = [];
  const lower: RowCell[] = [];
  let taken = 0;
  for (const cell of row.cells) {
    const [above, below] = splitStack(cell.slabs, room, snap);
    taken += above.length;
    upper.push({ ...cell, slabs: above });
    lower.push({ ...cell, slabs: below });
  }
  if (taken === 0) return null;
  const top = { ...row, cells: upper };
  // Shared baselines may push cells down by more than the room: then without them.
  const built = buildRow(top, snap);
  const fitting = built.height <= available ? built : buildRow({ ...top, alignBaselines: false }, snap);
  return [fitting, buildRow({ ...row, cells: lower }, snap)];
}

function splitStack(
  slabs: readonly Slab[],
  room: number,
  snap: (units: number) => number,
): [readonly Slab[], readonly Slab[]] {
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

/** A slab with the place of `slab` and the content of one of its parts. */
export function part(slab: Slab, content: NewSlab): Slab {
  return { ...slab, ...content, baseline: content.baseline ?? null, keep: slab.keep, row: content.row ?? null };
}

function atTop(slabs: readonly Slab[]): readonly Slab[] {
  const [first, ...rest] = slabs;
  return first === undefined ? [] : [{ ...first, gap: 0 }, ...rest];
}

function sharedBaseline(cells: readonly RowCell[]): number | null {
  let deepest: number | null = null;
  for (const cell of cells) {
    const own = cell.valign === 'top' ? firstBaseline(cell) : null;
    if (own !== null && (deepest === null || own > deepest)) deepest = own;
  }
  return deepest;
}

function firstBaseline({ slabs: [first] }: RowCell): number | null {
  return first === undefined || first.baseline === null ? null : first.gap + first.baseline;
}

import type { NewSlab } from './flow.ts';
import type { Mark, RectMark, TextMark } from './marks.ts';
import { lineSlab, stackHeight, stackMarks, type Slab } from './slab.ts';

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
  /** All of a cell that holds one line of text, its place counted from the left edge of the row; there are no slabs then. */
  readonly line: TextMark | null;
  readonly slabs: readonly Slab[];
}

/** What a cell holds, as slabs. */
export function slabsOf({ x, line, slabs }: RowCell): readonly Slab[] {
  if (line === null) return slabs;
  return [lineSlab(line.style.leading, [{ ...line, x: line.x - x }], line.y, 'td', line.line)];
}

export function cellHeight({ line, slabs }: RowCell): number {
  return line === null ? stackHeight(slabs) : line.style.leading;
}

/** The same cell, so far to the right. */
export function movedCell<C extends RowCell>(cell: C, right: number): C {
  const { x, line } = cell;
  return { ...cell, x: x + right, line: line === null ? null : { ...line, x: line.x + right } };
}

/** Sets the cells of a row side by side; the row is as high as its highest cell. */
export function buildRow(row: Row, snap: (units: number) => number): NewSlab {
  const { cells, paddingTop } = row;
  const shared = row.alignBaselines ? sharedBaseline(cells) : null;
  let inner = 0;
  for (const cell of cells) {
    const needed = topOf(cell, shared) + cellHeight(cell);
    if (needed > inner) inner = needed;
  }
  const height = paddingTop + inner + row.paddingBottom;
  const marks: Mark[] = [...row.decorate(height)];
  // Lines that begin at one height, side by side.
  let lines: TextMark[] | null = null;
  let linesTop = 0;
  for (const cell of cells) {
    let top = paddingTop;
    if (cell.valign === 'top') top += topOf(cell, shared);
    else {
      const free = inner - cellHeight(cell);
      top += snap(cell.valign === 'middle' ? free / 2 : free);
    }
    if (cell.line === null) {
      stackMarks(cell.slabs, cell.x, top, marks);
      lines = null;
    } else if (lines !== null && top === linesTop) {
      lines.push(cell.line);
    } else {
      lines = [cell.line];
      linesTop = top;
      marks.push({ kind: 'group', x: 0, y: top, marks: lines });
    }
  }
  return {
    height,
    marks,
    baseline: shared === null ? null : paddingTop + shared,
    row,
    element: row.element,
    line: row.line,
  };
}

/** How far a cell at the top moves down, so that its first baseline meets the others'. */
export function topOf(cell: RowCell, shared: number | null): number {
  if (shared === null || cell.valign !== 'top') return 0;
  const own = firstBaseline(cell);
  return own === null ? 0 : shared - own;
}

/** The deepest first baseline of the cells that stand at the top; null when none has text. */
export function sharedBaseline(cells: readonly RowCell[]): number | null {
  let deepest: number | null = null;
  for (const cell of cells) {
    if (cell.valign !== 'top') continue;
    const own = firstBaseline(cell);
    if (own !== null && (deepest === null || own > deepest)) deepest = own;
  }
  return deepest;
}

function firstBaseline({ line, slabs }: RowCell): number | null {
  if (line !== null) return line.y;
  const first = slabs[0];
  return first === undefined || first.baseline === null ? null : first.gap + first.baseline;
}

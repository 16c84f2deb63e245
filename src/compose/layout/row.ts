import type { Cells } from './cells.ts';
import type { TextStyle } from '../text/textStyle.ts';
import { baselineOf, lineMark } from './layPlainLine.ts';
import type { RowDecoration } from './rowDecoration.ts';
import { newSlab, stackHeight, type Slab } from './slab.ts';
import type { Units } from './units.ts';

/** Flows side by side: a table row, or columns. */
export interface RowContent {
  readonly cells: Cells;
  /** Number of the first cell; 0 where there is none. */
  readonly first: number;
  readonly frame: RowFrame;
  readonly line: number;
}

/** What rows of a table have in common: one object for all that have the same. */
export interface RowFrame {
  readonly element: string;
  readonly paddingTop: number;
  readonly paddingBottom: number;
  /** Cells at the top share their first baseline. */
  readonly alignBaselines: boolean;
  /** Null for a row without background and rules. */
  readonly decoration: RowDecoration | null;
  /** Brings a height to the grid. */
  readonly snap: Units['snap'];
}

type Grid = Pick<Units, 'snap'>;

/**
 * A row whose height is settled. It is a mark as it is: where its cells stand is reckoned when its page is drawn, so that
 * a document of thousands of rows holds neither the marks of all of them nor their places.
 */
export class Row implements RowContent {
  declare readonly kind: 'row';
  declare readonly cells: Cells;
  declare readonly first: number;
  declare readonly frame: RowFrame;
  declare readonly line: number;

  constructor({ cells, first, frame, line }: RowContent) {
    this.kind = 'row';
    this.cells = cells;
    this.first = first;
    this.frame = frame;
    this.line = line;
  }
}

/** First baseline of the cells at the top, below the padding; null where they share none. */
export function baselineOfRow({ cells, first, frame }: RowContent): number | null {
  return frame.alignBaselines ? sharedBaseline(cells, first, frame) : null;
}

/** Height without padding: the row is as high as its highest cell. @param shared first baseline. */
export function innerHeight({ cells, first, frame }: RowContent, shared: number | null): number {
  let inner = 0;
  for (let at = first; at !== 0; at = cells.next(at)) {
    const needed = topOf(cells, at, shared, frame) + cellHeight(cells, at);
    if (needed > inner) inner = needed;
  }
  return inner;
}

/** Sets the cells of a row side by side. No flow holds the slab yet. */
export function buildRow(content: RowContent): Slab {
  const { frame, line } = content;
  const { paddingTop, paddingBottom } = frame;
  const shared = baselineOfRow(content);
  const inner = innerHeight(content, shared);
  const row = new Row(content);
  const baseline = shared === null ? null : paddingTop + shared;
  return newSlab(paddingTop + inner + paddingBottom, row, baseline, row, frame.element, line);
}

/** What a cell holds, as slabs. */
export function slabsOf(cells: Cells, at: number, grid: Grid): readonly Slab[] {
  if (cells.style(at) !== null) return [slabOfLine(cells, at, 0, grid)];
  const first = cells.lines(at);
  if (first === 0) return cells.slabs(at);
  return cells.row(first).map((line) => slabOfLine(cells, line, cells.x(line) - cells.x(at), grid));
}

function slabOfLine(cells: Cells, line: number, x: number, grid: Grid): Slab {
  const style = cells.style(line) as TextStyle;
  const y = baselineOf(style.leading, grid);
  const mark = lineMark(cells.text(line), cells.width(line), style, x, y, cells.node(line), cells.line(line));
  const slab = newSlab(style.leading, mark, y, null, 'td', cells.line(line));
  slab.gap = cells.gap(line);
  return slab;
}

export function cellHeight(cells: Cells, at: number): number {
  const style = cells.style(at);
  if (style !== null) return style.leading;
  const first = cells.lines(at);
  if (first === 0) return stackHeight(cells.slabs(at));
  let height = 0;
  for (let line = first; line !== 0; line = cells.next(line)) {
    height += cells.gap(line) + (cells.style(line)?.leading ?? 0);
  }
  return height;
}

/**
 * How far below the upper edge of its row a cell begins.
 *
 * @param inner height of the row without padding.
 * @param shared first baseline of its cells.
 */
export function downOf(at: number, { cells, frame }: Row, inner: number, shared: number | null): number {
  const valign = cells.valign(at);
  if (valign === 'top') return frame.paddingTop + topOf(cells, at, shared, frame);
  const free = inner - cellHeight(cells, at);
  return frame.paddingTop + frame.snap(valign === 'middle' ? free / 2 : free);
}

/** How far a cell at the top moves down, so that its first baseline meets the others'. */
export function topOf(cells: Cells, at: number, shared: number | null, grid: Grid): number {
  if (shared === null || cells.valign(at) !== 'top') return 0;
  const own = firstBaseline(cells, at, grid);
  return own === null ? 0 : shared - own;
}

/** The deepest first baseline of the cells of a row that stand at the top; null when none has text. */
export function sharedBaseline(cells: Cells, first: number, grid: Grid): number | null {
  let deepest: number | null = null;
  for (let at = first; at !== 0; at = cells.next(at)) {
    if (cells.valign(at) !== 'top') continue;
    const own = firstBaseline(cells, at, grid);
    if (own !== null && (deepest === null || own > deepest)) deepest = own;
  }
  return deepest;
}

function firstBaseline(cells: Cells, at: number, grid: Grid): number | null {
  const style = cells.style(at);
  if (style !== null) return baselineOf(style.leading, grid);
  if (cells.lines(at) !== 0) return firstBaseline(cells, cells.lines(at), grid);
  const [first] = cells.slabs(at);
  return first === undefined || first.baseline === null ? null : first.gap + first.baseline;
}

import type { PlainLine } from '../text/plainLine.ts';
import type { TextStyle } from '../text/textStyle.ts';
import { baselineOf, lineMark } from './layPlainLine.ts';
import type { RectMark } from './marks.ts';
import { newSlab, stackHeight, type Slab } from './slab.ts';
import { artifact, type StructureNode } from './structureTree.ts';

/** Flows side by side: a table row, or columns. */
export interface RowContent {
  readonly cells: readonly RowCell[];
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
  /** Background and rules of a row of this height, and of this line of the markup. */
  readonly decorate: (height: number, line: number) => readonly RectMark[];
  /** Brings a height to the grid. */
  readonly snap: (units: number) => number;
}

/**
 * A row whose height is settled. It is a mark as it is: where its cells stand is reckoned when its page is drawn, so that
 * a document of thousands of rows does not hold the marks of all of them.
 */
export interface Row extends RowContent {
  readonly kind: 'row';
  /** Height without padding. */
  readonly inner: number;
  /** First baseline of the cells at the top, below the padding; null where they share none. */
  readonly shared: number | null;
}

/** One shape for all cells, whatever they hold. */
export interface RowCell {
  /** Where what it holds begins, from the left edge of the row. */
  readonly x: number;
  readonly valign: 'top' | 'middle' | 'bottom';
  /** All of a cell that holds one line of text; there are no slabs then. */
  readonly text: PlainLine | null;
  /** Of the one line, as its structure element and its line of the markup. */
  readonly style: TextStyle | null;
  readonly node: StructureNode;
  readonly line: number;
  readonly slabs: readonly Slab[];
}

export function slabCell(x: number, valign: RowCell['valign'], slabs: readonly Slab[]): RowCell {
  return { x, valign, text: null, style: null, node: artifact, line: 0, slabs };
}

/** What a cell holds, as slabs. */
export function slabsOf(cell: RowCell, frame: Pick<RowFrame, 'snap'>): readonly Slab[] {
  const { text, style, node, line } = cell;
  if (text === null || style === null) return cell.slabs;
  const y = baselineOf(style.leading, frame);
  return [newSlab(style.leading, [lineMark(text, style, 0, y, node, line)], y, null, 'td', line)];
}

export function cellHeight({ style, slabs }: RowCell): number {
  return style === null ? stackHeight(slabs) : style.leading;
}

/** Sets the cells of a row side by side; the row is as high as its highest cell. No flow holds the slab yet. */
export function buildRow({ cells, frame, line }: RowContent): Slab {
  const { paddingTop, paddingBottom } = frame;
  const shared = frame.alignBaselines ? sharedBaseline(cells, frame) : null;
  let inner = 0;
  for (const cell of cells) {
    const needed = topOf(cell, shared, frame) + cellHeight(cell);
    if (needed > inner) inner = needed;
  }
  const row: Row = { kind: 'row', cells, frame, line, inner, shared };
  const baseline = shared === null ? null : paddingTop + shared;
  return newSlab(paddingTop + inner + paddingBottom, [row], baseline, row, frame.element, line);
}

/** How far below the upper edge of its row a cell begins. */
export function downOf(cell: RowCell, { frame, inner, shared }: Row): number {
  if (cell.valign === 'top') return frame.paddingTop + topOf(cell, shared, frame);
  const free = inner - cellHeight(cell);
  return frame.paddingTop + frame.snap(cell.valign === 'middle' ? free / 2 : free);
}

/** How far a cell at the top moves down, so that its first baseline meets the others'. */
export function topOf(cell: RowCell, shared: number | null, frame: Pick<RowFrame, 'snap'>): number {
  if (shared === null || cell.valign !== 'top') return 0;
  const own = firstBaseline(cell, frame);
  return own === null ? 0 : shared - own;
}

/** The deepest first baseline of the cells that stand at the top; null when none has text. */
export function sharedBaseline(cells: readonly RowCell[], frame: Pick<RowFrame, 'snap'>): number | null {
  let deepest: number | null = null;
  for (const cell of cells) {
    if (cell.valign !== 'top') continue;
    const own = firstBaseline(cell, frame);
    if (own !== null && (deepest === null || own > deepest)) deepest = own;
  }
  return deepest;
}

function firstBaseline({ style, slabs }: RowCell, frame: Pick<RowFrame, 'snap'>): number | null {
  if (style !== null) return baselineOf(style.leading, frame);
  const first = slabs[0];
  return first === undefined || first.baseline === null ? null : first.gap + first.baseline;
}

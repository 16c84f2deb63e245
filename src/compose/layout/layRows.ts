import type { Node } from '../markup/markupDocument.ts';
import { nextRow, type TakenColumns } from '../markup/tableGrid.ts';
import { layCells } from './layCells.ts';
import type { LayoutContext } from './layoutContext.ts';
import { buildRow, type RowFrame } from './row.ts';
import { RowFrames, type RowsElement } from './rowFrames.ts';
import { buildGroup } from './rowGroup.ts';
import type { Slab } from './slab.ts';
import type { StructureNode } from './structureTree.ts';
import type { BlockStyle } from './styleSheet.ts';
import type { Grid } from './tableColumns.ts';

/**
 * Takes one or more rows that are not broken apart.
 *
 * @param slab no flow holds it yet.
 * @param from first row of the markup in it.
 * @param to last one.
 * @param carries how many of them carry something.
 */
type TakeRows = (slab: Slab, from: Node<'tr'>, to: Node<'tr'>, carries: number) => void;

interface LaidRow {
  readonly row: Node<'tr'>;
  readonly first: number;
  readonly frame: RowFrame;
}

/** Lays out the rows of a group. Rows that a cell spans are one slab, every other row is its own. */
export function layRows(
  group: RowsElement,
  groupStyle: BlockStyle,
  parent: StructureNode,
  grid: Grid,
  context: LayoutContext,
  take: TakeRows,
): void {
  const rows = group.children;
  const taken: TakenColumns = [];
  const frames = new RowFrames(group, grid);
  /** Rows of the slab that is being made, where it has more than one. */
  let spanned: LaidRow[] | null = null;
  let carries = 0;
  let slabs = 0;
  for (let index = 0; index < rows.length; index += 1) {
    const row = rows[index] as Node<'tr'>;
    const style = context.sheet.derive(groupStyle, 'tr', row.attributes.style);
    const node = context.structure.add(parent, 'TR');
    const first = layCells(row, style, group.name === 'thead', node, taken, grid, context);
    nextRow(taken);
    const frame = frames.frameOf(index, slabs % 2 === 1, taken);
    if (row.attributes.carry !== undefined) carries += 1;
    const goesOn = index + 1 < rows.length && isTaken(taken);
    if (goesOn || spanned !== null) (spanned ??= []).push({ row, first, frame });
    if (goesOn) continue;
    if (spanned === null) take(buildRow({ cells: context.cells, first, frame, line: row.line }), row, row, carries);
    else take(several(spanned, grid), (spanned[0] as LaidRow).row, row, carries);
    spanned = null;
    carries = 0;
    slabs += 1;
  }
}

function isTaken(taken: TakenColumns): boolean {
  for (const left of taken) if (left > 0) return true;
  return false;
}

function several(laid: readonly LaidRow[], { table, paddingTop, paddingBottom, context }: Grid): Slab {
  const { cells, units } = context;
  const rows = laid.map(({ row, first, frame }) => ({
    decoration: frame.decoration,
    carries: row.attributes.carry !== undefined,
    first,
    line: row.line,
  }));
  const line = laid[0]?.row.line ?? table.line;
  return buildGroup({ cells, rows, paddingTop, paddingBottom, snap: units.snap, line });
}

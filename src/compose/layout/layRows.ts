import type { Node } from '../markup/markupDocument.ts';
import { nextRow, type TakenColumns } from '../markup/tableGrid.ts';
import type { NewSlab } from './flow.ts';
import { layCells } from './layCells.ts';
import type { LayoutContext } from './layoutContext.ts';
import { buildRow, type Row, type RowCell } from './row.ts';
import { rowDecoration } from './rowDecoration.ts';
import { buildGroup } from './rowGroup.ts';
import { addElement, type StructureNode } from './structureTree.ts';
import type { BlockStyle } from './styleSheet.ts';
import type { Grid } from './tableColumns.ts';

type RowsElement = Node<'thead'> | Node<'tbody'> | Node<'tfoot'> | Node<'tcarry'>;

interface LaidRow {
  readonly row: Node<'tr'>;
  readonly cells: RowCell[];
  readonly decorate: Row['decorate'];
}

/** One or more rows that are not broken apart, as one slab. */
export interface BuiltRows {
  readonly slab: NewSlab;
  /** The rows of the markup in it. */
  readonly from: Node<'tr'>;
  readonly to: Node<'tr'>;
  /** How many of them carry something. */
  readonly carries: number;
}

/** Lays out the rows of a group. Rows that a cell spans are one slab, every other row is its own. */
export function layRows(
  group: RowsElement,
  groupStyle: BlockStyle,
  parent: StructureNode | null,
  grid: Grid,
  context: LayoutContext,
): BuiltRows[] {
  const built: BuiltRows[] = [];
  const rows = group.children;
  const taken: TakenColumns = [];
  let index = 0;
  while (index < rows.length) {
    let carries = 0;
    let first: LaidRow | null = null;
    let others: LaidRow[] | null = null;
    do {
      const row = rows[index] as Node<'tr'>;
      const style = context.sheet.derive(groupStyle, 'tr', row.attributes.style);
      const node = addElement(parent, 'TR');
      const cells = layCells(row, style, group.name === 'thead', node, taken, grid, context);
      nextRow(taken);
      const laid = { row, cells, decorate: rowDecoration(group, index, built.length % 2 === 1, taken, grid) };
      if (first === null) first = laid;
      else (others ??= []).push(laid);
      if (row.attributes.carry !== undefined) carries += 1;
      index += 1;
    } while (index < rows.length && isTaken(taken));
    built.push({
      slab: others === null ? single(first, grid) : several([first, ...others], grid),
      from: first.row,
      to: rows[index - 1] ?? first.row,
      carries,
    });
  }
  return built;
}

function isTaken(taken: TakenColumns): boolean {
  for (const left of taken) if (left > 0) return true;
  return false;
}

function single({ row, cells, decorate }: LaidRow, grid: Grid): NewSlab {
  const { paddingTop, paddingBottom } = grid;
  return buildRow(
    { cells, paddingTop, paddingBottom, alignBaselines: true, decorate, element: 'tr', line: row.line },
    grid.context.units.snap,
  );
}

function several(laid: readonly LaidRow[], grid: Grid): NewSlab {
  const { paddingTop, paddingBottom } = grid;
  return buildGroup(
    {
      rows: laid.map(({ row, cells, decorate }) => ({
        decorate,
        carries: row.attributes.carry !== undefined,
        cells: cells.map((cell, place) => ({ ...cell, rows: row.children[place]?.attributes.rowspan ?? 1 })),
      })),
      paddingTop,
      paddingBottom,
      line: laid[0]?.row.line ?? grid.table.line,
    },
    grid.context.units.snap,
  );
}

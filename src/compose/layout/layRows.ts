import type { Node } from '../markup/markupDocument.ts';
import { nextRow, type TakenColumns } from '../markup/tableGrid.ts';
import type { NewSlab } from './flow.ts';
import { layCells } from './layCells.ts';
import type { LayoutContext } from './layoutContext.ts';
import { buildRow, type Row, type RowCell } from './row.ts';
import { rowDecoration } from './rowDecoration.ts';
import { buildGroup } from './rowGroup.ts';
import { addStructure, type StructureNode } from './structureTree.ts';
import type { BlockStyle } from './styleSheet.ts';
import type { Grid } from './tableColumns.ts';

type RowsElement = Node<'thead'> | Node<'tbody'> | Node<'tfoot'> | Node<'tcarry'>;

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
    const from = index;
    const laid: { row: Node<'tr'>; cells: RowCell[]; decorate: Row['decorate'] }[] = [];
    let carries = 0;
    do {
      const row = rows[index];
      if (row === undefined) break;
      const style = context.sheet.derive(groupStyle, 'tr', row.attributes.style);
      const node = addStructure(parent, { role: 'TR' });
      const cells = layCells(row, style, group.name === 'thead', node, taken, grid, context);
      nextRow(taken);
      laid.push({ row, cells, decorate: rowDecoration(group, index, built.length % 2 === 1, taken, grid) });
      if (row.attributes.carry !== undefined) carries += 1;
      index += 1;
    } while (taken.some((left) => left > 0));
    const [first] = laid;
    const last = laid.at(-1);
    if (first === undefined || last === undefined) break;
    built.push({
      slab: laid.length === 1 ? single(first, grid) : several(laid, rows.slice(from, index), grid),
      from: first.row,
      to: last.row,
      carries,
    });
  }
  return built;
}

function single(
  { row, cells, decorate }: { row: Node<'tr'>; cells: RowCell[]; decorate: Row['decorate'] },
  grid: Grid,
): NewSlab {
  const { paddingTop, paddingBottom } = grid;
  return buildRow(
    { cells, paddingTop, paddingBottom, alignBaselines: true, decorate, element: 'tr', line: row.line },
    grid.context.units.snap,
  );
}

function several(
  laid: readonly { cells: RowCell[]; decorate: Row['decorate'] }[],
  rows: readonly Node<'tr'>[],
  grid: Grid,
): NewSlab {
  const { paddingTop, paddingBottom } = grid;
  return buildGroup(
    {
      rows: laid.map(({ cells, decorate }, index) => ({
        decorate,
        carries: rows[index]?.attributes.carry !== undefined,
        cells: cells.map((cell, place) => ({ ...cell, rows: rows[index]?.children[place]?.attributes.rowspan ?? 1 })),
      })),
      paddingTop,
      paddingBottom,
      line: rows[0]?.line ?? grid.table.line,
    },
    grid.context.units.snap,
  );
}

import type { Node } from '../markup/markupDocument.ts';
import { nextRow, type TakenColumns } from '../markup/tableGrid.ts';
import type { NewSlab } from './flow.ts';
import { layCells } from './layCells.ts';
import { colorOf, type LayoutContext } from './layoutContext.ts';
import type { RectMark } from './marks.ts';
import { buildRow, type Row, type RowCell } from './row.ts';
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
      laid.push({ row, cells, decorate: decoration(group, index, grid) });
      if (row.attributes.carry !== undefined) carries += 1;
      nextRow(taken);
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
        cells: cells.map((cell, place) => ({ ...cell, rows: rows[index]?.children[place]?.attributes.rowspan ?? 1 })),
      })),
      paddingTop,
      paddingBottom,
      line: rows[0]?.line ?? grid.table.line,
    },
    grid.context.units.snap,
  );
}

/** Background and rules of the row at `index`, once its height is known. */
function decoration(group: RowsElement, index: number, grid: Grid): Row['decorate'] {
  const row = group.children[index] as Node<'tr'>;
  const { rules = 'none' } = grid.table.attributes;
  const { 'rule-above': above = 0, 'rule-below': below, fill } = row.attributes;
  const { units } = grid.context;
  const next = group.children[index + 1] ?? firstBelow(group, grid.table);
  const inHead = group.name === 'thead';
  const closesHead = inHead && next === undefined && rules !== 'none';
  const hairline = closesHead || (!inHead && rules === 'rows' && next?.attributes['rule-above'] === undefined);
  const ruleAbove = units.thickness(above);
  const ruleBelow = below === undefined ? (hairline ? grid.hairline : 0) : units.thickness(below);
  const striped = group.name === 'tbody' && index % 2 === 1 ? grid.zebra : null;
  const background = fill === undefined ? striped : colorOf(grid.context, fill);
  if (background === null && ruleAbove === 0 && ruleBelow === 0) return nothing;
  return (height) => {
    const marks: RectMark[] = [];
    if (background !== null) marks.push(bar(grid, 0, height, background, row.line));
    if (ruleAbove > 0) marks.push(bar(grid, 0, ruleAbove, grid.ruleColor, row.line));
    if (ruleBelow > 0) marks.push(bar(grid, height - ruleBelow, ruleBelow, grid.ruleColor, row.line));
    return marks;
  };
}

/** The row that comes after the last of a group. */
function firstBelow(group: RowsElement, table: Node<'table'>): Node<'tr'> | undefined {
  if (group.name === 'thead' || group.name === 'tcarry') return undefined;
  return table.children[table.children.indexOf(group) + 1]?.children[0];
}

function nothing(): readonly RectMark[] {
  return [];
}

function bar(grid: Grid, y: number, height: number, fill: string, line: number): RectMark {
  return { kind: 'rect', x: grid.left, y, width: grid.width, height, fill, line };
}

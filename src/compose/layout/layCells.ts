import type { Cell, Node } from '../markup/markupDocument.ts';
import { freeColumn, takeColumns, type TakenColumns } from '../markup/tableGrid.ts';
import { holdsBlocks } from './contentWidth.ts';
import { Flow } from './flow.ts';
import { plainCell } from './plainCell.ts';
import { layText } from './layText.ts';
import type { LayoutContext } from './layoutContext.ts';
import type { StructureNode } from './structureTree.ts';
import type { BlockStyle } from './styleSheet.ts';
import type { Grid } from './tableColumns.ts';

/**
 * Lays out the cells of one row at their columns. `taken` tells and learns what cells take in the rows below.
 *
 * @returns the number of the first cell.
 */
export function layCells(
  row: Node<'tr'>,
  rowStyle: BlockStyle,
  inHead: boolean,
  parent: StructureNode,
  taken: TakenColumns,
  grid: Grid,
  context: LayoutContext,
): number {
  const { cells } = context;
  let first = 0;
  let last = 0;
  let column = freeColumn(taken, 0);
  const list = row.children;
  for (let index = 0; index < list.length; index += 1) {
    const cell = list[index] as Cell;
    const at = layCell(cell, column, rowStyle, inHead, parent, grid, context);
    const { colspan = 1, rowspan = 1 } = cell.attributes;
    if (rowspan > 1) cells.setRowSpan(at, rowspan);
    if (first === 0) first = at;
    else cells.link(last, at);
    last = at;
    takeColumns(taken, column, colspan, rowspan);
    column = freeColumn(taken, column + colspan);
  }
  return first;
}

function layCell(
  cell: Cell,
  column: number,
  rowStyle: BlockStyle,
  inHead: boolean,
  parent: StructureNode,
  grid: Grid,
  context: LayoutContext,
): number {
  const { table, lefts, widths } = grid;
  const { attributes } = cell;
  const last = column + (attributes.colspan ?? 1) - 1;
  let left = (lefts[column] ?? 0) + grid.paddingLeft;
  let width = (lefts[last] ?? 0) + (widths[last] ?? 0) - grid.paddingRight - left;
  const derived = context.sheet.derive(rowStyle, cell.name, attributes.style, attributes.lang);
  let align = attributes.align ?? table.attributes.aligns?.[column];
  if (align === 'decimal') {
    align = 'right';
    const missing = inset(cell, column, width, grid);
    width -= missing;
    // Figures keep to the right of their column on mirrored pages, too, which is here on the left.
    if (context.mirrored) left += missing;
  }
  const style = context.sheet.align(derived, context.mirrored && align === 'right' ? 'left' : align);
  const node = addCell(cell, inHead, parent, context);
  const valign = attributes.valign ?? 'top';
  const plain = plainCell(cell, style, valign, left, width, node, context);
  if (plain !== 0) return plain;
  const flow = new Flow();
  if (holdsBlocks(cell)) context.layBlocks(cell.children, style, width, node, context, flow);
  else layText(cell, style, width, node, context, flow);
  return context.cells.addStack(left, valign, flow.slabs);
}

/** How far a figure ends before the edge of its column, so that its decimal mark meets the others'. */
function inset(cell: Cell, column: number, width: number, grid: Grid): number {
  const decimal = grid.decimals[column] ?? null;
  const figure = decimal?.figures.get(cell);
  if (decimal === null || figure === undefined) return 0;
  // In a column that is too narrow for all of them no figure is broken only to be aligned.
  const spare = width - figure.before - figure.after;
  return grid.context.units.snap(Math.max(0, Math.min(decimal.after - figure.after, spare)));
}

function addCell(cell: Cell, inHead: boolean, parent: StructureNode, { structure }: LayoutContext): StructureNode {
  const { colspan = 1, rowspan = 1, lang } = cell.attributes;
  if (cell.name === 'td' && colspan === 1 && rowspan === 1) return structure.add(parent, 'TD', lang);
  return structure.add(parent, cell.name === 'th' ? 'TH' : 'TD', lang, {
    scope: cell.name === 'th' ? scopeOf(cell, inHead) : undefined,
    colSpan: colspan > 1 ? colspan : undefined,
    rowSpan: rowspan > 1 ? rowspan : undefined,
  });
}

function scopeOf(cell: Node<'th'>, inHead: boolean): 'Row' | 'Column' {
  const scope = cell.attributes.scope ?? (inHead ? 'column' : 'row');
  return scope === 'column' ? 'Column' : 'Row';
}

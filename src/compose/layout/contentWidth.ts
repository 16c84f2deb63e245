import type { Block, Cell, Node } from '../markup/markupDocument.ts';
import { isSolid, notPlain, widthOf } from '../text/plainLine.ts';
import { freeColumn, nextRow, takeColumns, type TakenColumns } from '../markup/tableGrid.ts';
import { blockNames } from '../markup/vocabulary.ts';
import { carrySumsOf } from './carrySums.ts';
import type { Side } from './columnWidths.ts';
import { decimalColumns, type DecimalColumn } from './decimalColumns.ts';
import { imageSize } from './layImage.ts';
import { barcodeWidth } from './layBarcode.ts';
import type { ColumnWidth } from '../markup/attributeValues.ts';
import type { LayoutContext } from './layoutContext.ts';
import { listIndent } from './listLabels.ts';
import { plainAdvance } from './layPlainLine.ts';
import { wordsOf, type TextElement } from './layText.ts';
import type { BlockStyle } from './styleSheet.ts';

/** Does the cell or list item hold blocks (and no text)? */
export function holdsBlocks<C extends Cell | Node<'li'>>(cell: C): cell is C & { readonly children: readonly Block[] } {
  const first = cell.children[0];
  // Most cells begin with text, which needs no looking up.
  return first !== undefined && first.name !== 'characters' && blockNames.has(first.name);
}

/** Width that the content of a cell or list item asks for. */
function cellWidth(cell: Cell | Node<'li'>, style: BlockStyle, context: LayoutContext, side: Side): number {
  return holdsBlocks(cell) ? blocksWidth(cell.children, style, context, side) : textWidth(cell, style, context, side);
}

function textWidth(element: TextElement, style: BlockStyle, context: LayoutContext, side: Side): number {
  const plain = plainAdvance(element, style, context);
  if (plain !== notPlain && (side === 'max' || isSolid(plain))) return widthOf(plain, style.text);
  const { minWidth, maxWidth } = wordsOf(element, style, context);
  return side === 'min' ? minWidth : maxWidth;
}

/** Width that blocks ask for: the widest of them. */
export function blocksWidth(blocks: readonly Block[], style: BlockStyle, context: LayoutContext, side: Side): number {
  let widest = 0;
  for (const block of blocks) {
    const width = blockWidth(block, style, context, side);
    if (width > widest) widest = width;
  }
  return widest;
}

function blockWidth(block: Block, style: BlockStyle, context: LayoutContext, side: Side): number {
  const { sheet, units } = context;
  switch (block.name) {
    case 'h1':
    case 'h2':
    case 'h3':
    case 'p': {
      const own = sheet.derive(style, block.name, block.attributes.style, block.attributes.lang);
      return textWidth(block, own, context, side);
    }
    case 'section': {
      const own = sheet.derive(style, 'section', block.attributes.style, block.attributes.lang);
      return blocksWidth(block.children, own, context, side);
    }
    case 'ul':
    case 'ol': {
      const own = sheet.derive(style, block.name, block.attributes.style, block.attributes.lang);
      let widest = 0;
      for (const item of block.children) {
        const inner = sheet.derive(own, 'li', item.attributes.style, item.attributes.lang);
        widest = Math.max(widest, cellWidth(item, inner, context, side));
      }
      return widest + listIndent(block, own, context);
    }
    case 'img':
      return imageSize(block, context).width;
    case 'barcode':
      return barcodeWidth(block, context);
    case 'table': {
      const { cols, gap = 8 } = block.attributes;
      const own = sheet.derive(style, 'table', block.attributes.style);
      const contents = columnContents(block, own, decimalColumns(block, own, context), context, side, anyContent);
      return rowWidth(cols, contents, units.of(gap), context);
    }
    case 'columns': {
      const { widths, gap = 12 } = block.attributes;
      const own = sheet.derive(style, 'columns', block.attributes.style);
      const contents = block.children.map((column) => {
        const inner = sheet.derive(own, 'column', column.attributes.style, column.attributes.lang);
        return blocksWidth(column.children, inner, context, side);
      });
      return rowWidth(widths, contents, units.of(gap), context);
    }
    case 'rule':
    case 'space':
      return 0;
  }
}

const anyContent: ReadonlySet<ColumnWidth['kind']> = new Set(['auto', 'share']);
const autoContent: ReadonlySet<ColumnWidth['kind']> = new Set(['auto']);

/** Content of the columns of a table that its widths depend on. */
export function askedContents(
  table: Node<'table'>,
  own: BlockStyle,
  decimals: readonly (DecimalColumn | null)[],
  context: LayoutContext,
  side: Side,
): number[] {
  return columnContents(table, own, decimals, context, side, side === 'max' ? autoContent : anyContent);
}

/** Content of each column of the wanted kinds: the widest of its cells. Cells that span columns take what these give them. */
function columnContents(
  table: Node<'table'>,
  own: BlockStyle,
  decimals: readonly (DecimalColumn | null)[],
  body: LayoutContext,
  side: Side,
  wanted: ReadonlySet<ColumnWidth['kind']>,
): number[] {
  const { sheet, units } = body;
  const { cols, padding: [, right, , left] = [0, 0, 0, 0] } = table.attributes;
  const padding = units.of(left) + units.of(right);
  const asked = cols.map(({ kind }) => wanted.has(kind));
  const widths = decimals.map((column) => (column === null ? 0 : column.before + column.after + padding));
  while (widths.length < cols.length) widths.push(0);
  for (const group of table.children) {
    const groupStyle = sheet.derive(own, group.name, group.attributes.style);
    const context = group.name === 'tcarry' ? { ...body, carriedSum: carrySumsOf(table, body)?.widest ?? null } : body;
    const taken: TakenColumns = [];
    for (const row of group.children) {
      const rowStyle = sheet.derive(groupStyle, 'tr', row.attributes.style);
      let column = freeColumn(taken, 0);
      const cells = row.children;
      for (let index = 0; index < cells.length; index += 1) {
        const cell = cells[index] as Cell;
        const { style, lang, colspan = 1, rowspan = 1 } = cell.attributes;
        if (colspan === 1 && asked[column] === true) {
          const cellStyle = sheet.derive(rowStyle, cell.name, style, lang);
          const width = cellWidth(cell, cellStyle, context, side) + padding;
          if (width > (widths[column] ?? 0)) widths[column] = width;
        }
        takeColumns(taken, column, colspan, rowspan);
        column = freeColumn(taken, column + colspan);
      }
      nextRow(taken);
    }
  }
  return widths;
}

function rowWidth(
  columns: readonly ColumnWidth[],
  contents: readonly number[],
  gap: number,
  { units }: LayoutContext,
): number {
  let width = gap * (columns.length - 1);
  for (const [index, column] of columns.entries()) {
    width += column.kind === 'fixed' ? units.of(column.width) : (contents[index] ?? 0);
  }
  return width;
}

import type { Block, Cell, Node } from '../markup/markupDocument.ts';
import { freeColumn, nextRow, takeColumns, type TakenColumns } from '../markup/tableGrid.ts';
import { blockNames } from '../markup/vocabulary.ts';
import { carrySumsOf } from './carrySums.ts';
import { decimalColumns } from './decimalColumns.ts';
import { imageSize } from './layImage.ts';
import { barcodeWidth } from './layBarcode.ts';
import type { ColumnWidth } from '../markup/attributeValues.ts';
import type { ContentWidth } from './columnWidths.ts';
import type { LayoutContext } from './layoutContext.ts';
import { listIndent } from './listLabels.ts';
import { wordsOf } from './layText.ts';
import type { BlockStyle } from './styleSheet.ts';

const nothing: ContentWidth = { min: 0, max: 0 };

/** Does the cell or list item hold blocks (and no text)? */
export function holdsBlocks<C extends Cell | Node<'li'>>(cell: C): cell is C & { readonly children: readonly Block[] } {
  return cell.children.length > 0 && blockNames.has(cell.children[0]?.name ?? '');
}

/** Width that the content of a cell or list item asks for. */
function cellWidth(cell: Cell | Node<'li'>, style: BlockStyle, context: LayoutContext): ContentWidth {
  if (holdsBlocks(cell)) return blocksWidth(cell.children, style, context);
  const { minWidth, maxWidth } = wordsOf(cell, style, context);
  return { min: minWidth, max: maxWidth };
}

/** Width that blocks ask for: the widest of them. */
export function blocksWidth(blocks: readonly Block[], style: BlockStyle, context: LayoutContext): ContentWidth {
  return widest(blocks.map((block) => blockWidth(block, style, context)));
}

function blockWidth(block: Block, style: BlockStyle, context: LayoutContext): ContentWidth {
  const { sheet, units } = context;
  switch (block.name) {
    case 'h1':
    case 'h2':
    case 'h3':
    case 'p': {
      const own = sheet.derive(style, block.name, block.attributes.style, block.attributes.lang);
      const { minWidth, maxWidth } = wordsOf(block, own, context);
      return { min: minWidth, max: maxWidth };
    }
    case 'section': {
      const own = sheet.derive(style, 'section', block.attributes.style, block.attributes.lang);
      return blocksWidth(block.children, own, context);
    }
    case 'ul':
    case 'ol': {
      const own = sheet.derive(style, block.name, block.attributes.style, block.attributes.lang);
      const indent = listIndent(block, own, context);
      const items = widest(
        block.children.map((item) =>
          cellWidth(item, sheet.derive(own, 'li', item.attributes.style, item.attributes.lang), context),
        ),
      );
      return { min: items.min + indent, max: items.max + indent };
    }
    case 'img': {
      const { width } = imageSize(block, context);
      return { min: width, max: width };
    }
    case 'barcode': {
      const width = barcodeWidth(block, context);
      return { min: width, max: width };
    }
    case 'table':
      return tableWidth(block, style, context);
    case 'columns': {
      const own = sheet.derive(style, 'columns', block.attributes.style);
      const columns = block.children.map((column) => {
        const inner = sheet.derive(own, 'column', column.attributes.style, column.attributes.lang);
        return blocksWidth(column.children, inner, context);
      });
      return rowWidth(block.attributes.widths, columns, units.of(block.attributes.gap ?? 12), context);
    }
    case 'rule':
    case 'space':
      return nothing;
  }
}

function tableWidth(table: Node<'table'>, style: BlockStyle, context: LayoutContext): ContentWidth {
  const { cols, gap = 8 } = table.attributes;
  return rowWidth(cols, columnContents(table, style, context), context.units.of(gap), context);
}

/** Content of each column of a table: the widest of its cells. Cells that span columns take what these give them. */
export function columnContents(table: Node<'table'>, style: BlockStyle, body: LayoutContext): ContentWidth[] {
  const { sheet, units } = body;
  const { cols } = table.attributes;
  const [, right, , left] = table.attributes.padding ?? [0, 0, 0, 0];
  const padding = units.of(left) + units.of(right);
  const own = sheet.derive(style, 'table', table.attributes.style);
  const mins = cols.map(() => 0);
  const maxs = cols.map(() => 0);
  for (const group of table.children) {
    const groupStyle = sheet.derive(own, group.name, group.attributes.style);
    const context = group.name === 'tcarry' ? { ...body, carriedSum: carrySumsOf(table)?.widest ?? null } : body;
    const taken: TakenColumns = [];
    for (const row of group.children) {
      const rowStyle = sheet.derive(groupStyle, 'tr', row.attributes.style);
      let column = freeColumn(taken, 0);
      for (const cell of row.children) {
        const { attributes } = cell;
        const span = attributes.colspan ?? 1;
        if (span === 1 && cols[column]?.kind !== 'fixed') {
          const cellStyle = sheet.derive(rowStyle, cell.name, attributes.style, attributes.lang);
          const { min, max } = cellWidth(cell, cellStyle, context);
          if (min + padding > (mins[column] ?? 0)) mins[column] = min + padding;
          if (max + padding > (maxs[column] ?? 0)) maxs[column] = max + padding;
        }
        takeColumns(taken, column, span, attributes.rowspan ?? 1);
        column = freeColumn(taken, column + span);
      }
      nextRow(taken);
    }
  }
  for (const [column, decimal] of decimalColumns(table, own, body).entries()) {
    const width = decimal === null ? 0 : decimal.before + decimal.after + padding;
    mins[column] = Math.max(mins[column] ?? 0, width);
    maxs[column] = Math.max(maxs[column] ?? 0, width);
  }
  return mins.map((min, column) => ({ min, max: maxs[column] ?? 0 }));
}

function rowWidth(
  columns: readonly ColumnWidth[],
  contents: readonly ContentWidth[],
  gap: number,
  { units }: LayoutContext,
): ContentWidth {
  let min = gap * (columns.length - 1);
  let max = min;
  for (const [index, column] of columns.entries()) {
    const content = contents[index] ?? nothing;
    const fixed = column.kind === 'fixed' ? units.of(column.width) : null;
    min += fixed ?? content.min;
    max += fixed ?? content.max;
  }
  return { min, max };
}

function widest(widths: readonly ContentWidth[]): ContentWidth {
  let min = 0;
  let max = 0;
  for (const width of widths) {
    min = Math.max(min, width.min);
    max = Math.max(max, width.max);
  }
  return { min, max };
}

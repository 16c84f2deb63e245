import type { Block, Cell, Node } from '../markup/markupDocument.ts';
import { blockNames } from '../markup/vocabulary.ts';
import { barcodeWidth } from './layBarcode.ts';
import type { ColumnWidth } from '../markup/attributeValues.ts';
import type { ContentWidth } from './columnWidths.ts';
import type { LayoutContext } from './layoutContext.ts';
import { wordsOf } from './layText.ts';
import type { BlockStyle } from './styleSheet.ts';

const nothing: ContentWidth = { min: 0, max: 0 };

/** Does the cell hold blocks (and no text)? */
export function holdsBlocks(cell: Cell): cell is Cell & { readonly children: readonly Block[] } {
  return cell.children.length > 0 && blockNames.has(cell.children[0]?.name ?? '');
}

/** Width that the content of a cell asks for. */
export function cellWidth(cell: Cell, style: BlockStyle, context: LayoutContext): ContentWidth {
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
    case 'img': {
      const width = units.of(block.attributes.width);
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
export function columnContents(table: Node<'table'>, style: BlockStyle, context: LayoutContext): ContentWidth[] {
  const { sheet, units } = context;
  const [, right, , left] = table.attributes.padding ?? [0, 0, 0, 0];
  const padding = units.of(left) + units.of(right);
  const own = sheet.derive(style, 'table', table.attributes.style);
  const contents: ContentWidth[] = table.attributes.cols.map(() => nothing);
  for (const group of table.children) {
    const groupStyle = sheet.derive(own, group.name, group.attributes.style);
    for (const row of group.children) {
      const rowStyle = sheet.derive(groupStyle, 'tr', row.attributes.style);
      let column = 0;
      for (const cell of row.children) {
        const span = cell.attributes.colspan ?? 1;
        if (span === 1 && table.attributes.cols[column]?.kind !== 'fixed') {
          const cellStyle = sheet.derive(rowStyle, cell.name, cell.attributes.style, cell.attributes.lang);
          const { min, max } = cellWidth(cell, cellStyle, context);
          const known = contents[column] ?? nothing;
          contents[column] = { min: Math.max(known.min, min + padding), max: Math.max(known.max, max + padding) };
        }
        column += span;
      }
    }
  }
  return contents;
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

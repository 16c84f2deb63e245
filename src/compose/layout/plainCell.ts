import type { Cell, Node } from '../markup/markupDocument.ts';
import { notPlain, widthOf } from '../text/plainLine.ts';
import type { Valign } from './cells.ts';
import { fitsLine, plainAdvance, startOf } from './layPlainLine.ts';
import type { TextElement } from './layText.ts';
import type { LayoutContext } from './layoutContext.ts';
import type { StructureNode } from './structureTree.ts';
import type { BlockStyle } from './styleSheet.ts';

/**
 * A cell whose text stands on one line, or whose paragraphs do, one below the other: what most cells hold. It takes neither
 * a flow nor slabs.
 *
 * @returns its number, 0 for any other cell.
 */
export function plainCell(
  cell: Cell,
  style: BlockStyle,
  valign: Valign,
  left: number,
  width: number,
  node: StructureNode,
  context: LayoutContext,
): number {
  const { children } = cell;
  if (children.length === 0) {
    return fits(cell, style, width, context) ? addLine(cell, style, valign, left, width, 0, node, context) : 0;
  }
  for (let index = 0; index < children.length; index += 1) {
    const child = children[index] as Cell['children'][number];
    if (child.name !== 'p' || !fits(child, paragraphStyle(child, style, context), width, context)) return 0;
  }
  const { cells, structure, units } = context;
  let first = 0;
  let last = 0;
  let after = 0;
  for (let index = 0; index < children.length; index += 1) {
    const paragraph = children[index] as Node<'p'>;
    const { attributes } = paragraph;
    const own = paragraphStyle(paragraph, style, context);
    const before = attributes['space-before'];
    // Of the spaces that meet, the largest counts; nothing around the cell's content does.
    const gap = index === 0 ? 0 : Math.max(after, before === undefined ? own.before : units.of(before));
    const tag = structure.add(node, 'P', attributes.lang);
    const line = addLine(paragraph, own, valign, left, width, gap, tag, context);
    after = attributes['space-after'] === undefined ? own.after : units.of(attributes['space-after']);
    if (first === 0) first = line;
    else cells.link(last, line);
    last = line;
  }
  return first === last ? first : cells.addLines(valign, first);
}

function addLine(
  element: TextElement,
  style: BlockStyle,
  valign: Valign,
  left: number,
  width: number,
  gap: number,
  node: StructureNode,
  context: LayoutContext,
): number {
  const advance = widthOf(plainAdvance(element, style, context), style.text);
  const x = left + startOf(advance, style, width, context);
  return context.cells.addLine(x, valign, element.text ?? '', advance, style.text, node, element.line, gap);
}

function fits(element: TextElement, style: BlockStyle, width: number, context: LayoutContext): boolean {
  const plain = plainAdvance(element, style, context);
  return plain !== notPlain && fitsLine(widthOf(plain, style.text), width);
}

function paragraphStyle({ attributes }: Node<'p'>, style: BlockStyle, { sheet }: LayoutContext): BlockStyle {
  return sheet.align(sheet.derive(style, 'p', attributes.style, attributes.lang), attributes.align);
}

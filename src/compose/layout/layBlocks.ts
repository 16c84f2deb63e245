import { PostwerkError } from '../../errors.ts';
import type { Block, Node } from '../markup/markupDocument.ts';
import { blocksWidth } from './contentWidth.ts';
import { columnWidths } from './columnWidths.ts';
import { Flow } from './flow.ts';
import { layBarcode } from './layBarcode.ts';
import { layImage } from './layImage.ts';
import { layList } from './layList.ts';
import { layTable } from './layTable.ts';
import { layText } from './layText.ts';
import { colorOf, overflow, type LayBlocks, type LayoutContext } from './layoutContext.ts';
import { buildRow } from './row.ts';
import { artifact, type StructureNode } from './structureTree.ts';
import type { BlockStyle } from './styleSheet.ts';

const rolesOfText = { h1: 'H1', h2: 'H2', h3: 'H3' } as const;

export const layBlocks: LayBlocks = (blocks, style, width, node, context, flow) => {
  for (const block of blocks) layBlock(block, style, width, node, context, flow);
};

export function layBlock(
  block: Block,
  style: BlockStyle,
  width: number,
  node: StructureNode,
  context: LayoutContext,
  flow: Flow,
): void {
  if (block.name === 'p') {
    layParagraph(block, style, width, node, context, flow);
    return;
  }
  const { sheet, units } = context;
  if (block.name === 'space') {
    flow.addSpace(units.of(block.attributes.height));
    return;
  }
  const { attributes } = block;
  const own = sheet.derive(
    style,
    block.name,
    'style' in attributes ? attributes.style : undefined,
    'lang' in attributes ? attributes.lang : undefined,
  );
  const { 'space-before': before, 'space-after': after } = attributes;
  const from = flow.slabs.length;
  if ('start-on' in attributes && attributes['start-on'] !== undefined) {
    if (!flow.isBody) throw notInBody(block.name, block.line);
    flow.startOn(attributes['start-on']);
  }
  flow.addGap(before === undefined ? own.before : units.of(before));

  switch (block.name) {
    case 'h1':
    case 'h2':
    case 'h3':
      layTextBlock(block, rolesOfText[block.name], own, width, node, context, flow);
      break;
    case 'ul':
    case 'ol':
      layList(block, own, width, node, context, flow);
      break;
    case 'section':
      layBlocks(block.children, own, width, node, context, flow);
      break;
    case 'table':
      layTable(block, style, width, node, context, flow);
      break;
    case 'columns':
      layColumns(block, own, width, node, context, flow);
      break;
    case 'rule':
      layRule(block, width, context, flow);
      break;
    case 'img':
      layImage(block, own, width, node, context, flow);
      break;
    case 'barcode':
      layBarcode(block, own, width, node, context, flow);
      break;
  }

  if ('keep-together' in attributes && attributes['keep-together']) flow.keepTogether(from);
  const withNext = 'keep-with-next' in attributes ? attributes['keep-with-next'] : undefined;
  if (withNext ?? isHeading(block.name)) flow.keepWithNext(from);
  flow.addGap(after === undefined ? own.after : units.of(after));
}

/** Most blocks are paragraphs: with a function of their own, their attributes are all of one shape. */
function layParagraph(
  block: Node<'p'>,
  style: BlockStyle,
  width: number,
  node: StructureNode,
  context: LayoutContext,
  flow: Flow,
): void {
  const { units, sheet } = context;
  const { attributes } = block;
  const { 'space-before': before, 'space-after': after, orphans, widows } = attributes;
  const own = sheet.derive(style, 'p', attributes.style, attributes.lang);
  const from = flow.slabs.length;
  flow.addGap(before === undefined ? own.before : units.of(before));
  layTextBlock(block, 'P', own, width, node, context, flow);
  if (orphans !== undefined || widows !== undefined) flow.tieLines(from, orphans ?? 2, widows ?? 2);
  if (attributes['keep-together']) flow.keepTogether(from);
  if (attributes['keep-with-next']) flow.keepWithNext(from);
  flow.addGap(after === undefined ? own.after : units.of(after));
}

function layTextBlock(
  block: Node<'p'> | Node<'h1'> | Node<'h2'> | Node<'h3'>,
  role: string,
  own: BlockStyle,
  width: number,
  node: StructureNode,
  context: LayoutContext,
  flow: Flow,
): void {
  if (block.text === null && block.children.length === 0) return;
  const { align, lang } = block.attributes;
  const from = flow.slabs.length;
  const { structure } = context;
  const element = node === artifact ? artifact : structure.create(role, lang);
  layText(block, context.sheet.align(own, align), width, element, context, flow);
  if (element !== artifact && flow.slabs.length > from) structure.append(node, element);
}

function notInBody(name: string, line: number): PostwerkError {
  const detail = `line ${line}: <${name} start-on> can begin a page only in the body: not in cells, columns, boxes or items`;
  return new PostwerkError('compose.markup-invalid', detail, { line });
}

function isHeading(name: string): boolean {
  return name === 'h1' || name === 'h2' || name === 'h3';
}

function layRule(rule: Node<'rule'>, width: number, context: LayoutContext, flow: Flow): void {
  const { weight = 0.5, color } = rule.attributes;
  const height = context.units.thickness(weight);
  const fill = color === undefined ? context.ruleColor : colorOf(context, color);
  flow.add({
    height,
    mark: { kind: 'rect', x: 0, y: 0, width: context.units.snap(width), height, fill, line: rule.line },
    element: 'rule',
    line: rule.line,
  });
}

function layColumns(
  columns: Node<'columns'>,
  style: BlockStyle,
  width: number,
  node: StructureNode,
  context: LayoutContext,
  flow: Flow,
): void {
  const { units, sheet } = context;
  const { line } = columns;
  const gap = units.of(columns.attributes.gap ?? 12);
  const styleOf = ({ attributes }: Node<'column'>): BlockStyle =>
    sheet.derive(style, 'column', attributes.style, attributes.lang);
  const widths = columnWidths(
    columns.attributes.widths,
    width - gap * (columns.children.length - 1),
    (side) => columns.children.map((column) => blocksWidth(column.children, styleOf(column), context, side)),
    units,
  );
  if (widths === null) throw overflow('columns', line, `its widths are more than ${units.inMillimetres(width)}`);
  const { cells } = context;
  const row: number[] = [];
  let x = 0;
  let isEmpty = true;
  for (const column of columns.children) {
    const own = widths[row.length] ?? 0;
    const inner = new Flow();
    layBlocks(column.children, styleOf(column), own, node, context, inner);
    if (inner.slabs.length > 0) isEmpty = false;
    row.push(cells.addStack(x, column.attributes.valign ?? 'top', inner.slabs));
    x += own + gap;
  }
  if (isEmpty) return;
  const { snap } = units;
  const frame = {
    element: 'columns',
    paddingTop: 0,
    paddingBottom: 0,
    alignBaselines: false,
    decoration: null,
    snap,
  };
  flow.addOwn(buildRow({ cells, first: cells.chain(row), frame, line }));
}

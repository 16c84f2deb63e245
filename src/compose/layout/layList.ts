import type { Node } from '../markup/markupDocument.ts';
import { holdsBlocks } from './contentWidth.ts';
import { Flow } from './flow.ts';
import { indentSlabs } from './indentSlabs.ts';
import { baselineOf, layText, lineMarks } from './layText.ts';
import { overflow, type LayoutContext } from './layoutContext.ts';
import { labelWords, listIndent } from './listLabels.ts';
import { addStructure, type StructureNode } from './structureTree.ts';
import type { BlockStyle } from './styleSheet.ts';

const numberings = { '1': 'Decimal', a: 'LowerAlpha', A: 'UpperAlpha' } as const;

/** Adds a list: every item indented, its label before its first line. Items break over pages like paragraphs. */
export function layList(
  list: Node<'ul'> | Node<'ol'>,
  style: BlockStyle,
  width: number,
  parent: StructureNode | null,
  context: LayoutContext,
  flow: Flow,
): void {
  const { sheet, units } = context;
  const indent = listIndent(list, style, context);
  if (indent >= width)
    throw overflow(list.name, list.line, `its items stand in by all of ${units.inMillimetres(width)}`);
  // ISO 32000-2 §14.8.5.5: lists with labels say what these count by.
  const listNumbering = list.name === 'ul' ? 'Disc' : numberings[list.attributes.numbering ?? '1'];
  const node = addStructure(parent, { role: 'L', listNumbering });
  for (const [index, item] of list.children.entries()) {
    const own = sheet.derive(style, 'li', item.attributes.style, item.attributes.lang);
    const { 'space-before': before, 'space-after': after } = item.attributes;
    flow.addGap(before === undefined ? own.before : units.of(before));
    const from = flow.slabs.length;
    layItem(list, item, index, own, width, indent, node, context, flow);
    if (item.attributes['keep-together'] === true) flow.keepTogether(from);
    flow.addGap(after === undefined ? own.after : units.of(after));
  }
}

function layItem(
  list: Node<'ul'> | Node<'ol'>,
  item: Node<'li'>,
  index: number,
  style: BlockStyle,
  width: number,
  indent: number,
  parent: StructureNode | null,
  context: LayoutContext,
  flow: Flow,
): void {
  const { units } = context;
  const { lang } = item.attributes;
  const node = addStructure(parent, { role: 'LI', ...(lang !== undefined && { lang }) });
  const label = addStructure(node, { role: 'Lbl' });
  const body = addStructure(node, { role: 'LBody' });
  const inner = new Flow();
  if (holdsBlocks(item)) context.layBlocks(item.children, style, width - indent, body, context, inner);
  else layText(item, style, width - indent, body, context, inner);

  const { words, maxWidth } = labelWords(list, index, style);
  const [first] = inner.slabs;
  const baseline = first?.baseline ?? baselineOf(style.text.leading, units);
  const start = { ...style, align: 'left' } as const;
  const labelMarks = lineMarks(words, start, Math.max(indent, maxWidth), baseline, label, context);
  if (first === undefined) {
    flow.add({ height: style.text.leading, marks: labelMarks, baseline, element: 'li', line: item.line });
    return;
  }
  for (const [number, slab] of indentSlabs(inner.slabs, indent).entries()) {
    flow.addSpace(slab.gap);
    flow.add(number === 0 ? { ...slab, marks: [...labelMarks, ...slab.marks] } : slab);
  }
}

import type { Node } from '../markup/markupDocument.ts';
import { holdsBlocks } from './contentWidth.ts';
import { Flow, type NewSlab } from './flow.ts';
import { indentSlabs } from './indentSlabs.ts';
import { baselineOf } from './layPlainLine.ts';
import { layText, lineMarks } from './layText.ts';
import { overflow, type LayoutContext } from './layoutContext.ts';
import { asOne, movedMark } from './marks.ts';
import { labelWords, listIndent } from './listLabels.ts';
import { buildRow } from './row.ts';
import { buildGroup } from './rowGroup.ts';
import type { Slab } from './slab.ts';
import { part } from './splitRow.ts';
import type { StructureNode } from './structureTree.ts';
import type { BlockStyle } from './styleSheet.ts';

const numberings = { '1': 'Decimal', a: 'LowerAlpha', A: 'UpperAlpha' } as const;

/** Adds a list: every item indented, its label before its first line. Items break over pages like paragraphs. */
export function layList(
  list: Node<'ul'> | Node<'ol'>,
  style: BlockStyle,
  width: number,
  parent: StructureNode,
  context: LayoutContext,
  flow: Flow,
): void {
  const { sheet, units } = context;
  const indent = listIndent(list, style, context);
  if (indent >= width)
    throw overflow(list.name, list.line, `its items stand in by all of ${units.inMillimetres(width)}`);
  // ISO 32000-2 §14.8.5.5: lists with labels say what these count by.
  const listNumbering = list.name === 'ul' ? 'Disc' : numberings[list.attributes.numbering ?? '1'];
  const node = context.structure.add(parent, 'L', undefined, { listNumbering });
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
  parent: StructureNode,
  context: LayoutContext,
  flow: Flow,
): void {
  const { units } = context;
  const { lang } = item.attributes;
  const node = context.structure.add(parent, 'LI', lang);
  const label = context.structure.add(node, 'Lbl');
  const body = context.structure.add(node, 'LBody');
  const inner = new Flow();
  if (holdsBlocks(item)) context.layBlocks(item.children, style, width - indent, body, context, inner);
  else layText(item, style, width - indent, body, context, inner);

  const { words, maxWidth } = labelWords(list, index, style);
  const { leading } = style.text;
  const baseline = baselineOf(leading, units);
  const start = { ...style, align: 'left' } as const;
  const mark = asOne(lineMarks(words, start, Math.max(indent, maxWidth), baseline, label, context));
  const line: NewSlab = { height: leading, mark, baseline, element: 'li', line: item.line };
  const [first, ...others] = indentSlabs(inner.slabs, indent);
  if (first === undefined) {
    flow.add(line);
    return;
  }
  flow.addSpace(first.gap);
  flow.add(besideLabel(line, first), first.keep, first.table, first.carried);
  for (const slab of others) {
    flow.addSpace(slab.gap);
    flow.add(slab, slab.keep, slab.table, slab.carried);
  }
}

/** The first slab of an item with the label before it, on one baseline where it has one. */
function besideLabel(label: NewSlab, slab: Slab): NewSlab {
  // A row is split when it is taller than a page, and its label has to go with the upper part.
  if (slab.row !== null) {
    const { row } = slab;
    const { cells } = row;
    const before = (first: number): number =>
      cells.chain([cells.addStack(0, 'top', slabsOf(label)), ...cells.row(first)]);
    if ('rows' in row) {
      const rows = row.rows.map((each, index) => (index === 0 ? { ...each, first: before(each.first) } : each));
      return part(slab, buildGroup({ ...row, rows }));
    }
    const { first, frame, line } = row;
    return part(slab, buildRow({ cells, first: before(first), frame, line }));
  }
  const own = label.baseline ?? 0;
  const down = slab.baseline === null ? 0 : Math.max(0, own - slab.baseline);
  const labelDown = slab.baseline === null ? 0 : Math.max(0, slab.baseline - own);
  const both = [movedMark(label.mark, 0, labelDown), movedMark(slab.mark, 0, down)];
  return {
    ...slab,
    height: Math.max(slab.height + down, label.height + labelDown),
    mark: asOne(both.filter((mark) => mark !== null)),
    baseline: slab.baseline === null ? own : slab.baseline + down,
  };
}

function slabsOf(slab: NewSlab): Slab[] {
  const flow = new Flow();
  flow.add(slab);
  return flow.slabs;
}

import type { Node } from '../markup/markupDocument.ts';
import { Flow } from './flow.ts';
import { colorOf, overflow, type LayoutContext } from './layoutContext.ts';
import { leastHeight } from './leastHeight.ts';
import type { Mark, RectMark } from './marks.ts';
import { stackHeight, stackMarks } from './slab.ts';
import { artifact, type StructureNode } from './structureTree.ts';

/** Where a header, footer or box stands on its page. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

type Master = Node<'header'> | Node<'footer'> | Node<'background'> | Node<'box'>;

/** Each try of a box that shrinks sets it this much smaller. */
const shrinkStep = 0.05;

/**
 * Lays out content of fixed height. Positions are those of the page.
 *
 * Throws `compose.overflow` when the content is higher than `place`, after shrinking a box as far as it may.
 */
export function layMaster(master: Master, place: Place, node: StructureNode, context: LayoutContext): Mark[] {
  const marks: Mark[] = master.name === 'box' || master.name === 'background' ? frame(master, place, context) : [];
  const inner = master.name === 'box' ? withoutPadding(master, place, context) : place;
  const { slabs, height } = fit(master, inner, node, context);
  const valign = master.name === 'box' ? (master.attributes.valign ?? 'top') : 'top';
  const free = inner.height - height;
  const down = valign === 'bottom' ? free : valign === 'middle' ? free / 2 : 0;
  stackMarks(slabs, inner.x, inner.y + context.units.snap(down), marks);
  return marks;
}

function fit(
  master: Master,
  inner: Place,
  node: StructureNode,
  context: LayoutContext,
): { slabs: Flow['slabs']; height: number } {
  const least = master.name === 'box' ? (master.attributes.shrink ?? 1) : 1;
  const room = inner.height + 0.01;
  let factor = 1;
  for (;;) {
    const sheet = factor === 1 ? context.sheet : context.sheet.shrunk(factor);
    const attempt = factor === 1 ? context : { ...context, sheet, words: new Map<object, never>() };
    const style = sheet.derive(sheet.root, master.name, master.attributes.style, master.attributes.lang);
    const next = Math.max(least, factor - shrinkStep);
    if (next < factor && leastHeight(master.children, style, attempt) > room) {
      factor = next;
      continue;
    }
    // Tags are taken over only from the try that fits.
    const tags = node === artifact ? artifact : context.structure.create('Sect');
    const flow = new Flow();
    context.layBlocks(master.children, style, inner.width, tags, attempt, flow);
    const height = stackHeight(flow.slabs);
    if (height <= room) {
      if (tags !== artifact) context.structure.moveChildren(tags, node);
      return { slabs: flow.slabs, height };
    }
    if (next >= factor) {
      const { units } = context;
      const [is, has] = [units.inMillimetres(height), units.inMillimetres(inner.height)];
      throw overflow(master.name, master.line, `its content is ${is} high, it has room for ${has}`);
    }
    factor = next;
  }
}

function withoutPadding(box: Node<'box'>, place: Place, { units }: LayoutContext): Place {
  const [top, right, bottom, left] = (box.attributes.padding ?? [0, 0, 0, 0]).map((edge) => units.of(edge));
  return {
    x: place.x + (left ?? 0),
    y: place.y + (top ?? 0),
    width: place.width - (left ?? 0) - (right ?? 0),
    height: place.height - (top ?? 0) - (bottom ?? 0),
  };
}

/** Background and frame. The frame is four bars inside the edge, so that it is sharp on whole dots. */
function frame(
  box: Node<'box'> | Node<'background'>,
  { x, y, width, height }: Place,
  context: LayoutContext,
): RectMark[] {
  const { fill } = box.attributes;
  const { stroke, 'stroke-weight': weight = 0.5 } = box.name === 'box' ? box.attributes : {};
  const marks: RectMark[] = [];
  const { line } = box;
  if (fill !== undefined) marks.push({ kind: 'rect', x, y, width, height, fill: colorOf(context, fill), line });
  if (stroke !== undefined) {
    const color = colorOf(context, stroke);
    const thick = context.units.thickness(weight);
    const bar = (left: number, top: number, wide: number, high: number): RectMark => ({
      kind: 'rect',
      x: left,
      y: top,
      width: wide,
      height: high,
      fill: color,
      line,
    });
    marks.push(bar(x, y, width, thick), bar(x, y + height - thick, width, thick));
    marks.push(bar(x, y, thick, height), bar(x + width - thick, y, thick, height));
  }
  return marks;
}

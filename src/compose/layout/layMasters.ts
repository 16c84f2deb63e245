import type { MarkupDocument, Node } from '../markup/markupDocument.ts';
import { layMaster, type Place } from './layMaster.ts';
import { overflow, type LayoutContext } from './layoutContext.ts';
import type { Mark } from './marks.ts';
import type { PageFrame } from './pageFrame.ts';
import { createStructure, type StructureNode } from './structureTree.ts';

type Master = Node<'header'> | Node<'footer'> | Node<'box'>;

/** What stands on a page beside the body: marks drawn before it and after it. */
export interface MasterLayer {
  readonly below: readonly Mark[];
  readonly above: readonly Mark[];
}

export interface MasterPlan {
  readonly boxes: readonly Node<'box'>[];
  /** The place of a box in the reading order; empty for boxes that are artifacts. */
  tagsOf(box: Node<'box'>): readonly StructureNode[];
  /** Content without page number is the same on every page and laid out once. */
  readonly laid: Map<Master, readonly Mark[]>;
}

/** Boxes are laid out after the body, because they may say how many pages there are, but are read where they stand. */
export function reserveBoxes({ content }: MarkupDocument): MasterPlan {
  const boxes = content.filter((child): child is Node<'box'> => child.name === 'box');
  const tags = new Map<Node<'box'>, StructureNode>();
  for (const box of boxes) if ((box.attributes.on ?? 'first') === 'first') tags.set(box, createStructure('Sect'));
  return {
    boxes,
    tagsOf: (box) => {
      const node = tags.get(box);
      return node === undefined ? [] : [node];
    },
    laid: new Map(),
  };
}

/** Lays out headers, footers and boxes of one page; `number` counts from 0. */
export function layMasters(
  plan: MasterPlan,
  frame: PageFrame,
  number: number,
  count: number,
  body: LayoutContext,
): MasterLayer {
  const context: LayoutContext = { ...body, page: { number: number + 1, count }, words: new Map() };
  const lay = (master: Master, place: Place, node: StructureNode | null): readonly Mark[] => {
    const known = plan.laid.get(master);
    if (known !== undefined) return known;
    const marks = layMaster(master, place, node, context);
    if (!saysPage(master)) plan.laid.set(master, marks);
    return marks;
  };
  const header = frame.header(number);
  const footer = frame.footer(number);
  const boxes = plan.boxes.filter((box) => standsOn(box, number));
  return {
    below: [
      ...(header === null ? [] : lay(header.node, header.place, null)),
      ...boxes.flatMap((box) => lay(box, placeOf(box, frame, context), plan.tagsOf(box)[0] ?? null)),
    ],
    above: footer === null ? [] : lay(footer.node, footer.place, null),
  };
}

function standsOn({ attributes: { on = 'first' } }: Node<'box'>, page: number): boolean {
  return on === 'all' || (on === 'first') === (page === 0);
}

function placeOf({ attributes, line }: Node<'box'>, frame: PageFrame, { units }: LayoutContext): Place {
  const x = units.of(attributes.x);
  const y = units.of(attributes.y);
  // Edges, not sizes, are rounded: boxes that meet in millimetres meet in dots.
  const right = units.of(attributes.x + attributes.width);
  const bottom = units.of(attributes.y + attributes.height);
  if (right > frame.width + 0.01 || bottom > frame.height + 0.01) {
    const page = `${units.inMillimetres(frame.width)} × ${units.inMillimetres(frame.height)}`;
    const corner = `${units.inMillimetres(right)} from the left and ${units.inMillimetres(bottom)} from the top`;
    throw overflow('box', line, `its lower right corner is ${corner}, outside the page of ${page}`);
  }
  return { x, y, width: right - x, height: bottom - y };
}

function saysPage(node: { readonly name: string; readonly children?: readonly unknown[] }): boolean {
  if (node.name === 'page-number' || node.name === 'page-count') return true;
  return (node.children ?? []).some((child) => saysPage(child as { name: string; children?: readonly unknown[] }));
}

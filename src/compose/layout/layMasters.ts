import type { MarkupDocument, Node } from '../markup/markupDocument.ts';
import { layMaster, type Place } from './layMaster.ts';
import { layWatermark } from './layWatermark.ts';
import { overflow, type LayoutContext } from './layoutContext.ts';
import type { Mark } from './marks.ts';
import { standsOn, type PageFrame } from './pageFrame.ts';
import { artifact, type StructureNode, type StructureTree } from './structureTree.ts';

type Master = Node<'header'> | Node<'footer'> | Node<'background'> | Node<'watermark'> | Node<'box'>;
type Fixed = Node<'background'> | Node<'watermark'> | Node<'box'>;

/** What stands on a page beside the body: marks drawn before it and after it. */
export interface MasterLayer {
  readonly below: readonly (readonly Mark[])[];
  readonly above: readonly Mark[];
}

export interface MasterPlan {
  readonly backgrounds: readonly Node<'background'>[];
  readonly watermarks: readonly Node<'watermark'>[];
  readonly boxes: readonly Node<'box'>[];
  /** The place of a box in the reading order; `artifact` for a box that is not read. */
  tagOf(box: Fixed): StructureNode;
  /** Content without page number is the same on every page and laid out once. */
  readonly laid: Map<Master, readonly Mark[]>;
  /** Whether content says the number of its page, by element. */
  readonly pageBound: Map<Master, boolean>;
}

const noMarks: readonly Mark[] = [];

/** Boxes are laid out after the body, because they may say how many pages there are, but are read where they stand. */
export function reserveBoxes({ content }: MarkupDocument, structure: StructureTree): MasterPlan {
  const boxes: Node<'box'>[] = [];
  const backgrounds: Node<'background'>[] = [];
  const watermarks: Node<'watermark'>[] = [];
  const tags = new Map<Fixed, StructureNode>();
  for (const child of content) {
    if (child.name === 'background') backgrounds.push(child);
    else if (child.name === 'watermark') watermarks.push(child);
    else if (child.name === 'box') {
      boxes.push(child);
      // What stands on one page only is read there; what comes again is not read at all.
      const { on = 'first' } = child.attributes;
      if (on === 'first' || on === 'last' || on === 'only') tags.set(child, structure.create('Sect'));
    }
  }
  return {
    boxes,
    backgrounds,
    watermarks,
    tagOf: (box) => tags.get(box) ?? artifact,
    laid: new Map(),
    pageBound: new Map(),
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
  const page = { number, count };
  const context: LayoutContext = { ...body, page: { number: number + 1, count }, words: new Map() };
  const lay = (master: Master, place: () => Place, node: StructureNode): readonly Mark[] => {
    const known = plan.laid.get(master);
    if (known !== undefined) return known;
    const marks =
      master.name === 'watermark' ? layWatermark(master, frame, context) : layMaster(master, place(), node, context);
    if (!isPageBound(master, plan.pageBound)) plan.laid.set(master, marks);
    return marks;
  };
  const header = frame.header(page);
  const footer = frame.footer(page);
  const whole: Place = { x: 0, y: 0, width: frame.width, height: frame.height };
  const below: (readonly Mark[])[] = [];
  for (const background of plan.backgrounds) {
    if (standsOn(background.attributes.on ?? 'all', page)) below.push(lay(background, () => whole, artifact));
  }
  for (const watermark of plan.watermarks) {
    if (standsOn(watermark.attributes.on ?? 'all', page)) below.push(lay(watermark, () => whole, artifact));
  }
  if (header !== null) below.push(lay(header.node, () => header.place, artifact));
  for (const box of plan.boxes) {
    if (!standsOn(box.attributes.on ?? 'first', page)) continue;
    below.push(lay(box, () => placeOf(box, frame, context), plan.tagOf(box)));
  }
  return { below, above: footer === null ? noMarks : lay(footer.node, () => footer.place, artifact) };
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

interface Element {
  readonly name: string;
  readonly children?: readonly unknown[];
}

function isPageBound(master: Master, known: Map<Master, boolean>): boolean {
  let says = known.get(master);
  if (says === undefined) known.set(master, (says = saysPage(master)));
  return says;
}

/** Whether something in an element says the number of its page. */
function saysPage({ name, children }: Element): boolean {
  if (name === 'page-number' || name === 'page-count') return true;
  if (children === undefined) return false;
  for (const child of children) if (saysPage(child as Element)) return true;
  return false;
}

import type { MarkupDocument, Node } from '../markup/markupDocument.ts';
import { overflow } from './layoutContext.ts';
import type { Place } from './layMaster.ts';
import type { Units } from './units.ts';

interface Standing<N extends 'header' | 'footer'> {
  readonly node: Node<N>;
  readonly place: Place;
}

/** The measures of every page, in units; pages count from 0. */
export interface PageFrame {
  readonly width: number;
  readonly height: number;
  readonly bodyLeft: number;
  readonly bodyWidth: number;
  readonly bodyTop: (page: number) => number;
  readonly bodyHeight: (page: number) => number;
  readonly header: (page: number) => Standing<'header'> | null;
  readonly footer: (page: number) => Standing<'footer'> | null;
}

const mm = 72 / 25.4;

/** Settles where margins, headers, body and footers of each page lie. */
export function settlePage({ root, headers, footers }: MarkupDocument, units: Units): PageFrame {
  const size =
    root.name === 'label' ? root.attributes : (root.attributes.size ?? { width: 210 * mm, height: 297 * mm });
  const standard = (root.name === 'label' ? 3 : 20) * mm;
  const margins = root.attributes.margin ?? [standard, standard, standard, standard];
  const [top, right, bottom, left] = margins.map((edge) => units.of(edge)) as [number, number, number, number];
  const width = units.of(size.width);
  const height = units.of(size.height);
  const bodyWidth = width - left - right;

  const header = (page: number): Standing<'header'> | null => {
    const node = masterOf(headers, page);
    if (node === null) return null;
    return { node, place: { x: left, y: top, width: bodyWidth, height: units.of(node.attributes.height) } };
  };
  const footer = (page: number): Standing<'footer'> | null => {
    const node = masterOf(footers, page);
    if (node === null) return null;
    const own = units.of(node.attributes.height);
    return { node, place: { x: left, y: height - bottom - own, width: bodyWidth, height: own } };
  };
  const bodyTop = (page: number): number => top + (header(page)?.place.height ?? 0);
  const bodyHeight = (page: number): number => (footer(page)?.place.y ?? height - bottom) - bodyTop(page);
  const heights = [bodyHeight(0), bodyHeight(1)];
  const tops = [bodyTop(0), bodyTop(1)];

  if (bodyWidth <= 0 || Math.min(...heights) <= 0) {
    throw overflow(root.name, root.line, 'its margins, headers and footers leave no room for the body');
  }
  return {
    width,
    height,
    bodyLeft: left,
    bodyWidth,
    bodyTop: (page) => tops[Math.min(page, 1)] ?? 0,
    bodyHeight: (page) => heights[Math.min(page, 1)] ?? 0,
    header,
    footer,
  };
}

/** The header or footer of a page: the one for this page, else the one for all. */
function masterOf<T extends Node<'header'> | Node<'footer'>>(masters: readonly T[], page: number): T | null {
  const wanted = page === 0 ? 'first' : 'following';
  const on = (master: T): string => master.attributes.on ?? 'all';
  return masters.find((master) => on(master) === wanted) ?? masters.find((master) => on(master) === 'all') ?? null;
}

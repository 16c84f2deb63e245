import type { Value } from '../markup/attributeValues.ts';
import type { MarkupDocument, Node } from '../markup/markupDocument.ts';
import { overflow } from './layoutContext.ts';
import type { Place } from './layMaster.ts';
import type { Units } from './units.ts';

interface Standing<N extends 'header' | 'footer'> {
  readonly node: Node<N>;
  readonly place: Place;
}

/** A page among the pages of its document, from 0. The count is null as long as it is not known: then none is the last. */
export interface PageNumber {
  readonly number: number;
  readonly count: number | null;
}

/** The measures of every page, in units. */
export interface PageFrame {
  readonly width: number;
  readonly height: number;
  readonly bodyLeft: number;
  readonly bodyWidth: number;
  /** Whether measures depend on how many pages there are. */
  readonly endMatters: boolean;
  readonly bodyTop: (page: PageNumber) => number;
  readonly bodyHeight: (page: PageNumber) => number;
  readonly header: (page: PageNumber) => Standing<'header'> | null;
  readonly footer: (page: PageNumber) => Standing<'footer'> | null;
}

type Pages = Value<'pages'>;

const mm = 72 / 25.4;

/** The first pages, as the last and as one that others follow. */
const kindsOfPages: readonly PageNumber[] = [0, 1, 2].flatMap((number) => [
  { number, count: null },
  { number, count: number + 1 },
]);

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

  const header = (page: PageNumber): Standing<'header'> | null => {
    const node = masterOf(headers, page);
    if (node === null) return null;
    return { node, place: { x: left, y: top, width: bodyWidth, height: units.of(node.attributes.height) } };
  };
  const footer = (page: PageNumber): Standing<'footer'> | null => {
    const node = masterOf(footers, page);
    if (node === null) return null;
    const own = units.of(node.attributes.height);
    return { node, place: { x: left, y: height - bottom - own, width: bodyWidth, height: own } };
  };
  const heightOf = (node: Node<'header'> | Node<'footer'> | null): number =>
    node === null ? 0 : units.of(node.attributes.height);
  const room = height - top - bottom;
  const bodyTop = (page: PageNumber): number => top + heightOf(masterOf(headers, page));
  const bodyHeight = (page: PageNumber): number =>
    room - heightOf(masterOf(headers, page)) - heightOf(masterOf(footers, page));

  const highest = (masters: readonly (Node<'header'> | Node<'footer'>)[]): number => {
    let most = 0;
    for (const master of masters) most = Math.max(most, heightOf(master));
    return most;
  };
  // The highest of both may never meet on one page; that they do not overlap has to be seen on the pages that there are.
  if (
    bodyWidth <= 0 ||
    (room <= highest(headers) + highest(footers) && kindsOfPages.some((page) => bodyHeight(page) <= 0))
  ) {
    throw overflow(root.name, root.line, 'its margins, headers and footers leave no room for the body');
  }
  return {
    width,
    height,
    bodyLeft: left,
    bodyWidth,
    endMatters: headers.some(standsByEnd) || footers.some(standsByEnd),
    bodyTop,
    bodyHeight,
    header,
    footer,
  };
}

function standsByEnd({ attributes: { on } }: Node<'header'> | Node<'footer'>): boolean {
  return on === 'last' || on === 'not-last' || on === 'only';
}

/** Does what is `on` these pages stand on this one? */
export function standsOn(on: Pages, { number, count }: PageNumber): boolean {
  switch (on) {
    case 'all':
      return true;
    case 'first':
      return number === 0;
    case 'following':
      return number > 0;
    case 'last':
      return number + 1 === count;
    case 'not-last':
      return count === null || number + 1 < count;
    case 'only':
      return count === 1;
    // Readers count from 1.
    case 'odd':
      return number % 2 === 0;
    case 'even':
      return number % 2 === 1;
  }
}

const byPreference: readonly Pages[] = ['only', 'first', 'last', 'even', 'odd', 'following', 'not-last', 'all'];

/** The header or footer of a page: of those that may stand there, the one that says most about where. */
function masterOf<T extends Node<'header'> | Node<'footer'>>(masters: readonly T[], page: PageNumber): T | null {
  let best: T | null = null;
  let rank = byPreference.length;
  for (const master of masters) {
    const on = master.attributes.on ?? 'all';
    const own = byPreference.indexOf(on);
    if (own < rank && standsOn(on, page)) {
      best = master;
      rank = own;
    }
  }
  return best;
}

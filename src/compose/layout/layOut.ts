import { allPages, type DisplayList, type Item, type Page, type PagedList, type Pages } from '../displayList.ts';
import { isRightToLeft } from '../../model/writingDirection.ts';
import type { FontBook } from '../fonts/fontBook.ts';
import type { MarkupDocument, Node } from '../markup/markupDocument.ts';
import { createEmitter, thousandths } from './emitItems.ts';
import { Flow } from './flow.ts';
import { layBlock, layBlocks } from './layBlocks.ts';
import { layMasters, reserveBoxes, type MasterPlan } from './layMasters.ts';
import { overflow, type AssetSize, type LayoutContext } from './layoutContext.ts';
import type { Piece } from './paginate.ts';
import { settlePage, type PageFrame } from './pageFrame.ts';
import { settlePages } from './settlePages.ts';
import { stackHeight } from './slab.ts';
import { append, createStructure, numberStructure } from './structureTree.ts';
import { styleSheetOf } from './styleSheet.ts';
import { createUnits } from './units.ts';

export interface LayoutOptions {
  /** Dots per inch of the print head a label is made for; without it the label's own `dpi`, or 203. */
  readonly dpi?: number;
  /** Width and height of a picture, in pixels or view box units. Throws `compose.unknown-picture`. */
  readonly assetSize?: AssetSize;
  /** The markup was read with its pieces (`parseMarkup`): each run has one origin, told by its `line`. */
  readonly traced?: boolean;
}

/**
 * Lays markup out on pages, whose items are made when somebody goes through them. Pure: the same markup, fonts and options
 * give the same display list.
 *
 * Throws `compose.overflow` for content that does not fit its place, `compose.missing-glyph` for a character no font
 * has and `compose.barcode-invalid` for data a barcode cannot carry.
 */
export function layOutPages(document: MarkupDocument, fonts: FontBook, options: LayoutOptions = {}): PagedList {
  const { root } = document;
  const isLabel = root.name === 'label';
  const units = createUnits(isLabel ? (options.dpi ?? root.attributes.dpi ?? 203) : null);
  const context: LayoutContext = {
    units,
    sheet: styleSheetOf(document, fonts, units),
    accent: root.attributes.accent ?? '#000000',
    ruleColor: isLabel ? '#000000' : '#999999',
    mirrored: isRightToLeft(root.attributes.lang),
    page: null,
    carriedSum: null,
    words: new Map(),
    sums: new Map(),
    assetSize: options.assetSize ?? unknownSize,
    traced: options.traced ?? false,
    layBlocks,
  };
  const frame = settlePage(document, units);
  const structure = createStructure('Document');
  const masters: MasterPlan = reserveBoxes(document);

  const flow = new Flow(true);
  for (const child of document.content) {
    if (child.name === 'background' || child.name === 'watermark') continue;
    if (child.name !== 'box') layBlock(child, context.sheet.root, frame.bodyWidth, structure, context, flow);
    else {
      const node = masters.tagOf(child);
      if (node !== null) append(structure, node);
    }
  }
  if (isLabel) refuseSecondLabel(flow, frame, root, context);

  const pages = settlePages(flow.slabs, frame, units);
  const count = pages.length;
  const layers = pages.map(({ blank }, number) => (blank ? null : layMasters(masters, frame, number, count, context)));
  const elements = numberStructure(structure);
  const emit = createEmitter(isLabel ? Math.round : thousandths, context.mirrored ? frame.width : null);
  return {
    unitsPerInch: units.perInch,
    title: root.attributes.title,
    lang: root.attributes.lang,
    structure: elements,
    pages: new LaidPages(count + (needsBack() ? 1 : 0), (number) => drawn(pages[number]?.pieces ?? [], number)),
  };

  function drawn(pieces: readonly Piece[], number: number): Page {
    const items: Item[] = [];
    const layer = layers[number] ?? null;
    const top = frame.bodyTop({ number, count });
    for (const marks of layer?.below ?? []) emit(marks, 0, 0, false, items);
    for (const piece of pieces) emit(piece.marks, frame.bodyLeft, top + piece.y, piece.artifact, items);
    if (layer !== null) emit(layer.above, 0, 0, false, items);
    return { width: thousandths(frame.width), height: thousandths(frame.height), items };
  }

  /** An odd last page gets an empty back, so that the next document on a printer's duplex begins a sheet. */
  function needsBack(): boolean {
    return root.name === 'document' && root.attributes.duplex === true && count % 2 === 1;
  }
}

/** The same with all pages made. */
export function layOut(document: MarkupDocument, fonts: FontBook, options: LayoutOptions = {}): DisplayList {
  return allPages(layOutPages(document, fonts, options));
}

class LaidPages implements Pages {
  readonly length: number;
  readonly #page: (number: number) => Page;

  constructor(length: number, page: (number: number) => Page) {
    this.length = length;
    this.#page = page;
  }

  *[Symbol.iterator](): Iterator<Page> {
    for (let number = 0; number < this.length; number += 1) yield this.#page(number);
  }
}

/** A caller that gives no pictures has markup that says both sides of each. */
function unknownSize(name: string): never {
  throw new Error(`nobody told the layout the size of the picture "${name}"`);
}

function refuseSecondLabel(flow: Flow, frame: PageFrame, root: Node<'label'>, { units }: LayoutContext): void {
  const height = stackHeight(flow.slabs);
  const room = frame.bodyHeight({ number: 0, count: 1 });
  if (height <= room) return;
  const [is, has] = [units.inMillimetres(height), units.inMillimetres(room)];
  throw overflow('label', root.line, `its content is ${is} high, it has room for ${has}`);
}

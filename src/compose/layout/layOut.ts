import { allPages, type DisplayList, type Page, type PagedList, type Pages } from '../displayList.ts';
import { isRightToLeft } from '../../model/writingDirection.ts';
import type { FontBook } from '../fonts/fontBook.ts';
import type { MarkupDocument, Node } from '../markup/markupDocument.ts';
import { Cells } from './cells.ts';
import { Emitter, ItemList, thousandths } from './emitItems.ts';
import { Flow } from './flow.ts';
import { layBlock, layBlocks } from './layBlocks.ts';
import { layMasters, reserveBoxes, type MasterLayer, type MasterPlan } from './layMasters.ts';
import { overflow, type AssetSize, type LayoutContext } from './layoutContext.ts';
import { Pieces } from './pieces.ts';
import { settlePage, type PageFrame } from './pageFrame.ts';
import { settlePages } from './settlePages.ts';
import { stackHeight } from './slab.ts';
import { artifact, StructureTree } from './structureTree.ts';
import { styleSheetOf } from './styleSheet.ts';
import { createUnits, type Units } from './units.ts';

export interface LayoutOptions {
  /** Dots per inch of the print head a label is made for; without it the label's own `dpi`, or 203. */
  readonly dpi?: number;
  /** Width and height of a picture, in pixels or view box units. Throws `compose.unknown-picture`. */
  readonly assetSize?: AssetSize;
  /** The markup was read with its pieces (`parseMarkup`): each run has one origin, told by its `line`. */
  readonly traced?: boolean;
}

/**
 * Lays markup out on pages, whose items are made when somebody goes through them. The same markup, fonts and options give
 * the same display list. Uses the tree up: long tables in it are empty afterwards.
 *
 * Throws `compose.overflow` for content that does not fit its place, `compose.missing-glyph` for a character no font
 * has and `compose.barcode-invalid` for data a barcode cannot carry.
 */
export function layOutPages(document: MarkupDocument, fonts: FontBook, options: LayoutOptions = {}): PagedList {
  const { root } = document;
  const isLabel = root.name === 'label';
  const units = createUnits(isLabel ? (options.dpi ?? root.attributes.dpi ?? 203) : null);
  const frame = settlePage(document, units);
  const { pages, tree } = settleContent(document, frame, units, fonts, options);
  // An odd last page gets an empty back, so that the next document on a printer's duplex begins a sheet.
  if (root.name === 'document' && root.attributes.duplex === true && pages.length % 2 === 1) pages.push(blankPage);
  return {
    unitsPerInch: units.perInch,
    title: root.attributes.title,
    lang: root.attributes.lang,
    structure: tree.numbered(),
    pages: new LaidPages(pages, {
      width: frame.width,
      height: frame.height,
      left: frame.bodyLeft,
      emitter: new Emitter(isLabel, isMirrored(root) ? frame.width : null, tree),
    }),
  };
}

/** A page whose marks have their places, and what stands beside its body; without it a page is left empty. */
interface LaidPage {
  readonly top: number;
  readonly pieces: Pieces;
  readonly layer: MasterLayer | null;
}

const blankPage: LaidPage = { top: 0, pieces: new Pieces(), layer: null };

/** What comes out holds nothing of the markup's tree: while pages are drawn, there need not be both. */
function settleContent(
  document: MarkupDocument,
  frame: PageFrame,
  units: Units,
  fonts: FontBook,
  options: LayoutOptions,
): { readonly pages: LaidPage[]; readonly tree: StructureTree } {
  const { root } = document;
  const structure = new StructureTree();
  const context: LayoutContext = {
    units,
    sheet: styleSheetOf(document, fonts, units),
    accent: root.attributes.accent ?? '#000000',
    ruleColor: root.name === 'label' ? '#000000' : '#999999',
    mirrored: isMirrored(root),
    page: null,
    carriedSum: null,
    structure,
    cells: new Cells(),
    words: new Map(),
    sums: new Map(),
    assetSize: options.assetSize ?? unknownSize,
    traced: options.traced ?? false,
    layBlocks,
  };
  const masters: MasterPlan = reserveBoxes(document, structure);
  const flow = new Flow(true);
  for (const child of document.content) {
    if (child.name === 'background' || child.name === 'watermark') continue;
    if (child.name !== 'box') layBlock(child, context.sheet.root, frame.bodyWidth, structure.root, context, flow);
    else {
      const node = masters.tagOf(child);
      if (node !== artifact) structure.append(structure.root, node);
    }
  }
  if (root.name === 'label') refuseSecondLabel(flow, frame, root, context);

  const broken = settlePages(flow.slabs, frame, units);
  const count = broken.length;
  const pages = broken.map(({ pieces, blank }, number) => {
    if (blank) return blankPage;
    const layer = layMasters(masters, frame, number, count, context);
    return { top: frame.bodyTop({ number, count }), pieces, layer };
  });
  return { pages, tree: structure };
}

function isMirrored({ attributes }: MarkupDocument['root']): boolean {
  return isRightToLeft(attributes.lang);
}

/** The same with all pages made. */
export function layOut(document: MarkupDocument, fonts: FontBook, options: LayoutOptions = {}): DisplayList {
  return allPages(layOutPages(document, fonts, options));
}

/** Where pages begin, and how their marks become items. */
interface PageSetup {
  readonly width: number;
  readonly height: number;
  /** Left edge of the body. */
  readonly left: number;
  readonly emitter: Emitter;
}

class LaidPages implements Pages {
  readonly #laid: readonly LaidPage[];
  readonly #setup: PageSetup;
  readonly #items = new ItemList();

  constructor(laid: readonly LaidPage[], setup: PageSetup) {
    this.#laid = laid;
    this.#setup = setup;
  }

  get length(): number {
    return this.#laid.length;
  }

  *[Symbol.iterator](): Iterator<Page> {
    for (const laid of this.#laid) yield this.#page(laid);
  }

  #page({ top, pieces, layer }: LaidPage): Page {
    const { width, height, left, emitter } = this.#setup;
    const items = this.#items;
    for (const marks of layer?.below ?? []) for (const mark of marks) emitter.emit(mark, 0, 0, false, items);
    for (const [at, mark] of pieces.marks.entries()) {
      emitter.emit(mark, left, top + pieces.y(at), pieces.isArtifact(at), items);
    }
    for (const mark of layer?.above ?? []) emitter.emit(mark, 0, 0, false, items);
    return { width: thousandths(width), height: thousandths(height), items: items.take() };
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

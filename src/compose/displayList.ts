import type { Symbology } from './barcodes/symbologies.ts';
import type { Structure } from './structure.ts';

export type { Structure };

/**
 * Device-independent pages: what layout produces and drivers draw. Layout and drivers share only this file and
 * `fonts/`. A driver is one exhaustive match over `Item['kind']`.
 *
 * All lengths are in units of 1/`unitsPerInch` inch, origin top left, y down. Pages of paper use 72 (points);
 * labels use the dots of the print head (203, 300, 600), so that a bar module is a whole number of units.
 */
export interface DisplayList {
  readonly unitsPerInch: number;
  readonly title: string;
  /** BCP 47 language of the document. */
  readonly lang: string;
  readonly pages: readonly Page[];
  /** Structure elements for tagged output (ISO 32000-2 §14.8); an item's `tag` is an index into it. */
  readonly structure: Structure;
}

/**
 * A display list whose pages may be made while somebody goes through them, each time anew: those of a long document need
 * not all be held at once.
 */
export interface PagedList extends Omit<DisplayList, 'pages'> {
  readonly pages: Pages;
}

/** Pages in order. */
export interface Pages extends Iterable<Page> {
  readonly length: number;
}

/** The same list with all its pages made. */
export function allPages(list: PagedList): DisplayList {
  return { ...list, pages: [...list.pages] };
}

export interface Page {
  readonly width: number;
  readonly height: number;
  readonly items: readonly Item[];
}

export interface StructureElement {
  /** Standard structure type: Document, Sect, H1, P, Table, TR, TH, TD, L, LI, Figure, Span … */
  readonly role: string;
  /** Index of the parent, -1 for the root. */
  readonly parent: number;
  readonly lang?: string | undefined;
  /** What few elements have. */
  readonly details?: ElementDetails | undefined;
}

export interface ElementDetails {
  readonly alt?: string | undefined;
  readonly scope?: 'Row' | 'Column' | undefined;
  readonly colSpan?: number | undefined;
  readonly rowSpan?: number | undefined;
  /** Of an L element: what its labels count by (ISO 32000-2 §14.8.5.5, ListNumbering). */
  readonly listNumbering?: 'Disc' | 'Decimal' | 'LowerAlpha' | 'UpperAlpha' | undefined;
}

interface Placed {
  /** Index into `structure`; absent for artifacts (headers, footers, rules). */
  readonly tag?: number | undefined;
  /** 1-based line of the markup that made this mark. */
  readonly line?: number;
}

/** One run of one font, size, colour, language and direction on one baseline. */
export interface TextItem extends Placed {
  readonly kind: 'text';
  /** Left end of the baseline. */
  readonly x: number;
  readonly y: number;
  readonly text: string;
  /** A face of `fonts/`: 'sans', 'sans-bold', … */
  readonly font: string;
  readonly size: number;
  /** Advance of the run with kerning, as measured by `fonts/`. */
  readonly width: number;
  /** '#rrggbb'. */
  readonly color: string;
  readonly lang?: string | undefined;
  /** The run is set from right to left; `text` stays in logical order and `x` is still the left end. */
  readonly rtl?: true | undefined;
  /** Degrees counterclockwise about the left end of the baseline (watermarks); `width` runs along the baseline. */
  readonly rotate?: number | undefined;
  /** Target of a link (https:, http:, mailto:, tel:). Its `tag` is a Link element inside the paragraph's. */
  readonly href?: string | undefined;
}

export interface RectItem extends Placed {
  readonly kind: 'rect';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly fill?: string;
  readonly stroke?: string;
  readonly strokeWidth?: number;
}

export interface LineItem extends Placed {
  readonly kind: 'line';
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly width: number;
  readonly color: string;
}

/** A code with its marks: modules are where they will be drawn, so that a proof can read them back. */
export interface BarcodeItem extends Placed {
  readonly kind: 'barcode';
  readonly symbology: Symbology;
  /** Content as a decoder must return it; for GS1 in bracketed form: (00)340123450000000018. */
  readonly data: string;
  /** Top left of the symbol without quiet zone. */
  readonly x: number;
  readonly y: number;
  /** Width of one module. */
  readonly module: number;
  /** Height of the bars; for a matrix code rows × module. */
  readonly height: number;
  /** Linear: widths in modules, alternating bar, space, bar … Matrix: absent. */
  readonly bars?: readonly number[] | undefined;
  /** Linear codes whose bars differ in height: upper and lower end of each dark bar, from `y`. */
  readonly posts?: readonly { readonly top: number; readonly bottom: number }[] | undefined;
  /** Matrix: rows of dark (true) modules. */
  readonly matrix?: readonly (readonly boolean[])[] | undefined;
  /** The modules are hexagons, odd rows half a module to the right, with rings in the middle (barcodes/maxiCode.ts). */
  readonly hexagons?: true | undefined;
  /** Dark rectangles besides the modules, from `x` and `y`: bearer bars, the Swiss cross. */
  readonly blocks?: readonly CodeBlock[] | undefined;
  readonly alt: string;
}

export interface CodeBlock {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A raster or vector picture by name; bytes are looked up by the driver in the composer's assets. */
export interface ImageItem extends Placed {
  readonly kind: 'image';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly asset: string;
  readonly alt: string;
}

export type Item = TextItem | RectItem | LineItem | BarcodeItem | ImageItem;

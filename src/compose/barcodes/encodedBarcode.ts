import type { Symbology } from './symbologies.ts';

export interface BarcodeRequest {
  readonly symbology: Symbology;
  readonly data: string;
  /** Settings of the symbology by the names of bwip-js: `eclevel`, `columns`, `version`, … */
  readonly options?: Readonly<Record<string, string>>;
}

/** A code as modules. */
export interface EncodedBarcode {
  /** What a decoder must return; GS1 data in bracketed form. */
  readonly data: string;
  /** What people read below the code; '' where the data says nothing to them. */
  readonly plain: string;
  /** Widths in modules, alternating bar, space, bar … A symbol that begins with a space has a first bar of 0. */
  readonly bars?: readonly number[];
  /** For each dark bar its upper and lower end in modules from the top, where bars differ in height. */
  readonly posts?: readonly Post[];
  /** Rows of dark (true) modules, without quiet zone. */
  readonly matrix?: readonly (readonly boolean[])[];
  /** EAN and UPC: for each dark bar, does it reach down between the digits? */
  readonly guards?: readonly boolean[];
  /** Index of the first dark bar of an add-on, which begins lower and has its digits above. */
  readonly addOn?: number | null;
  /** Digits between the guard bars of EAN and UPC. */
  readonly digits?: readonly DigitGroup[];
  /** Width in modules without quiet zone. */
  readonly width: number;
  /** Height in modules, for codes whose height is no matter of taste. */
  readonly height?: number;
  /** Light modules left, right, above and below. */
  readonly quiet: readonly [number, number, number, number];
}

export interface Post {
  readonly top: number;
  readonly bottom: number;
}

/** Digits below a stretch of bars; places in modules from the left of the symbol. */
export interface DigitGroup {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  /** Above the bars instead of below: the digits of an add-on. */
  readonly above?: true;
}

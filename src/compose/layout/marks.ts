import type { Symbology } from '../displayList.ts';
import type { TextStyle } from '../text/textStyle.ts';
import type { StructureNode } from './structureTree.ts';

/** What layout places, at positions relative to the slab or group it belongs to. Units of the display list. */
export type Mark = TextMark | RectMark | BarcodeMark | ImageMark | GroupMark;

interface Placed {
  readonly x: number;
  readonly y: number;
  /** Null for artifacts. */
  readonly node: StructureNode | null;
  readonly line: number;
}

/** `y` is the baseline. */
export interface TextMark extends Placed {
  readonly kind: 'text';
  readonly text: string;
  readonly style: TextStyle;
  readonly width: number;
}

/** A filled rectangle: backgrounds, frames and rules. Always an artifact. */
export interface RectMark {
  readonly kind: 'rect';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly fill: string;
  readonly line: number;
}

export interface BarcodeMark extends Placed {
  readonly kind: 'barcode';
  readonly symbology: Symbology;
  readonly data: string;
  readonly module: number;
  readonly height: number;
  readonly bars?: readonly number[];
  readonly matrix?: readonly (readonly boolean[])[];
  readonly alt: string;
}

export interface ImageMark extends Placed {
  readonly kind: 'image';
  readonly width: number;
  readonly height: number;
  readonly asset: string;
  readonly alt: string;
}

export interface GroupMark {
  readonly kind: 'group';
  readonly x: number;
  readonly y: number;
  readonly marks: readonly Mark[];
}

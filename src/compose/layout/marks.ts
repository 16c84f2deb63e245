import type { BarcodeItem } from '../displayList.ts';
import type { TextStyle } from '../text/textStyle.ts';
import type { Row } from './row.ts';
import type { StructureNode } from './structureTree.ts';

/** What layout places, at positions relative to the slab or group it belongs to. Units of the display list. */
export type Mark = TextMark | RectMark | BarcodeMark | ImageMark | GroupMark | Row;

interface Placed {
  readonly x: number;
  readonly y: number;
  /** `artifact` for what is not read. */
  readonly node: StructureNode;
  readonly line: number;
}

/** `y` is the baseline. Made with all properties in this order, so that all have one shape. */
export interface TextMark extends Placed {
  readonly kind: 'text';
  readonly text: string;
  readonly style: TextStyle;
  readonly width: number;
  /** Set from right to left. */
  readonly rtl?: true | undefined;
  /** Degrees counterclockwise about the left end of the baseline; the place on the page is the one drawn, never mirrored. */
  readonly rotate?: number | undefined;
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

/** As it will stand in the display list, but for its place. */
export interface BarcodeMark extends Placed, Omit<BarcodeItem, 'x' | 'y' | 'tag' | 'line'> {}

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

/** Several marks as one; null for none. */
export function asOne(marks: readonly Mark[]): Mark | null {
  return marks.length > 1 ? { kind: 'group', x: 0, y: 0, marks } : (marks[0] ?? null);
}

/** A mark elsewhere. */
export function movedMark(mark: Mark | null, x: number, y: number): Mark | null {
  return mark === null ? null : { kind: 'group', x, y, marks: [mark] };
}

import type { Face } from '../fonts/face.ts';

/** How characters look. Two runs of one style object are one run. Lengths are units of the display list. */
export interface TextStyle {
  readonly face: Face;
  readonly size: number;
  /** Units per font unit: size / unitsPerEm. */
  readonly scale: number;
  /** Baseline to baseline. */
  readonly leading: number;
  /** Width of a blank. */
  readonly blank: number;
  readonly color: string;
  /** BCP 47 language of the text. */
  readonly language: string;
  /** The same, where it is not the document's. */
  readonly lang?: string;
  /** The link that the text is a part of; one object for one `a` element. */
  readonly link?: { readonly href: string };
}

/** Text of one style as the markup has it, white space not yet collapsed. */
export interface StyledText {
  readonly text: string;
  readonly style: TextStyle;
  readonly line: number;
}

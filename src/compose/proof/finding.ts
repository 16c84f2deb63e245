/** What a proof looks for. */
export type FindingCode =
  | 'barcode'
  | 'overlap'
  | 'clipped'
  | 'quiet-zone'
  | 'missing-glyph'
  | 'untranslated'
  | 'unfilled'
  | 'sum'
  | 'lines';

/** Something on a page that must not leave the house: where it stands, and one sentence for a person. */
export interface Finding {
  readonly code: FindingCode;
  /** Counts from 1. */
  readonly page: number;
  /** The spot on the page, in the display list's units. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Says what is wrong and with which texts, with a full stop. */
  readonly sentence: string;
  /** 1-based line of the markup that made the mark. */
  readonly line?: number;
}

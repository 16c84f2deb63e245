import { unitAt } from '../../model/unitAt.ts';
import type { TextStyle } from './textStyle.ts';

/**
 * How far a plain text reaches on one line: twice its font units, and one more where it has no place where a line could end.
 * One small integer for each text of a document, where objects would be much of what is alive of a long one.
 */
export type Advance = number;

/** Of a text that is not plain. */
export const notPlain: Advance = -1;
/** Of a text whose white space has to be collapsed before it is plain. */
const collapses: Advance = -2;

/** Text that one face draws from left to right, as one run if its line is long enough. */
export interface PlainLine {
  /** White space collapsed. */
  readonly text: string;
  readonly advance: Advance;
}

/** Plain lines of one style; null where a text is not plain. */
export type PlainLines = Map<string, PlainLine | null>;

/** Of one style. Headings, units and names come again in every document. */
const mostKept = 1000;
const longestKept = 80;
/** A longer one fits no page. */
const longestPlain = 10_000;

const edges = /^[ \t\r\n]+|[ \t\r\n]+$/gu;
const blanks = /[ \t\r\n]+/gu;

/** Width of a plain text, in units. */
export function widthOf(advance: Advance, { scale }: Pick<TextStyle, 'scale'>): number {
  return (advance >> 1) * scale;
}

/** Whether a plain text has no place where a line could end. */
export function isSolid(advance: Advance): boolean {
  return (advance & 1) === 1;
}

/** A text whose advance in a style has been settled. */
export interface MeasuredText {
  get text(): string | null;
  set text(text: string);
  measured: Advance;
  measuredIn: TextStyle | null;
}

/** Settles the advance of a text that an element holds; its white space is collapsed where it is plain. */
export function measureText(element: MeasuredText, text: string, style: TextStyle, kept: PlainLines): Advance {
  let advance = isFigure(text) ? advanceOf(text, style) : collapses;
  if (advance === collapses) {
    const line = plainLine(text, style, kept);
    advance = line === null ? notPlain : line.advance;
    if (line !== null) element.text = line.text;
  }
  element.measured = advance;
  element.measuredIn = style;
  return advance;
}

/**
 * Measures a text as a whole. Most lines of business documents are short and plain, and need no words, runs or levels:
 * the width is the same, because blanks do not kern in the faces that draw letters from left to right.
 */
export function plainLine(text: string, style: TextStyle, kept: PlainLines): PlainLine | null {
  if (isFigure(text)) return measuredLine(text, style);
  const known = kept.get(text);
  if (known !== undefined) return known;
  const line = measuredLine(text, style);
  if (text.length <= longestKept) {
    if (kept.size >= mostKept) kept.clear();
    kept.set(text, line);
  }
  return line;
}

/** Figures come once: looking for them and keeping them would take longer than measuring them. */
function isFigure(text: string): boolean {
  const first = unitAt(text, 0);
  return first >= 0x30 && first <= 0x39;
}

/** The same for a text that comes once: nothing is kept of it. */
export function measuredLine(text: string, style: TextStyle): PlainLine | null {
  let shown = text;
  let advance = advanceOf(shown, style);
  if (advance === collapses) {
    shown = text.replace(edges, '').replace(blanks, ' ');
    advance = shown === '' ? notPlain : advanceOf(shown, style);
  }
  return advance === notPlain ? null : { text: shown, advance };
}

function advanceOf(text: string, { face }: TextStyle): Advance {
  if (face.shaping !== 'pairs' || text.length > longestPlain) return notPlain;
  const { basic } = face.file.characters;
  let isCollapsed = text !== '';
  let solid = true;
  let before = 0x20;
  for (let index = 0, count = text.length; index < count; index += 1) {
    const unit = unitAt(text, index);
    if (unit === 0x20) {
      solid = false;
      if (before === 0x20) isCollapsed = false;
    } else if (unit === 0x0a || unit === 0x09 || unit === 0x0d) {
      isCollapsed = false;
    } else {
      if (!isPlain(unit) || basic[unit] === 0) return notPlain;
      if (unit === 0x2d || (unit >= 0x2010 && unit <= 0x2014)) solid = false;
    }
    before = unit;
  }
  if (!isCollapsed || before === 0x20) return collapses;
  return 2 * face.measure(text) + (solid ? 1 : 0);
}

/** Characters of Latin, Greek and Cyrillic and their punctuation that steer nothing and join with nothing. */
function isPlain(unit: number): boolean {
  if (unit < 0x300) return unit >= 0x20 && unit !== 0xad && (unit < 0x7f || unit >= 0xa0);
  if (unit < 0x530) return (unit >= 0x370 && unit < 0x483) || unit >= 0x48a;
  // General punctuation without what is invisible or breaks lines; signs of currencies and mathematics.
  return (unit >= 0x2010 && unit <= 0x2027) || unit === 0x202f || unit === 0x2030 || isSign(unit);
}

function isSign(unit: number): boolean {
  return (unit >= 0x1e00 && unit < 0x2000) || (unit >= 0x20a0 && unit <= 0x20c0) || unit === 0x2116 || unit === 0x2212;
}

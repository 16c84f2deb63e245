import { unitAt } from '../../model/unitAt.ts';
import type { TextStyle } from './textStyle.ts';

/** Text that one face draws from left to right, as one run if its line is long enough. */
export interface PlainLine {
  /** White space collapsed. */
  readonly text: string;
  readonly width: number;
  /** Has no place where a line could end. */
  readonly solid: boolean;
}

/** Plain lines of one style; null where a text is not plain. */
export type PlainLines = Map<string, PlainLine | null>;

/** Of one style. Headings, units and names come again in every document. */
const mostKept = 1000;
const longestKept = 80;

const edges = /^[ \t\r\n]+|[ \t\r\n]+$/gu;
const blanks = /[ \t\r\n]+/gu;

/**
 * Measures a text as a whole. Most lines of business documents are short and plain, and need no words, runs or levels:
 * the width is the same, because blanks do not kern in the faces that draw letters from left to right.
 */
export function plainLine(text: string, style: TextStyle, kept: PlainLines): PlainLine | null {
  // Figures come once: looking for them and keeping them would take longer than measuring them.
  const first = unitAt(text, 0);
  if (first >= 0x30 && first <= 0x39) return measuredLine(text, style);
  const known = kept.get(text);
  if (known !== undefined) return known;
  const line = measuredLine(text, style);
  if (text.length <= longestKept) {
    if (kept.size >= mostKept) kept.clear();
    kept.set(text, line);
  }
  return line;
}

/** The same for a text that comes once: nothing is kept of it. */
export function measuredLine(text: string, style: TextStyle): PlainLine | null {
  if (style.face.shaping !== 'pairs') return null;
  const { basic } = style.face.file.characters;
  let collapses = text === '';
  let solid = true;
  let before = 0x20;
  for (let index = 0, count = text.length; index < count; index += 1) {
    const unit = unitAt(text, index);
    if (unit === 0x20) {
      solid = false;
      if (before === 0x20) collapses = true;
    } else if (unit === 0x0a || unit === 0x09 || unit === 0x0d) {
      solid = false;
      collapses = true;
    } else {
      if (!isPlain(unit) || basic[unit] === 0) return null;
      if (unit === 0x2d || (unit >= 0x2010 && unit <= 0x2014)) solid = false;
    }
    before = unit;
  }
  const shown = collapses || before === 0x20 ? text.replace(edges, '').replace(blanks, ' ') : text;
  if (shown === '') return null;
  return { text: shown, width: style.face.measure(shown) * style.scale, solid };
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

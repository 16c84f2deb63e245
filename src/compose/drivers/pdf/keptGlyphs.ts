import { unitAt } from '../../../model/unitAt.ts';
import type { Face } from '../../fonts/face.ts';
import { type DrawnGlyph, type TextGlyph, textGlyphs } from './drawnGlyph.ts';
import { kernUnits } from './pairKerning.ts';
import { staticCids } from './staticCids.ts';

/** A glyph and what it reads as: one object per process for the same of a face. */
export interface KnownGlyph extends DrawnGlyph {
  readonly text: string;
  /** 0 where each document numbers it. */
  readonly staticCid: number;
  /** Tells it from others; differs between processes, so it never comes into a file. */
  readonly id: number;
}

export interface RunGlyph {
  readonly glyph: KnownGlyph;
  /** Behind the glyph, as TJ takes it, in hundredths. */
  readonly kern: number;
}

const keptRuns = 8000;

/** What a process remembers of a face: its glyphs by what they draw and say, and runs taken apart. */
export class KeptGlyphs {
  readonly #face: Face;
  /** Whether characters of `staticCids` have their CID in this face. */
  readonly #isStatic: boolean;
  readonly #glyphs = new Map<string, KnownGlyph>();
  readonly #runs = new Map<string, readonly RunGlyph[]>();

  constructor(face: Face, isStatic: boolean) {
    this.#face = face;
    this.#isStatic = isStatic;
  }

  /** The glyphs of a run in visual order. */
  glyphsOf(text: string, rtl: boolean): readonly RunGlyph[] {
    const key = rtl ? `\u202e${text}` : text;
    let run = this.#runs.get(key);
    if (run === undefined) {
      const glyphs = textGlyphs(this.#face, this.#face.shape(text, rtl), rtl);
      addDirectionMarks(glyphs, text, rtl);
      run = glyphs.map((glyph) => ({ glyph: this.#known(glyph), kern: kernUnits(this.#face, glyph.kern) }));
      if (this.#runs.size >= keptRuns) this.#runs.clear();
      this.#runs.set(key, run);
    }
    return run;
  }

  #known(drawn: TextGlyph): KnownGlyph {
    const { parts, advance, text } = drawn;
    let key = `${advance}`;
    for (const { glyph, x, y } of parts) key += ` ${glyph},${x},${y}`;
    key += ` ${text}`;
    let known = this.#glyphs.get(key);
    if (known === undefined) {
      const staticCid = this.#isStatic ? staticCidOf(this.#face, drawn) : 0;
      known = { parts, advance, text, staticCid, id: this.#glyphs.size };
      this.#glyphs.set(key, known);
    }
    return known;
  }
}

function staticCidOf(face: Face, { parts, text }: TextGlyph): number {
  const [only] = parts;
  if (text.length !== 1 || parts.length !== 1 || only === undefined || only.x !== 0 || only.y !== 0) return 0;
  const unit = unitAt(text, 0);
  return face.glyphOf(unit) === only.glyph ? (staticCids[unit] ?? 0) : 0;
}

/** Such a run stands behind one of the other direction. */
export function beginsWithBlank(text: string): boolean {
  return text.length > 1 && unitAt(text, 0) === 0x20;
}

const rightToLeftMark = '\u200f';
const leftToRightMark = '\u200e';

/**
 * Blanks, colons and brackets between two directions: readers of PDF (poppler) may give them to the other run than the
 * one they belong to, or leave the blank out (pdf.js). An invisible mark, in visual order like all glyphs here, says
 * where a run ends; a blank carries it with itself, for a mark without width may be read as a word of its own.
 */
function addDirectionMarks(glyphs: TextGlyph[], text: string, rtl: boolean): void {
  const blank = (index: number): TextGlyph | null => {
    const glyph = glyphs[index];
    return glyph !== undefined && /^\s$/u.test(glyph.text) ? glyph : null;
  };
  if (!rtl) {
    if (beginsWithBlank(text)) glyphs.unshift({ parts: [], advance: 0, text: leftToRightMark, kern: 0 });
    return;
  }
  const end = blank(0);
  if (end !== null && glyphs.length > 1) glyphs[0] = { ...end, text: `${rightToLeftMark} ` };
  if (/^\p{L}/u.test(text)) return;
  const start = blank(glyphs.length - 1);
  if (start === null) glyphs.push({ parts: [], advance: 0, text: rightToLeftMark, kern: 0 });
  else glyphs[glyphs.length - 1] = { ...start, text: ` ${rightToLeftMark}` };
}

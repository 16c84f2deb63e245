import type { Face, ShapedRun } from '../../fonts/face.ts';

/** What one CID draws: a glyph as the font has it, or several that stand for the same text, each in its place. */
export interface DrawnGlyph {
  /** Empty for a CID that only carries text. */
  readonly parts: readonly GlyphPart[];
  /** Font units. */
  readonly advance: number;
}

interface GlyphPart {
  readonly glyph: number;
  /** Distance from the pen, font units. */
  readonly x: number;
  readonly y: number;
}

/** A drawn glyph, what it reads as, and how far the pen moves on beyond its advance (kerning). */
export interface TextGlyph extends DrawnGlyph {
  readonly text: string;
  readonly kern: number;
}

/**
 * Takes a shaped run apart so that every CID has its place at the pen and reads as something. Glyphs that stand beside
 * the pen (marks) or share their text with others (a Thai vowel of two pieces) become one drawn glyph. A ligature that
 * reads from right to left becomes as many CIDs as it has letters, for readers of PDF put letters in order one by one.
 */
export function textGlyphs(face: Face, shaped: ShapedRun, rtl: boolean): TextGlyph[] {
  const { glyphs, advances, clusters, offsets } = shaped;
  const found: TextGlyph[] = [];
  let from = 0;
  while (from < glyphs.length) {
    const to = endOfCluster(clusters, from, rtl);
    const text = clusters.slice(from, to).join('');
    const [glyph = 0] = glyphs.slice(from, from + 1);
    const advance = advances[from] ?? 0;
    const own = face.advanceOf(glyph);
    const atPen = offsets?.[from] === undefined || (offsets[from]?.x === 0 && offsets[from]?.y === 0);
    if (to === from + 1 && atPen && (advance !== 0 || own === 0)) {
      add(found, { parts: [{ glyph, x: 0, y: 0 }], advance: own }, text, advance - own, rtl);
    } else {
      let pen = 0;
      const parts: GlyphPart[] = [];
      for (let index = from; index < to; index += 1) {
        const { x, y } = offsets?.[index] ?? { x: 0, y: 0 };
        parts.push({ glyph: glyphs[index] ?? 0, x: pen + x, y });
        pen += advances[index] ?? 0;
      }
      add(found, { parts, advance: pen }, text, 0, rtl);
    }
    from = to;
  }
  return found;
}

/** The glyph that has a cluster's text comes first in reading order: last in a run from right to left. */
function endOfCluster(clusters: readonly string[], from: number, rtl: boolean): number {
  let to = from + 1;
  if (rtl) {
    while (clusters[to - 1] === '' && to < clusters.length) to += 1;
  } else {
    while (clusters[to] === '') to += 1;
  }
  return to;
}

function add(into: TextGlyph[], drawn: DrawnGlyph, text: string, kern: number, rtl: boolean): void {
  const letters = rtl ? Array.from(text).toReversed() : [text];
  if (letters.length < 2) {
    into.push({ ...drawn, text, kern });
    return;
  }
  const share = Math.floor(drawn.advance / letters.length);
  letters.forEach((letter, index) => {
    const isLast = index === letters.length - 1;
    into.push({
      parts: index === 0 ? drawn.parts : [],
      advance: isLast ? drawn.advance - share * index : share,
      text: letter,
      kern: isLast ? kern : 0,
    });
  });
}

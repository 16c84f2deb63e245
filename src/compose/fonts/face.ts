import type { Font } from 'fontkit';
import { create } from 'fontkit';

/** Glyphs of one run in visual order. All figures are font units (1/`unitsPerEm` em). */
export interface ShapedRun {
  readonly glyphs: readonly number[];
  /** How far the pen moves after each glyph, pair kerning included. */
  readonly advances: readonly number[];
  /** The text each glyph stands for: one character as a rule, several for a ligature, '' for a part of a cluster. */
  readonly clusters: readonly string[];
  /** Sum of the advances. */
  readonly width: number;
  /** Where a glyph is drawn beside the pen (combining marks); absent when every one is drawn at the pen. */
  readonly offsets?: readonly { readonly x: number; readonly y: number }[];
}

/** One parsed font file. Parsed once per process and shared by every document. */
export interface Face {
  /** The name of `fonts/`: 'sans', 'sans-bold', … */
  readonly name: string;
  readonly postscriptName: string;
  readonly unitsPerEm: number;
  readonly ascent: number;
  /** Negative: below the baseline. */
  readonly descent: number;
  readonly capHeight: number;
  readonly xHeight: number;
  readonly font: Font;
  /** The file itself, for the subset cutter. */
  readonly bytes: Buffer;
  has(codePoint: number): boolean;
  /** Width of a run in font units, pair kerning included. The hot path of layout. */
  measure(text: string): number;
  shape(text: string): ShapedRun;
  /** Advance of one glyph without kerning, font units. */
  advanceOf(glyph: number): number;
  /** The one character a glyph stands for by itself, '' when it has none. */
  characterOf(glyph: number): string;
}

/** Kerning not asked for yet, and a pair that the shaper joins or moves otherwise than by a plain advance. */
const unknownPair = -32768;
const joinedPair = -32767;
const shapeCacheSize = 20_000;

/**
 * Parses a whole TrueType file.
 *
 * Widths come from tables filled on first use: one advance per glyph and one kerning value per pair of neighbours, each
 * read from fontkit's shaper. Only text in which the shaper does more than that (ligatures such as fi, combining marks)
 * is shaped as a whole. `test/unit/compose/fonts` compares both ways.
 */
export function createFace(name: string, bytes: Buffer): Face {
  const font = create(bytes);
  const glyphs = new Uint16Array(0x10000);
  const characters = Array.from({ length: font.numGlyphs }, () => '');
  const advances = new Int16Array(font.numGlyphs);
  const supplementary = new Map<number, number>();
  const measuredAdvances = new Uint8Array(font.numGlyphs);
  for (const codePoint of font.characterSet) {
    const glyph = font.glyphForCodePoint(codePoint).id;
    if (codePoint < 0x10000) glyphs[codePoint] = glyph;
    else supplementary.set(codePoint, glyph);
    if (characters[glyph] === '') characters[glyph] = String.fromCodePoint(codePoint);
  }
  const kerning: (Int16Array | undefined)[] = [];
  const shapes = new Map<string, ShapedRun>();

  function advanceOf(glyph: number): number {
    if (measuredAdvances[glyph] === 0) {
      advances[glyph] = font.getGlyph(glyph).advanceWidth;
      measuredAdvances[glyph] = 1;
    }
    return advances[glyph] ?? 0;
  }

  function askShaper(text: string, left: number, right: number): number {
    const run = font.layout(text);
    const [first, second] = run.positions;
    const plain =
      run.glyphs.length === 2 &&
      run.glyphs[0]?.id === left &&
      run.glyphs[1]?.id === right &&
      first !== undefined &&
      second !== undefined &&
      first.xOffset === 0 &&
      first.yOffset === 0 &&
      second.xOffset === 0 &&
      second.yOffset === 0 &&
      second.xAdvance === advanceOf(right);
    return plain ? first.xAdvance - advanceOf(left) : joinedPair;
  }

  function kernOf(left: number, right: number, leftUnit: number, rightUnit: number): number {
    let row = kerning[left];
    if (row === undefined) {
      row = new Int16Array(font.numGlyphs).fill(unknownPair);
      kerning[left] = row;
    }
    const known = row[right] ?? unknownPair;
    if (known !== unknownPair) return known;
    const value = askShaper(String.fromCharCode(leftUnit, rightUnit), left, right);
    row[right] = value;
    return value;
  }

  function measure(text: string): number {
    let width = 0;
    let left = 0;
    for (let index = 0; index < text.length; index += 1) {
      const unit = text.charCodeAt(index);
      const glyph = glyphs[unit] ?? 0;
      // Surrogates have no glyph of their own, so characters outside the basic plane take this way out too.
      if (glyph === 0) return shape(text).width;
      if (index > 0) {
        const kern = kernOf(left, glyph, text.charCodeAt(index - 1), unit);
        if (kern === joinedPair) return shape(text).width;
        width += kern;
      }
      width += measuredAdvances[glyph] === 1 ? (advances[glyph] ?? 0) : advanceOf(glyph);
      left = glyph;
    }
    return width;
  }

  function shapePlain(text: string): ShapedRun | null {
    const ids: number[] = [];
    const steps: number[] = [];
    let width = 0;
    for (let index = 0; index < text.length; index += 1) {
      const unit = text.charCodeAt(index);
      const glyph = glyphs[unit] ?? 0;
      if (glyph === 0) return null;
      if (index > 0) {
        const kern = kernOf(ids[index - 1] ?? 0, glyph, text.charCodeAt(index - 1), unit);
        if (kern === joinedPair) return null;
        if (kern !== 0) {
          steps[index - 1] = (steps[index - 1] ?? 0) + kern;
          width += kern;
        }
      }
      const advance = advanceOf(glyph);
      ids.push(glyph);
      steps.push(advance);
      width += advance;
    }
    return { glyphs: ids, advances: steps, clusters: text.split(''), width };
  }

  /** fontkit takes a hundred times as long, so what it says is kept. */
  function shapeWhole(text: string): ShapedRun {
    const known = shapes.get(text);
    if (known !== undefined) return known;
    const run = askForRun(text);
    if (shapes.size >= shapeCacheSize) shapes.clear();
    shapes.set(text, run);
    return run;
  }

  function askForRun(text: string): ShapedRun {
    const run = font.layout(text);
    const steps = run.positions.map((position) => position.xAdvance);
    const moved = run.positions.some((position) => position.xOffset !== 0 || position.yOffset !== 0);
    return {
      glyphs: run.glyphs.map((glyph) => glyph.id),
      advances: steps,
      clusters: clustersOf(
        Array.from(text),
        run.glyphs.map((glyph) => glyph.id),
      ),
      width: steps.reduce((sum, step) => sum + step, 0),
      ...(moved && { offsets: run.positions.map((position) => ({ x: position.xOffset, y: position.yOffset })) }),
    };
  }

  /**
   * Gives each glyph its part of the text. fontkit's own lists are of no use here: it shares glyph objects between runs
   * and forgets which characters a ligature or a part of a composite glyph stands for.
   */
  function clustersOf(letters: readonly string[], ids: readonly number[]): string[] {
    let at = 0;
    return ids.map((id, index) => {
      const next = ids[index + 1];
      const count = next === undefined ? letters.length - at : lettersOf(letters, at, id, next, ids.length - index - 1);
      const part = letters.slice(at, at + count).join('');
      at += count;
      return part;
    });
  }

  function lettersOf(letters: readonly string[], at: number, id: number, next: number, glyphsLeft: number): number {
    if (glyphOf(letters[at]) === id) return 1;
    // ﬃ decomposes to ffi, ô to o and a circumflex: what the glyph stands for says how many letters it took.
    for (const form of ['NFKD', 'NFD']) {
      const parts = Array.from((characters[id] ?? '').normalize(form));
      if (parts.length > 1 && parts.every((part, index) => letters[at + index] === part)) return parts.length;
    }
    if (letters.length - at <= glyphsLeft + 1) return Math.min(1, letters.length - at);
    let count = 1;
    while (at + count < letters.length && glyphOf(letters[at + count]) !== next) count += 1;
    return at + count < letters.length ? count : 1;
  }

  function glyphOf(letter: string | undefined): number {
    const codePoint = letter?.codePointAt(0) ?? 0;
    return (codePoint < 0x10000 ? glyphs[codePoint] : supplementary.get(codePoint)) ?? 0;
  }

  function shape(text: string): ShapedRun {
    return shapePlain(text) ?? shapeWhole(text);
  }

  return {
    name,
    postscriptName: font.postscriptName,
    unitsPerEm: font.unitsPerEm,
    ascent: font.ascent,
    descent: font.descent,
    capHeight: font.capHeight,
    xHeight: font.xHeight,
    font,
    bytes,
    has: (codePoint) => (codePoint < 0x10000 ? glyphs[codePoint] !== 0 : supplementary.has(codePoint)),
    measure,
    shape,
    advanceOf,
    characterOf: (glyph) => characters[glyph] ?? '',
  };
}

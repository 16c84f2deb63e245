import { unitAt } from '../../model/unitAt.ts';
import { openFontFile, type FontFile, type FontMetrics } from './fontFile.ts';
import { outlineOf, type OutlineCommand } from './outline.ts';
import { createShaper, type Shaper } from './shaper.ts';

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

/**
 * What a script asks of its face: `pairs` are letters side by side that kern with each other, `plain` letters never
 * touch (Han, Kana), and `whole` text changes its shapes by what stands around them (Arabic, Thai).
 */
export type Shaping = 'pairs' | 'plain' | 'whole';

/** One font file. Opened once per process and shared by every document. */
export interface Face extends FontMetrics {
  /** The name of `fonts/`: 'sans', 'sans-bold', 'arabic' … */
  readonly name: string;
  readonly postscriptName: string;
  readonly glyphCount: number;
  readonly shaping: Shaping;
  /** The file itself, for the subset cutter. */
  readonly file: FontFile;
  has(codePoint: number): boolean;
  /** Width of a run in font units, pair kerning included. The hot path of layout. */
  measure(text: string, rtl?: boolean): number;
  /** `rtl`: the run is set from right to left; its glyphs come in visual order all the same. */
  shape(text: string, rtl?: boolean): ShapedRun;
  /** Advance of one glyph without kerning, font units. */
  advanceOf(glyph: number): number;
  /** Glyph of a character by itself, 0 for none. */
  glyphOf(codePoint: number): number;
  /** Kerning between two characters of the basic plane, font units; null where only shaping can tell. */
  kernBetween(left: number, right: number): number | null;
  /** Outline of a glyph, font units, y up. */
  outline(glyph: number): readonly OutlineCommand[];
}

/** Kerning not asked for yet, and a pair that the shaper joins or moves otherwise than by a plain advance. */
const unknownPair = -32768;
const joinedPair = -32767;
/** Stands before the first character of a text; no font has a glyph for it. */
const lineStart = 0x7f;
const shapeCacheSize = 20_000;

/**
 * Opens a TrueType file.
 *
 * Widths come from tables filled on first use: one advance per glyph and one kerning value per pair of neighbours, each
 * asked of HarfBuzz. Only text in which the shaper does more than that (combining marks, joining scripts) is shaped as
 * a whole, and what came out is kept. `test/unit/compose/fonts` compares both ways.
 */
export function openFace(name: string, path: string, shaping: Shaping): Face {
  const file = openFontFile(path);
  const { basic, glyphOf } = file.characters;
  const { glyphCount } = file;
  const advances = Uint16Array.from({ length: glyphCount }, (_, glyph) => file.advanceOf(glyph));
  const advanceOf = (glyph: number): number => advances[glyph] ?? 0;
  const kerning: (Int16Array | undefined)[] = [];
  /** `stepOf` for ASCII, which nearly all neighbours are: small enough to stay in the processor's nearest cache. */
  const basicSteps = new Int16Array(0x80 * 0x80).fill(unknownPair);
  const shapes = new Map<string, ShapedRun>();
  const rtlShapes = new Map<string, ShapedRun>();
  let shaper: Shaper | undefined;

  function askShaper(text: string, rtl: boolean): ShapedRun {
    shaper ??= createShaper(file.whole(), shaping === 'whole');
    return shaper.shape(text, rtl);
  }

  function kernOf(left: number, right: number, leftUnit: number, rightUnit: number): number {
    let row = kerning[left];
    if (row === undefined) {
      row = new Int16Array(glyphCount).fill(unknownPair);
      kerning[left] = row;
    }
    const known = row[right] ?? unknownPair;
    if (known !== unknownPair) return known;
    const run = askShaper(String.fromCharCode(leftUnit, rightUnit), false);
    const plain =
      run.glyphs.length === 2 &&
      run.glyphs[0] === left &&
      run.glyphs[1] === right &&
      run.offsets === undefined &&
      run.advances[1] === advanceOf(right);
    const value = plain ? (run.advances[0] ?? 0) - advanceOf(left) : joinedPair;
    row[right] = value;
    return value;
  }

  function kernBetween(left: number, right: number): number | null {
    const leftGlyph = basic[left] ?? 0;
    const rightGlyph = basic[right] ?? 0;
    if (shaping !== 'pairs' || leftGlyph === 0 || rightGlyph === 0) return null;
    const kern = kernOf(leftGlyph, rightGlyph, left, right);
    return kern === joinedPair ? null : kern;
  }

  /** Advance of a character behind another one, with kerning; `joinedPair` where only shaping can tell. */
  function stepOf(before: number, unit: number): number {
    const glyph = basic[unit] ?? 0;
    // Surrogates have no glyph of their own, so characters outside the basic plane take this way out too.
    if (glyph === 0) return joinedPair;
    const advance = advances[glyph] ?? 0;
    if (before === lineStart || shaping !== 'pairs') return advance;
    const kern = kernOf(basic[before] ?? 0, glyph, before, unit);
    return kern === joinedPair ? joinedPair : kern + advance;
  }

  function measure(text: string, rtl = false): number {
    if (shaping === 'whole' || (rtl && shaping === 'pairs')) return shapeWhole(text, rtl).width;
    let width = 0;
    let before = lineStart;
    for (let index = 0, count = text.length; index < count; index += 1) {
      const unit = unitAt(text, index);
      let step = unknownPair;
      if (before < 0x80 && unit < 0x80) {
        const place = (before << 7) | unit;
        step = basicSteps[place] ?? unknownPair;
        if (step === unknownPair) basicSteps[place] = step = stepOf(before, unit);
      } else step = stepOf(before, unit);
      if (step === joinedPair) return shape(text).width;
      width += step;
      before = unit;
    }
    return width;
  }

  function shapePairs(text: string): ShapedRun | null {
    const ids: number[] = [];
    const steps: number[] = [];
    let width = 0;
    for (let index = 0, count = text.length; index < count; index += 1) {
      const unit = unitAt(text, index);
      const glyph = basic[unit] ?? 0;
      if (glyph === 0) return null;
      if (index > 0) {
        const kern = kernOf(ids[index - 1] ?? 0, glyph, unitAt(text, index - 1), unit);
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

  function shapePlain(text: string, rtl: boolean): ShapedRun {
    const clusters = Array.from(text);
    if (rtl) clusters.reverse();
    const glyphs = clusters.map((letter) => glyphOf(letter.codePointAt(0) ?? 0));
    const steps = glyphs.map(advanceOf);
    return { glyphs, advances: steps, clusters, width: steps.reduce((sum, step) => sum + step, 0) };
  }

  /** Shaping takes a hundred times as long as adding up, so what came out is kept. */
  function shapeWhole(text: string, rtl: boolean): ShapedRun {
    const cache = rtl ? rtlShapes : shapes;
    const known = cache.get(text);
    if (known !== undefined) return known;
    const run = askShaper(text, rtl);
    if (cache.size >= shapeCacheSize) cache.clear();
    cache.set(text, run);
    return run;
  }

  function shape(text: string, rtl = false): ShapedRun {
    if (shaping === 'plain') return shapePlain(text, rtl);
    if (rtl || shaping === 'whole') return shapeWhole(text, rtl);
    return shapePairs(text) ?? shapeWhole(text, false);
  }

  return {
    name,
    ...file.metrics,
    postscriptName: file.postscriptName,
    glyphCount,
    shaping,
    file,
    has: (codePoint) => glyphOf(codePoint) !== 0,
    measure,
    shape,
    advanceOf,
    glyphOf,
    kernBetween,
    outline: (glyph) => outlineOf(file, glyph),
  };
}

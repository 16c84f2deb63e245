import type { TextItem } from '../../displayList.ts';
import type { FontBook } from '../../fonts/fontBook.ts';
import { type DotMatrix, graphicField } from './dotMatrix.ts';
import { type GlyphDots, rasterGlyph } from './rasterGlyph.ts';

/** A run as a graphic field, and where its top left corner stands. */
export interface RasterField {
  readonly x: number;
  readonly y: number;
  readonly field: string;
}

/** A run in dots. */
export interface RasterRun {
  readonly x: number;
  readonly y: number;
  readonly matrix: DotMatrix;
}

/** The pen stops at quarters of a dot: whole dots would make spacing uneven at the small sizes of a label. */
const shiftsPerDot = 4;
const cacheSize = 20_000;
const cache = new Map<string, Map<number, GlyphDots>>();
let cached = 0;

/** Runs drawn before, placed as if their line began in the first dot: captions and names come again and again. */
const fields = new Map<string, RasterField | null>();
const fieldCacheSize = 4000;

/** One run of text in the layout's own face. Returns null when nothing of it is visible. */
export function rasterField(item: TextItem, fonts: FontBook): RasterField | null {
  const { whole, phase, baseline } = placeOf(item);
  const key = `${phase} ${item.size} ${item.font} ${item.rtl === true ? '<' : '>'}${item.text}`;
  let field = fields.get(key);
  if (field === undefined) {
    const run = rasterRun(item, phase, fonts);
    field = run === null ? null : { x: run.x, y: run.y, field: graphicField(run.matrix) };
    if (fields.size >= fieldCacheSize) fields.clear();
    fields.set(key, field);
  }
  return field === null ? null : { x: field.x + whole, y: field.y + baseline, field: field.field };
}

/** The same as dots, for a run that has to be cut off at the edge. */
export function rasterText(item: TextItem, fonts: FontBook): RasterRun | null {
  const { whole, phase, baseline } = placeOf(item);
  const run = rasterRun(item, phase, fonts);
  return run === null ? null : { x: run.x + whole, y: run.y + baseline, matrix: run.matrix };
}

/** `phase` is where in its first dot the line begins, in quarters. */
function placeOf(item: TextItem): { whole: number; phase: number; baseline: number } {
  const steps = Math.round(item.x * shiftsPerDot);
  const whole = Math.floor(steps / shiftsPerDot);
  return { whole, phase: steps - whole * shiftsPerDot, baseline: Math.round(item.y) };
}

function rasterRun(item: TextItem, phase: number, fonts: FontBook): RasterRun | null {
  const face = fonts.face(item.font);
  const run = face.shape(item.text, item.rtl);
  const glyphsOfSize = cacheOf(`${item.font} ${item.size}`);
  const unit = item.size / face.unitsPerEm;
  const placed: { glyph: GlyphDots; x: number; y: number }[] = [];
  let advance = 0;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  run.glyphs.forEach((id, index) => {
    const offset = run.offsets?.[index];
    const steps = phase + Math.round((advance + (offset?.x ?? 0)) * unit * shiftsPerDot);
    advance += run.advances[index] ?? 0;
    const shift = ((steps % shiftsPerDot) + shiftsPerDot) % shiftsPerDot;
    const key = id * shiftsPerDot + shift;
    let glyph = glyphsOfSize.get(key);
    if (glyph === undefined) {
      glyph = rasterGlyph(face, id, item.size, shift / shiftsPerDot);
      glyphsOfSize.set(key, glyph);
      cached += 1;
    }
    if (glyph.width === 0) return;
    const x = (steps - shift) / shiftsPerDot + glyph.left;
    const y = -glyph.top - Math.round((offset?.y ?? 0) * unit);
    placed.push({ glyph, x, y });
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + glyph.width);
    bottom = Math.max(bottom, y + glyph.height);
  });
  if (placed.length === 0) return null;
  const matrix: DotMatrix = {
    width: right - left,
    height: bottom - top,
    dots: new Uint8Array((right - left) * (bottom - top)),
  };
  for (const { glyph, x, y } of placed) blit(matrix, glyph, x - left, y - top);
  return { x: left, y: top, matrix };
}

function cacheOf(style: string): Map<number, GlyphDots> {
  if (cached > cacheSize) {
    cache.clear();
    cached = 0;
  }
  let glyphs = cache.get(style);
  if (glyphs === undefined) {
    glyphs = new Map();
    cache.set(style, glyphs);
  }
  return glyphs;
}

function blit({ width, dots }: DotMatrix, glyph: GlyphDots, left: number, top: number): void {
  for (let row = 0; row < glyph.height; row += 1) {
    const from = row * glyph.width;
    const to = (top + row) * width + left;
    for (let column = 0; column < glyph.width; column += 1) {
      if (glyph.dots[from + column] === 1) dots[to + column] = 1;
    }
  }
}

import type { TextItem } from '../displayList.ts';
import type { FontBook } from '../fonts/fontBook.ts';
import { addBitmap, type Bitmap } from './bitmap.ts';
import { type GlyphDots, rasterGlyph } from './rasterGlyph.ts';

/** A run in dots, and where its top left corner stands. */
export interface RasterRun {
  readonly x: number;
  readonly y: number;
  readonly bitmap: Bitmap;
}

/** The pen stops at quarters of a dot: whole dots would make spacing uneven at the small sizes of a label. */
const shiftsPerDot = 4;
const cacheSize = 20_000;
const cache = new Map<string, Map<number, Map<number, GlyphDots>>>();
let cached = 0;

/** Where a run begins: `phase` is the place in its first dot, in quarters. */
export function placeOf(item: TextItem): { readonly whole: number; readonly phase: number; readonly baseline: number } {
  const steps = Math.round(item.x * shiftsPerDot);
  const whole = Math.floor(steps / shiftsPerDot);
  return { whole, phase: steps - whole * shiftsPerDot, baseline: Math.round(item.y) };
}

/** One run of text in the layout's own face, where it stands. Null when nothing of it is visible. */
export function rasterText(item: TextItem, fonts: FontBook): RasterRun | null {
  const { whole, phase, baseline } = placeOf(item);
  const run = rasterRun(item, phase, fonts);
  if (run === null) return null;
  const { width, height, stride, bits } = run.bitmap;
  return {
    x: run.x + whole,
    y: run.y + baseline,
    bitmap: { width, height, stride, bits: bits.slice(0, stride * height) },
  };
}

/** Glyphs of the run being drawn: identifier of the picture and its place. */
const placed: GlyphDots[] = [];
const places: number[] = [];
let scratch = new Uint8Array(4096);

/**
 * A run as if its line began in the first dot, `phase` quarters of a dot in. The bits are those of a drawing board that
 * the next run wipes clean.
 */
export function rasterRun(item: TextItem, phase: number, fonts: FontBook): RasterRun | null {
  const face = fonts.face(item.font);
  const { glyphs, advances, offsets } = face.shape(item.text, item.rtl);
  const drawn = glyphsOf(item.font, item.size);
  const unit = item.size / face.unitsPerEm;
  placed.length = 0;
  places.length = 0;
  let advance = 0;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let index = 0; index < glyphs.length; index += 1) {
    const id = glyphs[index] ?? 0;
    const offset = offsets?.[index];
    const steps = phase + Math.round((advance + (offset?.x ?? 0)) * unit * shiftsPerDot);
    advance += advances[index] ?? 0;
    const shift = ((steps % shiftsPerDot) + shiftsPerDot) % shiftsPerDot;
    const key = id * shiftsPerDot + shift;
    let glyph = drawn.get(key);
    if (glyph === undefined) {
      glyph = rasterGlyph(face, id, item.size, shift / shiftsPerDot);
      drawn.set(key, glyph);
      cached += 1;
    }
    const { width, height } = glyph.bitmap;
    if (width === 0) continue;
    const x = (steps - shift) / shiftsPerDot + glyph.left;
    const y = -glyph.top - Math.round((offset?.y ?? 0) * unit);
    placed.push(glyph);
    places.push(x, y);
    if (x < left) left = x;
    if (y < top) top = y;
    if (x + width > right) right = x + width;
    if (y + height > bottom) bottom = y + height;
  }
  if (placed.length === 0) return null;
  const bitmap = wiped(right - left, bottom - top);
  for (let index = 0; index < placed.length; index += 1) {
    const glyph = placed[index] as GlyphDots;
    addBitmap(bitmap, glyph.bitmap, (places[index * 2] ?? 0) - left, (places[index * 2 + 1] ?? 0) - top);
  }
  return { x: left, y: top, bitmap };
}

function wiped(width: number, height: number): Bitmap {
  const stride = (width + 7) >> 3;
  const size = stride * height;
  if (scratch.length < size) scratch = new Uint8Array(size * 2);
  else scratch.fill(0, 0, size);
  return { width, height, stride, bits: scratch };
}

function glyphsOf(font: string, size: number): Map<number, GlyphDots> {
  if (cached > cacheSize) {
    cache.clear();
    cached = 0;
  }
  let sizes = cache.get(font);
  if (sizes === undefined) {
    sizes = new Map();
    cache.set(font, sizes);
  }
  let glyphs = sizes.get(size);
  if (glyphs === undefined) {
    glyphs = new Map();
    sizes.set(size, glyphs);
  }
  return glyphs;
}

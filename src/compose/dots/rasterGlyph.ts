import type { Face } from '../fonts/face.ts';
import { type Bitmap, packDots } from './bitmap.ts';

/** A glyph in dots. `left` and `top` place it beside the pen: top is the distance of its first row above the baseline. */
export interface GlyphDots {
  readonly left: number;
  readonly top: number;
  readonly bitmap: Bitmap;
}

/** Each dot is looked at along this many lines. */
const linesPerDot = 8;
/**
 * A dot is black from this share of it on: a little less than half, because a stroke of one dot that lies between two
 * rows would vanish, and with it the bar of a plus sign or the joints of Arabic letters at the size of a caption.
 */
const leastCover = 0.45;
/** Pieces that a curve is drawn with: below a tenth of a dot off at the sizes of a label. */
const piecesPerCurve = 6;

/** Edges of the outline being drawn, x1, y1, x2, y2 each; none is level. They are kept from glyph to glyph. */
let edges = new Float64Array(4096);
let edgeCount = 0;
/** Of the line being looked at: where it crosses an edge, and whether that goes up. */
let crossings = new Float64Array(256);
let directions = new Int8Array(256);

/** Draws one glyph's outline in dots, nonzero winding (OpenType "glyf"). `shift` moves the pen by part of a dot. */
export function rasterGlyph(face: Face, glyph: number, size: number, shift: number): GlyphDots {
  outlineEdges(face, glyph, size / face.unitsPerEm, shift);
  if (edgeCount === 0) return { left: 0, top: 0, bitmap: packDots(0, 0, new Uint8Array(0)) };
  let [least, most, lowest, highest] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let at = 0; at < edgeCount * 4; at += 2) {
    const [x = 0, y = 0] = [edges[at], edges[at + 1]];
    if (x < least) least = x;
    if (x > most) most = x;
    if (y < lowest) lowest = y;
    if (y > highest) highest = y;
  }
  const left = Math.floor(least);
  const top = Math.ceil(highest);
  const width = Math.ceil(most) - left;
  const height = top - Math.floor(lowest);
  const dots = new Uint8Array(width * height);
  const coverage = new Float64Array(width);
  const rowsOf = edgesByRow(top, height);
  for (let row = 0; row < height; row += 1) {
    coverage.fill(0);
    for (let line = 0; line < linesPerDot; line += 1) {
      addLine(coverage, rowsOf[row] ?? [], top - row - (line + 0.5) / linesPerDot, left);
    }
    for (let column = 0; column < width; column += 1) {
      if ((coverage[column] ?? 0) >= linesPerDot * leastCover) dots[row * width + column] = 1;
    }
  }
  return { left, top, bitmap: packDots(width, height, dots) };
}

/** For each row of dots the edges that pass through it. */
function edgesByRow(top: number, height: number): number[][] {
  const rows: number[][] = Array.from({ length: height }, () => []);
  for (let at = 0; at < edgeCount * 4; at += 4) {
    const [one = 0, other = 0] = [edges[at + 1], edges[at + 3]];
    const first = Math.max(0, Math.floor(top - Math.max(one, other)));
    const last = Math.min(height - 1, Math.floor(top - Math.min(one, other)));
    for (let row = first; row <= last; row += 1) rows[row]?.push(at);
  }
  return rows;
}

/** Adds how much of each dot one horizontal line through the glyph covers. */
function addLine(coverage: Float64Array, near: readonly number[], y: number, left: number): void {
  if (near.length > crossings.length) {
    crossings = new Float64Array(near.length * 2);
    directions = new Int8Array(near.length * 2);
  }
  let count = 0;
  for (const at of near) {
    const y1 = edges[at + 1] ?? 0;
    const y2 = edges[at + 3] ?? 0;
    if (y1 <= y === y2 <= y) continue;
    const x1 = edges[at] ?? 0;
    const x = x1 + ((y - y1) * ((edges[at + 2] ?? 0) - x1)) / (y2 - y1);
    // In order from the left: there are a few of them only.
    let place = count;
    while (place > 0 && (crossings[place - 1] ?? 0) > x) {
      crossings[place] = crossings[place - 1] ?? 0;
      directions[place] = directions[place - 1] ?? 0;
      place -= 1;
    }
    crossings[place] = x;
    directions[place] = y2 > y1 ? 1 : -1;
    count += 1;
  }
  let winding = 0;
  let from = 0;
  for (let index = 0; index < count; index += 1) {
    const x = crossings[index] ?? 0;
    if (winding === 0) from = x;
    winding += directions[index] ?? 0;
    if (winding === 0) cover(coverage, from - left, x - left);
  }
}

function cover(coverage: Float64Array, from: number, to: number): void {
  for (let column = Math.floor(from); column < to; column += 1) {
    const part = Math.min(to, column + 1) - Math.max(from, column);
    coverage[column] = (coverage[column] ?? 0) + part;
  }
}

function outlineEdges(face: Face, glyph: number, scale: number, shift: number): void {
  edgeCount = 0;
  let startX = 0;
  let startY = 0;
  let x = 0;
  let y = 0;
  const lineTo = (toX: number, toY: number): void => {
    if (y !== toY) addEdge(x, y, toX, toY);
    x = toX;
    y = toY;
  };
  for (const { command, args } of face.outline(glyph)) {
    const a = (args[0] ?? 0) * scale + shift;
    const b = (args[1] ?? 0) * scale;
    if (command === 'moveTo') {
      lineTo(startX, startY);
      startX = a;
      startY = b;
      x = a;
      y = b;
    } else if (command === 'lineTo') {
      lineTo(a, b);
    } else if (command === 'quadraticCurveTo') {
      const c = (args[2] ?? 0) * scale + shift;
      const d = (args[3] ?? 0) * scale;
      const [fromX, fromY] = [x, y];
      for (let piece = 1; piece <= piecesPerCurve; piece += 1) {
        const t = piece / piecesPerCurve;
        const u = 1 - t;
        lineTo(u * u * fromX + 2 * u * t * a + t * t * c, u * u * fromY + 2 * u * t * b + t * t * d);
      }
    } else {
      lineTo(startX, startY);
    }
  }
  lineTo(startX, startY);
}

function addEdge(x1: number, y1: number, x2: number, y2: number): void {
  const at = edgeCount * 4;
  if (at + 4 > edges.length) {
    const grown = new Float64Array(edges.length * 2);
    grown.set(edges);
    edges = grown;
  }
  edges[at] = x1;
  edges[at + 1] = y1;
  edges[at + 2] = x2;
  edges[at + 3] = y2;
  edgeCount += 1;
}

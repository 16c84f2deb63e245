import type { Face } from '../../fonts/face.ts';
import { type Bitmap, packDots } from './bitmap.ts';

/** A glyph in dots. `left` and `top` place it beside the pen: top is the distance of its first row above the baseline. */
export interface GlyphDots {
  readonly left: number;
  readonly top: number;
  readonly bitmap: Bitmap;
}

interface Edge {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/** Each dot is looked at along this many lines; it is black when more than half of it is covered. */
const linesPerDot = 4;
/** Pieces that a curve is drawn with: below a tenth of a dot off at the sizes of a label. */
const piecesPerCurve = 6;

/** Draws one glyph's outline in dots, nonzero winding (OpenType "glyf"). `shift` moves the pen by part of a dot. */
export function rasterGlyph(face: Face, glyph: number, size: number, shift: number): GlyphDots {
  const edges = outlineEdges(face, glyph, size / face.unitsPerEm, shift);
  if (edges.length === 0) return { left: 0, top: 0, bitmap: packDots(0, 0, new Uint8Array(0)) };
  const left = Math.floor(Math.min(...edges.map((edge) => Math.min(edge.x1, edge.x2))));
  const right = Math.ceil(Math.max(...edges.map((edge) => Math.max(edge.x1, edge.x2))));
  const top = Math.ceil(Math.max(...edges.map((edge) => Math.max(edge.y1, edge.y2))));
  const bottom = Math.floor(Math.min(...edges.map((edge) => Math.min(edge.y1, edge.y2))));
  const width = right - left;
  const height = top - bottom;
  const dots = new Uint8Array(width * height);
  const coverage = new Float64Array(width);
  for (let row = 0; row < height; row += 1) {
    coverage.fill(0);
    for (let line = 0; line < linesPerDot; line += 1) {
      addLine(coverage, edges, top - row - (line + 0.5) / linesPerDot, left);
    }
    for (let column = 0; column < width; column += 1) {
      if ((coverage[column] ?? 0) > linesPerDot / 2) dots[row * width + column] = 1;
    }
  }
  return { left, top, bitmap: packDots(width, height, dots) };
}

/** Adds how much of each dot one horizontal line through the glyph covers. */
function addLine(coverage: Float64Array, edges: readonly Edge[], y: number, left: number): void {
  const crossings: { x: number; direction: number }[] = [];
  for (const { x1, y1, x2, y2 } of edges) {
    if (y1 <= y !== y2 <= y) {
      crossings.push({ x: x1 + ((y - y1) * (x2 - x1)) / (y2 - y1), direction: y2 > y1 ? 1 : -1 });
    }
  }
  crossings.sort((a, b) => a.x - b.x);
  let winding = 0;
  let from = 0;
  for (const { x, direction } of crossings) {
    if (winding === 0) from = x;
    winding += direction;
    if (winding === 0) cover(coverage, from - left, x - left);
  }
}

function cover(coverage: Float64Array, from: number, to: number): void {
  for (let column = Math.floor(from); column < to; column += 1) {
    const part = Math.min(to, column + 1) - Math.max(from, column);
    coverage[column] = (coverage[column] ?? 0) + part;
  }
}

function outlineEdges(face: Face, glyph: number, scale: number, shift: number): Edge[] {
  const edges: Edge[] = [];
  let startX = 0;
  let startY = 0;
  let x = 0;
  let y = 0;
  const lineTo = (toX: number, toY: number): void => {
    if (y !== toY) edges.push({ x1: x, y1: y, x2: toX, y2: toY });
    x = toX;
    y = toY;
  };
  for (const { command, args } of face.outline(glyph)) {
    const [a = 0, b = 0, c = 0, d = 0] = args.map((value, index) => value * scale + (index % 2 === 0 ? shift : 0));
    if (command === 'moveTo') {
      lineTo(startX, startY);
      [startX, startY, x, y] = [a, b, a, b];
    } else if (command === 'lineTo') {
      lineTo(a, b);
    } else if (command === 'quadraticCurveTo') {
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
  return edges;
}

import type { PathSegment, VectorAsset, VectorPath } from '../assets/asset.ts';
import { type Bitmap, packDots } from './bitmap.ts';
import { isDark } from './isDark.ts';

/** Corners one after the other: x, y, x, y …; closed. */
type Polygon = number[];

/** Each dot is looked at along this many lines; it is inked when more than half of it is covered. */
const linesPerDot = 4;
/** Below a tenth of a dot off for curves of some hundred dots. */
const piecesPerCurve = 16;
const piecesPerPen = 16;

/** A vector picture in dots. Dark paint is black, light paint takes away what is below it. */
export function vectorDots(asset: VectorAsset, width: number, height: number): Bitmap {
  const dots = new Uint8Array(width * height);
  const [across, down] = [width / asset.width, height / asset.height];
  for (const path of asset.paths) {
    const outlines = flatten(path.segments, across, down);
    if (path.fill !== null) {
      const polygons = outlines.map(({ corners }) => corners);
      fill(polygons, path.evenOdd, isDark(path.fill) ? 1 : 0, dots, width, height);
    }
    if (path.stroke !== null) {
      const pen = strokePolygons(outlines, path, Math.sqrt(across * down));
      fill(pen, false, isDark(path.stroke) ? 1 : 0, dots, width, height);
    }
  }
  return packDots(width, height, dots);
}

interface Outline {
  readonly corners: Polygon;
  readonly closed: boolean;
}

function flatten(segments: readonly PathSegment[], across: number, down: number): Outline[] {
  const outlines: { corners: Polygon; closed: boolean }[] = [];
  let current: { corners: Polygon; closed: boolean } | null = null;
  let [x, y, startX, startY] = [0, 0, 0, 0];
  const lineTo = (toX: number, toY: number): void => {
    if (current === null) {
      current = { corners: [x * across, y * down], closed: false };
      outlines.push(current);
    }
    current.corners.push(toX * across, toY * down);
    [x, y] = [toX, toY];
  };
  for (const segment of segments) {
    if (segment[0] === 'M') {
      current = null;
      [x, y] = [segment[1], segment[2]];
      [startX, startY] = [x, y];
    } else if (segment[0] === 'L') {
      lineTo(segment[1], segment[2]);
    } else if (segment[0] === 'C') {
      const [, x1, y1, x2, y2, toX, toY] = segment;
      const [fromX, fromY] = [x, y];
      for (let piece = 1; piece <= piecesPerCurve; piece += 1) {
        const t = piece / piecesPerCurve;
        const u = 1 - t;
        const [a, b, c, d] = [u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t];
        lineTo(a * fromX + b * x1 + c * x2 + d * toX, a * fromY + b * y1 + c * y2 + d * toY);
      }
    } else {
      lineTo(startX, startY);
      const open = outlines.at(-1);
      if (open !== undefined) open.closed = true;
      current = null;
    }
  }
  return outlines;
}

/** The area a pen covers: a rectangle along each piece, a disc at each corner, all turning the same way. */
function strokePolygons(outlines: readonly Outline[], path: VectorPath, scale: number): Polygon[] {
  const half = Math.max(0.5, (path.strokeWidth * scale) / 2);
  const polygons: Polygon[] = [];
  for (const { corners, closed } of outlines) {
    for (let at = 0; at + 3 < corners.length; at += 2) {
      const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = corners.slice(at, at + 4);
      const length = Math.hypot(x2 - x1, y2 - y1);
      if (length > 0) {
        const [dx, dy] = [((x2 - x1) / length) * half, ((y2 - y1) / length) * half];
        polygons.push([x1 - dy, y1 + dx, x1 + dy, y1 - dx, x2 + dy, y2 - dx, x2 - dy, y2 + dx]);
      }
      // The ends of an open line are as its caps say; corners between pieces are always filled.
      if (at > 0 || closed || path.lineCap === 1) polygons.push(disc(x1, y1, half));
      if (at + 5 >= corners.length && !closed && path.lineCap === 1) polygons.push(disc(x2, y2, half));
    }
  }
  return polygons;
}

function disc(x: number, y: number, radius: number): Polygon {
  return Array.from({ length: piecesPerPen }, (_, piece) => {
    const turn = (2 * Math.PI * piece) / piecesPerPen;
    return [x + radius * Math.cos(turn), y + radius * Math.sin(turn)];
  }).flat();
}

function fill(
  polygons: readonly Polygon[],
  evenOdd: boolean,
  ink: 0 | 1,
  dots: Uint8Array,
  width: number,
  height: number,
): void {
  const coverage = new Float64Array(width);
  for (let row = 0; row < height; row += 1) {
    coverage.fill(0);
    for (let line = 0; line < linesPerDot; line += 1) {
      coverLine(polygons, evenOdd, row + (line + 0.5) / linesPerDot, coverage);
    }
    for (let column = 0; column < width; column += 1) {
      if ((coverage[column] ?? 0) > linesPerDot / 2) dots[row * width + column] = ink;
    }
  }
}

function coverLine(polygons: readonly Polygon[], evenOdd: boolean, y: number, coverage: Float64Array): void {
  const crossings: { x: number; direction: number }[] = [];
  for (const corners of polygons) {
    let [x1 = 0, y1 = 0] = corners.slice(-2);
    for (let at = 0; at + 1 < corners.length; at += 2) {
      const [x2 = 0, y2 = 0] = [corners[at], corners[at + 1]];
      if (y1 <= y !== y2 <= y) {
        crossings.push({ x: x1 + ((y - y1) * (x2 - x1)) / (y2 - y1), direction: y2 > y1 ? 1 : -1 });
      }
      [x1, y1] = [x2, y2];
    }
  }
  crossings.sort((one, other) => one.x - other.x);
  let winding = 0;
  let from = 0;
  for (const { x, direction } of crossings) {
    const before = evenOdd ? winding % 2 !== 0 : winding !== 0;
    winding += direction;
    const after = evenOdd ? winding % 2 !== 0 : winding !== 0;
    if (!before && after) from = x;
    if (before && !after) cover(coverage, from, x);
  }
}

function cover(coverage: Float64Array, from: number, to: number): void {
  const last = Math.min(coverage.length, to);
  for (let column = Math.max(0, Math.floor(from)); column < last; column += 1) {
    const part = Math.min(to, column + 1) - Math.max(from, column);
    coverage[column] = (coverage[column] ?? 0) + part;
  }
}

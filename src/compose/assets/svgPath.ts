import svgpath from 'svgpath';
import type { PathSegment, VectorPath } from './asset.ts';
import type { SvgStyle } from './svgStyle.ts';
import type { Matrix } from './svgTransform.ts';

type Fail = (what: string) => never;

/** Path data in the place and colours of the picture; null when nothing of it is painted. */
export function drawPath(data: string, matrix: Matrix, style: SvgStyle, fail: Fail): VectorPath | null {
  const { hidden: _, strokeWidth, ...paint } = style;
  const scale = strokeScale(matrix, style, fail);
  const stroke = strokeWidth > 0 ? paint.stroke : null;
  const segments = segmentsOf(data, matrix, fail);
  if (segments.length === 0 || (paint.fill === null && stroke === null)) return null;
  return { ...paint, stroke, segments, strokeWidth: strokeWidth * scale };
}

/** A stroke has one width: a transform that squeezes one direction would need a pen of two. */
function strokeScale([a, b, c, d]: Matrix, style: SvgStyle, fail: Fail): number {
  const [across, down] = [Math.hypot(a, b), Math.hypot(c, d)];
  const even =
    Math.abs(across - down) <= 0.01 * Math.max(across, down) && Math.abs(a * c + b * d) <= 0.01 * across * down;
  if (!even && style.stroke !== null)
    fail('has a stroke under a transform that distorts it; turn the stroke into a path');
  return across;
}

function segmentsOf(data: string, [a, b, c, d, e, f]: Matrix, fail: Fail): PathSegment[] {
  const parsed = svgpath(data);
  const { err } = parsed as unknown as { readonly err: string };
  if (err !== '') fail(`has path data that cannot be read: ${err.replace(/^SvgPath: /, '')}`);
  const x = (px: number, py: number): number => exactEnough(a * px + c * py + e);
  const y = (px: number, py: number): number => exactEnough(b * px + d * py + f);
  const segments: PathSegment[] = [];
  parsed
    .abs()
    .unshort()
    .unarc()
    .iterate((segment, _index, fromX, fromY) => {
      const [command] = segment;
      if (command === 'M' || command === 'L') {
        segments.push([command, x(segment[1], segment[2]), y(segment[1], segment[2])]);
      } else if (command === 'H') {
        segments.push(['L', x(segment[1], fromY), y(segment[1], fromY)]);
      } else if (command === 'V') {
        segments.push(['L', x(fromX, segment[1]), y(fromX, segment[1])]);
      } else if (command === 'C') {
        const [, x1, y1, x2, y2, toX, toY] = segment;
        segments.push(['C', x(x1, y1), y(x1, y1), x(x2, y2), y(x2, y2), x(toX, toY), y(toX, toY)]);
      } else if (command === 'Q') {
        // A quadratic curve as a cubic one: the control points lie two thirds of the way.
        const [, px, py, toX, toY] = segment;
        const [x1, y1] = [fromX + ((px - fromX) * 2) / 3, fromY + ((py - fromY) * 2) / 3];
        const [x2, y2] = [toX + ((px - toX) * 2) / 3, toY + ((py - toY) * 2) / 3];
        segments.push(['C', x(x1, y1), y(x1, y1), x(x2, y2), y(x2, y2), x(toX, toY), y(toX, toY)]);
      } else if (command === 'Z' || command === 'z') {
        segments.push(['Z']);
      } else {
        throw new Error(`svgpath left the command ${command} in absolute, plain path data`);
      }
    });
  return segments;
}

function exactEnough(value: number): number {
  return Math.round(value * 1e5) / 1e5;
}

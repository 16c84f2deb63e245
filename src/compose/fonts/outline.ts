import type { FontFile } from './fontFile.ts';

/** A step of a glyph's outline in font units, y up: TrueType has straight lines and quadratic curves. */
export interface OutlineCommand {
  readonly command: 'moveTo' | 'lineTo' | 'quadraticCurveTo' | 'closePath';
  readonly args: readonly number[];
}

interface Point {
  readonly x: number;
  readonly y: number;
  readonly onCurve: boolean;
}

/** OpenType 1.9.1 "glyf": flags of simple and composite glyphs. */
const onCurvePoint = 0x01;
const xShort = 0x02;
const yShort = 0x04;
const repeated = 0x08;
const xSameOrPositive = 0x10;
const ySameOrPositive = 0x20;
const wordArguments = 0x0001;
const argumentsAreOffsets = 0x0002;
const hasScale = 0x0008;
const moreComponents = 0x0020;
const hasTwoScales = 0x0040;
const hasMatrix = 0x0080;

/** The outline of a glyph with the parts of a composite glyph in their places. */
export function outlineOf(file: FontFile, glyph: number): OutlineCommand[] {
  const commands: OutlineCommand[] = [];
  for (const contour of contoursOf(file, glyph, 0)) addContour(contour, commands);
  return commands;
}

function contoursOf(file: FontFile, glyph: number, depth: number): Point[][] {
  const outline = file.outlineOf(glyph);
  // Fonts nest two or three levels; more is a circle.
  if (outline.length === 0 || depth > 8) return [];
  const count = outline.readInt16BE(0);
  return count < 0 ? compositeContours(file, outline, depth) : simpleContours(outline, count);
}

function simpleContours(outline: Buffer, count: number): Point[][] {
  const ends = Array.from({ length: count }, (_, index) => outline.readUInt16BE(10 + index * 2));
  const total = (ends.at(-1) ?? -1) + 1;
  let at = 10 + count * 2;
  at += 2 + outline.readUInt16BE(at);
  const flags = new Uint8Array(total);
  for (let point = 0; point < total; ) {
    const flag = outline[at++] ?? 0;
    const times = (flag & repeated) === 0 ? 1 : 1 + (outline[at++] ?? 0);
    flags.fill(flag, point, point + times);
    point += times;
  }
  const coordinates = (short: number, same: number): number[] => {
    let value = 0;
    return Array.from(flags, (flag) => {
      if ((flag & short) !== 0) {
        const step = outline[at++] ?? 0;
        value += (flag & same) === 0 ? -step : step;
      } else if ((flag & same) === 0) {
        value += outline.readInt16BE(at);
        at += 2;
      }
      return value;
    });
  };
  const xs = coordinates(xShort, xSameOrPositive);
  const ys = coordinates(yShort, ySameOrPositive);
  let start = 0;
  return ends.map((end) => {
    const contour: Point[] = [];
    for (let point = start; point <= end; point += 1) {
      contour.push({ x: xs[point] ?? 0, y: ys[point] ?? 0, onCurve: ((flags[point] ?? 0) & onCurvePoint) !== 0 });
    }
    start = end + 1;
    return contour;
  });
}

function compositeContours(file: FontFile, outline: Buffer, depth: number): Point[][] {
  const contours: Point[][] = [];
  let at = 10;
  let flags = moreComponents;
  const fraction = (): number => {
    at += 2;
    return outline.readInt16BE(at - 2) / 0x4000;
  };
  while ((flags & moreComponents) !== 0) {
    flags = outline.readUInt16BE(at);
    const part = outline.readUInt16BE(at + 2);
    const words = (flags & wordArguments) !== 0;
    if ((flags & argumentsAreOffsets) === 0) throw new Error(`${file.path}: a part is placed by points`);
    const dx = words ? outline.readInt16BE(at + 4) : outline.readInt8(at + 4);
    const dy = words ? outline.readInt16BE(at + 6) : outline.readInt8(at + 5);
    at += words ? 8 : 6;
    let [xx, xy, yx, yy] = [1, 0, 0, 1];
    if ((flags & hasScale) !== 0) xx = yy = fraction();
    else if ((flags & hasTwoScales) !== 0) [xx, yy] = [fraction(), fraction()];
    else if ((flags & hasMatrix) !== 0) [xx, xy, yx, yy] = [fraction(), fraction(), fraction(), fraction()];
    for (const contour of contoursOf(file, part, depth + 1)) {
      contours.push(
        contour.map(({ x, y, onCurve }) => ({ x: x * xx + y * yx + dx, y: x * xy + y * yy + dy, onCurve })),
      );
    }
  }
  return contours;
}

/** Between two points off the curve lies one on it, halfway. */
function addContour(contour: readonly Point[], into: OutlineCommand[]): void {
  const count = contour.length;
  if (count === 0) return;
  const point = (index: number): Point => contour[index % count] as Point;
  let first = contour.findIndex(({ onCurve }) => onCurve);
  const start = first < 0 ? middle(point(count - 1), point(0)) : point(first);
  if (first < 0) first = count - 1;
  into.push({ command: 'moveTo', args: [start.x, start.y] });
  for (let step = 1; step <= count; step += 1) {
    const at = point(first + step);
    if (at.onCurve) {
      if (step < count) into.push({ command: 'lineTo', args: [at.x, at.y] });
      continue;
    }
    const after = step === count ? start : point(first + step + 1);
    const end = after.onCurve ? after : middle(at, after);
    into.push({ command: 'quadraticCurveTo', args: [at.x, at.y, end.x, end.y] });
    if (after.onCurve) step += 1;
  }
  into.push({ command: 'closePath', args: [] });
}

function middle(one: Point, other: Point): Point {
  return { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2, onCurve: true };
}

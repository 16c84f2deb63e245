import { codeWidth } from '../../barcodes/codeWidth.ts';
import { bullsEye, hexagonCentres, hexagonCorners } from '../../barcodes/maxiCode.ts';
import type { BarcodeItem } from '../../displayList.ts';
import type { ByteWriter } from './byteWriter.ts';

/**
 * Paints the dark marks as one path: no seams between them, whatever a viewer does with edges. The unit of the path is
 * the module, so that its numbers are small and whole.
 *
 * @param height of the page, in the item's units.
 * @returns width of the code.
 */
export function paintCode(out: ByteWriter, item: BarcodeItem, height: number): number {
  const { x, y, module, bars, matrix, blocks } = item;
  if (bars !== undefined) {
    beginModules(out, item, 1, height);
    paintBars(out, item, bars);
    out.text('f\nQ\n');
  } else if (matrix !== undefined && item.hexagons) {
    paintHexagons(out, item, matrix, height);
    // The rings in the middle are circles in circles.
    out.text('f*\n');
  } else if (matrix !== undefined) {
    beginModules(out, item, module, height);
    paintSquares(out, matrix);
    out.text('f\nQ\n');
  }
  if (blocks !== undefined) {
    for (const block of blocks) {
      rectangle(out, x + block.x, height - y - block.y - block.height, block.width, block.height);
    }
    out.text('f\n');
  }
  return codeWidth(item);
}

/** Modules across; down from the top in units of `down`. A module is taken a hundred times: thousandths would add up. */
function beginModules(out: ByteWriter, { x, y, module }: BarcodeItem, down: number, height: number): void {
  out.text('q ');
  out.number(module, 6);
  out.text(' 0 0 ');
  out.number(-down, 6);
  out.byte(0x20);
  point(out, x, height - y);
  out.text(' cm\n');
}

function paintBars(out: ByteWriter, { posts, height }: BarcodeItem, bars: readonly number[]): void {
  let at = 0;
  for (let index = 0; index < bars.length; index += 1) {
    const bar = bars[index] ?? 0;
    if (index % 2 === 0 && bar > 0) {
      const post = posts?.[index >> 1];
      if (post === undefined) rectangle(out, at, 0, bar, height);
      else rectangle(out, at, post.top, bar, post.bottom - post.top);
    }
    at += bar;
  }
}

/** Neighbouring dark modules of a row are one rectangle, and so are equal rows one below the other. */
function paintSquares(out: ByteWriter, matrix: readonly (readonly boolean[])[]): void {
  for (let top = 0; top < matrix.length; ) {
    const row = matrix[top] ?? [];
    let bottom = top + 1;
    while (bottom < matrix.length && isEqual(row, matrix[bottom] ?? [])) bottom += 1;
    let start = -1;
    for (let column = 0; column <= row.length; column += 1) {
      if (row[column] === true) {
        if (start < 0) start = column;
      } else if (start >= 0) {
        rectangle(out, start, top, column - start, bottom - top);
        start = -1;
      }
    }
    top = bottom;
  }
}

function isEqual(row: readonly boolean[], other: readonly boolean[]): boolean {
  for (let column = 0; column < row.length; column += 1) if (row[column] !== other[column]) return false;
  return true;
}

function paintHexagons(
  out: ByteWriter,
  { x, y, module }: BarcodeItem,
  matrix: readonly (readonly boolean[])[],
  height: number,
): void {
  const centres = hexagonCentres(matrix);
  for (let index = 0; index < centres.length; index += 2) {
    const [cx, cy] = [x + (centres[index] ?? 0) * module, height - y - (centres[index + 1] ?? 0) * module];
    hexagonCorners.forEach(([dx, dy], corner) => {
      point(out, cx + dx * module, cy - dy * module);
      out.text(corner === 0 ? ' m\n' : ' l\n');
    });
    out.text('h\n');
  }
  const [cx, cy] = [x + bullsEye.x * module, height - y - bullsEye.y * module];
  for (const ring of bullsEye.rings) for (const radius of ring) circle(out, cx, cy, radius * module);
}

/** Four Bézier curves; the handle is 4/3 (√2 − 1) of the radius. */
function circle(out: ByteWriter, x: number, y: number, radius: number): void {
  const handle = radius * 0.5522847;
  const curve = (...points: readonly (readonly [number, number])[]): void => {
    for (const [dx, dy] of points) {
      point(out, x + dx, y + dy);
      out.byte(0x20);
    }
    out.text(points.length === 1 ? 'm\n' : 'c\n');
  };
  curve([radius, 0]);
  curve([radius, handle], [handle, radius], [0, radius]);
  curve([-handle, radius], [-radius, handle], [-radius, 0]);
  curve([-radius, -handle], [-handle, -radius], [0, -radius]);
  curve([handle, -radius], [radius, -handle], [radius, 0]);
  out.text('h\n');
}

function rectangle(out: ByteWriter, left: number, bottom: number, width: number, height: number): void {
  point(out, left, bottom);
  out.byte(0x20);
  point(out, width, height);
  out.text(' re\n');
}

function point(out: ByteWriter, x: number, y: number): void {
  out.number(x);
  out.byte(0x20);
  out.number(y);
}

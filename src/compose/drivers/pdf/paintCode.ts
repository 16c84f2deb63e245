import { codeWidth } from '../../barcodes/codeWidth.ts';
import { bullsEye, hexagonCentres, hexagonCorners } from '../../barcodes/maxiCode.ts';
import type { BarcodeItem } from '../../displayList.ts';

/**
 * Operators that paint the dark marks as one path: no seams between them, whatever a viewer does with edges. The unit of
 * the path is the module, so that its numbers are small and whole.
 *
 * @param height of the page, in the item's units.
 */
export function paintCode(item: BarcodeItem, height: number): { operators: string; width: number } {
  const { x, y, module, bars, matrix } = item;
  let operators = '';
  if (bars !== undefined) {
    operators += `q ${precise(module)} 0 0 -1 ${round(x)} ${round(height - y)} cm\n${barsOf(item, bars)}f\nQ\n`;
  } else if (matrix !== undefined && item.hexagons) {
    // The rings in the middle are circles in circles.
    operators += `${hexagons(item, matrix, height)}f*\n`;
  } else if (matrix !== undefined) {
    const scale = `${precise(module)} 0 0 -${precise(module)}`;
    operators += `q ${scale} ${round(x)} ${round(height - y)} cm\n${squares(matrix)}f\nQ\n`;
  }
  if (item.blocks !== undefined) {
    for (const block of item.blocks) {
      operators += box(x + block.x, height - y - block.y - block.height, block.width, block.height);
    }
    operators += 'f\n';
  }
  return { operators, width: codeWidth(item) };
}

/** Modules across, units down. */
function barsOf({ posts, height }: BarcodeItem, bars: readonly number[]): string {
  const full = ` ${round(height)} re\n`;
  let path = '';
  let at = 0;
  for (let index = 0; index < bars.length; index += 1) {
    const bar = bars[index] ?? 0;
    if (index % 2 === 0 && bar > 0) {
      const post = posts?.[index >> 1];
      if (post === undefined) path += `${round(at)} 0 ${round(bar)}${full}`;
      else path += `${round(at)} ${round(post.top)} ${round(bar)} ${round(post.bottom - post.top)} re\n`;
    }
    at += bar;
  }
  return path;
}

/** Neighbouring dark modules of a row are one rectangle, and so are equal rows one below the other. */
function squares(matrix: readonly (readonly boolean[])[]): string {
  let path = '';
  for (let top = 0; top < matrix.length; ) {
    const row = matrix[top] ?? [];
    let bottom = top + 1;
    while (bottom < matrix.length && isEqual(row, matrix[bottom] ?? [])) bottom += 1;
    const tall = `${bottom - top} re\n`;
    let start = -1;
    for (let column = 0; column <= row.length; column += 1) {
      if (row[column] === true) {
        if (start < 0) start = column;
      } else if (start >= 0) {
        path += `${start} ${top} ${column - start} ${tall}`;
        start = -1;
      }
    }
    top = bottom;
  }
  return path;
}

function isEqual(row: readonly boolean[], other: readonly boolean[]): boolean {
  for (let column = 0; column < row.length; column += 1) if (row[column] !== other[column]) return false;
  return true;
}

function hexagons({ x, y, module }: BarcodeItem, matrix: readonly (readonly boolean[])[], height: number): string {
  const centres = hexagonCentres(matrix);
  let path = '';
  for (let index = 0; index < centres.length; index += 2) {
    const [cx, cy] = [x + (centres[index] ?? 0) * module, height - y - (centres[index + 1] ?? 0) * module];
    hexagonCorners.forEach(([dx, dy], corner) => {
      path += `${round(cx + dx * module)} ${round(cy - dy * module)} ${corner === 0 ? 'm' : 'l'}\n`;
    });
    path += 'h\n';
  }
  const [cx, cy] = [x + bullsEye.x * module, height - y - bullsEye.y * module];
  for (const ring of bullsEye.rings) for (const radius of ring) path += circle(cx, cy, radius * module);
  return path;
}

/** Four Bézier curves; the handle is 4/3 (√2 − 1) of the radius. */
function circle(x: number, y: number, radius: number): string {
  const handle = radius * 0.5522847;
  const point = (dx: number, dy: number): string => `${round(x + dx)} ${round(y + dy)}`;
  return [
    `${point(radius, 0)} m`,
    `${point(radius, handle)} ${point(handle, radius)} ${point(0, radius)} c`,
    `${point(-handle, radius)} ${point(-radius, handle)} ${point(-radius, 0)} c`,
    `${point(-radius, -handle)} ${point(-handle, -radius)} ${point(0, -radius)} c`,
    `${point(handle, -radius)} ${point(radius, -handle)} ${point(radius, 0)} c`,
    'h\n',
  ].join('\n');
}

function box(left: number, bottom: number, width: number, height: number): string {
  return `${round(left)} ${round(bottom)} ${round(width)} ${round(height)} re\n`;
}

/** A module is taken a hundred times: thousandths would add up. */
function precise(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

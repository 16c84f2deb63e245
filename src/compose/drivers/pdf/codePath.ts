import { codeWidth } from '../../barcodes/codeWidth.ts';
import { bullsEye, hexagonCentres, hexagonCorners } from '../../barcodes/maxiCode.ts';
import type { BarcodeItem } from '../../displayList.ts';

/**
 * Dark marks as one path: no seams between them, whatever a viewer does with edges. The rings of a MaxiCode want the
 * even-odd rule.
 *
 * @param height of the page, in the item's units.
 */
export function codePath(item: BarcodeItem, height: number): { path: string; width: number } {
  const { x, y, module, bars, matrix } = item;
  let path = '';
  if (bars !== undefined) {
    let at = 0;
    for (let index = 0; index < bars.length; index += 1) {
      const bar = bars[index] ?? 0;
      if (index % 2 === 0 && bar > 0) {
        const { top, bottom } = item.posts?.[index >> 1] ?? { top: 0, bottom: item.height };
        path += box(x + at * module, height - y - bottom, bar * module, bottom - top);
      }
      at += bar;
    }
  }
  if (matrix !== undefined) path += item.hexagons ? hexagons(item, matrix, height) : squares(item, matrix, height);
  for (const block of item.blocks ?? []) {
    path += box(x + block.x, height - y - block.y - block.height, block.width, block.height);
  }
  return { path, width: codeWidth(item) };
}

/** Neighbouring dark modules of a row are one rectangle, and so are equal rows one below the other. */
function squares({ x, y, module }: BarcodeItem, matrix: readonly (readonly boolean[])[], height: number): string {
  // The ends of modules, written once: most of the time goes into the digits of numbers.
  const across = matrix[0]?.map((_, column) => `${round(x + column * module)} `) ?? [];
  const widths = matrix[0]?.map((_, column) => ` ${round((column + 1) * module)} `) ?? [];
  let path = '';
  for (let top = 0; top < matrix.length; ) {
    const row = matrix[top] ?? [];
    let bottom = top + 1;
    while (bottom < matrix.length && isEqual(row, matrix[bottom] ?? [])) bottom += 1;
    const down = `${round(height - y - bottom * module)}`;
    const tall = `${round((bottom - top) * module)} re\n`;
    let start = -1;
    for (let column = 0; column <= row.length; column += 1) {
      if (row[column] === true) {
        if (start < 0) start = column;
      } else if (start >= 0) {
        path += (across[start] ?? '') + down + (widths[column - start - 1] ?? '') + tall;
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

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

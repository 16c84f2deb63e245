import type { BarcodeItem } from '../displayList.ts';

/** RGBA pixels, row by row. */
export interface Bitmap {
  readonly data: Uint8ClampedArray<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
}

/** Two pixels a module decode fastest; a linear code needs only as many rows as make the reader trust it. */
const pixelsPerModule = 2;
const linearRows = 4;
/** ISO/IEC 15417 §4.2 and ISO/IEC 18004 §5.3.8. */
const linearQuietZone = 10;
const matrixQuietZone = 4;

/** Draws a code from its modules as they stand in the display list, with its quiet zone. */
export function bitmapOfCode(item: BarcodeItem): Bitmap {
  return item.matrix === undefined ? bitmapOfBars(item.bars ?? []) : bitmapOfMatrix(item.matrix);
}

function bitmapOfBars(bars: readonly number[]): Bitmap {
  const modules = bars.reduce((sum, bar) => sum + bar, 0) + 2 * linearQuietZone;
  const { bitmap, pixels } = whiteBitmap(modules * pixelsPerModule, linearRows);
  let at = linearQuietZone;
  bars.forEach((bar, index) => {
    if (index % 2 === 0) {
      for (let row = 0; row < linearRows; row += 1) {
        const start = row * bitmap.width + at * pixelsPerModule;
        pixels.fill(black, start, start + bar * pixelsPerModule);
      }
    }
    at += bar;
  });
  return bitmap;
}

function bitmapOfMatrix(matrix: readonly (readonly boolean[])[]): Bitmap {
  const size = (matrix.length + 2 * matrixQuietZone) * pixelsPerModule;
  const { bitmap, pixels } = whiteBitmap(size, size);
  matrix.forEach((row, rowIndex) => {
    const top = (rowIndex + matrixQuietZone) * pixelsPerModule;
    row.forEach((dark, column) => {
      if (!dark) return;
      const left = (column + matrixQuietZone) * pixelsPerModule;
      for (let line = 0; line < pixelsPerModule; line += 1) {
        const start = (top + line) * size + left;
        pixels.fill(black, start, start + pixelsPerModule);
      }
    });
  });
  return bitmap;
}

/** One 32-bit word a pixel: opaque black is A=255, R=G=B=0 in the machine's little-endian order. */
const black = 0xff000000;
const white = 0xffffffff;

function whiteBitmap(width: number, height: number): { bitmap: Bitmap; pixels: Uint32Array } {
  const pixels = new Uint32Array(width * height).fill(white);
  return { bitmap: { data: new Uint8ClampedArray(pixels.buffer), width, height }, pixels };
}

import { rasterCode } from '../barcodes/rasterCode.ts';
import { symbologies, type SymbologyEntry } from '../barcodes/symbologies.ts';
import type { BarcodeItem } from '../displayList.ts';

/** Bars of one row: as many rows as make the reader trust them. */
const rowsOfBars = 3;
/** Pixels of a module: one, but two where a bar may be two and a half modules, and enough to make a hexagon of. */
const pixelsOfRatio = 2;
const pixelsOfHexagon = 8;

/**
 * Draws a code from its modules as they stand in the display list, with its quiet zone, as small as a decoder takes it.
 *
 * @param canvas gives white memory of so many pixels, one byte each; 0 is black.
 */
export function drawCode(item: BarcodeItem, canvas: (pixels: number) => Uint8Array): { width: number; height: number } {
  const { shape, quiet, read }: SymbologyEntry = symbologies[item.symbology];
  if (item.hexagons) return drawHexagons(item, canvas);
  const [left, right] = [Math.max(2, quiet[0]), Math.max(2, quiet[1])];
  if (item.matrix !== undefined) return drawMatrix(item.matrix, left, right, read?.pixels ?? 1, canvas);
  return drawBars(item.bars ?? [], left, right, shape === 'bars' || shape === 'retail', canvas);
}

function drawBars(
  bars: readonly number[],
  left: number,
  right: number,
  mayBeNarrow: boolean,
  canvas: (pixels: number) => Uint8Array,
): { width: number; height: number } {
  let modules = left + right;
  let isWhole = mayBeNarrow;
  for (const bar of bars) {
    modules += bar;
    isWhole &&= Number.isInteger(bar);
  }
  const scale = isWhole ? 1 : pixelsOfRatio;
  const width = Math.round(modules * scale);
  const pixels = canvas(width * rowsOfBars);
  let at = left * scale;
  for (let index = 0; index < bars.length; index += 1) {
    const end = at + (bars[index] ?? 0) * scale;
    if (index % 2 === 0) pixels.fill(0, Math.round(at), Math.round(end));
    at = end;
  }
  for (let row = 1; row < rowsOfBars; row += 1) pixels.copyWithin(row * width, 0, width);
  return { width, height: rowsOfBars };
}

function drawMatrix(
  matrix: readonly (readonly boolean[])[],
  left: number,
  right: number,
  scale: number,
  canvas: (pixels: number) => Uint8Array,
): { width: number; height: number } {
  const width = ((matrix[0]?.length ?? 0) + left + right) * scale;
  const height = (matrix.length + left + right) * scale;
  const pixels = canvas(width * height);
  let start = (left * width + left) * scale;
  for (const row of matrix) {
    for (let line = 0; line < scale; line += 1) {
      for (let column = 0; column < row.length; column += 1) {
        if (row[column]) for (let dot = 0; dot < scale; dot += 1) pixels[start + column * scale + dot] = 0;
      }
      start += width;
    }
  }
  return { width, height };
}

function drawHexagons(item: BarcodeItem, canvas: (pixels: number) => Uint8Array): { width: number; height: number } {
  const scale = pixelsOfHexagon / item.module;
  const code = rasterCode({ ...item, module: pixelsOfHexagon, height: item.height * scale });
  const width = code.width + 2 * pixelsOfHexagon;
  const height = code.height + 2 * pixelsOfHexagon;
  const pixels = canvas(width * height);
  for (let row = 0; row < code.height; row += 1) {
    for (let column = 0; column < code.width; column += 1) {
      const place = (row + pixelsOfHexagon) * width + column + pixelsOfHexagon;
      if (code.dots[row * code.width + column] === 1) pixels[place] = 0;
    }
  }
  return { width, height };
}

import { codeWidth } from '../barcodes/codeWidth.ts';
import { rasterCode } from '../barcodes/rasterCode.ts';
import type { BarcodeItem } from '../displayList.ts';
import { type Bitmap, packDots } from './bitmap.ts';

/**
 * A code in whole dots. Where modules are whole dots, which layout sees to, a row is drawn once and repeated: a code for
 * 600 dpi has a million dots and a hundred rows that differ.
 */
export function codeBitmap(item: BarcodeItem): Bitmap {
  const { bars, matrix, module, posts, blocks, hexagons } = item;
  const height = Math.round(item.height);
  const plain = posts === undefined && blocks === undefined && hexagons === undefined && Number.isInteger(module);
  if (plain && bars !== undefined && matrix === undefined && bars.every((bar) => Number.isInteger(bar * module))) {
    return repeated(codeWidth(item), height, [1], () => bars.map((bar) => bar * module), height);
  }
  if (plain && bars === undefined && matrix !== undefined && matrix.length * module === height) {
    return repeated(codeWidth(item), height, matrix, (row) => stretches(row, module), module);
  }
  const { width, height: rows, dots } = rasterCode(item);
  return packDots(width, rows, dots);
}

/** @param widths dots of the black and white stretches of a row, beginning with black. */
function repeated<T>(
  width: number,
  height: number,
  rows: readonly T[],
  widths: (row: T) => readonly number[],
  times: number,
): Bitmap {
  const stride = (width + 7) >> 3;
  const bits = new Uint8Array(stride * height);
  for (const [index, row] of rows.entries()) {
    const from = index * times * stride;
    let at = 0;
    for (const [place, dots] of widths(row).entries()) {
      if (place % 2 === 0) {
        for (let dot = at; dot < at + dots; dot += 1) {
          bits[from + (dot >> 3)] = (bits[from + (dot >> 3)] ?? 0) | (0x80 >> (dot & 7));
        }
      }
      at += dots;
    }
    for (let copy = 1; copy < times; copy += 1) bits.copyWithin(from + copy * stride, from, from + stride);
  }
  return { width, height, stride, bits };
}

function stretches(row: readonly boolean[], module: number): number[] {
  const widths: number[] = [];
  let dark = true;
  let run = 0;
  for (const cell of row) {
    if (cell !== dark) {
      widths.push(run * module);
      dark = cell;
      run = 0;
    }
    run += 1;
  }
  widths.push(run * module);
  return widths;
}

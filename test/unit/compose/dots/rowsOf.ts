import type { Bitmap } from '../../../../src/compose/dots/bitmap.ts';

/** Dots as rows of text: # black, . white. */
export function rowsOf({ width, height, stride, bits }: Bitmap): string[] {
  const isBlack = (row: number, column: number): boolean =>
    (((bits[row * stride + (column >> 3)] ?? 0) >> (7 - (column & 7))) & 1) === 1;
  return Array.from({ length: height }, (_, row) =>
    Array.from({ length: width }, (__, column) => (isBlack(row, column) ? '#' : '.')).join(''),
  );
}

/** A black and white picture: eight dots a byte, the first in the highest bit, 1 is black; every row begins a byte. */
export interface Bitmap {
  readonly width: number;
  readonly height: number;
  /** Bytes of a row. */
  readonly stride: number;
  /** At least `stride * height` bytes; what is right of `width` is white. */
  readonly bits: Uint8Array;
}

/** From one byte a dot, 1 is black, row by row. */
export function packDots(width: number, height: number, dots: Uint8Array): Bitmap {
  const stride = (width + 7) >> 3;
  const bits = new Uint8Array(stride * height);
  for (let row = 0; row < height; row += 1) {
    const from = row * width;
    const to = row * stride;
    for (let column = 0; column < width; column += 1) {
      if (dots[from + column] === 1)
        bits[to + (column >> 3)] = (bits[to + (column >> 3)] ?? 0) | (0x80 >> (column & 7));
    }
  }
  return { width, height, stride, bits };
}

/** Adds the black dots of one picture to another that has room for it at x, y. */
export function addBitmap(target: Bitmap, source: Bitmap, x: number, y: number): void {
  const { bits: to, stride } = target;
  const { bits: from, stride: length, height } = source;
  const shift = x & 7;
  for (let row = 0; row < height; row += 1) {
    const start = row * length;
    let at = (y + row) * stride + (x >> 3);
    let carried = 0;
    for (let index = 0; index < length; index += 1) {
      const eight = from[start + index] ?? 0;
      to[at] = (to[at] ?? 0) | carried | (eight >> shift);
      carried = (eight << (8 - shift)) & 0xff;
      at += 1;
    }
    if (carried !== 0) to[at] = (to[at] ?? 0) | carried;
  }
}

/** What is left of a picture without its first columns and rows; null when nothing is. */
export function cutBitmap(source: Bitmap, columns: number, rows: number): Bitmap | null {
  const width = source.width - columns;
  const height = source.height - rows;
  if (width <= 0 || height <= 0) return null;
  const stride = (width + 7) >> 3;
  const bits = new Uint8Array(stride * height);
  const shift = columns & 7;
  const last = source.stride - 1;
  for (let row = 0; row < height; row += 1) {
    const start = (row + rows) * source.stride;
    for (let index = 0; index < stride; index += 1) {
      const from = index + (columns >> 3);
      const next = from < last ? (source.bits[start + from + 1] ?? 0) : 0;
      bits[row * stride + index] = ((source.bits[start + from] ?? 0) << shift) | (next >> (8 - shift));
    }
  }
  return { width, height, stride, bits };
}

/** A black and white picture: one byte a dot, 1 is black, row by row. */
export interface DotMatrix {
  readonly width: number;
  readonly height: number;
  readonly dots: Uint8Array;
}

/**
 * ^GFA with the picture in ZPL's own run-length code: G to Y repeat the next hex digit 1 to 19 times, g to z 20 to 400
 * times, a comma fills the row with white, a colon repeats the row above (ZPL II Programming Guide, ^GF: Graphic Field,
 * and "Alternative Data Compression Scheme for ~DG and ~DB").
 */
export function graphicField({ width, height, dots }: DotMatrix): string {
  const bytesPerRow = (width + 7) >> 3;
  const total = bytesPerRow * height;
  let data = '';
  let before = '';
  for (let row = 0; row < height; row += 1) {
    const digits = rowDigits(dots, row * width, width, bytesPerRow * 2);
    const text = compressRow(digits);
    data += row > 0 && text === before ? ':' : text;
    before = text;
  }
  return `^GFA,${total},${total},${bytesPerRow},${data}^FS`;
}

function rowDigits(dots: Uint8Array, start: number, width: number, count: number): Uint8Array {
  const digits = new Uint8Array(count);
  for (let column = 0; column < width; column += 1) {
    if (dots[start + column] === 1) {
      const digit = column >> 2;
      digits[digit] = (digits[digit] ?? 0) | (8 >> (column & 3));
    }
  }
  return digits;
}

const hex = '0123456789ABCDEF';

function compressRow(digits: Uint8Array): string {
  let end = digits.length;
  while (end > 0 && digits[end - 1] === 0) end -= 1;
  let out = '';
  let at = 0;
  while (at < end) {
    const digit = digits[at] ?? 0;
    let next = at + 1;
    while (next < end && digits[next] === digit) next += 1;
    out += repeat(next - at) + hex.charAt(digit);
    at = next;
  }
  return end < digits.length ? `${out},` : out;
}

/** 1 to 19 as G to Y, 20 to 400 in steps of twenty as g to z; both add up. One alone needs no count. */
function repeat(count: number): string {
  let out = '';
  let left = count;
  while (left >= 400) {
    out += 'z';
    left -= 400;
  }
  if (left === 1 && out === '') return '';
  if (left >= 20) out += String.fromCharCode(0x66 + Math.floor(left / 20));
  if (left % 20 > 0) out += String.fromCharCode(0x46 + (left % 20));
  return out;
}

import type { Bitmap } from '../../dots/bitmap.ts';
import type { ByteSheet } from '../../dots/byteSheet.ts';

/**
 * ^GFA with the picture in ZPL's own run-length code: G to Y repeat the next hex digit 1 to 19 times, g to z 20 to 400
 * times, a comma fills the row with white, a colon repeats the row above (ZPL II Programming Guide, ^GF: Graphic Field,
 * and "Alternative Data Compression Scheme for ~DG and ~DB").
 */
export function writeGraphic(sheet: ByteSheet, bitmap: Bitmap): void {
  const total = bitmap.stride * bitmap.height;
  sheet.text('^GFA,').number(total).byte(comma).number(total).byte(comma).number(bitmap.stride).byte(comma);
  writeGraphicData(sheet, bitmap);
  sheet.text('^FS');
}

const comma = 0x2c;
const colon = 0x3a;
const hex = Uint8Array.from('0123456789ABCDEF', (digit) => digit.charCodeAt(0));

function writeGraphicData(sheet: ByteSheet, { stride, height, bits }: Bitmap): void {
  // A row is never longer than its hex digits and a comma: only three and more digits of a kind are counted for profit.
  sheet.reserve((stride * 2 + 1) * height);
  const { bytes } = sheet;
  let to = sheet.length;
  for (let row = 0; row < height; row += 1) {
    const start = row * stride;
    if (row > 0 && isRepeated(bits, start, stride)) {
      bytes[to] = colon;
      to += 1;
      continue;
    }
    // Bytes up to the last that is not white, and whether its second digit is.
    let end = start + stride;
    while (end > start && bits[end - 1] === 0) end -= 1;
    const isHalf = end > start && ((bits[end - 1] ?? 0) & 0x0f) === 0;
    let digit = end > start ? (bits[start] ?? 0) >> 4 : 0;
    let count = 0;
    for (let at = start; at < end; at += 1) {
      const eight = bits[at] ?? 0;
      const first = eight >> 4;
      const second = eight & 0x0f;
      if (first !== digit) {
        to = writeDigits(bytes, to, digit, count);
        digit = first;
        count = 0;
      }
      count += 1;
      if (second === digit) count += 1;
      else {
        to = writeDigits(bytes, to, digit, count);
        digit = second;
        count = 1;
      }
    }
    // The white half of the last byte is part of what the comma fills; it is a run of its own, for the other half is not.
    if (end > start && !isHalf) to = writeDigits(bytes, to, digit, count);
    if (isHalf || end < start + stride) {
      bytes[to] = comma;
      to += 1;
    }
  }
  sheet.length = to;
}

function writeDigits(bytes: Uint8Array, at: number, digit: number, count: number): number {
  const to = count > 1 ? writeCount(bytes, at, count) : at;
  bytes[to] = hex[digit] ?? 0;
  return to + 1;
}

function isRepeated(bits: Uint8Array, start: number, stride: number): boolean {
  for (let at = start; at < start + stride; at += 1) if (bits[at] !== bits[at - stride]) return false;
  return true;
}

/** 1 to 19 as G to Y, 20 to 400 in steps of twenty as g to z; both add up. */
function writeCount(bytes: Uint8Array, at: number, count: number): number {
  let to = at;
  let left = count;
  while (left >= 400) {
    bytes[to] = 0x7a;
    to += 1;
    left -= 400;
  }
  if (left >= 20) {
    bytes[to] = 0x66 + Math.floor(left / 20);
    to += 1;
  }
  if (left % 20 > 0) {
    bytes[to] = 0x46 + (left % 20);
    to += 1;
  }
  return to;
}

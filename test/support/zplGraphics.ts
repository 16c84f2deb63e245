import { inflateSync } from 'node:zlib';

/** A picture as a printer keeps it: bytes of a row, and the bytes. */
export interface Graphic {
  readonly stride: number;
  readonly bytes: Uint8Array;
}

/** ^GFa,b,c,d,data: format A, bytes sent, bytes of the picture, bytes of a row. */
export function graphicOf(parameters: string): Graphic {
  const [, total = '', size = '', stride = '', data = ''] = /^A,(\d+),(\d+),(\d+),(.*)$/s.exec(parameters) ?? [];
  if (total !== size) fail('^GFA of another length than its picture');
  const packed = /^:Z64:([^:]*):([0-9A-Fa-f]{4})$/.exec(data);
  const bytes =
    packed === null
      ? expanded(data, Number(size), Number(stride))
      : inflated(packed[1] ?? '', Number.parseInt(packed[2] ?? '', 16));
  if (bytes.length !== Number(size) || bytes.length % Number(stride) !== 0)
    fail('^GFA of another size than its picture');
  return { stride: Number(stride), bytes };
}

/** "Alternative Data Compression Scheme": counts G to Y and g to z, comma, exclamation mark, colon. */
export function expanded(data: string, size: number, stride: number): Uint8Array {
  const digits = new Uint8Array(size * 2);
  const row = stride * 2;
  let at = 0;
  let count = 0;
  for (let index = 0; index < data.length; index += 1) {
    const code = data.charCodeAt(index);
    const digit = digitOf(code);
    if (digit >= 0) {
      const times = Math.max(1, count);
      digits.fill(digit, at, at + times);
      at += times;
      count = 0;
    } else if (code >= 0x47 && code <= 0x59) count += code - 0x46;
    else if (code >= 0x67 && code <= 0x7a) count += (code - 0x66) * 20;
    else if (code === 0x3a) {
      digits.copyWithin(at, at - row, at);
      at += row;
    } else if (code === 0x2c || code === 0x21) {
      const end = at + row - (at % row);
      digits.fill(code === 0x2c ? 0 : 15, at, end);
      at = end;
    } else fail(`"${data.charAt(index)}" in a picture`);
  }
  if (at !== size * 2) fail(`a picture of ${at / 2} bytes that should have ${size}`);
  return Uint8Array.from({ length: size }, (_, index) => (digits[index * 2] ?? 0) * 16 + (digits[index * 2 + 1] ?? 0));
}

function digitOf(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  return code >= 0x41 && code <= 0x46 ? code - 0x41 + 10 : -1;
}

/** :Z64:base64 of zlib data:CRC, the CRC-16 of CCITT over the base64 characters. */
function inflated(text: string, expected: number): Uint8Array {
  let crc = 0;
  for (const byte of Buffer.from(text)) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = ((crc & 0x8000) !== 0 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
  }
  if (crc !== expected) fail(`a picture with CRC ${crc} that should have ${expected}`);
  return inflateSync(Buffer.from(text, 'base64'));
}

function fail(message: string): never {
  throw new Error(message);
}

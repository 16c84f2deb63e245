import { isUtf8 } from 'node:buffer';
import { PostwerkError } from '../../errors.ts';

/**
 * Bytes as UTF-8 text, without the byte order mark.
 *
 * @throws PostwerkError intake.invalid-utf8, naming the offset of the first byte that is not part of a character
 */
export function decodeUtf8(bytes: Uint8Array): string {
  if (!isUtf8(bytes)) {
    const offset = invalidUtf8Offset(bytes);
    const byte = (bytes[offset] ?? 0).toString(16).toUpperCase().padStart(2, '0');
    throw new PostwerkError('intake.invalid-utf8', `Byte 0x${byte} at offset ${offset} is not valid UTF-8.`);
  }
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, bytes.byteLength - start).toString('utf8');
}

/**
 * Offset (from 0) of the first byte that begins no well-formed UTF-8 sequence, or -1 when all bytes are well formed.
 * Well formed is what table 3-7 of the Unicode standard lists: no overlong forms, no surrogates, nothing above U+10FFFF.
 */
export function invalidUtf8Offset(bytes: Uint8Array): number {
  let index = 0;
  while (index < bytes.length) {
    const first = bytes[index] ?? 0;
    const length = sequenceLength(first);
    if (length === 0) return index;
    if (length > 1 && !secondByteFits(first, bytes[index + 1])) return index;
    for (let next = index + 2; next < index + length; next += 1) {
      if (!inRange(bytes[next], 0x80, 0xbf)) return index;
    }
    index += length;
  }
  return -1;
}

function sequenceLength(first: number): number {
  if (first < 0x80) return 1;
  if (first < 0xc2) return 0;
  if (first < 0xe0) return 2;
  if (first < 0xf0) return 3;
  return first < 0xf5 ? 4 : 0;
}

function secondByteFits(first: number, second: number | undefined): boolean {
  switch (first) {
    case 0xe0:
      return inRange(second, 0xa0, 0xbf);
    case 0xed:
      return inRange(second, 0x80, 0x9f);
    case 0xf0:
      return inRange(second, 0x90, 0xbf);
    case 0xf4:
      return inRange(second, 0x80, 0x8f);
    default:
      return inRange(second, 0x80, 0xbf);
  }
}

function inRange(byte: number | undefined, low: number, high: number): boolean {
  return byte !== undefined && byte >= low && byte <= high;
}

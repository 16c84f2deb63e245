import { deflateSync } from 'node:zlib';

/** Pictures smaller than this gain nothing, and are most of them. */
const leastBytes = 200;

/**
 * The same ZPL with its pictures as small as they get: for printers at the end of a slow line (Bluetooth, serial, 600 dpi).
 * Our labels have them in the run-length code that every printer of this language has known since the first; here each is
 * written as zlib data in base64 where that is shorter (ZPL II Programming Guide, ^GF, "ZB64 encoding"), which Zebra's
 * firmware understands since 2003 and imitations often do not. So a device says in its address that it does.
 */
export function packGraphics(zpl: Uint8Array): Uint8Array {
  const text = Buffer.from(zpl.buffer, zpl.byteOffset, zpl.byteLength).toString('latin1');
  const packed = text.replaceAll(
    /\^GFA,(\d+),\d+,(\d+),([^:^][^^]*)\^FS/g,
    (field, size: string, stride: string, data: string) => {
      if (data.length < leastBytes || data.includes(':Z64')) return field;
      const shorter = zb64(expandGraphic(data, Number(size), Number(stride)));
      return shorter.length < data.length ? `^GFA,${size},${size},${stride},${shorter}^FS` : field;
    },
  );
  return Buffer.from(packed, 'latin1');
}

/** :Z64:, base64 of the zlib data, and the CRC-16 (CCITT, beginning with 0) of those characters as four hex digits. */
function zb64(bytes: Uint8Array): string {
  const data = deflateSync(bytes, { level: 9 }).toString('base64');
  return `:Z64:${data}:${crc16(data).toString(16).toUpperCase().padStart(4, '0')}`;
}

const crcTable = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 8;
  for (let bit = 0; bit < 8; bit += 1) crc = (crc & 0x8000) !== 0 ? (crc << 1) ^ 0x1021 : crc << 1;
  return crc;
});

function crc16(text: string): number {
  let crc = 0;
  for (let index = 0; index < text.length; index += 1) {
    crc = ((crc << 8) ^ (crcTable[((crc >> 8) ^ text.charCodeAt(index)) & 0xff] ?? 0)) & 0xffff;
  }
  return crc;
}

/** What our driver writes: hex digits, counts G to Y and g to z, a comma for a white rest, a colon for the row above. */
function expandGraphic(data: string, size: number, stride: number): Uint8Array {
  const digits = new Uint8Array(size * 2);
  const row = stride * 2;
  let at = 0;
  let count = 0;
  for (const character of data) {
    const code = character.charCodeAt(0);
    if (character === ',') at += row - (at % row);
    else if (character === ':') {
      digits.copyWithin(at, at - row, at);
      at += row;
    } else if (code >= 0x67) count += (code - 0x66) * 20;
    else if (code >= 0x47) count += code - 0x46;
    else {
      const end = at + Math.max(1, count);
      digits.fill(Number.parseInt(character, 16), at, end);
      at = end;
      count = 0;
    }
  }
  return Uint8Array.from({ length: size }, (_, index) => (digits[index * 2] ?? 0) * 16 + (digits[index * 2 + 1] ?? 0));
}

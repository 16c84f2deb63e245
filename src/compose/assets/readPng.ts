import { crc32, inflateSync } from 'node:zlib';
import type { Pixels, RasterAsset } from './asset.ts';
import { toSamples } from './pngSamples.ts';
import { UnfitPicture } from './unfitPicture.ts';

const signature = '89504e470d0a1a0a';
/** A page of A4 at 300 dpi has 8.7 million pixels: more than that no document shows. */
const pixelLimit = 10_000_000;

/** What the header and the chunks before the picture say (ISO/IEC 15948 §11.2.2, §11.2.3, §11.3.2.1). */
export interface PngHeader {
  readonly width: number;
  readonly height: number;
  readonly bitDepth: number;
  /** 0 grey, 2 RGB, 3 palette, 4 grey with alpha, 6 RGB with alpha. */
  readonly colorType: number;
  readonly palette: Buffer | null;
  readonly transparency: Buffer | null;
}

/** Bit depths that each colour type allows (ISO/IEC 15948 table 11.1). */
const bitDepths: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};
const channelsOf: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** A PNG, checked to its last row. @throws UnfitPicture */
export function readPng(bytes: Buffer): RasterAsset {
  const pixels = (): Pixels => decodePng(bytes);
  const { width, height, components } = pixels();
  return { kind: 'raster', format: 'png', width, height, components, bytes, pixels };
}

function decodePng(bytes: Buffer): Pixels {
  const { header, data } = readChunks(bytes);
  const channels = channelsOf[header.colorType] ?? 1;
  const bitsPerPixel = channels * header.bitDepth;
  const stride = Math.ceil((header.width * bitsPerPixel) / 8);
  const rows = inflate(data, (stride + 1) * header.height);
  unfilter(rows, stride, header.height, Math.max(1, bitsPerPixel >> 3));
  return toSamples(header, rows, stride);
}

function readChunks(bytes: Buffer): { header: PngHeader; data: Buffer } {
  if (bytes.subarray(0, 8).toString('hex') !== signature) throw new UnfitPicture('it is no PNG');
  let header: PngHeader | null = null;
  const data: Buffer[] = [];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.subarray(at + 4, at + 8).toString('latin1');
    if (at + 12 + length > bytes.length) break;
    const body = bytes.subarray(at + 8, at + 8 + length);
    if (crc32(bytes.subarray(at + 4, at + 8 + length)) !== bytes.readUInt32BE(at + 8 + length)) {
      throw new UnfitPicture(`the PNG is damaged in its ${type} part`);
    }
    if (type === 'IHDR') header = readHeader(body);
    if (type === 'PLTE' && header !== null) header = { ...header, palette: body };
    if (type === 'tRNS' && header !== null) header = { ...header, transparency: body };
    if (type === 'IDAT') data.push(body);
    if (type === 'IEND' && header !== null) return { header, data: Buffer.concat(data) };
    at += 12 + length;
  }
  throw new UnfitPicture('the PNG ends before its picture does');
}

function readHeader(body: Buffer): PngHeader {
  const [width, height] = [body.readUInt32BE(0), body.readUInt32BE(4)];
  const [bitDepth = 0, colorType = 0, , , interlace = 0] = body.subarray(8, 13);
  if (bitDepths[colorType]?.includes(bitDepth) !== true) {
    throw new UnfitPicture(`the PNG has colour type ${colorType} with ${bitDepth} bits, which no PNG may have`);
  }
  if (interlace !== 0) throw new UnfitPicture('the PNG is interlaced; save it without');
  if (width === 0 || height === 0 || width * height > pixelLimit) {
    throw new UnfitPicture(`the PNG has ${width} × ${height} pixels; there may be ${pixelLimit}`);
  }
  return { width, height, bitDepth, colorType, palette: null, transparency: null };
}

function inflate(data: Buffer, length: number): Buffer {
  let rows: Buffer;
  try {
    rows = inflateSync(data, { maxOutputLength: length + 1 });
  } catch {
    throw new UnfitPicture('the rows of the PNG cannot be unpacked');
  }
  if (rows.length !== length) throw new UnfitPicture(`the PNG has ${rows.length} bytes of rows instead of ${length}`);
  return rows;
}

/** Undoes the filter of each row in place (ISO/IEC 15948 §9.2). Rows keep their leading filter byte. */
function unfilter(rows: Buffer, stride: number, height: number, pixelBytes: number): void {
  for (let row = 0; row < height; row += 1) {
    const start = row * (stride + 1) + 1;
    const filter = rows[start - 1] ?? 0;
    if (filter > 4) throw new UnfitPicture(`row ${row + 1} of the PNG has the unknown filter ${filter}`);
    if (filter === 0) continue;
    for (let index = 0; index < stride; index += 1) {
      const at = start + index;
      const left = index >= pixelBytes ? (rows[at - pixelBytes] ?? 0) : 0;
      const above = row > 0 ? (rows[at - stride - 1] ?? 0) : 0;
      const corner = row > 0 && index >= pixelBytes ? (rows[at - stride - 1 - pixelBytes] ?? 0) : 0;
      rows[at] = (rows[at] ?? 0) + predicted(filter, left, above, corner);
    }
  }
}

function predicted(filter: number, left: number, above: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return above;
  if (filter === 3) return (left + above) >> 1;
  // Paeth (§9.4).
  const base = left + above - corner;
  const [byLeft, byAbove, byCorner] = [Math.abs(base - left), Math.abs(base - above), Math.abs(base - corner)];
  if (byLeft <= byAbove && byLeft <= byCorner) return left;
  return byAbove <= byCorner ? above : corner;
}

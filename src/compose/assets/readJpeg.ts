import type { RasterAsset } from './asset.ts';
import { UnfitPicture } from './unfitPicture.ts';

/** Start-of-frame markers (ITU-T T.81 table B.1): C0 to CF but for DHT (C4), JPG (C8) and DAC (CC). */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
/** Baseline, extended sequential and progressive Huffman: what DCTDecode takes (ISO 32000-2 §7.4.8). */
const decodable = new Set([0xc0, 0xc1, 0xc2]);

/** Size and colours of a JPEG from its frame header (ITU-T T.81 §B.2.2). @throws UnfitPicture */
export function readJpeg(bytes: Buffer): RasterAsset {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) throw new UnfitPicture('it is no JPEG');
  let at = 2;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) break;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      // Any number of fill bytes may stand before a marker (§B.1.1.2).
      at += 1;
      continue;
    }
    const length = bytes.readUInt16BE(at + 2);
    const segment = bytes.subarray(at + 4, at + 2 + length);
    if (marker === 0xe1) refuseTurned(segment);
    if (isFrame(marker)) return frame(bytes, marker, segment);
    if (marker === 0xda || marker === 0xd9) break;
    at += 2 + length;
  }
  throw new UnfitPicture('the JPEG has no frame header');
}

function frame(bytes: Buffer, marker: number, segment: Buffer): RasterAsset {
  if (!decodable.has(marker) || segment.length < 6) {
    throw new UnfitPicture('the JPEG is lossless or arithmetically coded; save it as baseline or progressive');
  }
  const [precision, components] = [segment[0], segment[5]];
  const [height, width] = [segment.readUInt16BE(1), segment.readUInt16BE(3)];
  if (precision !== 8) throw new UnfitPicture(`the JPEG has ${precision} bits a sample; save it with 8`);
  if (components !== 1 && components !== 3) {
    throw new UnfitPicture('the JPEG is CMYK; save it as RGB, which every screen and printer shows alike');
  }
  if (width === 0 || height === 0) throw new UnfitPicture('the JPEG does not say its size');
  return { kind: 'raster', format: 'jpeg', width, height, components, bytes, pixels: () => null };
}

/** Exif tag 0x0112 turns the picture on screens, but not on paper (Exif 2.32 §4.6.4). */
function refuseTurned(segment: Buffer): void {
  if (segment.subarray(0, 6).toString('latin1') !== 'Exif\0\0' || segment.length < 14) return;
  const tiff = segment.subarray(6);
  const little = tiff.subarray(0, 2).toString('latin1') === 'II';
  const short = (at: number): number => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const start = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  if (start + 2 > tiff.length) return;
  for (let entry = 0; entry < short(start); entry += 1) {
    const at = start + 2 + entry * 12;
    if (at + 12 > tiff.length) return;
    if (short(at) === 0x0112 && short(at + 8) > 1) {
      throw new UnfitPicture('the JPEG lies on its side and says so only in its Exif data; save it upright');
    }
  }
}

import type { Pixels } from './asset.ts';
import type { PngHeader } from './readPng.ts';
import { UnfitPicture } from './unfitPicture.ts';

/** Unfiltered rows of a PNG (each with its filter byte) as samples of 8 bits, palette looked up, alpha apart. */
export function toSamples(header: PngHeader, rows: Uint8Array, stride: number): Pixels {
  const { width, height, colorType } = header;
  const components = colorType === 0 || colorType === 4 ? 1 : 3;
  const color = new Uint8Array(width * height * components);
  const alpha = new Uint8Array(width * height).fill(255);
  const place = placerOf(header, color, alpha);
  for (let row = 0; row < height; row += 1) {
    const start = row * (stride + 1) + 1;
    const samples = rows.subarray(start, start + stride);
    for (let column = 0; column < width; column += 1) place(samples, column, row * width + column);
  }
  return { width, height, components, color, alpha: alpha.every((value) => value === 255) ? null : alpha };
}

/** Writes one pixel: `column` counts in the row of samples, `to` in the picture. */
type PlacePixel = (samples: Uint8Array, column: number, to: number) => void;

function placerOf(header: PngHeader, color: Uint8Array, alpha: Uint8Array): PlacePixel {
  const { bitDepth, colorType } = header;
  if (colorType === 3) return placePalette(header, color, alpha);
  if (colorType === 0 && bitDepth < 8) return placeSmallGrey(header, color, alpha);
  const bytes = bitDepth >> 3;
  const components = colorType === 0 || colorType === 4 ? 1 : 3;
  const withAlpha = colorType === 4 || colorType === 6;
  const step = (components + (withAlpha ? 1 : 0)) * bytes;
  const clear = colorType === 0 || colorType === 2 ? header.transparency : null;
  return (samples, column, to) => {
    const from = column * step;
    // Of 16 bits the upper 8 are kept: that is below what print and screen show.
    for (let part = 0; part < components; part += 1) color[to * components + part] = samples[from + part * bytes] ?? 0;
    if (withAlpha) alpha[to] = samples[from + components * bytes] ?? 0;
    else if (clear !== null && isClear(samples, from, clear, bytes, components)) alpha[to] = 0;
  };
}

/** tRNS names one colour that is transparent, 16 bits a sample (ISO/IEC 15948 §11.3.2.1). */
function isClear(samples: Uint8Array, from: number, clear: Uint8Array, bytes: number, components: number): boolean {
  for (let part = 0; part < components; part += 1) {
    for (let byte = 0; byte < bytes; byte += 1) {
      if (samples[from + part * bytes + byte] !== clear[part * 2 + (2 - bytes) + byte]) return false;
    }
  }
  return true;
}

function packed(samples: Uint8Array, column: number, bitDepth: number): number {
  const bit = column * bitDepth;
  return ((samples[bit >> 3] ?? 0) >> (8 - bitDepth - (bit & 7))) & ((1 << bitDepth) - 1);
}

function placeSmallGrey({ bitDepth, transparency }: PngHeader, color: Uint8Array, alpha: Uint8Array): PlacePixel {
  const scale = 255 / ((1 << bitDepth) - 1);
  const clear = transparency === null ? -1 : (transparency[1] ?? -1);
  return (samples, column, to) => {
    const value = packed(samples, column, bitDepth);
    color[to] = value * scale;
    if (value === clear) alpha[to] = 0;
  };
}

function placePalette(header: PngHeader, color: Uint8Array, alpha: Uint8Array): PlacePixel {
  const { palette, transparency, bitDepth } = header;
  if (palette === null) throw new UnfitPicture('the PNG names colours of a palette it does not have');
  return (samples, column, to) => {
    const entry = packed(samples, column, bitDepth);
    if (entry * 3 + 2 >= palette.length) throw new UnfitPicture(`the PNG's palette has no colour ${entry}`);
    color.set(palette.subarray(entry * 3, entry * 3 + 3), to * 3);
    alpha[to] = transparency?.[entry] ?? 255;
  };
}

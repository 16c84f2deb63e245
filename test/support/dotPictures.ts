import { createRequire } from 'node:module';
import type { Part } from './drawByRenderer.ts';
import type { PrintedLabel } from './tsplPrinter.ts';

/** A picture in dots: one byte each, 1 is dark. */
export async function dotsOf(png: Uint8Array): Promise<PrintedLabel> {
  const Png = createRequire(import.meta.url)('png-js') as new (
    bytes: Uint8Array,
  ) => { width: number; height: number; decodePixels(done: (pixels: Uint8Array) => void): void };
  const image = new Png(Buffer.from(png));
  const pixels = await new Promise<Uint8Array>((resolve) => image.decodePixels(resolve));
  const { width, height } = image;
  const channels = pixels.length / (width * height);
  const dots = new Uint8Array(width * height);
  for (let at = 0; at < dots.length; at += 1) dots[at] = (pixels[at * channels] ?? 255) < 128 ? 1 : 0;
  return { width, height, dots };
}

/** A part of a picture. */
export function cutOut(picture: PrintedLabel, { x, y, width, height }: Part): PrintedLabel {
  const dots = new Uint8Array(width * height);
  for (let row = 0; row < height; row += 1) {
    const from = (y + row) * picture.width + x;
    dots.set(picture.dots.subarray(from, from + width), row * width);
  }
  return { width, height, dots };
}

/** How many dots of one picture have no dot of the other within `reach`. */
export function strayDots(
  one: PrintedLabel,
  other: PrintedLabel,
  reach: number,
  leaveOut: (x: number, y: number) => boolean,
): number {
  let stray = 0;
  for (let y = reach; y < Math.min(one.height, other.height) - reach; y += 1) {
    for (let x = reach; x < Math.min(one.width, other.width) - reach; x += 1) {
      if (one.dots[y * one.width + x] !== 1 || other.dots[y * other.width + x] === 1 || leaveOut(x, y)) continue;
      let near = false;
      for (let dy = -reach; !near && dy <= reach; dy += 1) {
        for (let dx = -reach; !near && dx <= reach; dx += 1) near = other.dots[(y + dy) * other.width + x + dx] === 1;
      }
      if (!near) stray += 1;
    }
  }
  return stray;
}

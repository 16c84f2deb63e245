import type { Asset, Pixels } from '../assets/asset.ts';
import { PostwerkError } from '../../errors.ts';
import { type Bitmap, packDots } from './bitmap.ts';
import { vectorDots } from './vectorDots.ts';

/** Pictures as they were drawn before, by their size in dots: a logo comes on every label. */
const drawn = new WeakMap<Asset, Map<string, Bitmap>>();
const sizesKept = 16;

/**
 * A picture in the dots of a print head: outlines by coverage, line art by its darkness, photographs by error diffusion.
 *
 * @throws PostwerkError `compose.format-unavailable` for a JPEG, which a label has no shades for.
 */
export function pictureDots(asset: Asset, name: string, width: number, height: number): Bitmap {
  let sizes = drawn.get(asset);
  if (sizes === undefined) {
    sizes = new Map();
    drawn.set(asset, sizes);
  }
  const key = `${width} ${height}`;
  let dots = sizes.get(key);
  if (dots === undefined) {
    dots = asset.kind === 'vector' ? vectorDots(asset, width, height) : rasterDots(asset.pixels(), name, width, height);
    if (sizes.size >= sizesKept) sizes.clear();
    sizes.set(key, dots);
  }
  return dots;
}

function rasterDots(pixels: Pixels | null, name: string, width: number, height: number): Bitmap {
  if (pixels === null) {
    throw new PostwerkError(
      'compose.format-unavailable',
      `The picture "${name}" is a JPEG: a label prints black and white. Save it as PNG or SVG.`,
    );
  }
  const shades = shadesOf(pixels, width, height);
  const clear = shades.reduce((sum, shade) => (shade < 64 || shade > 192 ? sum + 1 : sum), 0);
  return packDots(width, height, clear >= shades.length * 0.9 ? cut(shades) : diffuse(shades, width));
}

/** Darkness of each dot on white paper, 0 black to 255 white: the mean of the pixels it covers (ITU-R BT.709 luma). */
function shadesOf(pixels: Pixels, width: number, height: number): Float32Array {
  const shades = new Float32Array(width * height);
  for (let row = 0; row < height; row += 1) {
    const top = Math.floor((row * pixels.height) / height);
    const bottom = Math.max(top + 1, Math.floor(((row + 1) * pixels.height) / height));
    for (let column = 0; column < width; column += 1) {
      const left = Math.floor((column * pixels.width) / width);
      const right = Math.max(left + 1, Math.floor(((column + 1) * pixels.width) / width));
      let sum = 0;
      for (let y = top; y < bottom; y += 1) {
        for (let x = left; x < right; x += 1) sum += shadeAt(pixels, y * pixels.width + x);
      }
      shades[row * width + column] = sum / ((bottom - top) * (right - left));
    }
  }
  return shades;
}

function shadeAt({ color, alpha, components }: Pixels, pixel: number): number {
  const at = pixel * components;
  const red = color[at] ?? 255;
  const shade =
    components === 1 ? red : 0.2126 * red + 0.7152 * (color[at + 1] ?? 255) + 0.0722 * (color[at + 2] ?? 255);
  const cover = (alpha?.[pixel] ?? 255) / 255;
  return shade * cover + 255 * (1 - cover);
}

function cut(shades: Float32Array): Uint8Array {
  return Uint8Array.from(shades, (shade) => (shade < 128 ? 1 : 0));
}

/** Floyd and Steinberg (1976): what a dot is too dark or too light goes to its neighbours. */
function diffuse(shades: Float32Array, width: number): Uint8Array {
  const dots = new Uint8Array(shades.length);
  const spread = (at: number, part: number): void => {
    if (at < shades.length) shades[at] = (shades[at] ?? 0) + part;
  };
  for (let at = 0; at < shades.length; at += 1) {
    const shade = shades[at] ?? 255;
    const black = shade < 128;
    dots[at] = black ? 1 : 0;
    const error = (shade - (black ? 0 : 255)) / 16;
    const column = at % width;
    if (column + 1 < width) {
      spread(at + 1, error * 7);
      spread(at + width + 1, error);
    }
    if (column > 0) spread(at + width - 1, error * 3);
    spread(at + width, error * 5);
  }
  return dots;
}

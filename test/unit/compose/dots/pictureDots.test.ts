import { describe, expect, it } from 'vitest';
import type { RasterAsset } from '../../../../src/compose/assets/asset.ts';
import { readSvg } from '../../../../src/compose/assets/readSvg.ts';
import { drawZpl } from '../../../../src/compose/drivers/zpl/drawZpl.ts';
import { pictureDots } from '../../../../src/compose/dots/pictureDots.ts';
import { fonts, listOf } from '../drivers/sampleList.ts';
import { rowsOf } from './rowsOf.ts';

/** Dots as rows of text: # black, . white. */
function drawn(asset: Parameters<typeof pictureDots>[0], width: number, height: number): string[] {
  return rowsOf(pictureDots(asset, 'a', width, height));
}

const svg = (content: string) => readSvg(`<svg viewBox="0 0 8 4">${content}</svg>`);

function grey(
  width: number,
  height: number,
  color: readonly number[],
  alpha: readonly number[] | null = null,
): RasterAsset {
  return {
    kind: 'raster',
    format: 'png',
    width,
    height,
    components: 1,
    bytes: new Uint8Array(),
    pixels: () => ({
      width,
      height,
      components: 1,
      color: Uint8Array.from(color),
      alpha: alpha === null ? null : Uint8Array.from(alpha),
    }),
  };
}

describe('a vector picture in dots', () => {
  it('inks what is covered, in the size asked for', () => {
    const asset = svg('<path d="M2 1h4v2h-4z"/>');
    expect(drawn(asset, 8, 4)).toEqual(['........', '..####..', '..####..', '........']);
    expect(drawn(asset, 4, 2)).toEqual(['....', '....']);
    expect(drawn(asset, 16, 8)[3]).toBe('....########....');
  });

  it('leaves holes by the fill rule and takes away with light paint', () => {
    const twice = 'd="M0 0h8v4h-8zM2 1h4v2h-4z"';
    expect(drawn(svg(`<path ${twice}/>`), 8, 4)[1]).toBe('########');
    expect(drawn(svg(`<path fill-rule="evenodd" ${twice}/>`), 8, 4)[1]).toBe('##....##');
    expect(drawn(svg('<path d="M0 0h8v4h-8z"/><path fill="#fff" d="M2 1h4v2h-4z"/>'), 8, 4)[1]).toBe('##....##');
  });

  it('draws strokes as wide as they are, corners filled', () => {
    expect(drawn(svg('<path fill="none" stroke="black" stroke-width="2" d="M0 1h8"/>'), 8, 4)).toEqual([
      '########',
      '########',
      '........',
      '........',
    ]);
    const corner = drawn(svg('<path fill="none" stroke="black" stroke-width="2" d="M1 4V1H8"/>'), 8, 4);
    expect(corner).toEqual(['########', '########', '##......', '##......']);
  });
});

describe('a picture of pixels in dots', () => {
  it('is cut at half its darkness when it is line art, on white where it is clear', () => {
    expect(drawn(grey(4, 1, [0, 20, 250, 255]), 4, 1)).toEqual(['##..']);
    expect(drawn(grey(2, 1, [0, 0], [255, 0]), 2, 1)).toEqual(['#.']);
    expect(drawn(grey(4, 2, [0, 0, 255, 255, 0, 0, 255, 255]), 2, 1)).toEqual(['#.']);
  });

  it('keeps its shades as a share of black dots when it is a photograph', () => {
    const shade = (value: number): number => {
      const dots = drawn(
        grey(
          16,
          16,
          Array.from({ length: 256 }, () => value),
        ),
        32,
        32,
      ).join('');
      return dots.split('#').length - 1;
    };
    expect(Math.abs(shade(128) / 1024 - 0.5)).toBeLessThan(0.03);
    expect(Math.abs(shade(190) / 1024 - 0.255)).toBeLessThan(0.03);
  });

  it('cannot be a JPEG', () => {
    const jpeg: RasterAsset = { ...grey(1, 1, [0]), format: 'jpeg', pixels: () => null };
    expect(() => pictureDots(jpeg, 'photo.jpg', 1, 1)).toThrow(
      expect.objectContaining({
        code: 'compose.format-unavailable',
        detail: expect.stringContaining('photo.jpg') as string,
      }),
    );
  });
});

describe('drawZpl', () => {
  const place = { kind: 'image', width: 8, height: 4, asset: 'logo.svg', alt: '' } as const;
  const zpl = (x: number, y: number) => {
    const list = listOf([{ ...place, x, y }], { unitsPerInch: 203, size: [400, 300] });
    return Buffer.from(drawZpl(list, fonts, () => svg('<path d="M0 0h8v4h-8z"/>'))).toString();
  };

  it('prints a picture as a graphic field', () => {
    expect(zpl(10, 20)).toContain('^FO10,20^GFA,4,4,1,HF:::^FS');
  });

  it('cuts it off at the edge of the label', () => {
    expect(zpl(-4, 20)).toContain('^FO0,20^GFA,4,4,1,F,:::^FS');
  });
});

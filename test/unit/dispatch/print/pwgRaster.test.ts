import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pwgPage, rasterDpi, type RasterPage, type RasterSettings } from '../../../../src/dispatch/print/pwgRaster.ts';

const settings: RasterSettings = { dpi: 300, pages: 2, sides: null, sheetBack: null };

/** Reads a page as PWG 5102.4 §4.4 says, line by line. */
function decode(bytes: Buffer): { width: number; height: number; dots: number[]; rest: number } {
  const [width, height, bits] = [bytes.readInt32BE(372), bytes.readInt32BE(376), bytes.readInt32BE(388)];
  const channels = bits / 8;
  const dots: number[] = [];
  let at = 1796;
  for (let row = 0; row < height; ) {
    const repeats = bytes.readUInt8(at++) + 1;
    const line: number[] = [];
    while (line.length < width * channels) {
      const code = bytes.readUInt8(at++);
      if (code === 128) throw new Error('reserved');
      const different = code > 128 ? 257 - code : 1;
      const dotsHere = [...bytes.subarray(at, at + different * channels)];
      at += different * channels;
      for (let times = code > 128 ? 1 : code + 1; times > 0; times -= 1) line.push(...dotsHere);
    }
    if (line.length !== width * channels) throw new Error('a run leaves its line');
    for (let times = 0; times < repeats; times += 1) dots.push(...line);
    row += repeats;
  }
  return { width, height, dots, rest: bytes.length - at };
}

const pages = fc
  .record({
    width: fc.integer({ min: 1, max: 300 }),
    height: fc.integer({ min: 1, max: 12 }),
    channels: fc.constantFrom(1 as const, 3 as const),
  })
  .chain(({ width, height, channels }) =>
    fc
      .array(fc.constantFrom(0, 0, 255, 255, 255, 7), {
        minLength: width * height * channels,
        maxLength: width * height * channels,
      })
      .map((dots): RasterPage => ({ width, height, channels, dots: Uint8Array.from(dots) })),
  );

describe('pwgPage', () => {
  test('what is written is read back, whatever the dots', () => {
    fc.assert(
      fc.property(pages, (page) => {
        const read = decode(pwgPage(page, 0, settings));
        expect([read.width, read.height, read.rest]).toEqual([page.width, page.height, 0]);
        expect(read.dots).toEqual([...page.dots]);
      }),
      { numRuns: 60 },
    );
  });

  test('says its resolution, size, colour and pages where PWG 5102.4 wants them', () => {
    const page: RasterPage = {
      width: 2480,
      height: 3508,
      channels: 3,
      dots: new Uint8Array(2480 * 3508 * 3).fill(255),
    };
    const bytes = pwgPage(page, 0, { ...settings, sides: 'two-sided-long-edge' });
    const at = (offset: number): number => bytes.readInt32BE(offset);
    expect(bytes.toString('latin1', 0, 9)).toBe('PwgRaster');
    expect([at(276), at(280)]).toEqual([300, 300]);
    expect([at(352), at(356)]).toEqual([595, 842]);
    expect([at(272), at(368)]).toEqual([1, 0]);
    expect([at(384), at(388), at(392), at(400), at(420)]).toEqual([8, 24, 7440, 19, 3]);
    expect([at(452), at(456), at(460)]).toEqual([2, 1, 1]);
    // White paper is next to nothing.
    expect(bytes.length).toBeLessThan(3_000);
  });

  test.each([
    ['rotated', 'two-sided-long-edge', [-1, -1], [4, 3, 2, 1]],
    ['rotated', 'two-sided-short-edge', [1, 1], [1, 2, 3, 4]],
    ['flipped', 'two-sided-long-edge', [1, -1], [3, 4, 1, 2]],
    ['flipped', 'two-sided-short-edge', [-1, 1], [2, 1, 4, 3]],
    ['manual-tumble', 'two-sided-short-edge', [-1, -1], [4, 3, 2, 1]],
    ['normal', 'two-sided-long-edge', [1, 1], [1, 2, 3, 4]],
  ] as const)('turns the back of a sheet as the printer wants it: %s, %s', (sheetBack, sides, transform, dots) => {
    const page: RasterPage = { width: 2, height: 2, channels: 1, dots: Uint8Array.of(1, 2, 3, 4) };
    const back = pwgPage(page, 1, { ...settings, sides, sheetBack });
    expect([back.readInt32BE(456), back.readInt32BE(460)]).toEqual(transform);
    expect(decode(back).dots).toEqual(dots);
    expect(decode(pwgPage(page, 0, { ...settings, sides, sheetBack })).dots).toEqual([1, 2, 3, 4]);
  });
});

test.each([
  [[600, 300, 150], 300],
  [[600], 600],
  [[], 300],
])('draws at 300 dpi or what is nearest: %j', (resolutions, expected) => {
  expect(rasterDpi(resolutions)).toBe(expected);
});

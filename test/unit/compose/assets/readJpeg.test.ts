import { describe, expect, it } from 'vitest';
import { readJpeg } from '../../../../src/compose/assets/readJpeg.ts';

const segment = (marker: number, ...data: number[]): number[] => [
  0xff,
  marker,
  (data.length + 2) >> 8,
  (data.length + 2) & 0xff,
  ...data,
];
const frame = (marker: number, components: number, precision = 8): number[] =>
  segment(marker, precision, 0, 50, 0, 100, components, 1, 0x11, 0);
const jpeg = (...parts: number[][]): Buffer => Buffer.from([0xff, 0xd8, ...parts.flat(), 0xff, 0xd9]);
const exif = (orientation: number): number[] =>
  segment(
    0xe1,
    ...Buffer.from('Exif\0\0MM\0*\0\0\0\x08', 'latin1'),
    0,
    1,
    1,
    0x12,
    0,
    3,
    0,
    0,
    0,
    1,
    0,
    orientation,
    0,
    0,
  );

describe('readJpeg', () => {
  it.each([
    ['baseline', 0xc0],
    ['extended', 0xc1],
    ['progressive', 0xc2],
  ])('reads the size of a %s frame', (_name, marker) => {
    const bytes = jpeg(segment(0xe0, 1, 2, 3), segment(0xc4, 0), frame(marker, 3));
    expect(readJpeg(bytes)).toMatchObject({ format: 'jpeg', width: 100, height: 50, components: 3, bytes });
  });

  it('knows grey, fill bytes, and an upright Exif', () => {
    expect(readJpeg(jpeg(exif(1), [0xff, 0xff], frame(0xc0, 1)))).toMatchObject({ components: 1 });
  });

  it('has no pixels to give: the PDF takes the file', () => {
    expect(readJpeg(jpeg(frame(0xc0, 3))).pixels()).toBeNull();
  });

  it.each([
    ['CMYK', jpeg(frame(0xc0, 4)), 'CMYK'],
    ['lossless', jpeg(frame(0xc3, 3)), 'lossless'],
    ['arithmetic', jpeg(frame(0xc9, 3)), 'arithmetically'],
    ['twelve bits', jpeg(frame(0xc1, 3, 12)), '12 bits'],
    ['turned by Exif', jpeg(exif(6), frame(0xc0, 3)), 'upright'],
    ['no frame', jpeg(segment(0xe0, 1)), 'no frame'],
    ['other bytes', Buffer.from('not a picture'), 'no JPEG'],
    ['a cut header', Buffer.from([0xff, 0xd8, 0xff, 0xc0, 0, 11, 8]), 'JPEG'],
  ])('refuses %s', (_name, bytes, told) => {
    expect(() => readJpeg(bytes)).toThrow(told);
  });
});

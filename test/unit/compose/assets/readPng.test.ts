import { crc32, deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readPng } from '../../../../src/compose/assets/readPng.ts';

interface Parts {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly type: number;
  readonly rows: readonly (readonly number[])[];
  readonly palette?: readonly number[];
  readonly clear?: readonly number[];
  readonly interlace?: number;
}

/** A PNG made by hand; each row begins with its filter. */
function png({ width, height, depth, type, rows, palette, clear, interlace = 0 }: Parts): Buffer {
  const chunk = (name: string, data: Uint8Array): Buffer => {
    const body = Buffer.concat([Buffer.from(name), data]);
    const out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length);
    body.copy(out, 4);
    out.writeUInt32BE(crc32(body), body.length + 4);
    return out;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  header.set([depth, type, 0, 0, interlace], 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    ...(palette ? [chunk('PLTE', Buffer.from(palette))] : []),
    ...(clear ? [chunk('tRNS', Buffer.from(clear))] : []),
    chunk('IDAT', deflateSync(Buffer.from(rows.flat()))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const samplesOf = (parts: Parts) => {
  const pixels = readPng(png(parts)).pixels();
  return { color: [...(pixels?.color ?? [])], alpha: pixels?.alpha ? [...pixels.alpha] : null };
};

describe('readPng', () => {
  it('tells the size and keeps the file', () => {
    const bytes = png({ width: 2, height: 1, depth: 8, type: 2, rows: [[0, 1, 2, 3, 4, 5, 6]] });
    expect(readPng(bytes)).toMatchObject({ kind: 'raster', format: 'png', width: 2, height: 1, components: 3, bytes });
  });

  it('undoes every filter', () => {
    const rows = [
      [0, 10, 20, 30],
      [1, 10, 10, 10],
      [2, 1, 1, 1],
      [3, 5, 5, 5],
      [4, 1, 1, 1],
    ];
    expect(samplesOf({ width: 3, height: 5, depth: 8, type: 0, rows }).color).toEqual([
      10, 20, 30, 10, 20, 30, 11, 21, 31, 10, 20, 30, 11, 21, 31,
    ]);
  });

  it.each([
    ['grey of one bit', { width: 3, height: 1, depth: 1, type: 0, rows: [[0, 0b10100000]] }, [255, 0, 255], null],
    ['grey of four bits', { width: 2, height: 1, depth: 4, type: 0, rows: [[0, 0x0f]] }, [0, 255], null],
    ['grey of 16 bits', { width: 1, height: 1, depth: 16, type: 0, rows: [[0, 200, 99]] }, [200], null],
    ['grey with alpha', { width: 1, height: 1, depth: 8, type: 4, rows: [[0, 7, 128]] }, [7], [128]],
    ['RGB with alpha', { width: 1, height: 1, depth: 8, type: 6, rows: [[0, 1, 2, 3, 4]] }, [1, 2, 3], [4]],
    [
      'RGB with one clear colour',
      { width: 2, height: 1, depth: 8, type: 2, rows: [[0, 1, 2, 3, 9, 9, 9]], clear: [0, 1, 0, 2, 0, 3] },
      [1, 2, 3, 9, 9, 9],
      [0, 255],
    ],
    [
      'a palette with transparency',
      {
        width: 4,
        height: 1,
        depth: 2,
        type: 3,
        rows: [[0, 0b00011011]],
        palette: [0, 0, 0, 10, 0, 0, 20, 0, 0, 30, 0, 0],
        clear: [255, 100],
      },
      [0, 0, 0, 10, 0, 0, 20, 0, 0, 30, 0, 0],
      [255, 100, 255, 255],
    ],
  ] as const)('reads %s', (_name, parts, color, alpha) => {
    expect(samplesOf(parts)).toEqual({ color, alpha });
  });

  it('says nothing of alpha where every pixel is opaque', () => {
    expect(samplesOf({ width: 1, height: 1, depth: 8, type: 6, rows: [[0, 1, 2, 3, 255]] }).alpha).toBeNull();
  });

  const good = { width: 1, height: 1, depth: 8, type: 0, rows: [[0, 7]] } as const;
  const damaged = Buffer.from(png(good));
  damaged[20] = 9;
  it.each([
    ['other bytes', Buffer.from('GIF89a'), 'no PNG'],
    ['a damaged chunk', damaged, 'damaged in its IHDR'],
    ['half a file', png(good).subarray(0, 45), 'ends before'],
    ['interlaced rows', png({ ...good, interlace: 1 }), 'interlaced'],
    ['an unknown filter', png({ ...good, rows: [[5, 7]] }), 'unknown filter 5'],
    ['too few rows', png({ ...good, height: 2 }), 'instead of 4'],
    ['too many bytes', png({ ...good, rows: [[0, 7, 7, 7, 7]] }), 'rows'],
    ['a depth it cannot have', png({ ...good, depth: 3 }), 'no PNG may have'],
    ['a wall', png({ ...good, width: 60_000, height: 60_000 }), 'there may be'],
    ['colours without palette', png({ ...good, type: 3 }), 'palette'],
  ])('refuses %s', (_name, bytes, told) => {
    expect(() => readPng(bytes)).toThrow(told);
  });
});

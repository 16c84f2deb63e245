import { describe, expect, it } from 'vitest';
import { ByteWriter } from '../../../../../src/compose/drivers/pdf/byteWriter.ts';
import { paintCode } from '../../../../../src/compose/drivers/pdf/paintCode.ts';
import type { BarcodeItem } from '../../../../../src/compose/displayList.ts';

const code: BarcodeItem = {
  kind: 'barcode',
  symbology: 'qrcode',
  data: 'x',
  x: 10,
  y: 20,
  module: 1.5,
  height: 30,
  alt: '',
};

function painted(item: BarcodeItem): { operators: string; width: number } {
  const out = new ByteWriter();
  const width = paintCode(out, item, 100);
  return { operators: Buffer.from(out.view()).toString('latin1'), width };
}

describe('paintCode', () => {
  it('paints bars in modules across and units down', () => {
    const { operators, width } = painted({ ...code, symbology: 'code128', bars: [2, 1, 1, 2.5, 3] });
    expect(operators).toBe('q 1.5 0 0 -1 10 80 cm\n0 0 2 30 re\n3 0 1 30 re\n6.5 0 3 30 re\nf\nQ\n');
    expect(width).toBe(14.25);
  });

  it('gives each bar its own ends where it has some', () => {
    const posts = [
      { top: 0, bottom: 30 },
      { top: 5, bottom: 24 },
    ];
    const { operators } = painted({ ...code, symbology: 'ean13', bars: [1, 1, 2], posts });
    expect(operators).toContain('0 0 1 30 re\n2 5 2 19 re\n');
  });

  it('joins neighbours and equal rows of a matrix', () => {
    const row = [true, true, false, true];
    const { operators } = painted({ ...code, matrix: [row, row, [false, false, false, true]] });
    expect(operators).toBe('q 1.5 0 0 -1.5 10 80 cm\n0 0 2 2 re\n3 0 1 2 re\n3 2 1 1 re\nf\nQ\n');
  });

  it('leaves out a first bar of no width, and adds blocks in units', () => {
    const blocks = [{ x: -5, y: -3, width: 40, height: 3 }];
    const { operators } = painted({ ...code, symbology: 'itf14', bars: [0, 1, 1], blocks });
    expect(operators).toBe('q 1.5 0 0 -1 10 80 cm\n1 0 1 30 re\nf\nQ\n5 80 40 3 re\nf\n');
  });

  it('draws a MaxiCode as hexagons and three rings', () => {
    const matrix = Array.from({ length: 33 }, (_, y) => Array.from({ length: 30 }, (__, x) => x === 0 && y === 0));
    const { operators } = painted({ ...code, symbology: 'maxicode', hexagons: true, matrix });
    expect(operators.match(/ m\n/g)).toHaveLength(1 + 6);
    expect(operators.match(/ c$/gm)).toHaveLength(6 * 4);
    expect(operators.endsWith('f*\n')).toBe(true);
  });
});

import { describe, expect, it } from 'vitest';
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

describe('paintCode', () => {
  it('paints bars in modules across and units down', () => {
    const { operators, width } = paintCode({ ...code, symbology: 'code128', bars: [2, 1, 1, 2.5, 3] }, 100);
    expect(operators).toBe('q 1.5 0 0 -1 10 80 cm\n0 0 2 30 re\n3 0 1 30 re\n6.5 0 3 30 re\nf\nQ\n');
    expect(width).toBe(14.25);
  });

  it('gives each bar its own ends where it has some', () => {
    const posts = [
      { top: 0, bottom: 30 },
      { top: 5, bottom: 24 },
    ];
    const { operators } = paintCode({ ...code, symbology: 'ean13', bars: [1, 1, 2], posts }, 100);
    expect(operators).toContain('0 0 1 30 re\n2 5 2 19 re\n');
  });

  it('joins neighbours and equal rows of a matrix', () => {
    const row = [true, true, false, true];
    const { operators } = paintCode({ ...code, matrix: [row, row, [false, false, false, true]] }, 100);
    expect(operators).toBe('q 1.5 0 0 -1.5 10 80 cm\n0 0 2 2 re\n3 0 1 2 re\n3 2 1 1 re\nf\nQ\n');
  });

  it('leaves out a first bar of no width, and adds blocks in units', () => {
    const blocks = [{ x: -5, y: -3, width: 40, height: 3 }];
    const { operators } = paintCode({ ...code, symbology: 'itf14', bars: [0, 1, 1], blocks }, 100);
    expect(operators).toBe('q 1.5 0 0 -1 10 80 cm\n1 0 1 30 re\nf\nQ\n5 80 40 3 re\nf\n');
  });

  it('draws a MaxiCode as hexagons and three rings', () => {
    const matrix = Array.from({ length: 33 }, (_, y) => Array.from({ length: 30 }, (__, x) => x === 0 && y === 0));
    const { operators } = paintCode({ ...code, symbology: 'maxicode', hexagons: true, matrix }, 100);
    expect(operators.match(/ m\n/g)).toHaveLength(1 + 6);
    expect(operators.match(/ c$/gm)).toHaveLength(6 * 4);
    expect(operators.endsWith('f*\n')).toBe(true);
  });
});

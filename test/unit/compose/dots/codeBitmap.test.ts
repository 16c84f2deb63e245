import { describe, expect, it } from 'vitest';
import { rasterCode } from '../../../../src/compose/barcodes/rasterCode.ts';
import { packDots } from '../../../../src/compose/dots/bitmap.ts';
import { codeBitmap } from '../../../../src/compose/dots/codeBitmap.ts';
import { barcodeItem } from '../drivers/sampleList.ts';
import { rowsOf } from './rowsOf.ts';

describe('a code in dots', () => {
  it.each([
    ['code128', 'RE-2026-000123A', 3],
    ['itf14', '09521234543213', 4],
    ['itf14', '09521234543213', 3],
    ['qrcode', 'https://example.org/d/1', 5],
    ['gs1datamatrix', '(01)09521234543213(10)LOT1', 6],
    ['pdf417', 'This is PDF417', 2],
    ['ean13', '9521234543213', 3],
    ['maxicode', 'Hall 7', 9],
  ] as const)('is the same drawn by rows as dot by dot: %s, %s, %i', (symbology, data, module) => {
    const item = barcodeItem(0, 0, symbology, data, module);
    const { width, height, dots } = rasterCode(item);
    expect(rowsOf(codeBitmap(item))).toEqual(rowsOf(packDots(width, height, dots)));
  });
});

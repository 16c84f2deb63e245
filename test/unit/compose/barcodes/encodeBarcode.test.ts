import { describe, expect, it } from 'vitest';
import { encodeBarcode } from '../../../../src/compose/barcodes/encodeBarcode.ts';

describe('encodeBarcode', () => {
  it('encodes Code 128 with code set C for digits', () => {
    const code = encodeBarcode({ symbology: 'code128', data: '123456' });
    // Start C, three pairs, check character, stop: 11 modules each, the stop 13 (ISO/IEC 15417 §4.3).
    expect(code.width).toBe(11 * 5 + 13);
    expect(code.bars?.slice(0, 6)).toEqual([2, 1, 1, 2, 3, 2]);
    expect(code.plain).toBe('123456');
    expect(code.quiet).toEqual([10, 10, 0, 0]);
  });

  it('encodes a GS1-128 with FNC1 after the start', () => {
    const code = encodeBarcode({ symbology: 'gs1-128', data: '(00)376104250021234569' });
    expect(code.width).toBe(11 * 13 + 13);
    // Start C, then FNC1 = 411131 (ISO/IEC 15417 table 1).
    expect(code.bars?.slice(0, 12)).toEqual([2, 1, 1, 2, 3, 2, 4, 1, 1, 1, 3, 1]);
    expect(code.data).toBe('(00)376104250021234569');
  });

  it('encodes a QR code without border', () => {
    const code = encodeBarcode({ symbology: 'qrcode', data: 'Straße 1, Győr' });
    expect(code.matrix?.length).toBe(code.width);
    expect(code.matrix?.[0]?.slice(0, 8)).toEqual([true, true, true, true, true, true, true, false]);
  });

  it.each([
    ['code128', '', 'no data'],
    ['code128', 'Győr', 'ő (U+0151)'],
    ['code128', 'a\u0007', 'U+0007'],
    ['code128', 'x'.repeat(81), 'at most 80'],
    ['gs1-128', '(00)376104250021234568', 'it should be 9'],
    ['gs1-128', '(9999)1', 'no GS1 application identifier'],
    ['gs1-128', `(10)${'1'.repeat(20)}(21)${'2'.repeat(20)}(400)12`, 'at most 48'],
    ['qrcode', 'x'.repeat(3000), 'more than fit'],
  ] as const)('refuses %s "%s"', (symbology, data, why) => {
    expect(() => encodeBarcode({ symbology, data })).toThrow(why);
    expect(() => encodeBarcode({ symbology, data })).toThrow(
      expect.objectContaining({ code: 'compose.barcode-invalid' }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { encodeBarcode } from '../../../../src/compose/barcodes/encodeBarcode.ts';
import type { Symbology } from '../../../../src/compose/barcodes/symbologies.ts';

describe('check digits', () => {
  it.each([
    ['ean13', '952123454321', '9521234543213'],
    ['ean13', '9521234543213', '9521234543213'],
    ['ean13', '952123454321 12', '9521234543213 12'],
    ['ean8', '9521234', '95212340'],
    ['upca', '01600033610', '016000336100'],
    ['upce', '0123456', '01234565'],
    ['upce', '01234565', '01234565'],
    ['isbn', '978-1-56581-231', '9781565812314'],
    ['issn', '0311-175X', '9770311175001'],
    ['itf14', '0952123454321', '09521234543213'],
    ['sscc18', '37610425002123456', '(00)376104250021234569'],
    ['sscc18', '(00)376104250021234569', '(00)376104250021234569'],
    ['ean14', '0952123454321', '(01)09521234543213'],
  ] as const)('of %s "%s" are added or checked', (symbology: Symbology, data, expected) => {
    expect(encodeBarcode({ symbology, data }).data).toBe(expected);
  });

  it.each([
    ['ean13', '9521234543214', 'it should be 3'],
    ['ean13', '95212345432', '12 digits are needed'],
    ['ean13', '95212345432X', '12 digits are needed'],
    ['ean13', '952123454321 1', 'add-on'],
    ['ean8', '95212341', 'it should be 0'],
    ['upca', '016000336101', 'it should be 0'],
    ['upce', '01234566', 'it should be 5'],
    ['isbn', '1-56581-231-X', '978 or 979'],
    ['issn', '0311-1751', 'should be X'],
    ['itf14', '09521234543214', 'it should be 3'],
    ['interleaved2of5', '123', 'even number'],
    ['sscc18', '376104250021234568', 'it should be 9'],
    ['gs1datamatrix', '(01)09521234543214', 'it should be 3'],
    ['gs1dlqrcode', 'https://example.com/01/09521234543214', 'it should be 3'],
    ['code39', 'kleine buchstaben', 'code39'],
    ['maxicode', 'Győr', 'only ASCII'],
    ['pdf417', '', 'no data'],
  ] as const)('%s "%s" is refused', (symbology: Symbology, data, why) => {
    expect(() => encodeBarcode({ symbology, data })).toThrow(why);
    expect(() => encodeBarcode({ symbology, data })).toThrow(
      expect.objectContaining({ code: 'compose.barcode-invalid' }),
    );
  });

  it('an option that is none is refused', () => {
    expect(() => encodeBarcode({ symbology: 'pdf417', data: 'x', options: { colums: '4' } })).toThrow(
      'no option "colums"',
    );
    expect(() => encodeBarcode({ symbology: 'qrcode', data: 'x', options: { columns: '4' } })).toThrow(
      'no option "columns"',
    );
    expect(() => encodeBarcode({ symbology: 'code128', data: 'x', options: { eclevel: 'L' } })).toThrow(
      'no option "eclevel"',
    );
    expect(() => encodeBarcode({ symbology: 'qrcode', data: 'x', options: { eclevel: 'X' } })).toThrow('L, M, Q or H');
  });

  it('ITF-14 is two and a half times as wide where it is wide', () => {
    const { bars = [] } = encodeBarcode({ symbology: 'itf14', data: '0952123454321' });
    expect([...new Set(bars)].toSorted()).toEqual([1, 2.5]);
  });
});

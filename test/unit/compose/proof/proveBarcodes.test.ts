import { describe, expect, it } from 'vitest';
import { encodeBarcode } from '../../../../src/compose/barcodes/encodeBarcode.ts';
import type { Symbology } from '../../../../src/compose/barcodes/symbologies.ts';
import type { BarcodeItem } from '../../../../src/compose/displayList.ts';
import { codesOn, type PlacedCode, proveBarcodes } from '../../../../src/compose/proof/proveBarcodes.ts';

function codesWith(symbology: Symbology, data: string, change: Partial<BarcodeItem> = {}): PlacedCode[] {
  const { bars, matrix, ...code } = encodeBarcode({ symbology, data });
  const item: BarcodeItem = {
    kind: 'barcode',
    symbology,
    data: code.data,
    x: 0,
    y: 0,
    module: 1,
    height: 30,
    alt: '',
    line: 7,
    ...(bars && { bars }),
    ...(matrix && { matrix }),
    ...change,
  };
  const empty = { width: 500, height: 500, items: [] };
  return [empty, { ...empty, items: [item] }].flatMap((page, index) => codesOn(page, index + 1));
}

describe('proveBarcodes', () => {
  it.each([
    ['code128', 'RE-2026-000123'],
    ['code128', '1'],
    ['code128', '~ ^_{x}'],
    ['gs1-128', '(00)376104250021234569'],
    ['gs1-128', '(02)04012345000009(37)12(10)AB12'],
    ['gs1-128', '(10)AB12(21)7'],
    ['qrcode', 'https://example.org/d/0193?x=1'],
    ['qrcode', 'BCD\n002\n1\nSCT\nGIBAATWWXXX\nŐrségi Kft. & Söhne\nAT611904300234573201\nEUR1234.56'],
    ['qrcode', 'Доставка Київ'],
  ] as const)('reads %s "%s" back', async (symbology, data) => {
    await expect(proveBarcodes(codesWith(symbology, data))).resolves.toEqual([]);
  });

  it('fails on a code that says something else, and says what', async () => {
    const codes = codesWith('code128', 'RE-1', { data: 'RE-2' });
    await expect(proveBarcodes(codes)).resolves.toMatchObject([
      {
        code: 'barcode',
        page: 2,
        width: 79,
        height: 30,
        sentence: 'The code128 on page 2 should say "RE-2", but a decoder reads "RE-1" (]C0).',
        line: 7,
      },
    ]);
  });

  it('fails on a damaged code', async () => {
    const { bars = [] } = encodeBarcode({ symbology: 'code128', data: 'RE-1' });
    const codes = codesWith('code128', 'RE-1', { bars: bars.map((bar, index) => (index === 14 ? bar + 2 : bar)) });
    await expect(proveBarcodes(codes)).resolves.toMatchObject([{ code: 'barcode' }]);
  });

  it('tells a GS1-128 from a Code 128 with the same digits', async () => {
    const { bars = [] } = encodeBarcode({ symbology: 'code128', data: '00376104250021234569' });
    const codes = codesWith('gs1-128', '(00)376104250021234569', { bars });
    await expect(proveBarcodes(codes)).resolves.toMatchObject([{ code: 'barcode' }]);
  });
});

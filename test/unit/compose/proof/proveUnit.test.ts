import { describe, expect, it } from 'vitest';
import type { BarcodeItem } from '../../../../src/compose/displayList.ts';
import type { PlacedCode } from '../../../../src/compose/proof/proveBarcodes.ts';
import { proveUnit } from '../../../../src/compose/proof/proveUnit.ts';

type Code = readonly [BarcodeItem['symbology'], string];

function label(codes: readonly Code[]): PlacedCode[] {
  return codes.map(([symbology, data]) => ({
    page: 1,
    item: {
      kind: 'barcode',
      symbology,
      data,
      x: 24,
      y: 560,
      module: 4,
      height: 256,
      bars: [2, 1],
      alt: data,
      line: 7,
    },
  }));
}

const sentences = (codes: readonly Code[], unitsPerInch = 203): string[] =>
  proveUnit(label(codes), unitsPerInch).map(({ sentence }) => sentence);

const sscc: Code = ['gs1-128', '(00)376104250021234569'];
const link = 'https://id.example.com/00/376104250021234569?02=04012345000009';

describe('the codes of a label', () => {
  it.each([
    [[sscc]],
    [[sscc, ['gs1-128', '(02)04012345000009(37)12']]],
    [[sscc, ['gs1datamatrix', '(00)376104250021234569(02)04012345000009(37)12(10)LOT']]],
    [[sscc, ['gs1dlqrcode', `${link}&37=12`]]],
    [
      [
        ['ean13', '9521234543213'],
        ['gs1datamatrix', '(01)09521234543213(10)LOT'],
      ],
    ],
    [
      [
        ['ean13', '9521234543213'],
        ['gs1-128', '(10)LOT'],
      ],
    ],
    [[['code128', '(10)LOT']]],
    [
      [
        ['itf14', '19012345201101'],
        ['ean13', '9521234543213'],
        ['gs1-128', '(01)19012345201101'],
      ],
    ],
  ] as [Code[]][])('%j keep the rules', (codes) => {
    expect(sentences(codes)).toEqual([]);
  });

  it.each([
    [[sscc, ['gs1-128', '(10)LOT']], '(10) BATCH/LOT needs (01) or'],
    [[sscc, ['gs1datamatrix', '(02)04012345000009(15)270331']], '(02) CONTENT needs (00) with (37)'],
    [[sscc, ['gs1dlqrcode', link]], '(02) CONTENT needs (00) with (37)'],
    [[sscc, ['sscc18', '(00)390123450030118404']], '(00) SSCC stands twice'],
    [
      [sscc, ['gs1-128', '(420)1010'], ['gs1qrcode', '(421)0401010']],
      '(420) SHIP TO POST and (421) SHIP TO POST must not',
    ],
    [
      [
        ['ean13', '9521234543213'],
        ['gs1-128', '(37)4'],
      ],
      '(01) GTIN and (37) COUNT must not stand together',
    ],
  ] as [Code[], string][])('%j break one', (codes, rule) => {
    const [found = ''] = sentences(codes);
    expect(found).toMatch(/^The codes of label 1 break a rule of GS1: .*\.$/);
    expect(found).toContain(rule);
  });

  it('are those of one unit only on labels', () => {
    expect(sentences([sscc, ['gs1-128', '(00)390123450030118404']], 72)).toEqual([]);
  });

  it('are found at their place', () => {
    expect(proveUnit(label([['gs1-128', '(403)R']]), 203)).toEqual([
      expect.objectContaining({ code: 'barcode', page: 1, x: 24, y: 560, width: 12, height: 256, line: 7 }),
    ]);
  });
});

import { encode } from 'uqr';
import { describe, expect, it } from 'vitest';
import { encodeBarcode } from '../../../../src/compose/barcodes/encodeBarcode.ts';

describe('withBestMask', () => {
  const payment = (number: number) =>
    `BCD\n002\n1\nSCT\nALPFAT2LXXX\nAlpenfracht Logistik AG\nAT912032000012345678\nEUR${number * 17}.31\n\n\nAF-${number}`;
  const texts = [
    '1',
    'https://example.org/',
    'Győr',
    'x'.repeat(300),
    ...Array.from({ length: 40 }, (_, index) => payment(index * 977)),
  ];

  it('chooses the mask that uqr chooses when it tries all', () => {
    for (const text of texts) {
      const { data } = encode(text, { ecc: 'M', border: 0, boostEcc: false });
      expect(encodeBarcode({ symbology: 'qrcode', data: text }).matrix).toEqual(data);
    }
  });
});

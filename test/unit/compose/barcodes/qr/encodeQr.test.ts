import { encode } from 'uqr';
import { describe, expect, it } from 'vitest';
import { encodeQr } from '../../../../../src/compose/barcodes/qr/encodeQr.ts';

const levels = ['L', 'M', 'Q', 'H'] as const;
const payment = (number: number) =>
  `BCD\n002\n1\nSCT\nALPFAT2LXXX\nAlpenfracht Logistik AG\nAT912032000012345678\nEUR${number * 17}.31\n\n\nAF-${number}`;

function reference(data: string, level: (typeof levels)[number], version?: number): boolean[][] {
  return encode(data, {
    ecc: level,
    border: 0,
    boostEcc: false,
    ...(version && { minVersion: version, maxVersion: version }),
  }).data;
}

describe('encodeQr', () => {
  it('makes the same code as uqr for payment codes, mask included', () => {
    for (let index = 0; index < 60; index += 1) {
      const data = payment(index * 977);
      expect(encodeQr({ data, level: 'M' })).toEqual(reference(data, 'M'));
    }
  });

  it.each(['1', '12', '0123456789012345', 'A', 'HELLO WORLD $%*+-./:', 'https://example.org/', 'Győr', 'Доставка'])(
    'makes the same code as uqr for "%s" on all levels',
    (data) => {
      for (const level of levels) expect(encodeQr({ data, level })).toEqual(reference(data, level));
    },
  );

  it('makes the same code as uqr in every version', { timeout: 60_000 }, () => {
    for (let version = 1; version <= 40; version += 1) {
      const level = levels[version % 4] ?? 'M';
      const data = `v${version}`.repeat(version < 3 ? 1 : version * 3).slice(0, version * 9);
      const code = encodeQr({ data, level, minVersion: version });
      expect(code?.length).toBe(version * 4 + 17);
      expect(code).toEqual(reference(data, level, version));
    }
  });

  it('says when nothing fits', () => {
    expect(encodeQr({ data: 'x'.repeat(2331), level: 'M' })).not.toBeNull();
    expect(encodeQr({ data: 'x'.repeat(2332), level: 'M' })).toBeNull();
    expect(encodeQr({ data: 'x'.repeat(300), level: 'M', maxVersion: 5 })).toBeNull();
  });
});

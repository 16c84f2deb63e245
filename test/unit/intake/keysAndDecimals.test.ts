import { describe, expect, it } from 'vitest';
import { requireCheckDigit } from '../../../src/intake/checkDigit.ts';
import { decimalText } from '../../../src/intake/decimalText.ts';
import { sumOf } from '../../../src/intake/formats/decimalSum.ts';

describe('GS1 check digits', () => {
  it.each(['37610425002123456', '3761042500212345690', '37610425002123456x', ''])('refuses the SSCC "%s"', (sscc) => {
    expect(() => requireCheckDigit(sscc, 'SSCC', {})).toThrow(/intake\.invalid-check-digit/u);
  });

  it.each(['6291041500213', '96385074', '036000291452', '00036000291452'])('accepts the GTIN %s', (gtin) => {
    expect(() => requireCheckDigit(gtin, 'GTIN', {})).not.toThrow();
  });
});

describe('decimalText', () => {
  it.each([
    [0, '0'],
    [-0, '0'],
    [229.6, '229.6'],
    [-1.05, '-1.05'],
    [1e-7, '0.0000001'],
    [1.25e-9, '0.00000000125'],
    [9_007_199_254_740_991, '9007199254740991'],
    [1e16, undefined],
    [1e-21, undefined],
    [Number.NaN, undefined],
  ])('%s is %s', (value, expected) => {
    expect(decimalText(value)).toBe(expected);
  });
});

describe('sumOf', () => {
  it.each([
    [['1.10', '2.205'], '3.305'],
    [['-1.10', '0.05'], '-1.05'],
    [['-0.01', '0.01'], '0.00'],
    [['10', '5'], '15'],
    [['0.1', '0.2'], '0.3'],
  ])('%s is %s', (amounts, expected) => {
    expect(sumOf(amounts)).toBe(expected);
  });
});

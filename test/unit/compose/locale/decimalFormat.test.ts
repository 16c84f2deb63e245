import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDecimalFormat } from '../../../../src/compose/locale/decimalFormat.ts';

const de = createDecimalFormat('de');
const en = createDecimalFormat('en-GB');
const hu = createDecimalFormat('hu');
/** CLDR releases differ in which blank they take; on paper all are no-break. */
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f\u2009]/g, ' ');

describe('money', () => {
  it('is written as the language writes it', () => {
    expect(plain(de.money('1234567.80', 'EUR'))).toBe('1.234.567,80 €');
    expect(plain(en.money('-1234.5', 'EUR'))).toBe('-€1,234.50');
    expect(plain(hu.money('1234', 'HUF'))).toBe('1 234 Ft');
  });

  it('keeps every digit of the source, also where binary floating point could not', () => {
    expect(de.amount('9007199254740993.07', 'EUR')).toBe('9.007.199.254.740.993,07');
    expect(de.amount('0.123456', 'EUR')).toBe('0,123456');
    expect(plain(hu.amount('341306.5', 'HUF'))).toBe('341 306,50');
    expect(de.amount('1.005', 'EUR')).toBe('1,005');
  });

  it('refuses what is no amount or no currency', () => {
    expect(() => de.money('12,50', 'EUR')).toThrow('not a decimal number');
    expect(() => de.money('1e3', 'EUR')).toThrow('not a decimal number');
    expect(() => de.money('1', 'euro')).toThrow('ISO 4217');
  });
});

describe('number and percent', () => {
  it('drops trailing zeros but not the least digits wanted', () => {
    expect(de.number('10.0000')).toBe('10');
    expect(de.number('8.4500', 2)).toBe('8,45');
    expect(de.number('7', 2)).toBe('7,00');
  });

  it('takes a rate in percent', () => {
    expect(plain(de.percent('20'))).toBe('20 %');
    expect(en.percent('5.5')).toBe('5.5%');
    expect(en.percent('0')).toBe('0%');
    expect(en.percent('-0.25')).toBe('-0.25%');
    expect(en.percent('.5')).toBe('0.5%');
  });
});

const tags =
  'de de-AT de-CH en en-GB en-IN fr fr-CH it es pl cs sk hu sl hr bs sr-Latn-RS sr-Cyrl-RS mk ro bg uk el tr ka ar ar-AE ar-EG fa zh-Hans zh-Hant ja pt-PT hi-IN-u-nu-deva';

describe.each(tags.split(' '))('in %s', (tag) => {
  const intl = (options: Intl.NumberFormatOptions) => new Intl.NumberFormat(tag, { useGrouping: 'always', ...options });
  const two = { minimumFractionDigits: 2, maximumFractionDigits: 2 } as const;
  const format = createDecimalFormat(tag);
  const decimals = fc
    .tuple(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.integer({ min: 0, max: 99 }))
    .map(([whole, cents]) => `${whole}.${String(cents).padStart(2, '0')}` as `${number}`);

  it('writes every amount, number and rate as Intl does', () => {
    const euros = intl({ style: 'currency', currency: 'EUR', ...two });
    const dirhams = intl({ style: 'currency', currency: 'AED', ...two });
    fc.assert(
      fc.property(decimals, (value) => {
        expect(format.money(value, 'EUR')).toBe(euros.format(value));
        expect(format.money(value, 'AED')).toBe(dirhams.format(value));
        expect(format.amount(value, 'EUR')).toBe(intl(two).format(value));
        expect(format.number(value, 2)).toBe(intl(two).format(value));
      }),
      { numRuns: 60 },
    );
    for (const rate of ['0', '7', '20', '100', '1234', '-3']) {
      expect(format.percent(rate)).toBe(intl({ style: 'percent' }).format(`${Number(rate) / 100}`));
    }
  });
});

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

import { describe, expect, it } from 'vitest';
import {
  formatElementString,
  needsSeparator,
  parseElementString,
} from '../../../../../src/compose/barcodes/gs1/elementString.ts';

describe('parseElementString', () => {
  it('reads elements and writes them back', () => {
    const text = '(02)04012345000009(37)12(10)AB(1)2';
    const elements = parseElementString(text);
    expect(elements).toEqual([
      { ai: '02', value: '04012345000009' },
      { ai: '37', value: '12' },
      { ai: '10', value: 'AB(1)2' },
    ]);
    expect(formatElementString(elements)).toBe(text);
  });

  it.each([
    ['(00)376104250021234568', 'check digit 8, it should be 9'],
    ['(00)37610425002123456', 'has 17 characters, 18 are needed'],
    ['(00)37610425002123456A', 'digits only'],
    ['(15)261332', 'not a date'],
    ['(15)260230', 'not a date'],
    ['(10)Größe', 'character set 82'],
    ['(10)', 'no value'],
    ['00376104250021234569', 'not a GS1 element string'],
    ['', 'empty'],
    [`(10)${'x'.repeat(21)}`, 'at most 20'],
  ])('refuses %s', (text, why) => {
    expect(() => parseElementString(text)).toThrow(why);
    expect(() => parseElementString(text)).toThrow(expect.objectContaining({ code: 'compose.barcode-invalid' }));
  });

  it('knows day 00 and leap days', () => {
    expect(parseElementString('(15)280229(17)261100')).toHaveLength(2);
  });
});

it('separates only elements of variable length', () => {
  expect(needsSeparator({ ai: '00', value: '' })).toBe(false);
  expect(needsSeparator({ ai: '02', value: '' })).toBe(false);
  expect(needsSeparator({ ai: '410', value: '' })).toBe(false);
  expect(needsSeparator({ ai: '37', value: '' })).toBe(true);
  expect(needsSeparator({ ai: '10', value: '' })).toBe(true);
  expect(needsSeparator({ ai: '403', value: '' })).toBe(true);
});

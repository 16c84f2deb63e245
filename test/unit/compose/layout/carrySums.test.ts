import { describe, expect, it } from 'vitest';
import { addUp } from '../../../../src/compose/layout/carrySums.ts';
import { Unreadable, valueReaders, type CarryFormat } from '../../../../src/compose/markup/attributeValues.ts';

function format(text: string): CarryFormat {
  const value = valueReaders.carryFormat(text);
  if (value instanceof Unreadable) throw new Error(value.expected);
  return value;
}
const german = format('2|1.234.567,89|-1.234.567,89');

describe('addUp', () => {
  it('adds decimals exactly, where floats would not', () => {
    const sums = addUp(['0.1', '0.2', '-0.3', '1234567.89'], german);
    expect([0, 1, 2, 3, 4].map((rows) => sums.text(rows))).toEqual(['0,00', '0,10', '0,30', '0,00', '1.234.567,89']);
    const large = addUp(['9007199254740993.01', '0.01'], german);
    expect(large.text(2)).toBe('9.007.199.254.740.993,02');
  });

  it('gives all sums the decimals of the row that has most', () => {
    const sums = addUp(['1', '2.125', '0.50'], german);
    expect([1, 2, 3].map((rows) => sums.text(rows))).toEqual(['1,000', '3,125', '3,625']);
  });

  it('writes money without cents whole, and with two where a row has a part', () => {
    const forints = format('0|1\u00a0234\u00a0567,89|-1\u00a0234\u00a0567,89');
    expect(addUp(['1200', '15.00'], forints).text(2)).toBe('1\u00a0215');
    expect(addUp(['1200', '0.5'], forints).text(2)).toBe('1\u00a0200,50');
  });

  it('writes as the locale does: signs, digits, marks', () => {
    const arabic = format('2|١٬٢٣٤٬٥٦٧٫٨٩|\u061c-١٬٢٣٤٬٥٦٧٫٨٩');
    expect(addUp(['-1205.7'], arabic).text(1)).toBe('\u061c-١٬٢٠٥٫٧٠');
    const swiss = format("2|1'234'567.89|-1'234'567.89");
    expect(addUp(['1234567'], swiss).text(1)).toBe("1'234'567.00");
  });

  it('knows the longest sum, also where a later one is shorter', () => {
    expect(addUp(['1000', '-900', '-1000'], german).widest).toBe('1.000,00');
    expect(addUp(['-1000', '5'], german).widest).toBe('-1.000,00');
  });
});

describe('carry-format', () => {
  it.each(['', '2|1.234|-1.234', 'x|1.234.567,89|-1.234.567,89', '2|1.234.567,89'])('refuses %j', (text) => {
    expect(valueReaders.carryFormat(text)).toBeInstanceOf(Unreadable);
  });
});

import { describe, expect, it } from 'vitest';
import { type Gs1Element, parseElementString } from '../../../../../src/compose/barcodes/gs1/elementString.ts';
import { parseRawElementString, rawElementString } from '../../../../../src/compose/barcodes/gs1/rawElementString.ts';
import { type Group, groups } from './gs1Groups.ts';
import { rawOf } from './rawOf.ts';

it('are more than 150 element strings, a third of them wrong', () => {
  const invalid = groups.flatMap((group) => group.invalid);
  const valid = groups.flatMap((group) => group.valid);
  expect(invalid.length).toBeGreaterThan(65);
  expect(valid.length + invalid.length).toBeGreaterThan(150);
});

describe.each([...groups])('$section', ({ valid, invalid }: Group) => {
  it.each(valid)('%s is valid, also as a scanner sends it', (text) => {
    const elements = parseElementString(text);
    const raw = rawOf(text);
    expect(rawElementString(elements)).toBe(raw);
    for (const sent of [raw, `]C1${raw}`, `]d2${raw}`, `]Q3${raw}`, `\u001d${raw}`]) {
      expect(parseRawElementString(sent)).toEqual(elements);
    }
  });

  for (const [text, finding, rawFinding] of invalid) {
    it(`${text} is refused: ${finding}`, () => {
      expect(() => parseElementString(text)).toThrow(finding);
      expect(() => parseElementString(text)).toThrow(expect.objectContaining({ code: 'compose.barcode-invalid' }));
      expect(() => parseRawElementString(rawOf(text))).toThrow(rawFinding ?? finding);
    });
  }
});

describe('the raw form (§7.8)', () => {
  it.each([
    [
      '010952123454321310LOT1',
      [
        { ai: '01', value: '09521234543213' },
        { ai: '10', value: 'LOT1' },
      ],
    ],
    [
      '10LOT1\u001d0109521234543213',
      [
        { ai: '10', value: 'LOT1' },
        { ai: '01', value: '09521234543213' },
      ],
    ],
    // A separator behind an element of predefined length is not needed, and does no harm (§7.8.5).
    [
      '0109521234543213\u001d10LOT1',
      [
        { ai: '01', value: '09521234543213' },
        { ai: '10', value: 'LOT1' },
      ],
    ],
    ['10LOT1\u001d', [{ ai: '10', value: 'LOT1' }]],
  ])('%j is read', (text, elements: readonly Gs1Element[]) => {
    expect(parseRawElementString(text)).toEqual(elements);
  });

  it.each([
    ['', 'a GS1 element string is empty'],
    [']C1', 'a GS1 element string is empty'],
    ['9', 'no application identifier begins at character 1 ("9")'],
    ['(01)09521234543213', 'no application identifier begins at character 1 ("(01)")'],
    ['0109521234\u001d543213', '(01) GTIN has 14 characters, but a separator stands after 8'],
    ['01095212345432130109521234543213X', 'no application identifier begins at character 33 ("X")'],
    ['10LOT10000000000000153103000125', '(10) BATCH/LOT has 29 characters, at most 20: is FNC1 missing behind it?'],
    [']Z00109521234543213', 'no application identifier begins at character 1 ("]Z00")'],
    ['4201010\u001d4210401010', '(420) SHIP TO POST and (421) SHIP TO POST must not stand together'],
  ])('%j is refused', (text, why) => {
    expect(() => parseRawElementString(text)).toThrow(why);
  });
});

import { describe, expect, it } from 'vitest';
import { parseDigitalLink } from '../../../../../src/compose/barcodes/gs1/digitalLink.ts';

describe('parseDigitalLink', () => {
  it('reads key, qualifiers and attributes', () => {
    expect(
      parseDigitalLink(
        'https://id.example.com/some/where/01/09521234543213/10/LOT%2F1/21/7?17=261231&linkType=gs1:pip',
      ),
    ).toEqual([
      { ai: '01', value: '09521234543213' },
      { ai: '10', value: 'LOT/1' },
      { ai: '21', value: '7' },
      { ai: '17', value: '261231' },
    ]);
    expect(parseDigitalLink('https://example.com/00/376104250021234569')).toHaveLength(1);
    expect(parseDigitalLink('http://example.com/414/9521234543213/254/A')).toHaveLength(2);
  });

  it.each([
    ['https://example.com/01/09521234543214', 'it should be 3'],
    ['https://example.com/01/9521234543213', '14 are needed'],
    ['https://example.com/gtin/09521234543213', 'no primary key'],
    ['https://example.com/', 'no primary key'],
    ['ftp://example.com/01/09521234543213', 'https://… is needed'],
    ['01/09521234543213', 'not a URI'],
    ['https://example.com/01/09521234543213/21/7/10/LOT', 'in this order'],
    ['https://example.com/01/09521234543213/17/261231', 'in this order'],
    ['https://example.com/00/376104250021234569/10/A', 'nothing may follow'],
    ['https://example.com/01/09521234543213/10/', 'no primary key'],
    ['https://example.com/01/09521234543213?17=261332', 'not a date'],
    ['https://example.com/01/09521234543213/10/Größe', 'only ASCII'],
    ['https://example.com/01/09521234543213/10/%E0%A4', 'not written as %XX'],
  ])('refuses %s', (uri, why) => {
    expect(() => parseDigitalLink(uri)).toThrow(why);
    expect(() => parseDigitalLink(uri)).toThrow(expect.objectContaining({ code: 'compose.barcode-invalid' }));
  });
});

import { describe, expect, it } from 'vitest';
import { formatDigitalLink, parseDigitalLink } from '../../../../../src/compose/barcodes/gs1/digitalLink.ts';
import { formatElementString, parseElementString } from '../../../../../src/compose/barcodes/gs1/elementString.ts';
import { logisticCodes } from '../../../../../src/compose/barcodes/gs1/logisticCodes.ts';
import { logisticElements } from '../../../../../src/compose/barcodes/gs1/logisticElements.ts';
import { unitFindings } from '../../../../../src/compose/barcodes/gs1/unitRules.ts';
import type { ShippingLabelMessage } from '../../../../../src/model/shippingLabel.ts';

const bare: ShippingLabelMessage = {
  number: '26-301184',
  sscc: '390123450030118404',
  shipFrom: { name: 'Alpenfracht', address: { country: 'AT' } },
  shipTo: { name: 'Donau Handels GmbH', address: { country: 'AT' } },
};
const content = { gtin: '19012345201101', count: '48' };

function elements(message: Partial<ShippingLabelMessage>): Record<'supplier' | 'customer' | 'carrier', string> {
  const { supplier, customer, carrier } = logisticElements({ ...bare, ...message });
  return {
    supplier: formatElementString(supplier),
    customer: formatElementString(customer),
    carrier: formatElementString(carrier),
  };
}

describe('the elements of a logistic label', () => {
  it('are none where the message says nothing more', () => {
    expect(elements({})).toEqual({ supplier: '', customer: '', carrier: '' });
  });

  it.each<[Partial<ShippingLabelMessage>, string]>([
    [{ content }, '(02)19012345201101(37)48'],
    [{ content: { ...content, count: '48.0' } }, '(02)19012345201101(37)48'],
    [
      {
        content: {
          ...content,
          batch: 'B1',
          bestBefore: '2028-09-30',
          expiryDate: '2028-10-31',
          productionDate: '2026-09-14',
        },
      },
      '(02)19012345201101(37)48(15)280930(17)281031(10)B1(11)260914',
    ],
    [{ gtin: '19012345201101', content: { batch: 'B1' } }, '(01)19012345201101(10)B1'],
    // Without what must stand beside it (§4.13.2), or of other characters: text only.
    [{ content: { gtin: '19012345201101', batch: 'B1' } }, ''],
    [{ content: { batch: 'B1', bestBefore: '2028-09-30' } }, ''],
    [{ content: { ...content, count: '2.5' } }, ''],
    [{ content: { ...content, batch: 'ПАРТІЯ' } }, '(02)19012345201101(37)48'],
    [{ content: { ...content, batch: 'B'.repeat(21) } }, '(02)19012345201101(37)48'],
    // Measures of a fixed measure are text, a variable one needs them.
    [{ content: { ...content, netWeight: { value: '12.5', unit: 'KGM' } } }, '(02)19012345201101(37)48'],
    [{ content: { gtin: '98412345000013', count: '4' } }, ''],
    [
      { content: { gtin: '98412345000013', count: '4', netWeight: { value: '12.5', unit: 'KGM' } } },
      '(02)98412345000013(37)4(3101)000125',
    ],
    [
      { content: { gtin: '98412345000013', count: '4', netWeight: { value: '27.56', unit: 'LBR' } } },
      '(02)98412345000013(37)4(3202)002756',
    ],
    [{ gtin: '98412345000013', content: { variableCount: '30' } }, '(01)98412345000013(30)30'],
  ])('of goods %j are %s', (message, expected) => {
    expect(elements(message).supplier).toBe(expected);
  });

  it.each<[Partial<ShippingLabelMessage>, string]>([
    [{ grossWeight: { value: '362', unit: 'KGM' } }, '(3300)000362'],
    [{ grossWeight: { value: '358.50', unit: 'KGM' } }, '(3301)003585'],
    [{ grossWeight: { value: '0.125', unit: 'KGM' } }, '(3303)000125'],
    [{ grossWeight: { value: '99999.9', unit: 'KGM' } }, '(3301)999999'],
    [{ grossWeight: { value: '800', unit: 'LBR' } }, '(3400)000800'],
    [{ grossWeight: { value: '1234567', unit: 'KGM' } }, ''],
    [{ grossWeight: { value: '123.4567', unit: 'KGM' } }, ''],
    [{ grossWeight: { value: '-3', unit: 'KGM' } }, ''],
    [{ grossWeight: { value: '3', unit: 'TNE' } }, ''],
    [
      { route: 'R1', gsin: '90123450000000011', consignment: '9012345C1' },
      '(402)90123450000000011(401)9012345C1(403)R1',
    ],
    [{ route: 'WIEN 2', consignment: 'C1' }, ''],
  ])('of the road %j are %s', (message, expected) => {
    expect(elements(message).carrier).toBe(expected);
  });

  it.each([
    ['1020', 'AT', '(420)1020'],
    ['SW1A 1AA', 'GB', '(421)826SW1A1AA'],
    ['1020', undefined, '(420)1020'],
    ['1020', 'XX', ''],
    ['〒100-0001', 'JP', ''],
    ['1234567890', 'US', ''],
  ])('post code %s of %s is %s', (postCode, country, expected) => {
    const address = { postCode, ...(country !== undefined && { country }) };
    expect(elements({ shipTo: { name: 'A', address } }).carrier).toBe(expected);
  });

  it('of the customer are place and order', () => {
    const shipTo = { ...bare.shipTo, gln: '9012345000035' };
    expect(elements({ shipTo, purchaseOrderReference: 'DH-88213' }).customer).toBe('(410)9012345000035(400)DH-88213');
    expect(elements({ purchaseOrderReference: 'x'.repeat(31) }).customer).toBe('');
  });
});

const full: ShippingLabelMessage = {
  ...bare,
  shipTo: { name: 'Donau Handels GmbH', gln: '9012345000035', address: { country: 'AT', postCode: '1020' } },
  purchaseOrderReference: 'DH-88213',
  route: 'W2',
  gsin: '90123450000000011',
  grossWeight: { value: '362', unit: 'KGM' },
  content: { ...content, batch: 'B260914', bestBefore: '2028-09-30', productionDate: '2026-09-14' },
};

describe('the codes of a logistic label', () => {
  it('are filled up to their width, goods first', () => {
    expect(logisticCodes(full, 197, 1)).toEqual({ first: '(02)19012345201101(37)48' });
    expect(logisticCodes(full, 275, 2)).toEqual({
      first: '(02)19012345201101(37)48(15)280930(11)260914',
      second: '(10)B260914',
    });
    expect(logisticCodes({ ...full, content: {} }, 275, 2)).toEqual({
      first: '(410)9012345000035(400)DH-88213',
      second: '(420)1020(402)90123450000000011',
    });
    expect(logisticCodes(bare, 197, 1)).toEqual({});
  });

  it.each([
    [full, 197, 1],
    [full, 275, 2],
    [{ ...full, content: {} }, 275, 2],
    [{ ...full, gtin: '19012345201101' }, 275, 2],
  ])('keep the rules of GS1', (message, modules, most) => {
    const { first = '', second = '' } = logisticCodes(message, modules, most);
    const all = [`(00)${message.sscc}`, first, second].filter((code) => code !== '').flatMap(parseElementString);
    expect(unitFindings(all)).toEqual([]);
  });

  const everything =
    '(00)390123450030118404(02)19012345201101(37)48(15)280930(10)B260914(11)260914(410)9012345000035(400)DH-88213' +
    '(420)1020(402)90123450000000011(403)W2(3300)000362';

  it('are one DataMatrix with everything', () => {
    const { square } = logisticCodes({ ...full, symbology: 'gs1-datamatrix' }, 197, 1);
    expect(square).toMatchObject({ type: 'gs1datamatrix', data: everything });
    expect(square?.lines.slice(0, 2)).toEqual(['(00) 390123450030118404', '(02) 19012345201101']);
  });

  it('are one Digital Link with everything', () => {
    const { square } = logisticCodes({ ...full, symbology: 'gs1-digital-link' }, 197, 1);
    expect(square?.type).toBe('gs1dlqrcode');
    expect(square?.data).toMatch(/^https:\/\/id\.gs1\.org\/00\/390123450030118404\?02=19012345201101&37=48&15=280930&/);
    expect(formatElementString(parseDigitalLink(square?.data ?? ''))).toBe(everything);
  });
});

describe('formatDigitalLink', () => {
  it.each([
    ['https://id.example.com', '(01)09521234543213', 'https://id.example.com/01/09521234543213'],
    [
      'https://id.example.com/',
      '(01)09521234543213(21)S1(10)L/1',
      'https://id.example.com/01/09521234543213/10/L%2F1/21/S1',
    ],
    [
      'https://example.com/p',
      '(01)09521234543213(17)261231(10)L1',
      'https://example.com/p/01/09521234543213/10/L1?17=261231',
    ],
    [
      'https://id.example.com',
      "(00)390123450030118404(400)A'(1)*",
      'https://id.example.com/00/390123450030118404?400=A%27%281%29%2A',
    ],
    ['https://id.example.com', '(8003)09521234543213SN1', 'https://id.example.com/8003/09521234543213SN1'],
  ])('of %s %s is %s', (base, text, link) => {
    const elementsOfText = parseElementString(text);
    expect(formatDigitalLink(base, elementsOfText)).toBe(link);
    expect(parseDigitalLink(link)).toHaveLength(elementsOfText.length);
  });
});

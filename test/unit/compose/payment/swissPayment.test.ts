import { describe, expect, it } from 'vitest';
import { encodeBarcode } from '../../../../src/compose/barcodes/encodeBarcode.ts';
import type { PaymentOrder } from '../../../../src/compose/payment/paymentOrder.ts';
import { hasQrCheckDigit, swissPayment } from '../../../../src/compose/payment/swissPayment.ts';
import { swissWords } from '../../../../src/compose/payment/swissWords.ts';
import { orderTo } from './orders.ts';

const home = { line1: 'Rue du Lac 1268', postCode: '2501', city: 'Biel', country: 'CH' };
const bill = (account: string, change: Partial<PaymentOrder> = {}): PaymentOrder =>
  orderTo(account, { currency: 'CHF', name: 'Robert Schneider AG', address: home, amount: '1949.75', ...change });
const qrIban = 'CH4431999123000889012';
const iban = 'CH5800791123000889012';

describe('the Swiss payment part', () => {
  it('has the lines of the Swiss QR code in their order', () => {
    const payment = swissPayment(bill(qrIban, { reference: '21 00000 00003 13947 14300 09017' }));
    expect(payment?.data.split('\n')).toEqual([
      ...['SPC', '0200', '1', qrIban],
      ...['S', 'Robert Schneider AG', 'Rue du Lac', '1268', '2501', 'Biel', 'CH'],
      ...['', '', '', '', '', '', ''],
      ...['1949.75', 'CHF'],
      ...['S', 'Danubia Kft.', 'Fő utca', '1', '1011', 'Budapest', 'HU'],
      ...['QRR', '210000000003139471430009017', 'RE-2026-417', 'EPD'],
    ]);
    expect(payment).toMatchObject({
      account: 'CH44 3199 9123 0008 8901 2',
      reference: '21 00000 00003 13947 14300 09017',
      amount: '1 949.75',
      creditor: ['Robert Schneider AG', 'Rue du Lac 1268', '2501 Biel'],
      debtor: ['Danubia Kft.', 'Fő utca 1', 'HU-1011 Budapest'],
    });
  });

  it('takes a creditor reference or a message with an ordinary IBAN', () => {
    expect(swissPayment(bill(iban, { reference: 'RF18 5390 0754 7034' }))).toMatchObject({
      reference: 'RF18 5390 0754 7034',
    });
    const plain = swissPayment(bill(iban, { reference: 'Danke für den Auftrag' }));
    expect(plain?.data.split('\n').slice(-4)).toEqual(['NON', '', 'Danke für den Auftrag', 'EPD']);
    expect(plain?.reference).toBeUndefined();
  });

  it('is absent where it would be wrong', () => {
    expect(swissPayment(bill(qrIban, { reference: 'Text' }))).toBeNull();
    expect(swissPayment(bill(qrIban, { reference: '21 00000 00003 13947 14300 09018' }))).toBeNull();
    expect(swissPayment(bill(iban, { currency: 'USD' }))).toBeNull();
    expect(swissPayment(bill(iban, { address: {} }))).toBeNull();
    expect(swissPayment(orderTo('AT912032000012345678', { currency: 'CHF' }))).toBeNull();
  });

  it('keeps to the character set and the lengths', () => {
    const payment = swissPayment(bill(iban, { name: `Привет Győr ${'x'.repeat(100)}`, reference: 'ő' }));
    const name = payment?.data.split('\n')[5] ?? '';
    expect(name).toHaveLength(70);
    expect(name.startsWith('...... Győr')).toBe(true);
  });

  it('fits version 25 at level M, with a cross of seven millimetres in its middle', () => {
    const payment = swissPayment(bill(iban, { reference: 'x'.repeat(140), name: 'x'.repeat(70) }));
    const { matrix = [], width } = encodeBarcode({ symbology: 'swissqrcode', data: payment?.data ?? '' });
    expect(width).toBeLessThanOrEqual(117);
    const middle = Math.floor(width / 2);
    const half = Math.floor((width * 7) / 46 / 2);
    for (let y = middle - half; y <= middle + half; y += 1) {
      expect(matrix[y]?.slice(middle - half, middle + half + 1)).not.toContain(true);
    }
  });

  it('has fixed words in four languages', () => {
    expect(swissWords('de-CH').payment).toBe('Zahlteil');
    expect(swissWords('fr').receipt).toBe('Récépissé');
    expect(swissWords('it').separate).toBe('Da staccare prima del versamento');
    expect(swissWords('hu')).toMatchObject({ payment: 'Payment part', language: 'en' });
  });
});

it('a QR reference is checked modulo 10 recursively', () => {
  expect(hasQrCheckDigit('210000000003139471430009017')).toBe(true);
  expect(hasQrCheckDigit('210000000003139471430009016')).toBe(false);
});

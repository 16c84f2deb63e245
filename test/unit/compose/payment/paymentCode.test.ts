import { describe, expect, it } from 'vitest';
import { paymentCode } from '../../../../src/compose/payment/paymentCode.ts';
import type { InvoiceMessage } from '../../../../src/model/invoice.ts';
import { bareInvoice } from '../templates/bareMessages.ts';

const invoice = (account: string, currency: string, country: string): InvoiceMessage => ({
  ...bareInvoice,
  currency,
  dueDate: '2026-12-02',
  seller: {
    name: 'Alpenfracht',
    address: { line1: 'Weg 1', city: 'Ort', postCode: '1000', country: account.slice(0, 2) },
  },
  buyer: { name: 'Käufer', address: { line1: 'Weg 2', city: 'Ort', postCode: '1000', country } },
  totals: { payableAmount: '120.00' },
  payment: { creditTransfers: [{ account, bic: 'ALPFAT2LXXX' }] },
});

describe('paymentCode', () => {
  it.each([
    ['AT912032000012345678', 'EUR', 'HU', 'EPC QR', 'qrcode'],
    ['CZ6508000000192000145399', 'CZK', 'CZ', 'QR Platba', 'qrcode'],
    ['CZ6508000000192000145399', 'CZK', 'AT', 'QR Platba', 'qrcode'],
    ['CZ6508000000192000145399', 'EUR', 'AT', 'EPC QR', 'qrcode'],
    ['SK3112000000198742637541', 'EUR', 'SK', 'PAY by square', 'qrcode'],
    ['SK3112000000198742637541', 'EUR', 'DE', 'EPC QR', 'qrcode'],
    ['SI56192001234567892', 'EUR', 'SI', 'UPN QR', 'upnqr'],
    ['HR1210010051863000160', 'EUR', 'HR', 'HUB3', 'pdf417'],
    ['RS35105008123123123173', 'RSD', 'RS', 'NBS IPS QR', 'qrcode'],
    ['HU42117730161111101800000000', 'HUF', 'HU', 'MNB QR', 'qrcode'],
  ])('of %s in %s for a payer in %s is %s', (account, currency, country, scheme, type) => {
    expect(paymentCode(invoice(account, currency, country))).toMatchObject({ scheme, type });
  });

  it('is absent where there is none', () => {
    expect(paymentCode(invoice('AT912032000012345678', 'USD', 'AT'))).toBeNull();
    expect(paymentCode(invoice('CH5800791123000889012', 'CHF', 'CH'))).toBeNull();
    expect(paymentCode({ ...bareInvoice, typeCode: '381' })).toBeNull();
  });
});

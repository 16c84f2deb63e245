import { describe, expect, it } from 'vitest';
import { epcPayload } from '../../../../src/compose/payment/epcPayload.ts';
import { isBic, isCreditorReference, isIban } from '../../../../src/compose/payment/iban.ts';
import { paymentOrder } from '../../../../src/compose/payment/paymentOrder.ts';
import type { InvoiceMessage } from '../../../../src/model/invoice.ts';
import { bareInvoice } from '../templates/bareMessages.ts';

const payable: InvoiceMessage = {
  ...bareInvoice,
  seller: { name: 'Alpenfracht Logistik AG' },
  totals: { payableAmount: '1276.2' },
  payment: { creditTransfers: [{ account: 'AT91 2032 0000 1234 5678', bic: 'ALPFAT2LXXX' }] },
};
function payloadOf(message: InvoiceMessage): string | null {
  const order = paymentOrder(message);
  return order === null ? null : epcPayload(order);
}

const withTotal = (payableAmount: string): InvoiceMessage => ({ ...payable, totals: { payableAmount } });

describe('EPC payment code', () => {
  it('holds the elements of EPC069-12 in their order', () => {
    expect(payloadOf(payable)?.split('\n')).toEqual([
      'BCD',
      '002',
      '1',
      'SCT',
      'ALPFAT2LXXX',
      'Alpenfracht Logistik AG',
      'AT912032000012345678',
      'EUR1276.20',
      '',
      '',
      '4711',
    ]);
  });

  it('is absent where a SEPA transfer is not possible or not wanted', () => {
    expect(payloadOf({ ...payable, currency: 'HUF' })).toBeNull();
    expect(payloadOf({ ...payable, typeCode: '381' })).toBeNull();
    expect(payloadOf({ ...payable, payment: { creditTransfers: [{ account: '12345' }] } })).toBeNull();
    expect(payloadOf({ ...payable, payment: { ...payable.payment, directDebit: { mandate: 'M1' } } })).toBeNull();
    expect(payloadOf({ ...payable, seller: {} })).toBeNull();
    for (const amount of ['0.00', '-5.00', '1000000000.00', '10.005']) {
      expect({ amount, payload: payloadOf(withTotal(amount)) }).toEqual({ amount, payload: null });
    }
  });

  it('takes the greatest and the least amount', () => {
    expect(payloadOf(withTotal('999999999.99'))).toContain('EUR999999999.99');
    expect(payloadOf(withTotal('0.010'))).toContain('EUR0.01');
  });

  it('keeps names and texts on one line and within their length', () => {
    const lines = payloadOf({
      ...payable,
      seller: { name: `A\n${'x'.repeat(80)}` },
      payment: { ...payable.payment, remittanceInformation: `r\t${'1'.repeat(200)}` },
    })?.split('\n');
    expect(lines?.[5]).toHaveLength(70);
    expect(lines?.[10]).toHaveLength(140);
    expect(lines).toHaveLength(11);
  });

  it('says a creditor reference as structured remittance information', () => {
    const payment = { ...payable.payment, remittanceInformation: 'RF18 5390 0754 7034' };
    expect(
      payloadOf({ ...payable, payment })
        ?.split('\n')
        .slice(8),
    ).toEqual(['', 'RF18539007547034']);
  });

  it('has at most 331 bytes: the text gives way', () => {
    const payment = { ...payable.payment, remittanceInformation: 'ж'.repeat(140) };
    const payload = payloadOf({ ...payable, seller: { name: 'ფ'.repeat(70) }, payment }) ?? '';
    expect(Buffer.byteLength(payload)).toBeGreaterThan(329);
    expect(Buffer.byteLength(payload)).toBeLessThanOrEqual(331);
  });

  it('leaves out a BIC that is none', () => {
    const payment = { creditTransfers: [{ account: 'AT912032000012345678', bic: 'unknown' }] };
    expect(payloadOf({ ...payable, payment })?.split('\n')[4]).toBe('');
  });
});

it('an IBAN is known by its check', () => {
  expect(isIban('GB29NWBK60161331926819')).toBe(true);
  expect(isIban('GB29NWBK60161331926818')).toBe(false);
  expect(isIban('DE89370400440532013000')).toBe(true);
  expect(isIban('4711')).toBe(false);
});

it('a creditor reference and a BIC are known by their form', () => {
  expect(isCreditorReference('RF18539007547034')).toBe(true);
  expect(isCreditorReference('RF19539007547034')).toBe(false);
  expect(isBic('ALPFAT2L')).toBe(true);
  expect(isBic('ALPFAT2LXX')).toBe(false);
});

import { describe, expect, it } from 'vitest';
import { epcPayload, isIban } from '../../../../src/compose/templates/helpers/epcPayload.ts';
import type { InvoiceMessage } from '../../../../src/model/invoice.ts';
import { bareInvoice } from './bareMessages.ts';

const payable: InvoiceMessage = {
  ...bareInvoice,
  seller: { name: 'Alpenfracht Logistik AG' },
  totals: { payableAmount: '1276.2' },
  payment: { creditTransfers: [{ account: 'AT91 2032 0000 1234 5678', bic: 'ALPFAT2LXXX' }] },
};
const withTotal = (payableAmount: string): InvoiceMessage => ({ ...payable, totals: { payableAmount } });

describe('EPC payment code', () => {
  it('holds the elements of EPC069-12 in their order', () => {
    expect(epcPayload(payable)?.split('\n')).toEqual([
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
    expect(epcPayload({ ...payable, currency: 'HUF' })).toBeNull();
    expect(epcPayload({ ...payable, typeCode: '381' })).toBeNull();
    expect(epcPayload({ ...payable, payment: { creditTransfers: [{ account: '12345' }] } })).toBeNull();
    expect(epcPayload({ ...payable, payment: { ...payable.payment, directDebit: { mandate: 'M1' } } })).toBeNull();
    expect(epcPayload({ ...payable, seller: {} })).toBeNull();
    for (const amount of ['0.00', '-5.00', '1000000000.00', '10.005']) {
      expect({ amount, payload: epcPayload(withTotal(amount)) }).toEqual({ amount, payload: null });
    }
  });

  it('takes the greatest and the least amount', () => {
    expect(epcPayload(withTotal('999999999.99'))).toContain('EUR999999999.99');
    expect(epcPayload(withTotal('0.010'))).toContain('EUR0.01');
  });

  it('keeps names and texts on one line and within their length', () => {
    const lines = epcPayload({
      ...payable,
      seller: { name: `A\n${'x'.repeat(80)}` },
      payment: { ...payable.payment, remittanceInformation: `r\t${'1'.repeat(200)}` },
    })?.split('\n');
    expect(lines?.[5]).toHaveLength(70);
    expect(lines?.[10]).toHaveLength(140);
    expect(lines).toHaveLength(11);
  });

  it('leaves out a BIC that is none', () => {
    const payment = { creditTransfers: [{ account: 'AT912032000012345678', bic: 'unknown' }] };
    expect(epcPayload({ ...payable, payment })?.split('\n')[4]).toBe('');
  });
});

it('an IBAN is known by its check', () => {
  expect(isIban('GB29NWBK60161331926819')).toBe(true);
  expect(isIban('GB29NWBK60161331926818')).toBe(false);
  expect(isIban('DE89370400440532013000')).toBe(true);
  expect(isIban('4711')).toBe(false);
});

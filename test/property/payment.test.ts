import { decode } from 'bysquare/pay';
import fc from 'fast-check';
import upnqr from 'upnqr';
import { describe, expect, it } from 'vitest';
import { epcPayload } from '../../src/compose/payment/epcPayload.ts';
import { hub3Payload } from '../../src/compose/payment/hub3Payload.ts';
import { ipsPayload } from '../../src/compose/payment/ipsPayload.ts';
import { mnbPayload } from '../../src/compose/payment/mnbPayload.ts';
import { payBySquarePayload } from '../../src/compose/payment/payBySquarePayload.ts';
import { paymentOrder, type PaymentOrder } from '../../src/compose/payment/paymentOrder.ts';
import { swissPayment } from '../../src/compose/payment/swissPayment.ts';
import { spaydPayload } from '../../src/compose/payment/spaydPayload.ts';
import { upnPayload } from '../../src/compose/payment/upnPayload.ts';
import type { InvoiceMessage } from '../../src/model/invoice.ts';
import {
  hasIbanCheck,
  type Judge,
  judgeEpc,
  judgeHub3,
  judgeIps,
  judgeMnb,
  judgeSpayd,
  judgeSwiss,
  judgeUpn,
} from '../support/paymentTables.ts';

/** An account of a country: so many digits, and the check digits that go with them (Slovenia: always 56). */
function account(country: string, digits: number): fc.Arbitrary<string> {
  return fc.stringMatching(new RegExp(`^\\d{${digits}}$`)).map((bban) => {
    const turned = `${bban}${country}00`.replaceAll(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
    return `${country}${String(98n - (BigInt(turned) % 97n)).padStart(2, '0')}${bban}`;
  });
}

const words = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc.string({ unit: fc.constantFrom(...'Aaß %*+|:\tŐűŽžČčЖшქ中١é-/\n09'), maxLength: 160 }),
);
const reference = fc.oneof(
  words,
  fc.stringMatching(/^(?:HR|SI)\d{2} \d{1,14}(?:-\d{1,14}){0,3}$/),
  fc.stringMatching(/^97 ?\d{2}[\d-]{1,24}$/),
  fc.constantFrom(
    '210000000003139471430009017',
    'RF18 5390 0754 7034',
    'SI12 1234567890 9',
    'HR01 2020-789-1',
    '97 16322-0000111111111000',
    '4711',
  ),
);
const address = fc.record({ line1: words, postCode: words, city: words, country: fc.constantFrom('AT', 'HU', 'SI') });
const amount = fc.oneof(
  fc.integer({ min: 1, max: 99_999_999_999 }).map((cents) => (cents / 100).toFixed(2)),
  fc.integer({ min: 1, max: 999_999_999 }).map((whole) => `${whole}.00`),
  fc.constantFrom('0.01', '999999999.99', '9999999.99', '10000000.00', '100.00', '7.50'),
);
const dueDate = fc
  .date({ min: new Date('2024-01-01'), max: new Date('2040-12-31'), noInvalidDate: true })
  .map((day) => day.toISOString().slice(0, 10));

/** An order as it comes of any message: only what `paymentOrder` has let through. */
function orders(accounts: fc.Arbitrary<string>, currency: fc.Arbitrary<string>): fc.Arbitrary<PaymentOrder> {
  const message = fc
    .record({
      account: accounts,
      currency,
      amount,
      dueDate: fc.option(dueDate),
      bic: fc.constantFrom('ALPFAT2LXXX', 'GIBACZPX', 'none', ''),
      seller: words,
      buyer: words,
      from: address,
      to: address,
      number: fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 60 }),
      reference: fc.option(reference),
    })
    .map(
      (parts) =>
        ({
          number: parts.number,
          typeCode: '380',
          issueDate: '2026-11-02',
          currency: parts.currency,
          seller: { name: parts.seller, address: parts.from },
          buyer: { name: parts.buyer, address: parts.to },
          lines: [],
          totals: { payableAmount: parts.amount },
          ...(parts.dueDate !== null && { dueDate: parts.dueDate }),
          payment: {
            creditTransfers: [{ account: parts.account, bic: parts.bic }],
            ...(parts.reference !== null && { remittanceInformation: parts.reference }),
          },
        }) as unknown as InvoiceMessage,
    );
  return message.map(paymentOrder).filter((order) => order !== null);
}

const euro = fc.constant('EUR');
const schemes: readonly [string, (order: PaymentOrder) => string | null, fc.Arbitrary<PaymentOrder>, Judge][] = [
  ['EPC QR', epcPayload, orders(account('AT', 16), euro), judgeEpc],
  [
    'Swiss QR',
    (order) => swissPayment(order)?.data ?? null,
    orders(fc.oneof(account('CH', 17), fc.constant('CH4431999123000889012')), fc.constantFrom('CHF', 'EUR')),
    judgeSwiss,
  ],
  ['SPAYD', spaydPayload, orders(account('CZ', 20), fc.constantFrom('CZK', 'EUR')), judgeSpayd],
  ['UPN QR', upnPayload, orders(slovene(), euro), judgeUpn],
  ['HUB3', hub3Payload, orders(account('HR', 17), euro), judgeHub3],
  ['IPS QR', ipsPayload, orders(account('RS', 18), fc.constant('RSD')), judgeIps],
  ['MNB QR', mnbPayload, orders(account('HU', 24), fc.constant('HUF')), judgeMnb],
];

/** Slovene accounts end in two digits that make the check digits 56. */
function slovene(): fc.Arbitrary<string> {
  return fc.stringMatching(/^\d{13}$/).map((start) => {
    const tail = Array.from({ length: 97 }, (_, index) => String(index).padStart(2, '0'));
    return tail.map((end) => `SI56${start}${end}`).find(hasIbanCheck) ?? '';
  });
}

describe('payment codes of any order keep to the tables of their standard', () => {
  it.each(schemes)('%s', (_, payload, order, judge) => {
    let made = 0;
    fc.assert(
      fc.property(order, (any) => {
        const content = payload(any);
        if (content === null) return;
        made += 1;
        expect(judge(content)).toEqual([]);
        expect(content).toContain(any.country === 'RS' ? any.account.slice(4) : any.account);
      }),
      { numRuns: 1500 },
    );
    expect(made).toBeGreaterThan(40);
  });

  it('UPN QR is read by an independent decoder', () => {
    fc.assert(
      fc.property(orders(slovene(), euro), (order) => {
        const content = upnPayload(order);
        if (content === null) return;
        const read = upnqr.decode(content);
        expect(read).toMatchObject({ slog: 'UPNQR', IBAN_prejemnika: order.account, koda_namena: 'GDSV' });
        expect(read['znesek']).toBe(Number(order.amount));
      }),
      { numRuns: 300 },
    );
  });

  it('PAY by square is read by an independent decoder', () => {
    fc.assert(
      fc.property(orders(account('SK', 20), euro), (order) => {
        const { payments } = decode(payBySquarePayload(order) ?? '') as unknown as {
          payments: { amount: number; bankAccounts: { iban: string }[]; beneficiary: { name: string } }[];
        };
        expect(payments[0]?.amount).toBe(Number(order.amount));
        expect(payments[0]?.bankAccounts[0]?.iban).toBe(order.account);
        expect(payments[0]?.beneficiary.name).toBe(order.name.slice(0, 70).trim());
      }),
      { numRuns: 200 },
    );
  });

  it('none is made of an account with a wrong digit', () => {
    fc.assert(
      fc.property(
        account('HR', 17),
        fc.integer({ min: 4, max: 20 }),
        fc.integer({ min: 1, max: 9 }),
        (right, at, by) => {
          const digit = (Number(right.charAt(at)) + by) % 10;
          const wrong = `${right.slice(0, at)}${digit}${right.slice(at + 1)}`;
          const message = { payment: { creditTransfers: [{ account: wrong }] }, seller: { name: 'A' }, buyer: {} };
          expect(paymentOrder({ ...message, totals: { payableAmount: '1.00' }, typeCode: '380' } as never)).toBeNull();
        },
      ),
    );
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isIban } from '../../../../src/compose/payment/iban.ts';
import { convertBytes } from '../../../../src/intake/convertBytes.ts';
import type { InvoiceMessage } from '../../../../src/model/invoice.ts';

const folder = new URL('../../../../samples/', import.meta.url);
const files = readdirSync(folder).filter((name) => /\.(?:json|xml)$/.test(name));
const invoices = files.flatMap((file) =>
  convertBytes(readFileSync(new URL(file, folder)), file).flatMap(({ type, message }) =>
    type === 'invoice' ? [{ file, invoice: message }] : [],
  ),
);

/** Amounts of samples have two decimals; percentages and prices up to four. */
const scaled = (value: string | undefined, digits: number): bigint => {
  const [whole = '0', fraction = ''] = (value ?? '0').split('.');
  return BigInt(whole + fraction.padEnd(digits, '0'));
};
const cents = (value: string | undefined): bigint => scaled(value, 2);
const sum = (values: readonly (string | undefined)[]): bigint =>
  values.reduce((total, value) => total + cents(value), 0n);
const half = (value: bigint, divisor: bigint): bigint => (value + divisor / 2n) / divisor;

describe('samples', () => {
  it.each(invoices)('$file adds up as EN 16931 asks', ({ invoice }: { invoice: InvoiceMessage }) => {
    const { totals, lines, allowances = [], charges = [], vatBreakdown } = invoice;
    for (const { quantity, price, netAmount, allowances: reductions = [], item } of lines) {
      const gross = half(scaled(quantity, 4) * scaled(price?.netPrice, 4), 1_000_000n);
      expect({ item, net: cents(netAmount) }).toEqual({
        item,
        net: gross - sum(reductions.map(({ amount }) => amount)),
      });
    }
    // BR-CO-10 to BR-CO-16.
    expect(cents(totals.lineNetAmount)).toBe(sum(lines.map(({ netAmount }) => netAmount)));
    expect(cents(totals.allowanceAmount)).toBe(sum(allowances.map(({ amount }) => amount)));
    expect(cents(totals.chargeAmount)).toBe(sum(charges.map(({ amount }) => amount)));
    expect(cents(totals.netAmount)).toBe(
      cents(totals.lineNetAmount) - cents(totals.allowanceAmount) + cents(totals.chargeAmount),
    );
    expect(cents(totals.vatAmount)).toBe(sum(vatBreakdown.map(({ taxAmount }) => taxAmount)));
    expect(cents(totals.grossAmount)).toBe(cents(totals.netAmount) + cents(totals.vatAmount));
    expect(cents(totals.payableAmount)).toBe(cents(totals.grossAmount) - cents(totals.paidAmount));
    // BR-CO-17, and the taxable amounts are all of the net amount.
    expect(sum(vatBreakdown.map(({ taxableAmount }) => taxableAmount))).toBe(cents(totals.netAmount));
    for (const { taxableAmount, taxAmount, rate } of vatBreakdown) {
      expect(cents(taxAmount)).toBe(half(cents(taxableAmount) * scaled(rate, 4), 1_000_000n));
    }
    for (const { account } of invoice.payment?.creditTransfers ?? []) {
      // China has no IBAN.
      expect(isIban(account)).toBe(invoice.seller.address?.country !== 'CN');
    }
  });

  it('name no domain that could be somebody’s', () => {
    for (const file of [...files, 'landscape.yaml']) {
      for (const [, domain] of readFileSync(new URL(file, folder), 'utf8').matchAll(/[\w.]+@([\w.-]+)/g)) {
        expect(domain).toMatch(/\.test$|(?:^|\.)example\.(?:com|org|net)$/);
      }
    }
  });
});

import type { PaymentOrder } from '../../../../src/compose/payment/paymentOrder.ts';

const base: PaymentOrder = {
  account: 'AT912032000012345678',
  country: 'AT',
  bic: 'ALPFAT2LXXX',
  name: 'Alpenfracht Logistik AG',
  address: { line1: 'Industriestraße 14', postCode: '6020', city: 'Innsbruck', country: 'AT' },
  payer: { name: 'Danubia Kft.', address: { line1: 'Fő utca 1', postCode: '1011', city: 'Budapest', country: 'HU' } },
  amount: '1276.20',
  currency: 'EUR',
  dueDate: '2026-12-02',
  number: 'RE-2026-417',
  reference: 'RE-2026-417',
};

/** A transfer to an account; the country is that of the account. */
export function orderTo(account: string, change: Partial<PaymentOrder> = {}): PaymentOrder {
  return { ...base, account, country: account.slice(0, 2), ...change };
}

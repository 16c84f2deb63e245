import { compact, oneLine, placeOf, type PaymentOrder } from './paymentOrder.ts';

/**
 * Content of the two-dimensional code on a Croatian payment order (HUB-3, Croatian Banking Association, since 2023 in
 * euro): fourteen lines in a fixed order, drawn as PDF417; null for an account that is not Croatian or another currency.
 */
export function hub3Payload(order: PaymentOrder): string | null {
  const { payer, address } = order;
  if (order.country !== 'HR' || order.currency !== 'EUR') return null;
  const { model, reference } = hubReference(order.reference);
  return `${[
    'HRVHUB30',
    'EUR',
    order.amount.replace('.', '').padStart(15, '0'),
    oneLine(payer.name, 30),
    oneLine(payer.address.line1 ?? '', 27),
    oneLine(placeOf(payer.address), 27),
    oneLine(order.name, 25),
    oneLine(address.line1 ?? '', 25),
    oneLine(placeOf(address), 27),
    order.account,
    model,
    reference,
    // ISO 20022: purchase and sale of goods and services.
    'GDSV',
    oneLine(order.number, 35),
  ].join('\n')}\n`;
}

/** "HR01 123-45" where the reference names a model, else the digits of it under model 99, which is not checked. */
function hubReference(text: string): { readonly model: string; readonly reference: string } {
  const code = compact(text);
  const [, model, reference] = /^(HR\d{2})([\d-]{1,22})$/.exec(code) ?? [];
  if (model !== undefined && reference !== undefined) return { model, reference };
  return { model: 'HR99', reference: '' };
}

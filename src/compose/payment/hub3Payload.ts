import { endsInMod11 } from './iban.ts';
import { compact, lettersWithin, oneLine, placeOf, type PaymentOrder } from './paymentOrder.ts';

/** Letters of Croatian and what basic Latin has. */
const known = /[\u0020-\u007eČčĆćĐđŠšŽž]/u;

/**
 * Content of the two-dimensional code on a Croatian payment order (HUB-3, Croatian Banking Association, since 2023 in
 * euro): fourteen lines in a fixed order, drawn as PDF417; null for an account that is not Croatian, another currency, or
 * a payee whose name has no Latin letters.
 */
export function hub3Payload(order: PaymentOrder): string | null {
  const { payer, address } = order;
  const name = text(order.name, 25);
  if (order.country !== 'HR' || order.currency !== 'EUR' || name === '') return null;
  const { model, reference } = hubReference(order.reference);
  return `${[
    'HRVHUB30',
    'EUR',
    order.amount.replace('.', '').padStart(15, '0'),
    text(payer.name, 30),
    text(payer.address.line1 ?? '', 27),
    text(placeOf(payer.address), 27),
    name,
    text(address.line1 ?? '', 25),
    text(placeOf(address), 27),
    order.account,
    model,
    reference,
    // ISO 20022: purchase and sale of goods and services.
    'GDSV',
    text(order.number, 35),
  ].join('\n')}\n`;
}

/**
 * Model and reference (FINA, common overview of reference models): "HR01 123-45" as it is said, digits alone under model
 * 00, which checks nothing but their form. A wrong check digit would be refused by the payer's bank, so HR01 becomes HR00
 * then. Anything else is told by the number in the description; model 99 says that there is no reference.
 */
function hubReference(said: string): { readonly model: string; readonly reference: string } {
  const [, named, reference = ''] = /^(HR\d{2})?(\d{1,12}(?:-\d{1,12}){0,3})$/.exec(compact(said)) ?? [];
  const isWrong = named === 'HR01' && !endsInMod11(reference.replaceAll('-', ''));
  const model = named === undefined || isWrong ? 'HR00' : named;
  const isLong = reference.length > 22 || (/^HR0[01]$/.test(model) && reference.split('-').length > 3);
  return reference === '' || isLong || model === 'HR99' ? { model: 'HR99', reference: '' } : { model, reference };
}

function text(words: string, length: number): string {
  return oneLine(lettersWithin(words, known), length);
}

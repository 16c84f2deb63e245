import { isLatin2 } from '../barcodes/latin2.ts';
import { isCreditorReference } from './iban.ts';
import { compact, oneLine, placeOf, plainLetters, type PaymentOrder } from './paymentOrder.ts';

/**
 * Content of a UPN QR code (technical standard of the Bank Association of Slovenia): nineteen lines in a fixed order,
 * then a control sum; null for an account that is not Slovene, another currency than euro, or no day to pay by.
 */
export function upnPayload(order: PaymentOrder): string | null {
  const { payer, address } = order;
  if (order.country !== 'SI' || order.currency !== 'EUR' || order.account.length !== 19) return null;
  const lines = [
    'UPNQR',
    '',
    '',
    '',
    '',
    text(payer.name, 33),
    text(payer.address.line1 ?? '', 33),
    text(placeOf(payer.address), 33),
    order.amount.replace('.', '').padStart(11, '0'),
    '',
    '',
    // ISO 20022: purchase and sale of goods and services.
    'GDSV',
    text(order.reference === order.number ? order.number : `${order.number} ${order.reference}`, 42),
    order.dueDate === undefined ? '' : order.dueDate.split('-').toReversed().join('.'),
    order.account,
    upnReference(order.reference),
    text(order.name, 33),
    text(address.line1 ?? '', 33),
    text(placeOf(address), 33),
  ];
  const start = lines.map((line) => `${line}\n`).join('');
  return `${start}${String(start.length).padStart(3, '0')}\n`;
}

/** A creditor reference or one of the Slovene models; SI99 says that there is none. */
function upnReference(reference: string): string {
  const code = compact(reference);
  if (isCreditorReference(code)) return code;
  return /^SI\d{2}[\d-]{1,22}$/.test(code) ? code : 'SI99';
}

function text(words: string, length: number): string {
  return oneLine(isLatin2(words) ? words : plainLetters(words), length);
}

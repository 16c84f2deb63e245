import { isLatin2 } from '../barcodes/latin2.ts';
import { endsInMod11, isCreditorReference } from './iban.ts';
import { compact, oneLine, placeOf, type PaymentOrder, plainLetters } from './paymentOrder.ts';

/**
 * Content of a UPN QR code (technical standard of the Bank Association of Slovenia): nineteen lines in a fixed order,
 * then a control sum; null for an account that is not Slovene, another currency than euro, or where the payee's name or
 * the purpose (both must be there) has no letters of ISO 8859-2.
 */
export function upnPayload(order: PaymentOrder): string | null {
  const { payer, address } = order;
  if (order.country !== 'SI' || order.currency !== 'EUR' || order.account.length !== 19) return null;
  const name = text(order.name, 33);
  const purpose = text(order.reference === order.number ? order.number : `${order.number} ${order.reference}`, 42);
  if (name === '' || purpose === '') return null;
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
    purpose,
    order.dueDate === undefined ? '' : order.dueDate.split('-').toReversed().join('.'),
    order.account,
    upnReference(order.reference),
    name,
    text(address.line1 ?? '', 33),
    text(placeOf(address), 33),
  ];
  const start = lines.map((line) => `${line}\n`).join('');
  return `${start}${String(start.length).padStart(3, '0')}\n`;
}

/**
 * A creditor reference or one of the Slovene models (rules for standardised references: up to three groups of at most
 * twelve digits; model 12: at most thirteen digits, the last a check digit). SI99 says that there is none, which is also better than a reference that the payer's bank refuses.
 */
function upnReference(reference: string): string {
  const code = compact(reference);
  if (isCreditorReference(code)) return code;
  const [, model, digits = ''] = /^SI(\d{2})(\d{1,13}(?:-\d{1,12}){0,2})$/.exec(code) ?? [];
  const isRight =
    digits.length <= 22 && model !== '99' && (model !== '12' || (/^\d{2,13}$/.test(digits) && endsInMod11(digits)));
  return model !== undefined && isRight ? code : 'SI99';
}

function text(words: string, length: number): string {
  return oneLine(
    Array.from(words.normalize('NFC'), (letter) => (isLatin2(letter) ? letter : plainLetters(letter))).join(''),
    length,
  );
}

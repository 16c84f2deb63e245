import { remainder97 } from './iban.ts';
import { compact, lettersWithin, oneLine, placeOf, type PaymentOrder } from './paymentOrder.ts';

/** Letters of Serbian in both scripts, and what basic Latin has. */
const known = /[\u0020-\u007eČčĆćĐđŠšŽž\u0400-\u045f]/u;

/**
 * Content of an IPS QR code for the payment of an invoice (National Bank of Serbia, recommendations on the NBS IPS QR
 * code, type PR), or null for an account that is not Serbian or another currency than dinar. Fields are `tag:value`
 * between bars; one without a value is left out.
 */
export function ipsPayload(order: PaymentOrder): string | null {
  if (order.country !== 'RS' || order.currency !== 'RSD' || value(order.name, 70) === '') return null;
  const payee = [order.name, order.address.line1 ?? '', placeOf(order.address)].map((line) => value(line, 70));
  const payer = [order.payer.name, order.payer.address.line1 ?? '', placeOf(order.payer.address)];
  const reference = ipsReference(order.reference);
  const fields = [
    'K:PR',
    'V:01',
    'C:1',
    // The domestic account: eighteen digits behind RS and the check digits.
    `R:${order.account.slice(4)}`,
    `N:${clipped(payee)}`,
    `I:RSD${order.amount.replace('.', ',')}`,
    `P:${clipped(payer.map((line) => value(line, 70)))}`,
    // Payment for goods and services, final consumption.
    'SF:221',
    `S:${value(reference === '' && order.reference !== order.number ? `${order.number} ${order.reference}` : order.number, 35)}`,
    `RO:${reference}`,
  ];
  return fields.filter((field) => !/^[A-Z-]+:$/.test(field)).join('|');
}

/** Model and reference: 97 with check digits and without hyphens, or 00 without check; '' where it is not of digits. */
function ipsReference(text: string): string {
  const code = compact(text);
  const digits = code.replaceAll('-', '');
  if (/^97\d{3,22}$/.test(digits) && checkDigits(digits.slice(4)) === digits.slice(2, 4)) return digits;
  return /^\d[\d-]{0,22}$/.test(code) ? `00${code}` : '';
}

/** ISO 7064 MOD 97-10, two digits. */
function checkDigits(digits: string): string {
  return String(98 - remainder97(`${digits}00`)).padStart(2, '0');
}

/** Three lines of together at most seventy characters. */
function clipped(lines: readonly string[]): string {
  return oneLineBreaks(lines.filter((line) => line !== ''))
    .slice(0, 70)
    .trim();
}

function oneLineBreaks(lines: readonly string[]): string {
  return lines.join('\r\n');
}

/** A bar would end the field. */
function value(text: string, length: number): string {
  return oneLine(lettersWithin(text.replaceAll('|', ' '), known), length);
}

import { remainder97 } from './iban.ts';
import { compact, oneLine, placeOf, type PaymentOrder } from './paymentOrder.ts';

/**
 * Content of an IPS QR code for the payment of an invoice (National Bank of Serbia, type PR), or null for an account
 * that is not Serbian or another currency than dinar. Fields are `tag:value` between bars.
 */
export function ipsPayload(order: PaymentOrder): string | null {
  if (order.country !== 'RS' || order.currency !== 'RSD') return null;
  const payee = [order.name, order.address.line1 ?? '', placeOf(order.address)].map((line) => value(line, 70));
  const payer = [order.payer.name, order.payer.address.line1 ?? '', placeOf(order.payer.address)];
  const fields = [
    'K:PR',
    'V:01',
    'C:1',
    // The domestic account: eighteen digits behind RS and the check digits.
    `R:${order.account.slice(4)}`,
    `N:${clipped(payee)}`,
    `I:RSD${order.amount.replace('.', ',')}`,
    ...(order.payer.name === '' ? [] : [`P:${clipped(payer.map((line) => value(line, 70)))}`]),
    // Payment for goods and services, final consumption.
    'SF:221',
    `S:${value(order.number, 35)}`,
  ];
  const reference = ipsReference(order.reference);
  if (reference !== null) fields.push(`RO:${reference}`);
  return fields.join('|');
}

/** Model and reference: 97 with check digits, or 00 without. */
function ipsReference(text: string): string | null {
  const code = compact(text);
  if (/^97\d{2}[0-9A-Z-]{1,20}$/.test(code)) {
    const digits = code.slice(2).replaceAll('-', '');
    const isValid = (98 - remainder97(`${digits.slice(2)}00`)).toString().padStart(2, '0') === digits.slice(0, 2);
    if (isValid) return code;
  }
  return /^[0-9A-Z-]{1,23}$/.test(code) ? `00${code}` : null;
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
  return oneLine(text.replaceAll('|', ' '), length);
}

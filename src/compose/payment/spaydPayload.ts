import { oneLine, plainLetters, type PaymentOrder } from './paymentOrder.ts';

/**
 * Content of a Short Payment Descriptor (SPAYD 1.0, standard of the Czech Banking Association), the Czech “QR Platba”,
 * or null for an account that is not Czech, and for amounts of ten millions and more, which the format does not have.
 * Upper-case basic Latin, so that the code stays in the alphanumeric mode of QR codes, as the standard recommends.
 */
export function spaydPayload(order: PaymentOrder): string | null {
  if (order.country !== 'CZ' || (order.currency !== 'CZK' && order.currency !== 'EUR')) return null;
  if (order.amount.length > '9999999.99'.length) return null;
  const fields = [
    `ACC:${order.account}${order.bic === '' ? '' : `+${order.bic}`}`,
    `AM:${order.amount}`,
    `CC:${order.currency}`,
    ...(order.dueDate === undefined ? [] : [`DT:${order.dueDate.replaceAll('-', '')}`]),
    `RN:${value(order.name, 35)}`,
    `MSG:${value(order.reference === order.number ? order.number : `${order.number} ${order.reference}`, 60)}`,
  ];
  const symbol = variableSymbol(order);
  if (symbol !== null) fields.push(`X-VS:${symbol}`);
  return `SPD*1.0*${fields.filter((field) => !/^[A-Z-]+:$/.test(field)).join('*')}`;
}

/** The variable symbol of Czech and Slovak payments: at most ten digits, the digits of the reference or of the number. */
export function variableSymbol({ reference, number }: PaymentOrder): string | null {
  for (const text of [reference, number]) {
    const digits = text.replaceAll(/\D/g, '').replace(/^0+/, '');
    if (digits !== '' && digits.length <= 10) return digits;
  }
  return null;
}

/** Escapes count: a value as it is written is no longer than the standard allows. */
function value(text: string, length: number): string {
  const plain = plainLetters(text).toUpperCase();
  let written = '';
  for (const letter of oneLine(plain.replaceAll(/[^0-9A-Z $%*+./:-]/g, ' '), length)) {
    const next = escapes[letter] ?? letter;
    if (written.length + next.length > length) break;
    written += next;
  }
  return written.trim();
}

/** An asterisk would end the field, a percent sign begin an escape, and a plus sign read as a blank. */
const escapes: Readonly<Record<string, string>> = { '%': '%25', '*': '%2A', '+': '%2B' };

import { oneLine, plainLetters, type PaymentOrder } from './paymentOrder.ts';

/**
 * Content of a Short Payment Descriptor (SPAYD 1.0, standard of the Czech Banking Association), the Czech “QR Platba”,
 * or null for an account that is not Czech. Upper-case basic Latin, so that the code stays in the alphanumeric mode of
 * QR codes, as the standard recommends.
 */
export function spaydPayload(order: PaymentOrder): string | null {
  if (order.country !== 'CZ' || (order.currency !== 'CZK' && order.currency !== 'EUR')) return null;
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
  return `SPD*1.0*${fields.join('*')}`;
}

/** The variable symbol of Czech and Slovak payments: at most ten digits, the digits of the reference or of the number. */
export function variableSymbol({ reference, number }: PaymentOrder): string | null {
  for (const text of [reference, number]) {
    const digits = text.replaceAll(/\D/g, '').replace(/^0+/, '');
    if (digits !== '' && digits.length <= 10) return digits;
  }
  return null;
}

/** An asterisk would end the field. */
function value(text: string, length: number): string {
  return oneLine(
    plainLetters(text)
      .toUpperCase()
      .replaceAll(/[^0-9A-Z $%+./:-]/g, ' ')
      .replaceAll('%', ' '),
    length,
  );
}

import { lettersWithin, oneLine, type PaymentOrder, withinBytes } from './paymentOrder.ts';

/** The letters that Hungarian payment systems carry. */
const known = /[\u0020-\u007eÁáÉéÍíÓóÖöŐőÚúÜüŰű]/u;
/** At most 345 characters in a code of version 13 at level M, which holds 331 bytes. */
const mostBytes = 331;

/**
 * Content of a Hungarian payment QR code (Magyar Nemzeti Bank, guideline on the unified QR code, type HCT: the payer
 * transfers), or null where the account is not Hungarian, the currency not forint, or what the guideline asks for is
 * missing: the BIC, the day until which the code is valid, and a name in Latin letters.
 */
export function mnbPayload(order: PaymentOrder): string | null {
  const { dueDate } = order;
  if (order.country !== 'HU' || order.currency !== 'HUF' || order.bic === '' || dueDate === undefined) return null;
  const [whole = '0', fraction = '00'] = order.amount.split('.');
  // Instant payments are made in whole forints.
  if (fraction !== '00') return null;
  const name = text(order.name, 70);
  if (name === '') return null;
  const start = [
    'HCT',
    '001',
    '1',
    // In full: the head office is XXX.
    order.bic.padEnd(11, 'X'),
    name,
    order.account,
    `HUF${whole}`,
    `${dueDate.replaceAll('-', '')}235959+${offset(dueDate)}`,
    // Purpose of the payment (ISO 20022).
    '',
  ].join('\n');
  // Message, shop, cash desk, invoice, and four numbers that invoices do not have.
  const end = ['', '', '', text(order.number, 35), '', '', '', '', ''].join('\n');
  const message = withinBytes(text(order.reference, 70), mostBytes - Buffer.byteLength(start + end) - 1);
  return `${start}\n${message}${end}`;
}

function text(words: string, length: number): string {
  return oneLine(lettersWithin(words, known), length);
}

/** Hours before UTC in Budapest on the evening of a day: summer time ends and begins on the last Sundays. */
function offset(day: string): number {
  const [year = 0, month = 1] = day.split('-').map(Number);
  if (month < 3 || month > 10) return 1;
  if (month > 3 && month < 10) return 2;
  const lastDay = new Date(Date.UTC(year, month, 0));
  const lastSunday = lastDay.getUTCDate() - lastDay.getUTCDay();
  const isAfter = Number(day.slice(8, 10)) >= lastSunday;
  return (month === 3) === isAfter ? 2 : 1;
}

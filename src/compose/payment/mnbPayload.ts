import { oneLine, type PaymentOrder } from './paymentOrder.ts';

/**
 * Content of a Hungarian payment QR code (Magyar Nemzeti Bank, guideline on the unified QR code, type HCT: the payer
 * transfers), or null where the account is not Hungarian, the currency not forint, or what the guideline asks for is
 * missing: the BIC, and the day until which the code is valid.
 */
export function mnbPayload(order: PaymentOrder): string | null {
  const { dueDate } = order;
  if (order.country !== 'HU' || order.currency !== 'HUF' || order.bic === '' || dueDate === undefined) return null;
  const [whole = '0', fraction = '00'] = order.amount.split('.');
  // Instant payments are made in whole forints.
  if (fraction !== '00') return null;
  const lines = [
    'HCT',
    '001',
    '1',
    order.bic,
    oneLine(order.name, 70),
    order.account,
    `HUF${whole}`,
    `${dueDate.replaceAll('-', '')}235959+${offset(dueDate)}`,
    '',
    oneLine(order.reference, 70),
    '',
    '',
    oneLine(order.number, 35),
    '',
    '',
    '',
    '',
  ];
  return lines.map((line) => `${line}\n`).join('');
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

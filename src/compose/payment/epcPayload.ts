import { oneLine, type PaymentOrder } from './paymentOrder.ts';

/**
 * Content of an EPC QR code, which a banking app reads as a SEPA credit transfer (EPC069-12 v3.0, version 002), or null
 * for another currency than euro.
 */
export function epcPayload(order: PaymentOrder): string | null {
  if (order.currency !== 'EUR') return null;
  return [
    'BCD',
    '002',
    '1',
    'SCT',
    // Optional in version 002 within the EEA.
    order.bic,
    oneLine(order.name, 70),
    order.account,
    `EUR${order.amount}`,
    '',
    '',
    oneLine(order.reference, 140),
  ].join('\n');
}

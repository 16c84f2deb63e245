import { isCreditorReference } from './iban.ts';
import { compact, oneLine, type PaymentOrder, withinBytes } from './paymentOrder.ts';

/** EPC069-12 §2: version 13 of a QR code at level M holds no more. */
const mostBytes = 331;

/**
 * Content of an EPC QR code, which a banking app reads as a SEPA credit transfer (EPC069-12 v3.0, version 002), or null
 * for another currency than euro. The last element that is said ends the content.
 */
export function epcPayload(order: PaymentOrder): string | null {
  if (order.currency !== 'EUR') return null;
  const start = [
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
  ].join('\n');
  const reference = compact(order.reference);
  // Structured or unstructured remittance information, never both.
  if (isCreditorReference(reference)) return `${start}${reference}`;
  return `${start}\n${withinBytes(oneLine(order.reference, 140), mostBytes - Buffer.byteLength(start) - 1)}`;
}

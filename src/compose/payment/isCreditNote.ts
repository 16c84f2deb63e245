import type { InvoiceMessage } from '../../model/invoice.ts';

/** Codes of UNTDID 1001 that EN 16931 counts as credit notes. */
const creditNoteCodes = new Set(['81', '83', '261', '262', '296', '308', '381', '396', '420', '458', '532']);

/** The buyer pays nothing, the seller owes. */
export function isCreditNote({ typeCode }: Pick<InvoiceMessage, 'typeCode'>): boolean {
  return creditNoteCodes.has(typeCode);
}

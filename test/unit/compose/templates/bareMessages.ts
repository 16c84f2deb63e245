import type { DeliveryNoteMessage } from '../../../../src/model/deliveryNote.ts';
import type { InvoiceMessage } from '../../../../src/model/invoice.ts';
import type { ShippingLabelMessage } from '../../../../src/model/shippingLabel.ts';

/** Messages that have only what their types demand. */
export const bareInvoice: InvoiceMessage = {
  number: '4711',
  issueDate: '2026-11-05',
  typeCode: '380',
  currency: 'EUR',
  seller: {},
  buyer: {},
  totals: { payableAmount: '120.00' },
  vatBreakdown: [],
  lines: [{ identifier: '1', netAmount: '100.00', item: {} }],
};

export const bareDeliveryNote: DeliveryNoteMessage = {
  number: '4712',
  issueDate: '2026-11-05',
  despatchParty: {},
  deliveryParty: {},
  lines: [{ identifier: '1', item: {} }],
};

export const bareLabel: ShippingLabelMessage = {
  number: '4713',
  sscc: '390123450030118404',
  shipFrom: { name: 'A', address: {} },
  shipTo: { name: 'B', address: {} },
};

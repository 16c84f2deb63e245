import type { InvoiceMessage } from '../../model/invoice.ts';
import type { Symbology } from '../barcodes/symbologies.ts';
import { epcPayload } from './epcPayload.ts';
import { hub3Payload } from './hub3Payload.ts';
import { ipsPayload } from './ipsPayload.ts';
import { mnbPayload } from './mnbPayload.ts';
import { payBySquarePayload } from './payBySquarePayload.ts';
import { paymentOrder, type PaymentOrder } from './paymentOrder.ts';
import { spaydPayload } from './spaydPayload.ts';
import { swissPayment } from './swissPayment.ts';
import { upnPayload } from './upnPayload.ts';

/** A code that a banking app makes a transfer of. */
export interface PaymentCode {
  /** Name of the scheme, which is the same in every language. */
  readonly scheme: string;
  readonly type: Symbology;
  readonly data: string;
  /** Value of the attribute `options`. */
  readonly options: string;
  /** Side of the square; of a code that is wider than high, null: it has its natural size. */
  readonly height: string | null;
  /** Width of one module where the scheme prescribes it. */
  readonly module: string | null;
}

interface Scheme {
  readonly name: string;
  readonly type: Symbology;
  readonly payload: (order: PaymentOrder) => string | null;
  readonly options?: string;
  readonly height?: string | null;
  readonly module?: string;
}

const qrHeight = '26mm';

/** By country of the account: schemes that only banks of that country read. */
const domestic: Readonly<Record<string, Scheme>> = {
  CZ: { name: 'QR Platba', type: 'qrcode', payload: spaydPayload },
  SK: { name: 'PAY by square', type: 'qrcode', payload: payBySquarePayload },
  // 77 modules: in 26 mm they would be too fine for older telephones.
  SI: { name: 'UPN QR', type: 'upnqr', payload: upnPayload, height: '33mm' },
  // HUB-3: at most nine columns, error correction 4, modules of 0.254 mm.
  HR: {
    name: 'HUB3',
    type: 'pdf417',
    payload: hub3Payload,
    options: 'columns=9 eclevel=4',
    height: null,
    module: '0.254mm',
  },
  RS: { name: 'NBS IPS QR', type: 'qrcode', payload: ipsPayload },
  HU: { name: 'MNB QR', type: 'qrcode', payload: mnbPayload },
};

const epc: Scheme = { name: 'EPC QR', type: 'qrcode', payload: epcPayload };

/**
 * The payment code of an invoice, by country and currency of the account, or null where there is none. A payer abroad
 * gets the European code, where the transfer is in euro: the bank of that country does not read the domestic one. A
 * Swiss account has its payment part instead.
 */
export function paymentCode(message: InvoiceMessage): PaymentCode | null {
  const order = paymentOrder(message);
  if (order === null || swissPayment(order) !== null) return null;
  const scheme = domestic[order.country];
  const payerCountry = order.payer.address.country ?? order.country;
  if (scheme !== undefined && (payerCountry === order.country || order.currency !== 'EUR')) {
    const code = codeOf(scheme, order);
    if (code !== null) return code;
  }
  return codeOf(epc, order);
}

function codeOf(scheme: Scheme, order: PaymentOrder): PaymentCode | null {
  const data = scheme.payload(order);
  if (data === null) return null;
  const { name, type, options = '', height = qrHeight, module = null } = scheme;
  return { scheme: name, type, data, options, height, module };
}

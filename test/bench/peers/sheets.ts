import { encodeBarcode } from '../../../src/compose/barcodes/encodeBarcode.ts';
import type { InvoiceMessage } from '../../../src/model/invoice.ts';
import type { Party } from '../../../src/model/message.ts';
import type { ShippingLabelMessage } from '../../../src/model/shippingLabel.ts';

/** What every peer draws of an invoice: the texts of ours, in plain words. */
export interface InvoiceSheet {
  readonly number: string;
  readonly seller: string;
  readonly sellerLine: string;
  readonly buyer: readonly string[];
  readonly facts: readonly (readonly [string, string])[];
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly sums: readonly (readonly [string, string])[];
  readonly terms: string;
  /** Widths of the code's bars and spaces in modules. */
  readonly bars: readonly number[];
}

/** What every peer draws of a label. */
export interface LabelSheet {
  readonly number: string;
  readonly from: string;
  readonly to: string;
  readonly address: readonly string[];
  readonly contact: string;
  readonly big: readonly string[];
  readonly facts: readonly (readonly [string, string])[];
  readonly codes: readonly { readonly text: string; readonly bars: readonly number[] }[];
}

/** A peer, warmed up: draws a sheet and tells the size of the file in bytes. */
export interface Peer {
  invoice(sheet: InvoiceSheet): Promise<number> | number;
  label(sheet: LabelSheet): Promise<number> | number;
  close?(): Promise<void>;
}

/** Millimetres of the Code 128 on the invoice. */
export const invoiceCode = { module: 0.25, height: 10 } as const;
/** Millimetres of the codes on the label. */
export const labelCode = { module: 0.5, height: 25 } as const;
/** Widths in points of the invoice's columns; null takes what is left. */
export const columnPoints = [20, null, 45, 55, 60, 35, 65] as const;

const euro = new Intl.NumberFormat('de-AT', { minimumFractionDigits: 2 });
const amount = (value: string | undefined): string => euro.format(Number(value));

export function invoiceSheet({ number, seller, buyer, responsible, totals, ...message }: InvoiceMessage): InvoiceSheet {
  return {
    number,
    seller: seller.name ?? '',
    sellerLine: addressOf(seller).join(' · '),
    buyer: addressOf(buyer),
    facts: [
      ['Nummer', number],
      ['Datum', '05.11.2026'],
      ['Bestellung', message.purchaseOrderReference ?? ''],
      ['Ansprechpartnerin', responsible?.name ?? ''],
      ['Telefon', responsible?.phone ?? ''],
      ['E-Mail', responsible?.email ?? ''],
    ],
    head: ['Pos.', 'Leistung', 'Nummer', 'Menge', 'Preis', 'USt.', 'Betrag'],
    rows: message.lines.map((line) => [
      line.identifier,
      line.item.name ?? '',
      line.item.sellerIdentifier ?? '',
      `${line.quantity} ${line.unit}`,
      amount(line.price?.netPrice),
      '20 %',
      amount(line.netAmount),
    ]),
    sums: [
      ['Nettobetrag', amount(totals.netAmount)],
      ['20 % Umsatzsteuer', amount(totals.vatAmount)],
      ['Zahlbetrag', `${amount(totals.payableAmount)} €`],
    ],
    terms: message.paymentTerms ?? '',
    bars: encodeBarcode({ symbology: 'code128', data: number }).bars ?? [],
  };
}

export function labelSheet({ shipFrom, shipTo, ...message }: ShippingLabelMessage): LabelSheet {
  return {
    number: message.number,
    from: `Von ${[shipFrom.name, ...addressOf(shipFrom)].join(' · ')}`,
    to: shipTo.name ?? '',
    address: addressOf(shipTo),
    contact: `${shipTo.contact}, Tel. ${shipTo.phone}`,
    big: [message.route ?? '', `${message.unit?.index} von ${message.unit?.count}`],
    facts: [
      ['Sendung', message.number],
      ['Bestellung', message.purchaseOrderReference ?? ''],
      ['Lieferschein', message.deliveryNoteNumber ?? ''],
      ['Frachtführer', message.carrier ?? ''],
      ['Versand', '05.11.2026'],
      ['Gewicht', `${message.grossWeight?.value} kg`],
    ],
    codes: [`(02)${message.content?.gtin}(37)${message.content?.count}`, `(00)${message.sscc}`].map((text) => ({
      text,
      bars: encodeBarcode({ symbology: 'gs1-128', data: text }).bars ?? [],
    })),
  };
}

/** Dark bars as [left, width] in modules. */
export function darkBars(bars: readonly number[]): [number, number][] {
  const dark: [number, number][] = [];
  let left = 0;
  bars.forEach((bar, index) => {
    if (index % 2 === 0) dark.push([left, bar]);
    left += bar;
  });
  return dark;
}

function addressOf({ name, address }: Pick<Party, 'name' | 'address'>): string[] {
  return [name, address?.line1, `${address?.postCode} ${address?.city}`, address?.country].filter(
    (line): line is string => line !== undefined,
  );
}

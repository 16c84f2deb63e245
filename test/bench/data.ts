import { gs1CheckDigit } from '../../src/model/gs1CheckDigit.ts';
import type { InvoiceLine, InvoiceMessage } from '../../src/model/invoice.ts';
import type { ShippingLabelMessage } from '../../src/model/shippingLabel.ts';

/** Messages for measuring: fictional, and each another than the one before, so that no cache answers for the work. */
const goods = [
  ['Stückguttransport Linz – Wien', 'FR-110', 'C62'],
  ['Palettenstellplatz Nordhalle', 'LG-201', 'DAY'],
  ['Kommissionierung je Position', 'LG-310', 'C62'],
  ['Umreifung und Folierung', 'LG-332', 'C62'],
  ['Mautzuschlag Österreich', 'FR-901', 'C62'],
  ['Gefahrgutzuschlag Klasse 3', 'FR-915', 'C62'],
  ['Zollabfertigung Export', 'ZO-100', 'C62'],
  ['Wartezeit Fahrzeug', 'FR-950', 'HUR'],
] as const;

const places = [
  ['Donau Handels GmbH', 'Handelskai 214', '1020', 'Wien', 'AT'],
  ['Győri Raktár Kft.', 'Tűzoltó utca 14', '9021', 'Győr', 'HU'],
  ['Südbahn Lager AG', 'Übergasse 3', '8010', 'Graz', 'AT'],
  ['Őrségi Fűrészüzem Zrt.', 'Kossuth Lajos utca 7', '9700', 'Szombathely', 'HU'],
] as const;

const seller: InvoiceMessage['seller'] = {
  name: 'Alpenfracht Logistik AG',
  legalRegistration: { value: 'FN 412345 w' },
  vatIdentifier: 'ATU61234569',
  address: { line1: 'Hafenstraße 47', postCode: '4020', city: 'Linz', country: 'AT' },
  contact: { name: 'Kundenservice', phone: '+43 732 555 0100', email: 'service@alpenfracht.test' },
};

/** Whole cents as text with two decimals. */
function amount(cents: number): string {
  return (cents / 100).toFixed(2);
}

/**
 * An invoice with `count` lines and consistent totals. Paid by direct debit, so that it carries a Code 128 with its
 * number; by credit transfer it carries a payment QR code.
 */
export function benchInvoice(
  seed: number,
  count: number,
  paidBy: 'direct debit' | 'credit transfer' = 'direct debit',
): InvoiceMessage {
  const cents: number[] = [];
  const lines = Array.from({ length: count }, (_, index): InvoiceLine => {
    const [name, sellerIdentifier, unit] = goods[(seed + index) % goods.length] ?? goods[0];
    const quantity = 1 + ((seed * 7 + index * 13) % 40);
    const price = 250 + ((seed * 131 + index * 577) % 48_000);
    cents.push(quantity * price);
    return {
      identifier: String(index + 1),
      quantity: String(quantity),
      unit,
      netAmount: amount(quantity * price),
      price: { netPrice: amount(price) },
      vat: { category: 'S', rate: '20' },
      // Every fourth line has a second row, so that twelve lines fill one page.
      item: { name: `${name} ${seed % 97}`, ...(index % 4 === 0 && { sellerIdentifier }) },
    };
  });
  const net = cents.reduce((sum, line) => sum + line, 0);
  const vat = Math.round(net * 0.2);
  const number = `AF-2026-${String(seed % 1_000_000).padStart(6, '0')}`;
  const [name, line1, postCode, city, country] = places[seed % places.length] ?? places[0];
  return {
    number,
    issueDate: '2026-11-05',
    dueDate: '2026-12-05',
    typeCode: '380',
    currency: 'EUR',
    purchaseOrderReference: `DH-${88_000 + (seed % 1000)}`,
    paymentTerms: 'Zahlbar bis 05.12.2026 ohne Abzug.',
    seller,
    buyer: { name, vatIdentifier: 'ATU70987658', address: { line1, postCode, city, country } },
    payment:
      paidBy === 'direct debit'
        ? { meansCode: '59', remittanceInformation: number, directDebit: { mandate: `M-${seed}` } }
        : {
            meansCode: '58',
            remittanceInformation: number,
            creditTransfers: [{ account: 'AT912032000012345678', accountName: seller.name ?? '', bic: 'ALPFAT2LXXX' }],
          },
    totals: {
      lineNetAmount: amount(net),
      netAmount: amount(net),
      vatAmount: amount(vat),
      grossAmount: amount(net + vat),
      payableAmount: amount(net + vat),
    },
    vatBreakdown: [{ taxableAmount: amount(net), taxAmount: amount(vat), category: 'S', rate: '20' }],
    responsible: { name: 'Katharina Steinbacher', phone: '+43 732 555 0142', email: 'k.steinbacher@alpenfracht.test' },
    lines,
  };
}

/** A logistic label; every second one goes to Hungary, whose letters a printer's font does not have. */
export function benchLabel(seed: number): ShippingLabelMessage {
  const digits = `37610425${String(seed % 1_000_000_000).padStart(9, '0')}`;
  const [name, line1, postCode, city, country] = places[seed % places.length] ?? places[0];
  return {
    number: `SH-2026-${String(seed % 1_000_000).padStart(6, '0')}`,
    sscc: digits + gs1CheckDigit(digits),
    shipFrom: {
      name: 'Alpenfracht Logistik AG',
      address: { line1: 'Hafenstraße 47', postCode: '4020', city: 'Linz', country: 'AT' },
    },
    shipTo: { name, contact: 'Wareneingang', phone: '+43 1 555 0134', address: { line1, postCode, city, country } },
    deliveryNoteNumber: `LS-2026-${20_000 + (seed % 10_000)}`,
    purchaseOrderReference: `DH-${88_000 + (seed % 1000)}`,
    shipDate: '2026-11-05',
    carrier: 'Danubia Cargo',
    route: `GYR-${10 + (seed % 90)}`,
    grossWeight: { value: `${100 + (seed % 800)}.5`, unit: 'KGM' },
    unit: { index: 1 + (seed % 5), count: 5 },
    content: { description: 'Bremsbeläge vorne', gtin: '04012345000009', count: String(12 + (seed % 80)) },
  };
}

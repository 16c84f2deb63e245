import type { DeliveryNoteMessage } from '../../../src/model/deliveryNote.ts';
import type { InvoiceMessage } from '../../../src/model/invoice.ts';
import type { ShippingLabelMessage } from '../../../src/model/shippingLabel.ts';

/** Every optional member is there, at every depth: the compiler finds what a fixture forgets. */
type Full<T> = T extends readonly (infer Item)[]
  ? readonly Full<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]-?: Full<T[Key]> }
    : T;

const identifier = { value: '9100000000014', scheme: '0088' };
const address = {
  line1: 'Industriestraße 12',
  line2: 'Halle 4',
  line3: 'Tor 2',
  city: 'Linz',
  postCode: '4020',
  subdivision: 'Oberösterreich',
  country: 'AT',
};
const contact = { name: 'Eva Huber', phone: '+43 732 555 0123', email: 'eva.huber@example.com' };
const party = {
  name: 'Donau Logistik GmbH',
  tradingName: 'Donau Logistik',
  identifiers: [identifier],
  legalRegistration: { value: 'FN 123456a', scheme: '9914' },
  vatIdentifier: 'ATU12345678',
  taxRegistration: '46 123/4567',
  additionalLegalInformation: 'Sitz Linz',
  electronicAddress: { value: 'invoice@example.com', scheme: 'EM' },
  address,
  contact,
};
const period = { startDate: '2026-10-01', endDate: '2026-10-31' };
const item = {
  name: 'Palettentransport',
  description: 'Linz – Budapest',
  sellerIdentifier: 'T-100',
  buyerIdentifier: 'K-7',
  standardIdentifier: { value: '09100000000015', scheme: '0160' },
  classifications: [{ value: '78101800', scheme: 'TST' }],
  originCountry: 'AT',
  attributes: [{ name: 'Farbe', value: 'blau' }],
};
const allowance = {
  amount: '5.00',
  baseAmount: '100.00',
  percentage: '5',
  vatCategory: 'S',
  vatRate: '20',
  reason: 'Rabatt',
  reasonCode: '95',
};
const measure = { value: '512.4', unit: 'KGM' };

export const fullInvoice: Full<InvoiceMessage> = {
  number: 'R-2026-1001',
  issueDate: '2026-11-02',
  typeCode: '380',
  currency: 'EUR',
  vatCurrency: 'HUF',
  taxPointDate: '2026-10-31',
  taxPointDateCode: '35',
  dueDate: '2026-12-02',
  buyerReference: 'B-77',
  projectReference: 'P-1',
  contractReference: 'V-2',
  purchaseOrderReference: 'PO-3',
  salesOrderReference: 'SO-4',
  receivingAdviceReference: 'RA-5',
  despatchAdviceReference: 'LS-6',
  tenderReference: 'T-7',
  invoicedObject: { value: 'Z-8', scheme: 'AAA' },
  buyerAccountingReference: 'K-9',
  paymentTerms: '30 Tage netto',
  notes: [{ subjectCode: 'ADU', text: 'Danke.' }],
  businessProcess: 'urn:fdc:peppol.eu:2017:poacc:billing:01:1.0',
  specification: 'urn:cen.eu:en16931:2017',
  precedingInvoices: [{ number: 'R-2026-0999', issueDate: '2026-10-02' }],
  seller: party,
  buyer: party,
  payee: { name: 'Bank', identifier, legalRegistration: identifier },
  sellerTaxRepresentative: { name: 'Steuer AG', vatIdentifier: 'ATU87654321', address },
  delivery: { name: 'Lager', locationIdentifier: identifier, date: '2026-10-30', address },
  invoicingPeriod: period,
  payment: {
    meansCode: '58',
    meansText: 'SEPA',
    remittanceInformation: 'R-2026-1001',
    creditTransfers: [{ account: 'AT611904300234573201', accountName: 'Donau Logistik', bic: 'OPSKATWW' }],
    card: { number: '************1234', holder: 'Eva Huber' },
    directDebit: { mandate: 'M-1', creditorIdentifier: 'AT12ZZZ00000000001', debitedAccount: 'AT021904300234573202' },
  },
  allowances: [allowance],
  charges: [allowance],
  thirdPartyPayments: [{ type: 'Kasse', amount: '10.00', description: 'Anteil' }],
  totals: {
    lineNetAmount: '100.00',
    allowanceAmount: '5.00',
    chargeAmount: '5.00',
    netAmount: '100.00',
    vatAmount: '20.00',
    vatAmountInVatCurrency: '8000.00',
    grossAmount: '120.00',
    paidAmount: '10.00',
    roundingAmount: '0.00',
    payableAmount: '110.00',
  },
  vatBreakdown: [
    {
      taxableAmount: '100.00',
      taxAmount: '20.00',
      category: 'S',
      rate: '20',
      exemptionReason: 'keine',
      exemptionReasonCode: 'VATEX-EU-IC',
    },
  ],
  supportingDocuments: [
    {
      reference: 'A-1',
      description: 'Nachweis',
      location: 'https://example.com/a-1',
      fileName: 'a-1.pdf',
      mimeType: 'application/pdf',
    },
  ],
  responsible: contact,
  lines: [
    {
      identifier: '1.1',
      parentIdentifier: '1',
      note: 'dringend',
      objectIdentifier: identifier,
      quantity: '2',
      unit: 'C62',
      netAmount: '100.00',
      orderLineReference: '10',
      accountingReference: '4711',
      period,
      allowances: [allowance],
      charges: [allowance],
      price: { netPrice: '50.00', discount: '1.00', grossPrice: '51.00', baseQuantity: '1', baseQuantityUnit: 'C62' },
      vat: { category: 'S', rate: '20' },
      item,
    },
  ],
};

export const fullDeliveryNote: Full<DeliveryNoteMessage> = {
  number: 'LS-2026-6',
  issueDate: '2026-10-30',
  issueTime: '08:15:00',
  typeCode: 'delivery',
  notes: [{ text: 'Rampe 3' }],
  orderReferences: [{ number: 'PO-3', salesOrder: 'SO-4', issueDate: '2026-10-01' }],
  despatchParty: { ...party, accountIdentifier: 'L-1' },
  deliveryParty: { ...party, accountIdentifier: 'E-1', supplierAccountIdentifier: 'K-10001' },
  buyer: party,
  seller: party,
  shipment: {
    identifier: 'S-1',
    consignment: 'C-1',
    grossWeight: measure,
    netWeight: measure,
    volume: { value: '3.2', unit: 'MTQ' },
    packageCount: '4',
    deliveryTerms: 'DAP Budapest',
    despatchDate: '2026-10-30',
    deliveryDate: '2026-10-31',
    requestedPeriod: period,
    despatchAddress: address,
    deliveryAddress: address,
    carrier: party,
    vehicle: 'L-123AB',
    trackingIdentifier: { value: 'TR-1', scheme: 'DPD' },
    handlingUnits: [{ sscc: '391000000000000016', packageType: 'PX', quantity: '1', grossWeight: measure }],
  },
  responsible: contact,
  lines: [
    {
      identifier: '1',
      note: 'oben lagern',
      deliveredQuantity: '90',
      unit: 'KGM',
      backorderQuantity: '10',
      backorderReason: 'nicht lagernd',
      outstandingQuantity: '0',
      orderReference: 'PO-3',
      orderLineReference: '1',
      salesOrderLineReference: 'A',
      item,
      lots: [{ number: 'CH-7', expiryDate: '2027-01-31' }],
      serialNumbers: ['SN-1'],
    },
  ],
};

export const fullShippingLabel: Full<ShippingLabelMessage> = {
  number: 'S-1',
  sscc: '391000000000000016',
  shipFrom: { name: 'Donau Logistik', contact: 'Eva Huber', phone: '+43 732 555 0123', address },
  shipTo: { name: 'Duna Raktár Kft.', contact: 'Nagy Éva', phone: '+36 1 555 0123', address },
  deliveryNoteNumber: 'LS-2026-6',
  purchaseOrderReference: 'PO-3',
  shipDate: '2026-10-30',
  carrier: 'Express',
  service: '24 h',
  route: 'HU12',
  grossWeight: measure,
  unit: { index: 1, count: 4 },
  content: { description: 'Honig', gtin: '09100000000015', count: '24', batch: 'CH-7', bestBefore: '2027-01-31' },
};

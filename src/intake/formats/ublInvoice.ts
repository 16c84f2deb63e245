import type { InvoiceMessage } from '../../model/invoice.ts';
import { ublPeriod } from './ublItem.ts';
import { type UblLineNames, ublAllowanceCharges, ublLines } from './ublLine.ts';
import { partyIdentifiers, taxIdentifier, ublAddress, ublParty } from './ublParty.ts';
import { ublPayment, ublThirdPartyPayments } from './ublPayment.ts';
import {
  ublInvoicedObject,
  ublNotes,
  ublPrecedingInvoices,
  ublProject,
  ublSupportingDocuments,
} from './ublReferences.ts';
import { ublCurrency, ublTotals, ublVatBreakdown } from './ublTotals.ts';
import type { XmlElement } from './xml.ts';
import {
  first,
  identifier,
  isoDate,
  joinedText,
  listOrAbsent,
  required,
  text,
  told,
  toldOrAbsent,
} from './xmlTerms.ts';

const invoiceNames: UblLineNames = {
  line: 'cac:InvoiceLine',
  subLine: 'cac:SubInvoiceLine',
  quantity: 'cbc:InvoicedQuantity',
};
const creditNoteNames: UblLineNames = {
  line: 'cac:CreditNoteLine',
  subLine: 'cac:SubCreditNoteLine',
  quantity: 'cbc:CreditedQuantity',
};

/**
 * UBL 2.0/2.1 Invoice or CreditNote to the EN 16931 message, after CEN/TS 16931-3-2. Plain UBL that is no EN 16931
 * invoice is mapped as far as the model has a place.
 *
 * @param root `Invoice` or `CreditNote`
 * @throws PostwerkError intake.missing-term, intake.invalid-term
 */
export function ublInvoice(root: XmlElement): InvoiceMessage {
  const isCreditNote = root.local === 'CreditNote';
  const currency = ublCurrency(root);
  const vatCurrency = text(root, 'cbc:TaxCurrencyCode');
  const lines = ublLines(root, isCreditNote ? creditNoteNames : invoiceNames);
  const seller = first(root, 'cac:AccountingSupplierParty');
  const buyer = first(root, 'cac:AccountingCustomerParty');
  const issueDate = isoDate(root, 'cbc:IssueDate', 'BT-2 Invoice issue date');
  return told<InvoiceMessage>({
    number: required(text(root, 'cbc:ID'), root, 'cbc:ID', 'BT-1 Invoice number'),
    issueDate: required(issueDate, root, 'cbc:IssueDate', 'BT-2 Invoice issue date'),
    typeCode: typeCode(root, isCreditNote),
    currency,
    vatCurrency,
    taxPointDate: isoDate(root, 'cbc:TaxPointDate', 'BT-7 Value added tax point date'),
    taxPointDateCode: text(root, 'cac:InvoicePeriod/cbc:DescriptionCode'),
    dueDate: dueDate(root),
    buyerReference: text(root, 'cbc:BuyerReference'),
    projectReference: ublProject(root),
    contractReference: text(root, 'cac:ContractDocumentReference/cbc:ID'),
    purchaseOrderReference: text(root, 'cac:OrderReference/cbc:ID'),
    salesOrderReference: text(root, 'cac:OrderReference/cbc:SalesOrderID'),
    receivingAdviceReference: text(root, 'cac:ReceiptDocumentReference/cbc:ID'),
    despatchAdviceReference: text(root, 'cac:DespatchDocumentReference/cbc:ID'),
    tenderReference: text(root, 'cac:OriginatorDocumentReference/cbc:ID'),
    invoicedObject: ublInvoicedObject(root),
    buyerAccountingReference: text(root, 'cbc:AccountingCost') ?? text(root, 'cbc:AccountingCostCode'),
    paymentTerms: joinedText(root, 'cac:PaymentTerms/cbc:Note'),
    notes: listOrAbsent(ublNotes(root)),
    businessProcess: text(root, 'cbc:ProfileID'),
    specification: text(root, 'cbc:CustomizationID'),
    precedingInvoices: listOrAbsent(ublPrecedingInvoices(root)),
    seller: ublParty(first(seller, 'cac:Party'), seller),
    buyer: ublParty(first(buyer, 'cac:Party'), buyer),
    payee: payee(first(root, 'cac:PayeeParty')),
    sellerTaxRepresentative: taxRepresentative(first(root, 'cac:TaxRepresentativeParty')),
    delivery: delivery(first(root, 'cac:Delivery')),
    invoicingPeriod: ublPeriod(first(root, 'cac:InvoicePeriod'), 'BG-14 Invoicing period'),
    payment: ublPayment(root),
    allowances: listOrAbsent(ublAllowanceCharges(root, false)),
    charges: listOrAbsent(ublAllowanceCharges(root, true)),
    thirdPartyPayments: listOrAbsent(ublThirdPartyPayments(root)),
    totals: ublTotals(root, currency, vatCurrency),
    vatBreakdown: ublVatBreakdown(root, currency),
    supportingDocuments: listOrAbsent(ublSupportingDocuments(root)),
    lines: required(lines.length === 0 ? undefined : lines, root, lineName(isCreditNote), 'BG-25 Invoice line'),
  });
}

function lineName(isCreditNote: boolean): string {
  return isCreditNote ? creditNoteNames.line : invoiceNames.line;
}

/** BT-3. In plain UBL the root element alone may say it: UBL 2.0 has no cbc:CreditNoteTypeCode at all. */
function typeCode(root: XmlElement, isCreditNote: boolean): string {
  if (isCreditNote) return text(root, 'cbc:CreditNoteTypeCode') ?? '381';
  return text(root, 'cbc:InvoiceTypeCode') ?? '380';
}

/** BT-9: a credit note has it in its payment means; plain UBL invoices often do too. */
function dueDate(root: XmlElement): string | undefined {
  const term = 'BT-9 Payment due date';
  return (
    isoDate(root, 'cbc:DueDate', term) ??
    isoDate(root, 'cac:PaymentMeans/cbc:PaymentDueDate', term) ??
    isoDate(root, 'cac:PaymentTerms/cbc:PaymentDueDate', term)
  );
}

/** BG-10. */
function payee(party: XmlElement | undefined): InvoiceMessage['payee'] {
  return toldOrAbsent<NonNullable<InvoiceMessage['payee']>>({
    name: text(party, 'cac:PartyName/cbc:Name') ?? text(party, 'cac:PartyLegalEntity/cbc:RegistrationName'),
    identifier: partyIdentifiers(party)[0],
    legalRegistration: identifier(first(party, 'cac:PartyLegalEntity/cbc:CompanyID')),
  });
}

/** BG-11. */
function taxRepresentative(party: XmlElement | undefined): InvoiceMessage['sellerTaxRepresentative'] {
  return toldOrAbsent<NonNullable<InvoiceMessage['sellerTaxRepresentative']>>({
    name: text(party, 'cac:PartyName/cbc:Name') ?? text(party, 'cac:PartyLegalEntity/cbc:RegistrationName'),
    vatIdentifier: taxIdentifier(party, true),
    address: ublAddress(first(party, 'cac:PostalAddress')),
  });
}

/** BG-13, BG-15. UBL 2.0 has the address directly in cac:Delivery. */
function delivery(element: XmlElement | undefined): InvoiceMessage['delivery'] {
  const location = first(element, 'cac:DeliveryLocation');
  const party = first(element, 'cac:DeliveryParty');
  return toldOrAbsent<NonNullable<InvoiceMessage['delivery']>>({
    name: text(party, 'cac:PartyName/cbc:Name') ?? text(party, 'cac:PartyLegalEntity/cbc:RegistrationName'),
    locationIdentifier: identifier(first(location, 'cbc:ID')),
    date: isoDate(element, 'cbc:ActualDeliveryDate', 'BT-72 Actual delivery date'),
    address: ublAddress(first(location, 'cac:Address')) ?? ublAddress(first(element, 'cac:DeliveryAddress')),
  });
}

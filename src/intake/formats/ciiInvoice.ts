import type { InvoiceMessage } from '../../model/invoice.ts';
import { ciiDate, ciiPeriod } from './ciiDate.ts';
import { ciiAllowanceCharges, ciiLine, ciiReference } from './ciiLine.ts';
import { ciiAddress, ciiIdentifiers, ciiParty, ciiTaxIdentifier } from './ciiParty.ts';
import { ciiPayment, ciiServiceCharges, ciiTotals, ciiVatBreakdown } from './ciiSettlement.ts';
import type { XmlElement } from './xml.ts';
import {
  all,
  attribute,
  first,
  identifier,
  joinedText,
  listOrAbsent,
  present,
  required,
  text,
  told,
  toldOrAbsent,
} from './xmlTerms.ts';

type SupportingDocument = NonNullable<InvoiceMessage['supportingDocuments']>[number];
type PrecedingInvoice = NonNullable<InvoiceMessage['precedingInvoices']>[number];

const transactionName = 'rsm:SupplyChainTradeTransaction';
const settlementName = 'ram:ApplicableHeaderTradeSettlement';

/**
 * UN/CEFACT CrossIndustryInvoice (D16B, D22B) to the EN 16931 message, after CEN/TS 16931-3-3.
 *
 * @param root `rsm:CrossIndustryInvoice`
 * @throws PostwerkError intake.missing-term, intake.invalid-term
 */
export function ciiInvoice(root: XmlElement): InvoiceMessage {
  const document = first(root, 'rsm:ExchangedDocument');
  const transaction = first(root, transactionName);
  const agreement = first(transaction, 'ram:ApplicableHeaderTradeAgreement');
  const delivery = first(transaction, 'ram:ApplicableHeaderTradeDelivery');
  const paid = first(transaction, settlementName);
  const currencyTerm = 'BT-5 Invoice currency code';
  const currencyPath = `${transactionName}/${settlementName}/ram:InvoiceCurrencyCode`;
  const settlement = required(paid, root, currencyPath, currencyTerm);
  const currency = required(text(settlement, 'ram:InvoiceCurrencyCode'), root, currencyPath, currencyTerm);
  const vatCurrency = text(settlement, 'ram:TaxCurrencyCode');
  const lines = all(transaction, 'ram:IncludedSupplyChainTradeLineItem').map(ciiLine);
  const issueDate = ciiDate(document, 'ram:IssueDateTime', 'BT-2 Invoice issue date');
  return told<InvoiceMessage>({
    number: required(text(document, 'ram:ID'), root, 'rsm:ExchangedDocument/ram:ID', 'BT-1 Invoice number'),
    issueDate: required(issueDate, root, 'rsm:ExchangedDocument/ram:IssueDateTime', 'BT-2 Invoice issue date'),
    typeCode: required(
      text(document, 'ram:TypeCode'),
      root,
      'rsm:ExchangedDocument/ram:TypeCode',
      'BT-3 Invoice type code',
    ),
    currency,
    vatCurrency,
    taxPointDate: taxPointDate(settlement),
    taxPointDateCode: taxPointDateCode(text(settlement, 'ram:ApplicableTradeTax/ram:DueDateTypeCode')),
    dueDate: dueDate(settlement),
    buyerReference: text(agreement, 'ram:BuyerReference'),
    projectReference: text(agreement, 'ram:SpecifiedProcuringProject/ram:ID'),
    contractReference: text(agreement, 'ram:ContractReferencedDocument/ram:IssuerAssignedID'),
    purchaseOrderReference: text(agreement, 'ram:BuyerOrderReferencedDocument/ram:IssuerAssignedID'),
    salesOrderReference: text(agreement, 'ram:SellerOrderReferencedDocument/ram:IssuerAssignedID'),
    receivingAdviceReference: text(delivery, 'ram:ReceivingAdviceReferencedDocument/ram:IssuerAssignedID'),
    despatchAdviceReference: text(delivery, 'ram:DespatchAdviceReferencedDocument/ram:IssuerAssignedID'),
    tenderReference: ciiReference(additional(agreement, tender)[0])?.value,
    invoicedObject: ciiReference(additional(agreement, invoicedObject)[0]),
    buyerAccountingReference: text(settlement, 'ram:ReceivableSpecifiedTradeAccountingAccount/ram:ID'),
    paymentTerms: joinedText(settlement, 'ram:SpecifiedTradePaymentTerms/ram:Description'),
    notes: listOrAbsent(notes(document)),
    businessProcess: context(root, 'ram:BusinessProcessSpecifiedDocumentContextParameter/ram:ID'),
    specification: context(root, 'ram:GuidelineSpecifiedDocumentContextParameter/ram:ID'),
    precedingInvoices: listOrAbsent(precedingInvoices(settlement)),
    seller: ciiParty(first(agreement, 'ram:SellerTradeParty')),
    buyer: ciiParty(first(agreement, 'ram:BuyerTradeParty')),
    payee: payee(first(settlement, 'ram:PayeeTradeParty')),
    sellerTaxRepresentative: taxRepresentative(first(agreement, 'ram:SellerTaxRepresentativeTradeParty')),
    delivery: deliveryOf(delivery),
    invoicingPeriod: ciiPeriod(first(settlement, 'ram:BillingSpecifiedPeriod'), 'BG-14 Invoicing period'),
    payment: ciiPayment(settlement),
    allowances: listOrAbsent(ciiAllowanceCharges(settlement, false)),
    charges: listOrAbsent([...ciiAllowanceCharges(settlement, true), ...ciiServiceCharges(settlement)]),
    totals: ciiTotals(settlement, currency, vatCurrency),
    vatBreakdown: ciiVatBreakdown(settlement),
    supportingDocuments: listOrAbsent(supportingDocuments(agreement)),
    lines: required(
      lines.length === 0 ? undefined : lines,
      root,
      `${transactionName}/ram:IncludedSupplyChainTradeLineItem`,
      'BG-25 Invoice line',
    ),
  });
}

function context(root: XmlElement, path: string): string | undefined {
  return text(root, `rsm:ExchangedDocumentContext/${path}`);
}

/** UNTDID 1001 codes of ram:AdditionalReferencedDocument. */
const tender = '50';
const invoicedObject = '130';

function additional(agreement: XmlElement | undefined, typeCode: string): XmlElement[] {
  return all(agreement, 'ram:AdditionalReferencedDocument').filter((one) => text(one, 'ram:TypeCode') === typeCode);
}

/** BG-24: type 916, and a reference without type. The attached bytes stay in the file. */
function supportingDocuments(agreement: XmlElement | undefined): SupportingDocument[] {
  return all(agreement, 'ram:AdditionalReferencedDocument').flatMap((document) => {
    const typeCode = text(document, 'ram:TypeCode');
    const reference = text(document, 'ram:IssuerAssignedID');
    if (reference === undefined || typeCode === tender || typeCode === invoicedObject) return [];
    const attached = first(document, 'ram:AttachmentBinaryObject');
    return [
      told<SupportingDocument>({
        reference,
        description: joinedText(document, 'ram:Name'),
        location: text(document, 'ram:URIID'),
        fileName: attribute(attached, 'filename'),
        mimeType: attribute(attached, 'mimeCode'),
      }),
    ];
  });
}

/** BT-7. */
function taxPointDate(settlement: XmlElement): string | undefined {
  for (const tax of all(settlement, 'ram:ApplicableTradeTax')) {
    const date = ciiDate(tax, 'ram:TaxPointDate', 'BT-7 Value added tax point date');
    if (date !== undefined) return date;
  }
  return undefined;
}

/** BT-8: CII writes UNTDID 2475, the semantic model and UBL write UNTDID 2005 (EN 16931-1, BT-8). */
function taxPointDateCode(code: string | undefined): string | undefined {
  const untdid2005: Readonly<Record<string, string>> = { '5': '3', '29': '35', '72': '432' };
  return code === undefined ? undefined : (untdid2005[code] ?? code);
}

/** BT-9: the first of several payment terms that has one. */
function dueDate(settlement: XmlElement): string | undefined {
  for (const terms of all(settlement, 'ram:SpecifiedTradePaymentTerms')) {
    const date = ciiDate(terms, 'ram:DueDateDateTime', 'BT-9 Payment due date');
    if (date !== undefined) return date;
  }
  return undefined;
}

/** BG-1. */
function notes(document: XmlElement | undefined): { subjectCode?: string; text: string }[] {
  return all(document, 'ram:IncludedNote').flatMap((note) => {
    const content = joinedText(note, 'ram:Content');
    if (content === undefined) return [];
    return [
      told<{ subjectCode?: string; text: string }>({ subjectCode: text(note, 'ram:SubjectCode'), text: content }),
    ];
  });
}

/** BG-3. */
function precedingInvoices(settlement: XmlElement): PrecedingInvoice[] {
  return all(settlement, 'ram:InvoiceReferencedDocument').flatMap((document) => {
    const number = present(first(document, 'ram:IssuerAssignedID'));
    const issueDate = ciiDate(document, 'ram:FormattedIssueDateTime', 'BT-26 Preceding invoice issue date');
    return number === undefined ? [] : [told<PrecedingInvoice>({ number, issueDate })];
  });
}

/** BG-10. */
function payee(party: XmlElement | undefined): InvoiceMessage['payee'] {
  return toldOrAbsent<NonNullable<InvoiceMessage['payee']>>({
    name: text(party, 'ram:Name'),
    identifier: ciiIdentifiers(party)[0],
    legalRegistration: identifier(first(party, 'ram:SpecifiedLegalOrganization/ram:ID')),
  });
}

/** BG-11. */
function taxRepresentative(party: XmlElement | undefined): InvoiceMessage['sellerTaxRepresentative'] {
  return toldOrAbsent<NonNullable<InvoiceMessage['sellerTaxRepresentative']>>({
    name: text(party, 'ram:Name'),
    vatIdentifier: ciiTaxIdentifier(party, 'VA'),
    address: ciiAddress(first(party, 'ram:PostalTradeAddress')),
  });
}

/** BG-13, BG-15. */
function deliveryOf(delivery: XmlElement | undefined): InvoiceMessage['delivery'] {
  const party = first(delivery, 'ram:ShipToTradeParty');
  const event = first(delivery, 'ram:ActualDeliverySupplyChainEvent');
  return toldOrAbsent<NonNullable<InvoiceMessage['delivery']>>({
    name: text(party, 'ram:Name'),
    locationIdentifier: ciiIdentifiers(party)[0],
    date: ciiDate(event, 'ram:OccurrenceDateTime', 'BT-72 Actual delivery date'),
    address: ciiAddress(first(party, 'ram:PostalTradeAddress')),
  });
}

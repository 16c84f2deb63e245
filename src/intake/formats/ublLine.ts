import type { AllowanceCharge, InvoiceLine } from '../../model/invoice.ts';
import type { XmlElement } from './xml.ts';
import {
  all,
  attribute,
  decimal,
  first,
  identifier,
  joinedText,
  listOrAbsent,
  required,
  text,
  told,
} from './xmlTerms.ts';
import { ublItem, ublPeriod } from './ublItem.ts';

/** What an Invoice and a CreditNote name differently. */
export interface UblLineNames {
  readonly line: 'cac:InvoiceLine' | 'cac:CreditNoteLine';
  readonly subLine: 'cac:SubInvoiceLine' | 'cac:SubCreditNoteLine';
  readonly quantity: 'cbc:InvoicedQuantity' | 'cbc:CreditedQuantity';
}

/** BG-25 with all sub-lines (XRechnung extension BG-DEX-01) after their line, each naming its parent. */
export function ublLines(root: XmlElement, names: UblLineNames): InvoiceLine[] {
  const lines: InvoiceLine[] = [];
  const visit = (element: XmlElement, parentIdentifier: string | undefined): void => {
    const line = ublLine(element, names, parentIdentifier);
    lines.push(line);
    for (const sub of all(element, names.subLine)) visit(sub, line.identifier);
  };
  for (const element of all(root, names.line)) visit(element, undefined);
  return lines;
}

function ublLine(line: XmlElement, names: UblLineNames, parentIdentifier: string | undefined): InvoiceLine {
  const identifierText = required(text(line, 'cbc:ID'), line, 'cbc:ID', 'BT-126 Invoice line identifier');
  const netAmount = decimal(line, 'cbc:LineExtensionAmount', 'BT-131 Invoice line net amount');
  return told<InvoiceLine>({
    identifier: identifierText,
    parentIdentifier,
    note: joinedText(line, 'cbc:Note'),
    objectIdentifier: objectIdentifier(line),
    quantity: decimal(line, names.quantity, 'BT-129 Invoiced quantity'),
    unit: attribute(first(line, names.quantity), 'unitCode'),
    netAmount: required(netAmount, line, 'cbc:LineExtensionAmount', 'BT-131 Invoice line net amount'),
    orderLineReference: text(line, 'cac:OrderLineReference/cbc:LineID'),
    accountingReference: text(line, 'cbc:AccountingCost'),
    period: ublPeriod(first(line, 'cac:InvoicePeriod'), 'BG-26 Invoice line period'),
    allowances: listOrAbsent(ublAllowanceCharges(line, false)),
    charges: listOrAbsent(ublAllowanceCharges(line, true)),
    price: price(line),
    vat: lineVat(line),
    item: ublItem(first(line, 'cac:Item')),
  });
}

/** BT-128: the reference of type 130; a reference without type code is it too, as EN 16931 allows no other. */
function objectIdentifier(line: XmlElement): InvoiceLine['objectIdentifier'] {
  const references = all(line, 'cac:DocumentReference');
  const typed = references.find((reference) => text(reference, 'cbc:DocumentTypeCode') === '130');
  const untyped = references.find((reference) => text(reference, 'cbc:DocumentTypeCode') === undefined);
  return identifier(first(typed ?? untyped, 'cbc:ID'));
}

/** BG-29. */
function price(line: XmlElement): InvoiceLine['price'] {
  const element = first(line, 'cac:Price');
  const netPrice = decimal(element, 'cbc:PriceAmount', 'BT-146 Item net price');
  if (netPrice === undefined) return undefined;
  const discount = all(element, 'cac:AllowanceCharge').find((entry) => !isCharge(entry));
  return told<NonNullable<InvoiceLine['price']>>({
    netPrice,
    discount: decimal(discount, 'cbc:Amount', 'BT-147 Item price discount'),
    grossPrice: decimal(discount, 'cbc:BaseAmount', 'BT-148 Item gross price'),
    baseQuantity: decimal(element, 'cbc:BaseQuantity', 'BT-149 Item price base quantity'),
    baseQuantityUnit: attribute(first(element, 'cbc:BaseQuantity'), 'unitCode'),
  });
}

/** BG-30. Plain UBL may have the category in the line's own tax total only. */
function lineVat(line: XmlElement): InvoiceLine['vat'] {
  const classified = all(line, 'cac:Item/cac:ClassifiedTaxCategory');
  const category =
    classified.find((entry) => text(entry, 'cac:TaxScheme/cbc:ID')?.toUpperCase() === 'VAT') ??
    classified[0] ??
    first(line, 'cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory');
  const code = ublTaxCategory(category);
  if (code === undefined) return undefined;
  return told<NonNullable<InvoiceLine['vat']>>({
    category: code,
    rate: decimal(category, 'cbc:Percent', 'BT-152 Invoiced item VAT rate'),
  });
}

/** BT-118, BT-151. Plain UBL may have no category code; then the category goes by its name or its tax scheme. */
export function ublTaxCategory(category: XmlElement | undefined): string | undefined {
  return (
    text(category, 'cbc:ID') ??
    text(category, 'cbc:Name') ??
    text(category, 'cac:TaxScheme/cbc:ID') ??
    text(category, 'cac:TaxScheme/cbc:TaxTypeCode') ??
    text(category, 'cac:TaxScheme/cbc:Name')
  );
}

/** BG-20, BG-21, BG-27, BG-28: the cac:AllowanceCharge directly under `from`, allowances or charges. */
export function ublAllowanceCharges(from: XmlElement, charges: boolean): AllowanceCharge[] {
  return all(from, 'cac:AllowanceCharge').flatMap((entry) => {
    if (isCharge(entry) !== charges) return [];
    const amount = decimal(entry, 'cbc:Amount', 'BT-92/BT-99 Amount');
    return [
      told<AllowanceCharge>({
        amount: required(amount, entry, 'cbc:Amount', 'The amount of an allowance or charge (BT-92, BT-99)'),
        baseAmount: decimal(entry, 'cbc:BaseAmount', 'BT-93/BT-100 Base amount'),
        percentage: decimal(entry, 'cbc:MultiplierFactorNumeric', 'BT-94/BT-101 Percentage'),
        vatCategory: text(entry, 'cac:TaxCategory/cbc:ID'),
        vatRate: decimal(first(entry, 'cac:TaxCategory'), 'cbc:Percent', 'BT-96/BT-103 VAT rate'),
        reason: joinedText(entry, 'cbc:AllowanceChargeReason'),
        reasonCode: text(entry, 'cbc:AllowanceChargeReasonCode'),
      }),
    ];
  });
}

function isCharge(entry: XmlElement): boolean {
  const indicator = text(entry, 'cbc:ChargeIndicator');
  return indicator === 'true' || indicator === '1';
}

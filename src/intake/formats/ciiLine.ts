import type { AllowanceCharge, InvoiceLine } from '../../model/invoice.ts';
import type { Identifier, Item } from '../../model/message.ts';
import { ciiPeriod } from './ciiDate.ts';
import { classificationScheme } from './ublItem.ts';
import type { XmlElement } from './xml.ts';
import {
  all,
  attribute,
  decimal,
  first,
  identifier,
  joinedText,
  listOrAbsent,
  present,
  required,
  text,
  told,
} from './xmlTerms.ts';

const amountPath = 'ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount';

/** BG-25 (CEN/TS 16931-3-3). Sub-lines of Factur-X EXTENDED name their parent. */
export function ciiLine(line: XmlElement): InvoiceLine {
  const document = first(line, 'ram:AssociatedDocumentLineDocument');
  const agreement = first(line, 'ram:SpecifiedLineTradeAgreement');
  const settlement = first(line, 'ram:SpecifiedLineTradeSettlement');
  const quantity = first(line, 'ram:SpecifiedLineTradeDelivery/ram:BilledQuantity');
  const lineId = text(document, 'ram:LineID');
  const netAmount = decimal(settlement, amountPath, 'BT-131 Invoice line net amount');
  return told<InvoiceLine>({
    identifier: required(
      lineId,
      line,
      'ram:AssociatedDocumentLineDocument/ram:LineID',
      'BT-126 Invoice line identifier',
    ),
    parentIdentifier: text(document, 'ram:ParentLineID'),
    note: joinedText(document, 'ram:IncludedNote/ram:Content'),
    objectIdentifier: objectIdentifier(settlement),
    quantity: decimal(line, 'ram:SpecifiedLineTradeDelivery/ram:BilledQuantity', 'BT-129 Invoiced quantity'),
    unit: attribute(quantity, 'unitCode'),
    netAmount: required(
      netAmount,
      line,
      `ram:SpecifiedLineTradeSettlement/${amountPath}`,
      'BT-131 Invoice line net amount',
    ),
    orderLineReference: text(agreement, 'ram:BuyerOrderReferencedDocument/ram:LineID'),
    accountingReference: text(settlement, 'ram:ReceivableSpecifiedTradeAccountingAccount/ram:ID'),
    period: ciiPeriod(first(settlement, 'ram:BillingSpecifiedPeriod'), 'BG-26 Invoice line period'),
    allowances: listOrAbsent(ciiAllowanceCharges(settlement, false)),
    charges: listOrAbsent(ciiAllowanceCharges(settlement, true)),
    price: price(agreement),
    vat: lineVat(settlement),
    item: item(first(line, 'ram:SpecifiedTradeProduct')),
  });
}

/** BT-128, type code 130; its scheme stands in ram:ReferenceTypeCode. */
function objectIdentifier(settlement: XmlElement | undefined): InvoiceLine['objectIdentifier'] {
  return ciiReference(
    all(settlement, 'ram:AdditionalReferencedDocument').find((one) => text(one, 'ram:TypeCode') === '130'),
  );
}

export function ciiReference(document: XmlElement | undefined): Identifier | undefined {
  const value = text(document, 'ram:IssuerAssignedID');
  if (value === undefined) return undefined;
  return told<Identifier>({ value, scheme: text(document, 'ram:ReferenceTypeCode') });
}

/** BG-29. The base quantity may stand at the net or at the gross price; both mean the same. */
function price(agreement: XmlElement | undefined): InvoiceLine['price'] {
  const net = first(agreement, 'ram:NetPriceProductTradePrice');
  const gross = first(agreement, 'ram:GrossPriceProductTradePrice');
  const netPrice = decimal(net, 'ram:ChargeAmount', 'BT-146 Item net price');
  if (netPrice === undefined) return undefined;
  const holder = first(net, 'ram:BasisQuantity') === undefined ? gross : net;
  const discount = all(gross, 'ram:AppliedTradeAllowanceCharge').find((entry) => !isCharge(entry));
  return told<NonNullable<InvoiceLine['price']>>({
    netPrice,
    discount: decimal(discount, 'ram:ActualAmount', 'BT-147 Item price discount'),
    grossPrice: decimal(gross, 'ram:ChargeAmount', 'BT-148 Item gross price'),
    baseQuantity: decimal(holder, 'ram:BasisQuantity', 'BT-149 Item price base quantity'),
    baseQuantityUnit: attribute(first(holder, 'ram:BasisQuantity'), 'unitCode'),
  });
}

/** BG-30. */
function lineVat(settlement: XmlElement | undefined): InvoiceLine['vat'] {
  const taxes = all(settlement, 'ram:ApplicableTradeTax');
  const tax = taxes.find((one) => text(one, 'ram:TypeCode') === 'VAT') ?? taxes[0];
  const category = text(tax, 'ram:CategoryCode');
  if (category === undefined) return undefined;
  const rate = decimal(tax, 'ram:RateApplicablePercent', 'BT-152 Invoiced item VAT rate');
  return told<NonNullable<InvoiceLine['vat']>>({ category, rate });
}

/** BG-31. */
function item(product: XmlElement | undefined): Item {
  return told<Item>({
    name: text(product, 'ram:Name'),
    description: joinedText(product, 'ram:Description'),
    sellerIdentifier: text(product, 'ram:SellerAssignedID'),
    buyerIdentifier: text(product, 'ram:BuyerAssignedID'),
    standardIdentifier: identifier(first(product, 'ram:GlobalID')),
    classifications: listOrAbsent(
      all(product, 'ram:DesignatedProductClassification/ram:ClassCode').flatMap((code) => {
        const value = present(code);
        return value === undefined ? [] : [told<Identifier>({ value, scheme: classificationScheme(code) })];
      }),
    ),
    originCountry: text(product, 'ram:OriginTradeCountry/ram:ID'),
    attributes: listOrAbsent(
      all(product, 'ram:ApplicableProductCharacteristic').flatMap((one) => {
        const name = text(one, 'ram:Description');
        const value = text(one, 'ram:Value') ?? text(one, 'ram:ValueMeasure');
        return name === undefined || value === undefined ? [] : [{ name, value }];
      }),
    ),
  });
}

/** BG-20, BG-21, BG-27, BG-28. */
export function ciiAllowanceCharges(settlement: XmlElement | undefined, charges: boolean): AllowanceCharge[] {
  return all(settlement, 'ram:SpecifiedTradeAllowanceCharge').flatMap((entry) => {
    if (isCharge(entry) !== charges) return [];
    const amount = decimal(entry, 'ram:ActualAmount', 'BT-92/BT-99 Amount');
    const tax = first(entry, 'ram:CategoryTradeTax');
    return [
      told<AllowanceCharge>({
        amount: required(amount, entry, 'ram:ActualAmount', 'The amount of an allowance or charge (BT-92, BT-99)'),
        baseAmount: decimal(entry, 'ram:BasisAmount', 'BT-93/BT-100 Base amount'),
        percentage: decimal(entry, 'ram:CalculationPercent', 'BT-94/BT-101 Percentage'),
        vatCategory: text(tax, 'ram:CategoryCode'),
        vatRate: decimal(tax, 'ram:RateApplicablePercent', 'BT-96/BT-103 VAT rate'),
        reason: text(entry, 'ram:Reason'),
        reasonCode: text(entry, 'ram:ReasonCode'),
      }),
    ];
  });
}

function isCharge(entry: XmlElement): boolean {
  const indicator = text(entry, 'ram:ChargeIndicator/udt:Indicator');
  return indicator === 'true' || indicator === '1';
}

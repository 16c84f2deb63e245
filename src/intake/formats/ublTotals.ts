import type { InvoiceTotals, VatBreakdown } from '../../model/invoice.ts';
import type { Decimal } from '../../model/message.ts';
import { sumOf } from './decimalSum.ts';
import { ublTaxCategory } from './ublLine.ts';
import type { XmlElement } from './xml.ts';
import { all, attribute, decimal, first, joinedText, required, text, told } from './xmlTerms.ts';

const payableTerm = 'BT-115 Amount due for payment';
const payablePath = 'cac:LegalMonetaryTotal/cbc:PayableAmount';

/** BT-5. Plain UBL may leave it to the currencyID that every amount carries. */
export function ublCurrency(root: XmlElement): string {
  const currency = text(root, 'cbc:DocumentCurrencyCode') ?? attribute(first(root, payablePath), 'currencyID');
  return required(currency, root, 'cbc:DocumentCurrencyCode', 'BT-5 Invoice currency code');
}

/** BG-22. */
export function ublTotals(root: XmlElement, currency: string, vatCurrency: string | undefined): InvoiceTotals {
  const totals = first(root, 'cac:LegalMonetaryTotal');
  const payable = decimal(totals, 'cbc:PayableAmount', payableTerm);
  return told<InvoiceTotals>({
    lineNetAmount: decimal(totals, 'cbc:LineExtensionAmount', 'BT-106 Sum of invoice line net amounts'),
    allowanceAmount: decimal(totals, 'cbc:AllowanceTotalAmount', 'BT-107 Sum of allowances'),
    chargeAmount: decimal(totals, 'cbc:ChargeTotalAmount', 'BT-108 Sum of charges'),
    netAmount: decimal(totals, 'cbc:TaxExclusiveAmount', 'BT-109 Total without VAT'),
    vatAmount: vatAmount(taxTotals(root, currency)),
    vatAmountInVatCurrency: vatAmountInVatCurrency(root, currency, vatCurrency),
    grossAmount: decimal(totals, 'cbc:TaxInclusiveAmount', 'BT-112 Total with VAT'),
    paidAmount: decimal(totals, 'cbc:PrepaidAmount', 'BT-113 Paid amount'),
    roundingAmount: decimal(totals, 'cbc:PayableRoundingAmount', 'BT-114 Rounding amount'),
    payableAmount: required(payable, root, payablePath, payableTerm),
  });
}

/** Tax totals in the document's currency; an amount without currency is in it too. */
function taxTotals(root: XmlElement, currency: string): XmlElement[] {
  return all(root, 'cac:TaxTotal').filter((total) => {
    const own = attribute(first(total, 'cbc:TaxAmount'), 'currencyID');
    return own === undefined || own === currency;
  });
}

/** BT-110. EN 16931 has one tax total in the currency; plain UBL has one for each tax, which add up. */
function vatAmount(totals: readonly XmlElement[]): Decimal | undefined {
  const parts = totals.filter((total) => first(total, 'cac:TaxSubtotal') !== undefined);
  const amounts = (parts.length > 1 ? parts : [parts[0] ?? totals[0]]).map((total) =>
    decimal(total, 'cbc:TaxAmount', 'BT-110 Total VAT amount'),
  );
  const known = amounts.filter((amount) => amount !== undefined);
  return known.length > 1 ? sumOf(known) : known[0];
}

/** BT-111. */
function vatAmountInVatCurrency(root: XmlElement, currency: string, vatCurrency?: string): Decimal | undefined {
  if (vatCurrency === undefined || vatCurrency === currency) return undefined;
  const total = all(root, 'cac:TaxTotal').find(
    (entry) => attribute(first(entry, 'cbc:TaxAmount'), 'currencyID') === vatCurrency,
  );
  return decimal(total, 'cbc:TaxAmount', 'BT-111 Total VAT amount in accounting currency');
}

/** BG-23. */
export function ublVatBreakdown(root: XmlElement, currency: string): VatBreakdown[] {
  return taxTotals(root, currency).flatMap((total) =>
    all(total, 'cac:TaxSubtotal').map((subtotal) => {
      const category = first(subtotal, 'cac:TaxCategory');
      const taxable = decimal(subtotal, 'cbc:TaxableAmount', 'BT-116 VAT category taxable amount');
      const tax = decimal(subtotal, 'cbc:TaxAmount', 'BT-117 VAT category tax amount');
      const rateTerm = 'BT-119 VAT category rate';
      return told<VatBreakdown>({
        taxableAmount: required(taxable, subtotal, 'cbc:TaxableAmount', 'BT-116 VAT category taxable amount'),
        taxAmount: required(tax, subtotal, 'cbc:TaxAmount', 'BT-117 VAT category tax amount'),
        category: required(ublTaxCategory(category), subtotal, 'cac:TaxCategory/cbc:ID', 'BT-118 VAT category code'),
        rate: decimal(category, 'cbc:Percent', rateTerm) ?? decimal(subtotal, 'cbc:Percent', rateTerm),
        exemptionReason: joinedText(category, 'cbc:TaxExemptionReason'),
        exemptionReasonCode: text(category, 'cbc:TaxExemptionReasonCode'),
      });
    }),
  );
}

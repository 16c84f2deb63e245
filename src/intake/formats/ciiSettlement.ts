import type { AllowanceCharge, InvoiceTotals, PaymentInstructions, VatBreakdown } from '../../model/invoice.ts';
import type { Decimal } from '../../model/message.ts';
import type { XmlElement } from './xml.ts';
import {
  all,
  attribute,
  decimal,
  decimalOf,
  first,
  listOrAbsent,
  required,
  text,
  told,
  toldOrAbsent,
} from './xmlTerms.ts';

type CreditTransfer = NonNullable<PaymentInstructions['creditTransfers']>[number];

const summationPath = 'ram:SpecifiedTradeSettlementHeaderMonetarySummation';

/** BG-22 (CEN/TS 16931-3-3). */
export function ciiTotals(settlement: XmlElement, currency: string, vatCurrency: string | undefined): InvoiceTotals {
  const sums = first(settlement, summationPath);
  const payableTerm = 'BT-115 Amount due for payment';
  const payable = decimal(sums, 'ram:DuePayableAmount', payableTerm);
  return told<InvoiceTotals>({
    lineNetAmount: decimal(sums, 'ram:LineTotalAmount', 'BT-106 Sum of invoice line net amounts'),
    allowanceAmount: decimal(sums, 'ram:AllowanceTotalAmount', 'BT-107 Sum of allowances'),
    chargeAmount: decimal(sums, 'ram:ChargeTotalAmount', 'BT-108 Sum of charges'),
    netAmount: amountIn(sums, 'ram:TaxBasisTotalAmount', currency, 'BT-109 Total without VAT'),
    vatAmount: amountIn(sums, 'ram:TaxTotalAmount', currency, 'BT-110 Total VAT amount'),
    vatAmountInVatCurrency: vatAmountInVatCurrency(sums, currency, vatCurrency),
    grossAmount: amountIn(sums, 'ram:GrandTotalAmount', currency, 'BT-112 Total with VAT'),
    paidAmount: decimal(sums, 'ram:TotalPrepaidAmount', 'BT-113 Paid amount'),
    roundingAmount: decimal(sums, 'ram:RoundingAmount', 'BT-114 Rounding amount'),
    payableAmount: required(payable, settlement, `${summationPath}/ram:DuePayableAmount`, payableTerm),
  });
}

/** Amounts that may come once for each currency; one without currency is in the invoice's. */
function amountIn(sums: XmlElement | undefined, path: string, currency: string, term: string): Decimal | undefined {
  const amounts = all(sums, path);
  const own =
    amounts.find((amount) => attribute(amount, 'currencyID') === currency) ??
    amounts.find((amount) => attribute(amount, 'currencyID') === undefined);
  return own === undefined ? undefined : decimalOf(own, term);
}

/** BT-111. */
function vatAmountInVatCurrency(
  sums: XmlElement | undefined,
  currency: string,
  vatCurrency: string | undefined,
): Decimal | undefined {
  if (vatCurrency === undefined || vatCurrency === currency) return undefined;
  const own = all(sums, 'ram:TaxTotalAmount').find((amount) => attribute(amount, 'currencyID') === vatCurrency);
  return own === undefined ? undefined : decimalOf(own, 'BT-111 Total VAT amount in accounting currency');
}

/** BG-23. */
export function ciiVatBreakdown(settlement: XmlElement): VatBreakdown[] {
  return all(settlement, 'ram:ApplicableTradeTax').map((tax) => {
    const taxable = decimal(tax, 'ram:BasisAmount', 'BT-116 VAT category taxable amount');
    const amount = decimal(tax, 'ram:CalculatedAmount', 'BT-117 VAT category tax amount');
    const category = text(tax, 'ram:CategoryCode') ?? text(tax, 'ram:TypeCode');
    return told<VatBreakdown>({
      taxableAmount: required(taxable, tax, 'ram:BasisAmount', 'BT-116 VAT category taxable amount'),
      taxAmount: required(amount, tax, 'ram:CalculatedAmount', 'BT-117 VAT category tax amount'),
      category: required(category, tax, 'ram:CategoryCode', 'BT-118 VAT category code'),
      rate: decimal(tax, 'ram:RateApplicablePercent', 'BT-119 VAT category rate'),
      exemptionReason: text(tax, 'ram:ExemptionReason'),
      exemptionReasonCode: text(tax, 'ram:ExemptionReasonCode'),
    });
  });
}

/**
 * Charges of Factur-X EXTENDED for transport and the like (BG-X-42), part of BT-108. EN 16931 itself has them as
 * document level charges.
 */
export function ciiServiceCharges(settlement: XmlElement): AllowanceCharge[] {
  return all(settlement, 'ram:SpecifiedLogisticsServiceCharge').flatMap((charge) => {
    const amount = decimal(charge, 'ram:AppliedAmount', 'BT-X-272 Service charge amount');
    if (amount === undefined) return [];
    const tax = first(charge, 'ram:AppliedTradeTax');
    return [
      told<AllowanceCharge>({
        amount,
        vatCategory: text(tax, 'ram:CategoryCode'),
        vatRate: decimal(tax, 'ram:RateApplicablePercent', 'BT-X-274 Service charge VAT rate'),
        reason: text(charge, 'ram:Description'),
      }),
    ];
  });
}

/** BG-16. Each further ram:SpecifiedTradeSettlementPaymentMeans adds an account to the first. */
export function ciiPayment(settlement: XmlElement): PaymentInstructions | undefined {
  const means = 'ram:SpecifiedTradeSettlementPaymentMeans';
  return toldOrAbsent<PaymentInstructions>({
    meansCode: text(settlement, `${means}/ram:TypeCode`),
    meansText: text(settlement, `${means}/ram:Information`),
    remittanceInformation: text(settlement, 'ram:PaymentReference'),
    creditTransfers: listOrAbsent(all(settlement, means).flatMap(creditTransfer)),
    card: card(first(settlement, `${means}/ram:ApplicableTradeSettlementFinancialCard`)),
    directDebit: toldOrAbsent<NonNullable<PaymentInstructions['directDebit']>>({
      mandate: text(settlement, 'ram:SpecifiedTradePaymentTerms/ram:DirectDebitMandateID'),
      creditorIdentifier: text(settlement, 'ram:CreditorReferenceID'),
      debitedAccount: text(settlement, `${means}/ram:PayerPartyDebtorFinancialAccount/ram:IBANID`),
    }),
  });
}

/** BG-17. */
function creditTransfer(means: XmlElement): CreditTransfer[] {
  const element = first(means, 'ram:PayeePartyCreditorFinancialAccount');
  const account = text(element, 'ram:IBANID') ?? text(element, 'ram:ProprietaryID');
  if (account === undefined) return [];
  return [
    told<CreditTransfer>({
      account,
      accountName: text(element, 'ram:AccountName'),
      bic: text(means, 'ram:PayeeSpecifiedCreditorFinancialInstitution/ram:BICID'),
    }),
  ];
}

/** BG-18. */
function card(element: XmlElement | undefined): PaymentInstructions['card'] {
  const number = text(element, 'ram:ID');
  if (number === undefined) return undefined;
  return told<NonNullable<PaymentInstructions['card']>>({ number, holder: text(element, 'ram:CardholderName') });
}

import type { Expectation } from './corpusUbl.ts';
import type { Leaves } from './corpusReading.ts';

const transaction = 'CrossIndustryInvoice/SupplyChainTradeTransaction[1]';
const agreement = `${transaction}/ApplicableHeaderTradeAgreement`;
const settlement = `${transaction}/ApplicableHeaderTradeSettlement`;

/** Reads a CrossIndustryInvoice by paths alone. */
export function expectCii(file: Leaves): Expectation {
  const sums = `${settlement}[1]/SpecifiedTradeSettlementHeaderMonetarySummation[1]`;
  const currency = file.text(`${settlement}/InvoiceCurrencyCode`);
  const vatCurrency = file.text(`${settlement}/TaxCurrencyCode`);
  const taxTotal = (wanted: string | undefined) =>
    file.all.find(
      ({ path, attributes }) => path.startsWith(`${sums}/TaxTotalAmount`) && attributes['currencyID'] === wanted,
    )?.text;
  return {
    head: {
      number: file.text('CrossIndustryInvoice/ExchangedDocument/ID'),
      issueDate: day(file.text('CrossIndustryInvoice/ExchangedDocument/IssueDateTime/DateTimeString')),
      typeCode: file.text('CrossIndustryInvoice/ExchangedDocument/TypeCode'),
      currency,
      vatCurrency,
      dueDate: day(file.text(`${settlement}/SpecifiedTradePaymentTerms/DueDateDateTime/DateTimeString`)),
      taxPointDate: day(file.text(`${settlement}/ApplicableTradeTax/TaxPointDate/DateString`)),
      deliveryDate: day(
        file.text(
          `${transaction}/ApplicableHeaderTradeDelivery/ActualDeliverySupplyChainEvent/OccurrenceDateTime/DateTimeString`,
        ),
      ),
      periodStart: day(file.text(`${settlement}/BillingSpecifiedPeriod/StartDateTime/DateTimeString`)),
      periodEnd: day(file.text(`${settlement}/BillingSpecifiedPeriod/EndDateTime/DateTimeString`)),
      buyerReference: file.text(`${agreement}/BuyerReference`),
      iban: file.text(`${settlement}/SpecifiedTradeSettlementPaymentMeans/PayeePartyCreditorFinancialAccount/IBANID`),
      payee: file.text(`${settlement}/PayeeTradeParty/Name`),
    },
    seller: party(file, `${agreement}[1]/SellerTradeParty[1]`),
    buyer: party(file, `${agreement}[1]/BuyerTradeParty[1]`),
    totals: {
      lineNetAmount: file.text(`${sums}/LineTotalAmount`),
      allowanceAmount: file.text(`${sums}/AllowanceTotalAmount`),
      chargeAmount: file.text(`${sums}/ChargeTotalAmount`),
      netAmount: file.text(`${sums}/TaxBasisTotalAmount`),
      grossAmount: file.text(`${sums}/GrandTotalAmount`),
      paidAmount: file.text(`${sums}/TotalPrepaidAmount`),
      roundingAmount: file.text(`${sums}/RoundingAmount`),
      payableAmount: file.text(`${sums}/DuePayableAmount`),
      vatAmount: taxTotal(currency),
      vatAmountInVatCurrency: vatCurrency === undefined ? undefined : taxTotal(vatCurrency),
    },
    lines: file.each(transaction, 'IncludedSupplyChainTradeLineItem').map((path) => line(file, path)),
    vat: file.each(`${settlement}[1]`, 'ApplicableTradeTax').map((path) => ({
      taxableAmount: file.text(`${path}/BasisAmount`),
      taxAmount: file.text(`${path}/CalculatedAmount`),
      category: file.text(`${path}/CategoryCode`),
      rate: file.text(`${path}/RateApplicablePercent`),
      exemptionReason: file.text(`${path}/ExemptionReason`),
    })),
  };
}

function line(file: Leaves, path: string): Expectation['lines'][number] {
  const quantity = file.at(`${path}/SpecifiedLineTradeDelivery/BilledQuantity`);
  const prices = `${path}/SpecifiedLineTradeAgreement[1]`;
  return {
    identifier: file.text(`${path}/AssociatedDocumentLineDocument/LineID`),
    quantity: quantity?.text,
    unit: quantity?.attributes['unitCode'],
    netAmount: file.text(
      `${path}/SpecifiedLineTradeSettlement/SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount`,
    ),
    price: file.text(`${prices}/NetPriceProductTradePrice/ChargeAmount`),
    baseQuantity:
      file.text(`${prices}/NetPriceProductTradePrice/BasisQuantity`) ??
      file.text(`${prices}/GrossPriceProductTradePrice/BasisQuantity`),
    name: file.text(`${path}/SpecifiedTradeProduct/Name`),
    category: file.text(`${path}/SpecifiedLineTradeSettlement/ApplicableTradeTax/CategoryCode`),
    rate: file.text(`${path}/SpecifiedLineTradeSettlement/ApplicableTradeTax/RateApplicablePercent`),
    article: file.text(`${path}/SpecifiedTradeProduct/SellerAssignedID`),
  };
}

function party(file: Leaves, path: string): Record<string, string | undefined> {
  const vat = file
    .each(path, 'SpecifiedTaxRegistration')
    .map((registration) => file.at(`${registration}/ID`))
    .find((id) => id?.attributes['schemeID'] === 'VA');
  return {
    name: file.text(`${path}/Name`),
    electronicAddress: file.text(`${path}/URIUniversalCommunication/URIID`),
    vatIdentifier: vat?.text,
    legalRegistration: file.text(`${path}/SpecifiedLegalOrganization/ID`),
    street: file.text(`${path}/PostalTradeAddress/LineOne`),
    city: file.text(`${path}/PostalTradeAddress/CityName`),
    postCode: file.text(`${path}/PostalTradeAddress/PostcodeCode`),
    country: file.text(`${path}/PostalTradeAddress/CountryID`),
    phone: file.text(`${path}/DefinedTradeContact/TelephoneUniversalCommunication/CompleteNumber`),
    email: file.text(`${path}/DefinedTradeContact/EmailURIUniversalCommunication/URIID`),
  };
}

function day(written: string | undefined): string | undefined {
  return written === undefined ? undefined : `${written.slice(0, 4)}-${written.slice(4, 6)}-${written.slice(6, 8)}`;
}

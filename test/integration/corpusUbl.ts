import type { Leaves } from './corpusReading.ts';

/** What a message and its file must say alike. Undefined means: the file does not tell. */
export interface Expectation {
  readonly head: Readonly<Record<string, string | undefined>>;
  readonly seller: Readonly<Record<string, string | undefined>>;
  readonly buyer: Readonly<Record<string, string | undefined>>;
  readonly totals: Readonly<Record<string, string | undefined>>;
  readonly lines: readonly Readonly<Record<string, string | undefined>>[];
  readonly vat: readonly Readonly<Record<string, string | undefined>>[];
}

/** Reads a UBL Invoice or CreditNote by paths alone. */
export function expectUbl(root: string, file: Leaves): Expectation {
  const line = root === 'Invoice' ? 'InvoiceLine' : 'CreditNoteLine';
  const currency = file.text(`${root}/DocumentCurrencyCode`);
  const totalsIn = (wanted: string | undefined) =>
    file.each(root, 'TaxTotal').filter((path) => file.at(`${path}/TaxAmount`)?.attributes['currencyID'] === wanted);
  const vatCurrency = file.text(`${root}/TaxCurrencyCode`);
  return {
    head: {
      number: file.text(`${root}/ID`),
      issueDate: file.text(`${root}/IssueDate`),
      typeCode: file.text(`${root}/${root}TypeCode`),
      currency,
      vatCurrency,
      dueDate: file.text(`${root}/DueDate`) ?? file.text(`${root}/PaymentMeans/PaymentDueDate`),
      taxPointDate: file.text(`${root}/TaxPointDate`),
      deliveryDate: file.text(`${root}/Delivery/ActualDeliveryDate`),
      periodStart: file.text(`${root}/InvoicePeriod/StartDate`),
      periodEnd: file.text(`${root}/InvoicePeriod/EndDate`),
      buyerReference: file.text(`${root}/BuyerReference`),
      iban: file.text(`${root}/PaymentMeans/PayeeFinancialAccount/ID`),
      payee: file.text(`${root}/PayeeParty/PartyName/Name`),
    },
    seller: party(file, `${root}/AccountingSupplierParty/Party`),
    buyer: party(file, `${root}/AccountingCustomerParty/Party`),
    totals: {
      lineNetAmount: file.text(`${root}/LegalMonetaryTotal/LineExtensionAmount`),
      allowanceAmount: file.text(`${root}/LegalMonetaryTotal/AllowanceTotalAmount`),
      chargeAmount: file.text(`${root}/LegalMonetaryTotal/ChargeTotalAmount`),
      netAmount: file.text(`${root}/LegalMonetaryTotal/TaxExclusiveAmount`),
      grossAmount: file.text(`${root}/LegalMonetaryTotal/TaxInclusiveAmount`),
      paidAmount: file.text(`${root}/LegalMonetaryTotal/PrepaidAmount`),
      roundingAmount: file.text(`${root}/LegalMonetaryTotal/PayableRoundingAmount`),
      payableAmount: file.text(`${root}/LegalMonetaryTotal/PayableAmount`),
      vatAmount: totalsIn(currency).map((path) => file.text(`${path}/TaxAmount`))[0],
      vatAmountInVatCurrency:
        vatCurrency === undefined ? undefined : totalsIn(vatCurrency).map((path) => file.text(`${path}/TaxAmount`))[0],
    },
    lines: file.each(root, line).flatMap((path) => linesUnder(file, path, line)),
    vat: totalsIn(currency).flatMap((path) =>
      file.each(path, 'TaxSubtotal').map((subtotal) => ({
        taxableAmount: file.text(`${subtotal}/TaxableAmount`),
        taxAmount: file.text(`${subtotal}/TaxAmount`),
        category: file.text(`${subtotal}/TaxCategory/ID`),
        rate: file.text(`${subtotal}/TaxCategory/Percent`),
        exemptionReason: file.text(`${subtotal}/TaxCategory/TaxExemptionReason`),
      })),
    ),
  };
}

function linesUnder(file: Leaves, path: string, line: string): Expectation['lines'][number][] {
  const quantity = line === 'InvoiceLine' ? 'InvoicedQuantity' : 'CreditedQuantity';
  const own = {
    identifier: file.text(`${path}/ID`),
    quantity: file.text(`${path}/${quantity}`),
    unit: file.at(`${path}/${quantity}`)?.attributes['unitCode'],
    netAmount: file.text(`${path}/LineExtensionAmount`),
    price: file.text(`${path}/Price/PriceAmount`),
    baseQuantity: file.text(`${path}/Price/BaseQuantity`),
    name: file.text(`${path}/Item/Name`),
    category: file.text(`${path}/Item/ClassifiedTaxCategory/ID`),
    rate: file.text(`${path}/Item/ClassifiedTaxCategory/Percent`),
    article: file.text(`${path}/Item/SellersItemIdentification/ID`),
  };
  return [own, ...file.each(path, `Sub${line}`).flatMap((sub) => linesUnder(file, sub, line))];
}

function party(file: Leaves, path: string): Record<string, string | undefined> {
  const vat = file.each(path, 'PartyTaxScheme').find((scheme) => file.text(`${scheme}/TaxScheme/ID`) === 'VAT');
  const number = file.text(`${path}/PostalAddress/BuildingNumber`);
  const street = file.text(`${path}/PostalAddress/StreetName`);
  return {
    name: file.text(`${path}/PartyLegalEntity/RegistrationName`),
    electronicAddress: file.text(`${path}/EndpointID`),
    vatIdentifier: vat && file.text(`${vat}/CompanyID`),
    legalRegistration: file.text(`${path}/PartyLegalEntity/CompanyID`),
    street: number === undefined ? street : `${street} ${number}`,
    city: file.text(`${path}/PostalAddress/CityName`),
    postCode: file.text(`${path}/PostalAddress/PostalZone`),
    country: file.text(`${path}/PostalAddress/Country/IdentificationCode`),
    phone: file.text(`${path}/Contact/Telephone`),
    email: file.text(`${path}/Contact/ElectronicMail`),
  };
}

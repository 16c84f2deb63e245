import { describe, expect, it } from 'vitest';
import { mapped } from './ublSample.ts';

describe('money in a UBL invoice', () => {
  it('maps allowances and charges of document, line and price', () => {
    const entry = (charge: string, amount: string) =>
      `<cac:AllowanceCharge><cbc:ChargeIndicator>${charge}</cbc:ChargeIndicator><cbc:AllowanceChargeReasonCode>95</cbc:AllowanceChargeReasonCode><cbc:AllowanceChargeReason>Grund</cbc:AllowanceChargeReason><cbc:MultiplierFactorNumeric>10</cbc:MultiplierFactorNumeric><cbc:Amount currencyID="EUR">${amount}</cbc:Amount><cbc:BaseAmount currencyID="EUR">100</cbc:BaseAmount><cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>19</cbc:Percent></cac:TaxCategory></cac:AllowanceCharge>`;
    const told = {
      percentage: '10',
      baseAmount: '100',
      reason: 'Grund',
      reasonCode: '95',
      vatCategory: 'S',
      vatRate: '19',
    };
    const message = mapped(entry('false', '1') + entry('true', '2') + entry('0', '3') + entry('1', '4'));
    expect(message.allowances).toEqual([
      { amount: '1', ...told },
      { amount: '3', ...told },
    ]);
    expect(message.charges).toEqual([
      { amount: '2', ...told },
      { amount: '4', ...told },
    ]);
    const priced = `<cac:InvoiceLine><cbc:ID>2</cbc:ID><cbc:LineExtensionAmount>9</cbc:LineExtensionAmount>${entry('true', '5')}
      <cac:Price><cbc:PriceAmount>90</cbc:PriceAmount><cbc:BaseQuantity unitCode="KGM">10</cbc:BaseQuantity>${entry('false', '10')}</cac:Price></cac:InvoiceLine>`;
    expect(mapped(priced).lines[0]).toMatchObject({
      charges: [{ amount: '5', ...told }],
      price: { netPrice: '90', discount: '10', grossPrice: '100', baseQuantity: '10', baseQuantityUnit: 'KGM' },
    });
  });

  it('maps all accounts of several payment means, card and direct debit', () => {
    const message = mapped(`
      <cac:PaymentMeans><cbc:PaymentMeansCode name="Überweisung">58</cbc:PaymentMeansCode><cbc:PaymentID>V-1</cbc:PaymentID>
        <cac:PayeeFinancialAccount><cbc:ID>AT1</cbc:ID><cbc:Name>Konto</cbc:Name><cac:FinancialInstitutionBranch><cbc:ID>OPSKATWW</cbc:ID></cac:FinancialInstitutionBranch></cac:PayeeFinancialAccount></cac:PaymentMeans>
      <cac:PaymentMeans><cbc:PaymentMeansCode>30</cbc:PaymentMeansCode><cac:PayeeFinancialAccount><cbc:ID>GB2</cbc:ID><cac:FinancialInstitutionBranch><cbc:ID>10-26-58</cbc:ID><cac:FinancialInstitution><cbc:ID>MIDLGB22</cbc:ID></cac:FinancialInstitution></cac:FinancialInstitutionBranch></cac:PayeeFinancialAccount>
        <cac:CardAccount><cbc:PrimaryAccountNumberID>1234</cbc:PrimaryAccountNumberID><cbc:NetworkID>VISA</cbc:NetworkID><cbc:HolderName>Eva</cbc:HolderName></cac:CardAccount>
        <cac:PaymentMandate><cbc:ID>M-1</cbc:ID><cac:PayerFinancialAccount><cbc:ID>AT9</cbc:ID></cac:PayerFinancialAccount></cac:PaymentMandate></cac:PaymentMeans>`);
    expect(message.payment).toEqual({
      meansCode: '58',
      meansText: 'Überweisung',
      remittanceInformation: 'V-1',
      creditTransfers: [
        { account: 'AT1', accountName: 'Konto', bic: 'OPSKATWW' },
        { account: 'GB2', bic: 'MIDLGB22' },
      ],
      card: { number: '1234', holder: 'Eva' },
      directDebit: { mandate: 'M-1', debitedAccount: 'AT9' },
    });
  });

  it('takes the VAT total in each currency, and the breakdown of the document currency only', () => {
    const subtotal = (currency: string, amount: string) =>
      `<cac:TaxSubtotal><cbc:TaxableAmount currencyID="${currency}">10</cbc:TaxableAmount><cbc:TaxAmount currencyID="${currency}">${amount}</cbc:TaxAmount><cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>20</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:TaxCategory></cac:TaxSubtotal>`;
    const message = mapped(
      `<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode><cbc:TaxCurrencyCode>HUF</cbc:TaxCurrencyCode>
       <cac:TaxTotal><cbc:TaxAmount currencyID="HUF">800</cbc:TaxAmount>${subtotal('HUF', '800')}</cac:TaxTotal>
       <cac:TaxTotal><cbc:TaxAmount currencyID="EUR">2</cbc:TaxAmount>${subtotal('EUR', '2')}</cac:TaxTotal>`,
    );
    expect(message.totals).toMatchObject({ vatAmount: '2', vatAmountInVatCurrency: '800' });
    expect(message.vatBreakdown).toEqual([{ taxableAmount: '10', taxAmount: '2', category: 'S', rate: '20' }]);
    const two = `<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">2.10</cbc:TaxAmount>${subtotal('EUR', '2.10')}</cac:TaxTotal><cac:TaxTotal><cbc:TaxAmount currencyID="EUR">0.9</cbc:TaxAmount>${subtotal('EUR', '0.9')}</cac:TaxTotal>`;
    expect(mapped(two).totals.vatAmount).toBe('3.00');
    expect(mapped(two).vatBreakdown).toHaveLength(2);
  });

  it('maps preceding invoices, periods, third-party payments and repeated payment terms', () => {
    const message = mapped(
      `<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>R-0</cbc:ID><cbc:IssueDate>2026-10-02</cbc:IssueDate></cac:InvoiceDocumentReference></cac:BillingReference>
       <cac:BillingReference><cac:CreditNoteDocumentReference><cbc:ID>G-0</cbc:ID></cac:CreditNoteDocumentReference></cac:BillingReference>
       <cac:InvoicePeriod><cbc:StartDate>2026-10-01</cbc:StartDate><cbc:EndDate>2026-10-31</cbc:EndDate><cbc:DescriptionCode>35</cbc:DescriptionCode></cac:InvoicePeriod>
       <cac:PaymentTerms><cbc:Note>30 Tage</cbc:Note></cac:PaymentTerms><cac:PaymentTerms><cbc:Note>2 % Skonto</cbc:Note></cac:PaymentTerms>
       <cac:PrepaidPayment><cbc:ID>FREMD</cbc:ID><cbc:PaidAmount>5</cbc:PaidAmount><cbc:InstructionID>Anteil Kasse</cbc:InstructionID></cac:PrepaidPayment>
       <cac:PrepaidPayment><cbc:PaidAmount>7</cbc:PaidAmount></cac:PrepaidPayment>`,
    );
    expect(message).toMatchObject({
      precedingInvoices: [{ number: 'R-0', issueDate: '2026-10-02' }, { number: 'G-0' }],
      invoicingPeriod: { startDate: '2026-10-01', endDate: '2026-10-31' },
      taxPointDateCode: '35',
      paymentTerms: '30 Tage\n2 % Skonto',
      thirdPartyPayments: [{ type: 'FREMD', amount: '5', description: 'Anteil Kasse' }],
    });
  });
});

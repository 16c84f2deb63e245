import { describe, expect, it } from 'vitest';
import { PostwerkError } from '../../../../src/errors.ts';
import { convertBytes } from '../../../../src/intake/convertBytes.ts';
import type { InvoiceMessage } from '../../../../src/model/invoice.ts';

const u = 'urn:un:unece:uncefact:data:standard';
const ns = `xmlns:rsm="${u}:CrossIndustryInvoice:100" xmlns:ram="${u}:ReusableAggregateBusinessInformationEntity:100" xmlns:udt="${u}:UnqualifiedDataType:100" xmlns:qdt="${u}:QualifiedDataType:100"`;

interface Parts {
  document?: string;
  agreement?: string;
  delivery?: string;
  settlement?: string;
  sums?: string;
  line?: string;
  lines?: string;
}

const date = (value: string, format = '102') => `<udt:DateTimeString format="${format}">${value}</udt:DateTimeString>`;

function xml({ document, agreement = '', delivery = '', settlement, sums, line = '', lines }: Parts): Buffer {
  return Buffer.from(`<rsm:CrossIndustryInvoice ${ns}>
<rsm:ExchangedDocument>${document ?? `<ram:ID>R-1</ram:ID><ram:TypeCode>380</ram:TypeCode><ram:IssueDateTime>${date('20261102')}</ram:IssueDateTime>`}</rsm:ExchangedDocument>
<rsm:SupplyChainTradeTransaction>${lines ?? `<ram:IncludedSupplyChainTradeLineItem><ram:AssociatedDocumentLineDocument><ram:LineID>1</ram:LineID></ram:AssociatedDocumentLineDocument>${line || '<ram:SpecifiedLineTradeSettlement><ram:SpecifiedTradeSettlementLineMonetarySummation><ram:LineTotalAmount>12.00</ram:LineTotalAmount></ram:SpecifiedTradeSettlementLineMonetarySummation></ram:SpecifiedLineTradeSettlement>'}</ram:IncludedSupplyChainTradeLineItem>`}
<ram:ApplicableHeaderTradeAgreement>${agreement}</ram:ApplicableHeaderTradeAgreement>
<ram:ApplicableHeaderTradeDelivery>${delivery}</ram:ApplicableHeaderTradeDelivery>
<ram:ApplicableHeaderTradeSettlement>${settlement ?? '<ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>'}
<ram:SpecifiedTradeSettlementHeaderMonetarySummation>${sums ?? '<ram:DuePayableAmount>12.00</ram:DuePayableAmount>'}</ram:SpecifiedTradeSettlementHeaderMonetarySummation>
</ram:ApplicableHeaderTradeSettlement></rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>`);
}

function mapped(parts: Parts): InvoiceMessage {
  return convertBytes(xml(parts), 'a.xml')[0]?.message as InvoiceMessage;
}

function refusal(parts: Parts): { code: string; detail: string; field?: string } {
  try {
    convertBytes(xml(parts), 'a.xml');
  } catch (error) {
    if (error instanceof PostwerkError) return { code: error.code, detail: error.detail, ...error.place };
    throw error;
  }
  throw new Error('was read');
}

const eur = '<ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>';

describe('CII invoice, CEN/TS 16931-3-3', () => {
  it('tells nothing that the file does not tell', () => {
    expect(mapped({})).toEqual({
      number: 'R-1',
      issueDate: '2026-11-02',
      typeCode: '380',
      currency: 'EUR',
      seller: {},
      buyer: {},
      totals: { payableAmount: '12.00' },
      vatBreakdown: [],
      lines: [{ identifier: '1', netAmount: '12.00', item: {} }],
    });
  });

  it.each([
    ['102', '20261102'],
    ['203', '202611021530'],
    ['204', '20261102153000'],
    ['102', '2026-11-02'],
  ])('reads a date in format %s', (format, written) => {
    const document = `<ram:ID>R</ram:ID><ram:TypeCode>380</ram:TypeCode><ram:IssueDateTime>${date(written, format)}</ram:IssueDateTime>`;
    expect(mapped({ document }).issueDate).toBe('2026-11-02');
  });

  it.each([
    ['102', '20260231'],
    ['610', '202611'],
    ['616', '20261102'],
    ['102', 'bald'],
  ])('refuses %s %s', (format, written) => {
    const document = `<ram:ID>R</ram:ID><ram:TypeCode>380</ram:TypeCode><ram:IssueDateTime>${date(written, format)}</ram:IssueDateTime>`;
    expect(refusal({ document })).toMatchObject({ code: 'intake.invalid-term' });
  });

  it.each([
    [
      'BT-1',
      { document: `<ram:TypeCode>380</ram:TypeCode><ram:IssueDateTime>${date('20261102')}</ram:IssueDateTime>` },
      'rsm:ExchangedDocument/ram:ID',
    ],
    ['BT-5', { settlement: '<ram:PaymentReference>x</ram:PaymentReference>' }, 'ram:InvoiceCurrencyCode'],
    ['BT-115', { sums: '<ram:GrandTotalAmount>1</ram:GrandTotalAmount>' }, 'ram:DuePayableAmount'],
    ['BG-25', { lines: '<!-- Factur-X MINIMUM -->' }, 'ram:IncludedSupplyChainTradeLineItem'],
    ['BT-131', { line: '<ram:SpecifiedTradeProduct/>' }, 'ram:LineTotalAmount'],
  ])('refuses a file without %s and says where it belongs', (term, parts, path) => {
    const { code, detail } = refusal(parts);
    expect(code).toBe('intake.missing-term');
    expect(detail).toContain(term);
    expect(detail).toContain(path);
  });

  it('maps the seller with both tax numbers and both kinds of identifier', () => {
    const agreement = `<ram:SellerTradeParty><ram:ID>L-1</ram:ID><ram:GlobalID schemeID="0088">9100000000014</ram:GlobalID><ram:Name>Firma GmbH</ram:Name><ram:Description>Sitz Bonn</ram:Description>
      <ram:SpecifiedLegalOrganization><ram:ID schemeID="0204">HRB 1</ram:ID><ram:TradingBusinessName>Marke</ram:TradingBusinessName></ram:SpecifiedLegalOrganization>
      <ram:DefinedTradeContact><ram:DepartmentName>Verkauf</ram:DepartmentName><ram:TelephoneUniversalCommunication><ram:CompleteNumber>+49</ram:CompleteNumber></ram:TelephoneUniversalCommunication></ram:DefinedTradeContact>
      <ram:PostalTradeAddress><ram:PostcodeCode>53111</ram:PostcodeCode><ram:LineOne>Weg 1</ram:LineOne><ram:CityName>Bonn</ram:CityName><ram:CountryID>de</ram:CountryID></ram:PostalTradeAddress>
      <ram:URIUniversalCommunication><ram:URIID schemeID="EM">a@example.com</ram:URIID></ram:URIUniversalCommunication>
      <ram:SpecifiedTaxRegistration><ram:ID schemeID="FC">46/123</ram:ID></ram:SpecifiedTaxRegistration><ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">DE1</ram:ID></ram:SpecifiedTaxRegistration></ram:SellerTradeParty>`;
    expect(mapped({ agreement }).seller).toEqual({
      name: 'Firma GmbH',
      tradingName: 'Marke',
      identifiers: [{ value: 'L-1' }, { value: '9100000000014', scheme: '0088' }],
      legalRegistration: { value: 'HRB 1', scheme: '0204' },
      vatIdentifier: 'DE1',
      taxRegistration: '46/123',
      additionalLegalInformation: 'Sitz Bonn',
      electronicAddress: { value: 'a@example.com', scheme: 'EM' },
      address: { line1: 'Weg 1', city: 'Bonn', postCode: '53111', country: 'DE' },
      contact: { name: 'Verkauf', phone: '+49' },
    });
  });

  it('tells referenced documents apart by their type code', () => {
    const reference = (id: string, type: string, more = '') =>
      `<ram:AdditionalReferencedDocument><ram:IssuerAssignedID>${id}</ram:IssuerAssignedID><ram:TypeCode>${type}</ram:TypeCode>${more}</ram:AdditionalReferencedDocument>`;
    const attached =
      '<ram:Name>Plan</ram:Name><ram:AttachmentBinaryObject mimeCode="text/csv" filename="a.csv">SECRET</ram:AttachmentBinaryObject>';
    const message = mapped({
      agreement:
        reference('T-1', '50') +
        reference('Z-1', '130', '<ram:ReferenceTypeCode>AAA</ram:ReferenceTypeCode>') +
        reference('A-1', '916', attached),
    });
    expect(message).toMatchObject({
      tenderReference: 'T-1',
      invoicedObject: { value: 'Z-1', scheme: 'AAA' },
      supportingDocuments: [{ reference: 'A-1', description: 'Plan', fileName: 'a.csv', mimeType: 'text/csv' }],
    });
    expect(JSON.stringify(message)).not.toContain('SECRET');
  });

  it.each([
    ['5', '3'],
    ['29', '35'],
    ['72', '432'],
    ['35', '35'],
  ])('turns the tax point code %s into %s', (written, expected) => {
    const tax = `<ram:ApplicableTradeTax><ram:CalculatedAmount>1</ram:CalculatedAmount><ram:TypeCode>VAT</ram:TypeCode><ram:BasisAmount>5</ram:BasisAmount><ram:CategoryCode>S</ram:CategoryCode><ram:DueDateTypeCode>${written}</ram:DueDateTypeCode></ram:ApplicableTradeTax>`;
    expect(mapped({ settlement: eur + tax })).toMatchObject({
      taxPointDateCode: expected,
      vatBreakdown: [{ taxableAmount: '5', taxAmount: '1', category: 'S' }],
    });
  });

  it('maps notes, payment, direct debit, payee and preceding invoices', () => {
    const message = mapped({
      document: `<ram:ID>R</ram:ID><ram:TypeCode>380</ram:TypeCode><ram:IssueDateTime>${date('20261102')}</ram:IssueDateTime><ram:IncludedNote><ram:Content>Text</ram:Content><ram:SubjectCode>ADU</ram:SubjectCode></ram:IncludedNote><ram:IncludedNote><ram:Content>frei</ram:Content></ram:IncludedNote>`,
      settlement: `<ram:CreditorReferenceID>DE98ZZZ09999999999</ram:CreditorReferenceID><ram:PaymentReference>V-1</ram:PaymentReference>${eur}
        <ram:PayeeTradeParty><ram:GlobalID schemeID="0088">9100000000014</ram:GlobalID><ram:Name>Bank</ram:Name></ram:PayeeTradeParty>
        <ram:SpecifiedTradeSettlementPaymentMeans><ram:TypeCode>59</ram:TypeCode><ram:Information>Lastschrift</ram:Information><ram:PayerPartyDebtorFinancialAccount><ram:IBANID>AT9</ram:IBANID></ram:PayerPartyDebtorFinancialAccount></ram:SpecifiedTradeSettlementPaymentMeans>
        <ram:SpecifiedTradeSettlementPaymentMeans><ram:TypeCode>30</ram:TypeCode><ram:PayeePartyCreditorFinancialAccount><ram:ProprietaryID>4711</ram:ProprietaryID></ram:PayeePartyCreditorFinancialAccount></ram:SpecifiedTradeSettlementPaymentMeans>
        <ram:SpecifiedTradePaymentTerms><ram:Description>30 Tage</ram:Description><ram:DirectDebitMandateID>M-1</ram:DirectDebitMandateID></ram:SpecifiedTradePaymentTerms>
        <ram:SpecifiedTradePaymentTerms><ram:DueDateDateTime>${date('20261202')}</ram:DueDateDateTime></ram:SpecifiedTradePaymentTerms>
        <ram:InvoiceReferencedDocument><ram:IssuerAssignedID>R-0</ram:IssuerAssignedID><ram:FormattedIssueDateTime><qdt:DateTimeString format="102">20261002</qdt:DateTimeString></ram:FormattedIssueDateTime></ram:InvoiceReferencedDocument>`,
    });
    expect(message).toMatchObject({
      notes: [{ subjectCode: 'ADU', text: 'Text' }, { text: 'frei' }],
      dueDate: '2026-12-02',
      paymentTerms: '30 Tage',
      payee: { name: 'Bank', identifier: { value: '9100000000014', scheme: '0088' } },
      payment: {
        meansCode: '59',
        meansText: 'Lastschrift',
        remittanceInformation: 'V-1',
        creditTransfers: [{ account: '4711' }],
        directDebit: { mandate: 'M-1', creditorIdentifier: 'DE98ZZZ09999999999', debitedAccount: 'AT9' },
      },
      precedingInvoices: [{ number: 'R-0', issueDate: '2026-10-02' }],
    });
  });

  it('takes totals by currency', () => {
    const sums = `<ram:TaxTotalAmount currencyID="HUF">800</ram:TaxTotalAmount><ram:TaxTotalAmount currencyID="EUR">2</ram:TaxTotalAmount><ram:GrandTotalAmount>12</ram:GrandTotalAmount><ram:RoundingAmount>0.01</ram:RoundingAmount><ram:DuePayableAmount>12.01</ram:DuePayableAmount>`;
    expect(mapped({ settlement: `<ram:TaxCurrencyCode>HUF</ram:TaxCurrencyCode>${eur}`, sums }).totals).toEqual({
      vatAmount: '2',
      vatAmountInVatCurrency: '800',
      grossAmount: '12',
      roundingAmount: '0.01',
      payableAmount: '12.01',
    });
  });

  it('maps document charges and the service charges of Factur-X EXTENDED', () => {
    const charge = (indicator: string, amount: string) =>
      `<ram:SpecifiedTradeAllowanceCharge><ram:ChargeIndicator><udt:Indicator>${indicator}</udt:Indicator></ram:ChargeIndicator><ram:ActualAmount>${amount}</ram:ActualAmount><ram:Reason>Grund</ram:Reason></ram:SpecifiedTradeAllowanceCharge>`;
    const service =
      '<ram:SpecifiedLogisticsServiceCharge><ram:Description>Fracht</ram:Description><ram:AppliedAmount>5</ram:AppliedAmount></ram:SpecifiedLogisticsServiceCharge>';
    expect(mapped({ settlement: eur + charge('true', '1') + charge('false', '2') + service })).toMatchObject({
      allowances: [{ amount: '2', reason: 'Grund' }],
      charges: [
        { amount: '1', reason: 'Grund' },
        { amount: '5', reason: 'Fracht' },
      ],
    });
  });

  it('maps a line with prices, parent, object and item', () => {
    const line = `<ram:SpecifiedTradeProduct><ram:GlobalID schemeID="0160">09100000000015</ram:GlobalID><ram:SellerAssignedID>A-1</ram:SellerAssignedID><ram:Name>Honig</ram:Name><ram:ApplicableProductCharacteristic><ram:Description>Farbe</ram:Description><ram:Value>gelb</ram:Value></ram:ApplicableProductCharacteristic><ram:DesignatedProductClassification><ram:ClassCode listID="TST" listVersionID="1">99</ram:ClassCode></ram:DesignatedProductClassification><ram:OriginTradeCountry><ram:ID>AT</ram:ID></ram:OriginTradeCountry></ram:SpecifiedTradeProduct>
      <ram:SpecifiedLineTradeAgreement><ram:BuyerOrderReferencedDocument><ram:LineID>10</ram:LineID></ram:BuyerOrderReferencedDocument><ram:GrossPriceProductTradePrice><ram:ChargeAmount>51</ram:ChargeAmount><ram:BasisQuantity unitCode="KGM">10</ram:BasisQuantity><ram:AppliedTradeAllowanceCharge><ram:ChargeIndicator><udt:Indicator>false</udt:Indicator></ram:ChargeIndicator><ram:ActualAmount>1</ram:ActualAmount></ram:AppliedTradeAllowanceCharge></ram:GrossPriceProductTradePrice><ram:NetPriceProductTradePrice><ram:ChargeAmount>50</ram:ChargeAmount></ram:NetPriceProductTradePrice></ram:SpecifiedLineTradeAgreement>
      <ram:SpecifiedLineTradeDelivery><ram:BilledQuantity unitCode="KGM">2</ram:BilledQuantity></ram:SpecifiedLineTradeDelivery>
      <ram:SpecifiedLineTradeSettlement><ram:ApplicableTradeTax><ram:TypeCode>VAT</ram:TypeCode><ram:CategoryCode>S</ram:CategoryCode><ram:RateApplicablePercent>10</ram:RateApplicablePercent></ram:ApplicableTradeTax><ram:SpecifiedTradeSettlementLineMonetarySummation><ram:LineTotalAmount>10</ram:LineTotalAmount></ram:SpecifiedTradeSettlementLineMonetarySummation><ram:AdditionalReferencedDocument><ram:IssuerAssignedID>Z-1</ram:IssuerAssignedID><ram:TypeCode>130</ram:TypeCode><ram:ReferenceTypeCode>AAA</ram:ReferenceTypeCode></ram:AdditionalReferencedDocument></ram:SpecifiedLineTradeSettlement>`;
    const lines = `<ram:IncludedSupplyChainTradeLineItem><ram:AssociatedDocumentLineDocument><ram:LineID>1.1</ram:LineID><ram:ParentLineID>1</ram:ParentLineID><ram:IncludedNote><ram:Content>kühl</ram:Content></ram:IncludedNote></ram:AssociatedDocumentLineDocument>${line}</ram:IncludedSupplyChainTradeLineItem>`;
    expect(mapped({ lines }).lines).toEqual([
      {
        identifier: '1.1',
        parentIdentifier: '1',
        note: 'kühl',
        objectIdentifier: { value: 'Z-1', scheme: 'AAA' },
        quantity: '2',
        unit: 'KGM',
        netAmount: '10',
        orderLineReference: '10',
        price: { netPrice: '50', discount: '1', grossPrice: '51', baseQuantity: '10', baseQuantityUnit: 'KGM' },
        vat: { category: 'S', rate: '10' },
        item: {
          name: 'Honig',
          sellerIdentifier: 'A-1',
          standardIdentifier: { value: '09100000000015', scheme: '0160' },
          classifications: [{ value: '99', scheme: 'TST:1' }],
          originCountry: 'AT',
          attributes: [{ name: 'Farbe', value: 'gelb' }],
        },
      },
    ]);
  });
});

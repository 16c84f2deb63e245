import { describe, expect, it } from 'vitest';
import { convertBytes } from '../../../../src/intake/convertBytes.ts';
import { head, line, mapped, refusal, total, xml } from './ublSample.ts';

describe('UBL invoice, CEN/TS 16931-3-2', () => {
  it('tells nothing that the file does not tell', () => {
    expect(mapped('')).toEqual({
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

  it('takes the subject code out of a note', () => {
    const notes =
      '<cbc:Note>#ADU#Ihr Zeichen</cbc:Note><cbc:Note>#7 ist neu</cbc:Note><cbc:Note/><cbc:Note>#AAI#a\n#b</cbc:Note>';
    expect(mapped(notes).notes).toEqual([
      { subjectCode: 'ADU', text: 'Ihr Zeichen' },
      { text: '#7 ist neu' },
      { subjectCode: 'AAI', text: 'a\n#b' },
    ]);
  });

  it('tells VAT identifier and tax number apart by the tax scheme, and takes SEPA out of the identifiers', () => {
    const message = mapped(`<cac:AccountingSupplierParty><cac:Party>
      <cac:PartyIdentification><cbc:ID schemeID="0088">9100000000014</cbc:ID></cac:PartyIdentification>
      <cac:PartyIdentification><cbc:ID schemeID="SEPA">DE98ZZZ09999999999</cbc:ID></cac:PartyIdentification>
      <cac:PartyName><cbc:Name>Marke</cbc:Name></cac:PartyName>
      <cac:PartyTaxScheme><cbc:CompanyID>46/123</cbc:CompanyID><cac:TaxScheme><cbc:ID>FC</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>
      <cac:PartyTaxScheme><cbc:CompanyID>DE1</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>
      <cac:PartyLegalEntity><cbc:RegistrationName>Firma GmbH</cbc:RegistrationName><cbc:CompanyID schemeID="0204">HRB 1</cbc:CompanyID><cbc:CompanyLegalForm>Sitz Bonn</cbc:CompanyLegalForm></cac:PartyLegalEntity>
    </cac:Party></cac:AccountingSupplierParty>`);
    expect(message.seller).toEqual({
      name: 'Firma GmbH',
      tradingName: 'Marke',
      identifiers: [{ value: '9100000000014', scheme: '0088' }],
      legalRegistration: { value: 'HRB 1', scheme: '0204' },
      vatIdentifier: 'DE1',
      taxRegistration: '46/123',
      additionalLegalInformation: 'Sitz Bonn',
    });
    expect(message.payment).toEqual({ directDebit: { creditorIdentifier: 'DE98ZZZ09999999999' } });
  });

  it('calls a party by its name where plain UBL has no registered one', () => {
    const buyer =
      '<cac:AccountingCustomerParty><cac:Party><cac:PartyName><cbc:Name>Marke</cbc:Name></cac:PartyName></cac:Party></cac:AccountingCustomerParty>';
    expect(mapped(buyer).buyer).toEqual({ name: 'Marke' });
    const person =
      '<cac:AccountingCustomerParty><cac:Party><cac:Person><cbc:FirstName>Eva</cbc:FirstName><cbc:FamilyName>Nagy</cbc:FamilyName></cac:Person></cac:Party></cac:AccountingCustomerParty>';
    expect(mapped(person).buyer).toEqual({ name: 'Eva Nagy' });
  });

  it.each([
    [
      '<cbc:StreetName>Weg</cbc:StreetName><cbc:BuildingNumber>3</cbc:BuildingNumber><cac:Country><cbc:IdentificationCode>at</cbc:IdentificationCode></cac:Country>',
      { line1: 'Weg 3', country: 'AT' },
    ],
    [
      '<cbc:StreetName>Way</cbc:StreetName><cbc:BuildingNumber>3</cbc:BuildingNumber><cac:Country><cbc:IdentificationCode>GB</cbc:IdentificationCode></cac:Country>',
      { line1: '3 Way', country: 'GB' },
    ],
    ['<cbc:Postbox>77</cbc:Postbox><cbc:CityName>Linz</cbc:CityName>', { line1: 'PO Box 77', city: 'Linz' }],
    [
      '<cbc:StreetName>Weg 3</cbc:StreetName><cac:Country><cbc:Name>Magyarország</cbc:Name></cac:Country>',
      { line1: 'Weg 3', line2: 'Magyarország' },
    ],
    [
      '<cbc:StreetName>a</cbc:StreetName><cbc:AdditionalStreetName>b</cbc:AdditionalStreetName><cac:AddressLine><cbc:Line>c</cbc:Line></cac:AddressLine><cbc:Department>d</cbc:Department>',
      { line1: 'a', line2: 'b', line3: 'c, d' },
    ],
  ])('keeps every part of an address: %s', (address, expected) => {
    const buyer = `<cac:AccountingCustomerParty><cac:Party><cac:PostalAddress>${address}</cac:PostalAddress></cac:Party></cac:AccountingCustomerParty>`;
    expect(mapped(buyer).buyer.address).toEqual(expected);
  });

  it.each([
    ['2026-11-02Z', '2026-11-02'],
    ['2026-11-02+01:00', '2026-11-02'],
    [' 2026-11-02 ', '2026-11-02'],
    ['2024-02-29', '2024-02-29'],
  ])('reads the date %j', (written, expected) => {
    expect(mapped(`<cbc:DueDate>${written}</cbc:DueDate>`).dueDate).toBe(expected);
  });

  it.each(['2026-02-29', '02.11.2026', '20261102', '2026-13-01', '2026-00-10', 'bald'])(
    'refuses the date %s',
    (written) => {
      expect(refusal(xml(`${head}\n<cbc:DueDate>${written}</cbc:DueDate>${total}${line}`))).toMatchObject({
        code: 'intake.invalid-term',
        line: 2,
        detail: `BT-9 Payment due date in <cbc:DueDate> is "${written}"; expected a calendar date YYYY-MM-DD.`,
      });
    },
  );

  it.each([
    ['12.00', '12.00'],
    [' -0.5\n', '-0.5'],
    ['+3', '3'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['000.10', '000.10'],
    ['12345678901234567890.123456789', '12345678901234567890.123456789'],
  ])('keeps the amount %j', (written, expected) => {
    const totals = `<cac:LegalMonetaryTotal><cbc:PayableAmount currencyID="EUR">${written}</cbc:PayableAmount></cac:LegalMonetaryTotal>`;
    const [converted] = convertBytes(xml(`${head}${totals}${line}`), 'a.xml');
    expect(converted).toMatchObject({ message: { totals: { payableAmount: expected } } });
  });

  it.each(['1.234,00', '1e3', '12 EUR', '.', '-', '1,5', '--1', '٣'])('refuses the amount %j', (written) => {
    const totals = `<cac:LegalMonetaryTotal><cbc:PayableAmount currencyID="EUR">${written}</cbc:PayableAmount></cac:LegalMonetaryTotal>`;
    expect(refusal(xml(`${head}${totals}${line}`))).toMatchObject({ code: 'intake.invalid-term' });
  });

  it.each([
    ['BT-1', `<cbc:IssueDate>2026-11-02</cbc:IssueDate>${total}${line}`, '/Invoice/cbc:ID'],
    ['BT-2', `<cbc:ID>1</cbc:ID>${total}${line}`, '/Invoice/cbc:IssueDate'],
    ['BT-5', `${head}${line}`, '/Invoice/cbc:DocumentCurrencyCode'],
    [
      'BT-115',
      `${head}<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>${line}`,
      '/Invoice/cac:LegalMonetaryTotal/cbc:PayableAmount',
    ],
    ['BG-25', `${head}${total}`, '/Invoice/cac:InvoiceLine'],
    [
      'BT-131',
      `${head}${total}<cac:InvoiceLine><cbc:ID>1</cbc:ID></cac:InvoiceLine>`,
      '/cac:InvoiceLine/cbc:LineExtensionAmount',
    ],
    ['BT-126', `${head}${total}<cac:InvoiceLine><cbc:ID> </cbc:ID></cac:InvoiceLine>`, '/cac:InvoiceLine/cbc:ID'],
  ])('refuses a file without %s and says where it belongs', (term, content, field) => {
    const found = refusal(xml(content));
    expect(found).toMatchObject({ code: 'intake.missing-term', field });
    expect(found.detail).toContain(term);
  });

  it('flattens sub-lines in order, each with its parent', () => {
    const sub = (id: string, inner = '') =>
      `<cac:SubInvoiceLine><cbc:ID>${id}</cbc:ID><cbc:LineExtensionAmount>1</cbc:LineExtensionAmount>${inner}</cac:SubInvoiceLine>`;
    const nested = `<cac:InvoiceLine><cbc:ID>2</cbc:ID><cbc:LineExtensionAmount>9</cbc:LineExtensionAmount>${sub('2.1', sub('2.1.1'))}${sub('2.2')}</cac:InvoiceLine>`;
    expect(mapped(nested).lines.map(({ identifier, parentIdentifier }) => [identifier, parentIdentifier])).toEqual([
      ['2', undefined],
      ['2.1', '2'],
      ['2.1.1', '2.1'],
      ['2.2', '2'],
      ['1', undefined],
    ]);
  });

  it('tells supporting documents, invoiced object and attachments apart and keeps no bytes', () => {
    const message = mapped(
      `<cac:AdditionalDocumentReference><cbc:ID schemeID="AAA">Z-1</cbc:ID><cbc:DocumentTypeCode>130</cbc:DocumentTypeCode></cac:AdditionalDocumentReference>
       <cac:AdditionalDocumentReference><cbc:ID>A-1</cbc:ID><cbc:DocumentDescription>Plan</cbc:DocumentDescription><cac:Attachment><cbc:EmbeddedDocumentBinaryObject mimeCode="application/pdf" filename="a.pdf">SECRETBYTES</cbc:EmbeddedDocumentBinaryObject></cac:Attachment></cac:AdditionalDocumentReference>
       <cac:AdditionalDocumentReference><cbc:ID>A-2</cbc:ID><cac:Attachment><cac:ExternalReference><cbc:URI>https://example.com/</cbc:URI></cac:ExternalReference></cac:Attachment></cac:AdditionalDocumentReference>`,
    );
    expect(message.invoicedObject).toEqual({ value: 'Z-1', scheme: 'AAA' });
    expect(message.supportingDocuments).toEqual([
      { reference: 'A-1', description: 'Plan', fileName: 'a.pdf', mimeType: 'application/pdf' },
      { reference: 'A-2', location: 'https://example.com/' },
    ]);
    expect(JSON.stringify(message)).not.toContain('SECRETBYTES');
  });

  it('ignores extensions and elements of other namespaces', () => {
    const message = mapped('<x:ID xmlns:x="urn:x">fremd</x:ID><cac:Unknown><cbc:ID>9</cbc:ID></cac:Unknown>');
    expect(message.number).toBe('R-1');
  });
});

describe('UBL credit note', () => {
  const creditLine =
    '<cac:CreditNoteLine><cbc:ID>1</cbc:ID><cbc:CreditedQuantity unitCode="C62">2</cbc:CreditedQuantity><cbc:LineExtensionAmount>12</cbc:LineExtensionAmount></cac:CreditNoteLine>';

  it('has its own names for type, quantity, due date and project', () => {
    const content = `${head}<cbc:CreditNoteTypeCode>396</cbc:CreditNoteTypeCode>
      <cac:AdditionalDocumentReference><cbc:ID>P-1</cbc:ID><cbc:DocumentTypeCode>50</cbc:DocumentTypeCode></cac:AdditionalDocumentReference>
      <cac:PaymentMeans><cbc:PaymentMeansCode>30</cbc:PaymentMeansCode><cbc:PaymentDueDate>2026-12-01</cbc:PaymentDueDate></cac:PaymentMeans>${total}${creditLine}`;
    const message = convertBytes(xml(content, 'CreditNote'), 'a.xml')[0]?.message;
    expect(message).toMatchObject({
      typeCode: '396',
      projectReference: 'P-1',
      dueDate: '2026-12-01',
      lines: [{ quantity: '2', unit: 'C62' }],
    });
    expect(message).not.toHaveProperty('supportingDocuments');
  });

  it('of UBL 2.0 has no type code and is a credit note by its root', () => {
    expect(convertBytes(xml(`${head}${total}${creditLine}`, 'CreditNote'), 'a.xml')[0]?.message).toMatchObject({
      typeCode: '381',
    });
  });

  it('needs credit note lines', () => {
    expect(refusal(xml(`${head}${total}${line}`, 'CreditNote'))).toMatchObject({
      code: 'intake.missing-term',
      field: '/CreditNote/cac:CreditNoteLine',
    });
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PostwerkError } from '../../src/errors.ts';
import { convertBytes } from '../../src/intake/convertBytes.ts';
import { readNdjson } from '../../src/intake/readNdjson.ts';
import { validateDocument } from '../../src/intake/validateDocument.ts';
import { fullDeliveryNote, fullInvoice, fullShippingLabel } from '../unit/intake/fullMessages.ts';

const u = 'urn:oasis:names:specification:ubl:schema:xsd';
const cii = 'urn:un:unece:uncefact:data:standard';
const ublInvoice = `<?xml version="1.0" encoding="UTF-8"?><Invoice xmlns="${u}:Invoice-2" xmlns:cac="${u}:CommonAggregateComponents-2" xmlns:cbc="${u}:CommonBasicComponents-2"><cbc:ID>R-1</cbc:ID><cbc:IssueDate>2026-11-02</cbc:IssueDate><cbc:Note>#ADU#Grüße &amp; €</cbc:Note><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode><cac:TaxTotal><cbc:TaxAmount currencyID="EUR">2.00</cbc:TaxAmount><cac:TaxSubtotal><cbc:TaxableAmount>10</cbc:TaxableAmount><cbc:TaxAmount>2</cbc:TaxAmount><cac:TaxCategory><cbc:ID>S</cbc:ID></cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal><cac:LegalMonetaryTotal><cbc:PayableAmount currencyID="EUR">12.00</cbc:PayableAmount></cac:LegalMonetaryTotal><cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:InvoicedQuantity unitCode="C62">1</cbc:InvoicedQuantity><cbc:LineExtensionAmount currencyID="EUR">10.00</cbc:LineExtensionAmount><cac:Item><cbc:Name><![CDATA[<Honig>]]></cbc:Name></cac:Item><cac:SubInvoiceLine><cbc:ID>1.1</cbc:ID><cbc:LineExtensionAmount>10</cbc:LineExtensionAmount></cac:SubInvoiceLine></cac:InvoiceLine></Invoice>`;
const despatchAdvice = `<DespatchAdvice xmlns="${u}:DespatchAdvice-2" xmlns:cac="${u}:CommonAggregateComponents-2" xmlns:cbc="${u}:CommonBasicComponents-2"><cbc:ID>L-1</cbc:ID><cbc:IssueDate>2026-11-02</cbc:IssueDate><cac:Shipment><cbc:ID>1</cbc:ID><cac:TransportHandlingUnit><cbc:ID schemeID="SSCC">391000000000000016</cbc:ID></cac:TransportHandlingUnit></cac:Shipment><cac:DespatchLine><cbc:ID>1</cbc:ID><cac:Item><cbc:Name>x</cbc:Name></cac:Item></cac:DespatchLine></DespatchAdvice>`;
const ciiInvoice = `<r:CrossIndustryInvoice xmlns:r="${cii}:CrossIndustryInvoice:100" xmlns:a="${cii}:ReusableAggregateBusinessInformationEntity:100" xmlns:d="${cii}:UnqualifiedDataType:100"><r:ExchangedDocument><a:ID>R-1</a:ID><a:TypeCode>380</a:TypeCode><a:IssueDateTime><d:DateTimeString format="102">20261102</d:DateTimeString></a:IssueDateTime></r:ExchangedDocument><r:SupplyChainTradeTransaction><a:IncludedSupplyChainTradeLineItem><a:AssociatedDocumentLineDocument><a:LineID>1</a:LineID></a:AssociatedDocumentLineDocument><a:SpecifiedLineTradeSettlement><a:SpecifiedTradeSettlementLineMonetarySummation><a:LineTotalAmount>10</a:LineTotalAmount></a:SpecifiedTradeSettlementLineMonetarySummation></a:SpecifiedLineTradeSettlement></a:IncludedSupplyChainTradeLineItem><a:ApplicableHeaderTradeSettlement><a:InvoiceCurrencyCode>EUR</a:InvoiceCurrencyCode><a:SpecifiedTradeSettlementHeaderMonetarySummation><a:DuePayableAmount>10</a:DuePayableAmount></a:SpecifiedTradeSettlementHeaderMonetarySummation></a:ApplicableHeaderTradeSettlement></r:SupplyChainTradeTransaction></r:CrossIndustryInvoice>`;
const json = JSON.stringify({ documents: [{ type: 'invoice', message: fullInvoice }] });
const ndjson = `${JSON.stringify({ type: 'delivery-note', message: fullDeliveryNote })}\n${JSON.stringify({ type: 'shipping-label', message: fullShippingLabel })}\n`;

const originals = [ublInvoice, despatchAdvice, ciiInvoice, json, ndjson].map((text) => Buffer.from(text));

/** One change of the bytes: overwrite, cut out, double or insert something that breaks parsers. */
const mutation = fc.record({
  at: fc.nat(),
  length: fc.nat({ max: 40 }),
  kind: fc.constantFrom('overwrite', 'remove', 'double', 'insert'),
  bytes: fc.oneof(
    fc.uint8Array({ maxLength: 8 }),
    fc
      .constantFrom(
        '<',
        '>',
        '</',
        '&',
        '&#0;',
        ']]>',
        '<!--',
        '<!DOCTYPE x>',
        '"',
        '{',
        '}',
        '[',
        ',',
        '\\u0000',
        '\\ud800',
        '__proto__',
        '\n',
        '1e999',
        '-',
        '\u0000',
        'é',
        '\ufeff',
      )
      .map((text) => new Uint8Array(Buffer.from(text))),
  ),
});
type Mutation = typeof mutation extends fc.Arbitrary<infer Value> ? Value : never;

function mutated(bytes: Buffer, { at, length, kind, bytes: put }: Mutation): Buffer {
  const start = at % (bytes.length + 1);
  const rest = bytes.subarray(start + (kind === 'insert' || kind === 'double' ? 0 : length));
  const middle = kind === 'remove' ? Buffer.alloc(0) : kind === 'double' ? bytes.subarray(start, start + length) : put;
  return Buffer.concat([bytes.subarray(0, start), middle, rest]);
}

interface Answer {
  readonly numbers: readonly string[];
  readonly codes: readonly string[];
  readonly fields: readonly string[];
}

/** What came out: values, or the code of an expected failure. Anything else thrown is a bug and fails the test. */
function answer(read: () => readonly string[]): Answer {
  try {
    return { numbers: read(), codes: [], fields: [] };
  } catch (error) {
    if (!(error instanceof PostwerkError) || !error.detail.endsWith('.')) throw error;
    return { numbers: [], codes: [error.code], fields: error.place.field === undefined ? [] : [error.place.field] };
  }
}

describe('whatever is submitted', () => {
  it('reads the originals', () => {
    for (const original of originals) expect(convertBytes(original, 'x').length).toBeGreaterThan(0);
  });

  it('gives messages or an error with a code, never anything else', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...originals),
        fc.array(mutation, { minLength: 1, maxLength: 4 }),
        (original, changes) => {
          const bytes = changes.reduce<Buffer>(mutated, original);
          const { codes, numbers } = answer(() => convertBytes(bytes, 'x').map(({ message }) => message.number));
          expect(codes.every((code) => code.startsWith('intake.'))).toBe(true);
          expect(numbers).not.toContain('');
          expect(codes.length + numbers.length).toBeGreaterThan(0);
          expect(Object.keys(Object.prototype)).toEqual([]);
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it('validates any JSON value', () => {
    const value = fc.oneof(
      fc.jsonValue(),
      fc.record({ type: fc.constantFrom('invoice', 'delivery-note', 'shipping-label'), message: fc.jsonValue() }),
      fc.record({ type: fc.constant('invoice'), message: fc.record({ ...asArbitraries(fullInvoice) }) }),
    );
    fc.assert(
      fc.property(value, (submitted) => {
        const { codes, fields } = answer(() => [validateDocument(submitted).type]);
        expect(fields).toHaveLength(codes.length);
      }),
      { numRuns: 1_000 },
    );
  });

  it('gives one answer for each line of any NDJSON, in order', async () => {
    const line = fc.oneof(
      fc.json(),
      fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\n', ' ')),
      fc.constant(''),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 12 }), fc.integer({ min: 1, max: 50 }), async (lines, size) => {
        const bytes = Buffer.from(lines.join('\n'));
        async function* cut(): AsyncGenerator<Uint8Array> {
          for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
        }
        const numbers: number[] = [];
        for await (const read of readNdjson(cut())) numbers.push(read.line);
        const filled = lines.flatMap((text, index) => (text.trim() === '' ? [] : [index + 1]));
        expect(numbers).toEqual(filled);
      }),
      { numRuns: 500 },
    );
  });
});

/** Each member as it is or as anything at all. */
function asArbitraries(message: object): Record<string, fc.Arbitrary<unknown>> {
  return Object.fromEntries(
    Object.entries(message).map(([name, value]) => [
      name,
      fc.oneof({ weight: 9, arbitrary: fc.constant<unknown>(value) }, { weight: 1, arbitrary: fc.jsonValue() }),
    ]),
  );
}

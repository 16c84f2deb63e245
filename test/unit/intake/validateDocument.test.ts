import { describe, expect, it } from 'vitest';
import { PostwerkError } from '../../../src/errors.ts';
import { validateDocument } from '../../../src/intake/validateDocument.ts';
import { fullDeliveryNote, fullInvoice, fullShippingLabel } from './fullMessages.ts';

const invoice = {
  type: 'invoice',
  message: {
    number: 'R-1',
    issueDate: '2026-11-02',
    typeCode: '380',
    currency: 'EUR',
    seller: { name: 'Donau Logistik GmbH' },
    buyer: { name: 'Duna Raktár Kft.' },
    totals: { payableAmount: '12.00' },
    vatBreakdown: [],
    lines: [{ identifier: '1', netAmount: '12.00', item: { name: 'Transport' } }],
  },
};

/** A copy of the invoice with one member of its message set. */
function withMember(name: string, value: unknown): unknown {
  return { ...invoice, message: { ...invoice.message, [name]: value } };
}

function refusal(submitted: unknown): { code: string; field: string | undefined; detail: string } {
  try {
    validateDocument(submitted);
  } catch (error) {
    if (error instanceof PostwerkError) return { code: error.code, field: error.place.field, detail: error.detail };
    throw error;
  }
  throw new Error('was accepted');
}

describe('validateDocument', () => {
  it('accepts a minimal invoice and everything around it', () => {
    const submitted = {
      ...invoice,
      reference: 'ERP-1',
      recipient: 'r-1',
      sender: 's-1',
      site: 'linz',
      locale: 'de-AT',
      hold: true,
      deliveries: [
        { channel: 'print', device: 'd-1', when: 'scan' },
        { channel: 'email', to: 'eva@example.com' },
        { channel: 'portal' },
      ],
    };
    expect(validateDocument(submitted)).toEqual(submitted);
  });

  it('turns numbers into decimal text without exponent, and leaves the submitted value alone', () => {
    const submitted = withMember('totals', {
      payableAmount: 12.5,
      vatAmount: 1e-7,
      netAmount: -0,
      roundingAmount: -3e-8,
    });
    const { message } = validateDocument(submitted);
    expect(message).toMatchObject({
      totals: { payableAmount: '12.5', vatAmount: '0.0000001', netAmount: '0', roundingAmount: '-0.00000003' },
    });
    expect(submitted).toMatchObject({ message: { totals: { payableAmount: 12.5 } } });
  });

  it('leaves counting numbers of a label as numbers', () => {
    const document = validateDocument({ type: 'shipping-label', message: fullShippingLabel });
    expect(document.message).toMatchObject({ unit: { index: 1, count: 4 } });
  });

  it.each([1e21, 2 ** 53, Number.POSITIVE_INFINITY, 1e-25])(
    'refuses the number %s, which loses digits',
    (payableAmount) => {
      const { code, field, detail } = refusal(withMember('totals', { payableAmount }));
      expect({ code, field }).toEqual({ code: 'intake.invalid-message', field: '/message/totals/payableAmount' });
      expect(detail).toContain('send it as text');
    },
  );

  it.each([
    ['nothing', undefined, ''],
    ['null', null, ''],
    ['text', 'invoice', ''],
    ['an array', [invoice], ''],
    ['no type', { message: {} }, '/type'],
    ['a type that is no text', { type: 7, message: {} }, '/type'],
    ['no message', { type: 'invoice' }, '/message'],
    ['a message that is null', { type: 'invoice', message: null }, '/message'],
    ['an unknown member beside the message', { ...invoice, recipent: 'x' }, '/recipent'],
    ['an unknown member', withMember('numer', 'x'), '/message/numer'],
    ['a missing member', { ...invoice, message: { ...invoice.message, currency: undefined } }, '/message/currency'],
    ['an empty text', withMember('number', ''), '/message/number'],
    ['null for a text', withMember('number', null), '/message/number'],
    ['an impossible day', withMember('issueDate', '2026-02-30'), '/message/issueDate'],
    ['a date in words', withMember('issueDate', '2. 11. 2026'), '/message/issueDate'],
    ['a currency that is none', withMember('currency', 'Euro'), '/message/currency'],
    ['grouped digits', withMember('totals', { payableAmount: '1.234,00' }), '/message/totals/payableAmount'],
    ['an exponent in text', withMember('totals', { payableAmount: '1e3' }), '/message/totals/payableAmount'],
    ['no lines', withMember('lines', []), '/message/lines'],
    ['a line that is none', withMember('lines', [1]), '/message/lines/0'],
    ['a country in words', withMember('buyer', { address: { country: 'Hungary' } }), '/message/buyer/address/country'],
    ['an unknown channel', { ...invoice, deliveries: [{ channel: 'fax' }] }, '/deliveries/0/channel'],
    ['a printer for a mail', { ...invoice, deliveries: [{ channel: 'email', device: 'd' }] }, '/deliveries/0/device'],
    [
      'an address for a printer',
      { ...invoice, deliveries: [{ channel: 'print', to: 'a@b.example' }] },
      '/deliveries/0/to',
    ],
    [
      'protection in the portal',
      { ...invoice, deliveries: [{ channel: 'portal', protection: {} }] },
      '/deliveries/0/protection',
    ],
    [
      'two protections',
      {
        ...invoice,
        deliveries: [
          { channel: 'email', protection: { password: 'a' } },
          { channel: 'email', to: 'b@example.com', protection: { password: 'b' } },
        ],
      },
      '/deliveries/1/protection',
    ],
    [
      'a permission nobody knows',
      { ...invoice, deliveries: [{ channel: 'email', protection: { permissions: ['sell'] } }] },
      '/deliveries/0/protection/permissions/0',
    ],
    [
      'a mail that waits for a scan',
      { ...invoice, deliveries: [{ channel: 'email', when: 'scan' }] },
      '/deliveries/0/when',
    ],
    ['no mail address', { ...invoice, deliveries: [{ channel: 'email', to: 'eva' }] }, '/deliveries/0/to'],
    [
      'two mail addresses',
      { ...invoice, deliveries: [{ channel: 'email', to: 'a@b.example,c@d.example' }] },
      '/deliveries/0/to',
    ],
  ])('refuses %s at the exact field', (_, submitted, field) => {
    expect(refusal(submitted)).toMatchObject({ code: 'intake.invalid-message', field });
  });

  it('names what is known for an unknown type', () => {
    expect(refusal({ type: 'invoce', message: {} })).toEqual({
      code: 'intake.unknown-type',
      field: '/type',
      detail: expect.stringMatching(
        /^"invoce" is no document type; known are delivery-note, invoice, .*shipping-label.*\.$/u,
      ) as string,
    });
  });

  it.each(['xx', 'nb-NO', 'bs-Cyrl', 'de_AT', '', '__proto__', 'deutsch'])('refuses the locale "%s"', (locale) => {
    expect(refusal({ ...invoice, locale }).code).toBe(
      locale === '' ? 'intake.invalid-message' : 'intake.unknown-locale',
    );
  });

  it('suggests the member that was meant', () => {
    expect(refusal(withMember('isueDate', '2026-11-02')).detail).toContain('did you mean "issueDate"?');
  });

  it('names up to ten problems and counts the rest', () => {
    const lines = Array.from({ length: 12 }, (_, index) => ({ identifier: String(index), item: {} }));
    const { detail, field } = refusal(withMember('lines', lines));
    expect(field).toBe('/message/lines/0/netAmount');
    expect(detail.match(/netAmount is missing/gu)).toHaveLength(10);
    expect(detail).toContain('And 2 more problems.');
  });

  it('says first what is wrong and what is expected', () => {
    expect(refusal(withMember('totals', { payableAmount: '12,00' })).detail).toBe(
      '/message/totals/payableAmount is "12,00"; expected: A decimal number: text such as "229.60", "." as decimal mark, no grouping, no exponent; or a JSON number, which becomes text.',
    );
  });

  it('answers for a huge broken document in the time of a small one', () => {
    const lines = Array.from({ length: 50_000 }, () => ({}));
    const started = performance.now();
    expect(refusal(withMember('lines', lines)).field).toBe('/message/lines/0/identifier');
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe('keys that end in a barcode', () => {
  it('refuses a wrong SSCC of a label and says the right digit', () => {
    const submitted = { type: 'shipping-label', message: { ...fullShippingLabel, sscc: '391000000000000013' } };
    expect(refusal(submitted)).toEqual({
      code: 'intake.invalid-check-digit',
      field: '/message/sscc',
      detail: 'The SSCC 391000000000000013 ends in 3; its check digit is 6.',
    });
  });

  it('refuses a wrong GTIN of the content', () => {
    const content = { gtin: '09100000000016' };
    const submitted = { type: 'shipping-label', message: { ...fullShippingLabel, content } };
    expect(refusal(submitted)).toMatchObject({ code: 'intake.invalid-check-digit', field: '/message/content/gtin' });
  });

  it('refuses a wrong SSCC of a handling unit', () => {
    const shipment = { handlingUnits: [{ sscc: '391000000000000016' }, { sscc: '391000000000000011' }] };
    const submitted = { type: 'delivery-note', message: { ...fullDeliveryNote, shipment } };
    expect(refusal(submitted)).toMatchObject({
      code: 'intake.invalid-check-digit',
      field: '/message/shipment/handlingUnits/1/sscc',
    });
  });

  it('leaves an article number on an invoice to the ERP', () => {
    const item = { name: 'x', standardIdentifier: { value: '1234567890124', scheme: '0160' } };
    const submitted = withMember('lines', [{ identifier: '1', netAmount: '1', item }]);
    expect(validateDocument(submitted).type).toBe('invoice');
  });
});

describe('characters that no document can carry', () => {
  it.each([
    ['NUL', 'a\u0000b', 'U+0000'],
    ['a bell', 'a\u0007', 'U+0007'],
    ['delete', 'a\u007f', 'U+007F'],
    ['a C1 control', '\u0085', 'U+0085'],
    ['a lone high surrogate', 'a\ud83d', 'U+D83D'],
    ['a lone low surrogate', '\udc00a', 'U+DC00'],
    ['surrogates the wrong way round', '\udc00\ud83d', 'U+DC00'],
    ['a noncharacter', '\uffff', 'U+FFFF'],
  ])('refuses %s and names it', (_, text, named) => {
    const { code, field, detail } = refusal(
      withMember('lines', [{ identifier: '1', netAmount: '1', item: { name: text } }]),
    );
    expect({ code, field }).toEqual({ code: 'intake.forbidden-character', field: '/message/lines/0/item/name' });
    expect(detail).toContain(named);
  });

  it('accepts line breaks, tabs, emoji and every script', () => {
    const text = 'a\tb\r\nc 🚚 Ünnep საქართველო العربية 中文 e\u0301';
    expect(validateDocument(withMember('notes', [{ text }])).message).toMatchObject({ notes: [{ text }] });
  });

  it('finds them in the reference too', () => {
    expect(refusal({ ...invoice, reference: 'a\u0000' })).toMatchObject({
      code: 'intake.forbidden-character',
      field: '/reference',
    });
  });
});

describe('hostile JSON', () => {
  it.each([
    ['in the message', '{"type":"invoice","message":{"__proto__":{"number":"1"}}}', '/message/__proto__'],
    ['around the message', '{"type":"invoice","__proto__":{"message":{}}}', '/__proto__'],
    [
      'deep inside',
      '{"type":"invoice","message":{"seller":{"address":{"__proto__":{}}}}}',
      '/message/seller/address/__proto__',
    ],
  ])('refuses __proto__ %s', (_, json, field) => {
    expect(refusal(JSON.parse(json))).toMatchObject({ code: 'intake.invalid-message', field });
    expect(({} as { number?: string }).number).toBeUndefined();
  });

  it.each(['constructor', 'prototype', 'toString', 'hasOwnProperty'])('refuses a member called %s', (name) => {
    expect(refusal(withMember(name, {}))).toMatchObject({ code: 'intake.invalid-message', field: `/message/${name}` });
    expect(refusal({ type: name, message: {} }).code).toBe('intake.unknown-type');
  });

  it.each([
    ['objects', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
    ['arrays', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
  ])('refuses deeply nested %s', (_, nested) => {
    const { code, detail } = refusal(JSON.parse(`{"type":"invoice","message":${nested}}`));
    expect(code).toBe('intake.invalid-message');
    expect(detail).toContain('deeper than 32 levels');
  });

  it('keeps a member name with control characters out of the error text', () => {
    expect(refusal(withMember('a\u0000\ud800', 1)).field).toBe('/message/a··');
  });
});

it('validates a document of every type again from its own JSON', () => {
  for (const [type, message] of Object.entries({ invoice: fullInvoice, 'delivery-note': fullDeliveryNote })) {
    const document = validateDocument({ type, message });
    expect(validateDocument(JSON.parse(JSON.stringify(document)))).toEqual(document);
  }
});

import { describe, expect, it } from 'vitest';
import { PostwerkError } from '../../../src/errors.ts';
import { convertBytes } from '../../../src/intake/convertBytes.ts';
import { fullInvoice, fullShippingLabel } from './fullMessages.ts';

const invoice = { type: 'invoice', message: fullInvoice };
const label = { type: 'shipping-label', message: fullShippingLabel };

function convert(content: unknown, name = 'a.json') {
  return convertBytes(Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)), name);
}

function refusal(content: unknown, name?: string): { code: string; detail: string; field?: string; line?: number } {
  try {
    convert(content, name);
  } catch (error) {
    if (error instanceof PostwerkError) return { code: error.code, detail: error.detail, ...error.place };
    throw error;
  }
  throw new Error('was converted');
}

describe('convertBytes of own JSON', () => {
  it('reads a document, a job, an array and NDJSON, and gives back type and message alone', () => {
    const submitted = { ...invoice, reference: 'ERP-1', hold: true };
    expect(convert(submitted)).toEqual([invoice]);
    expect(convert({ documents: [submitted, label] })).toEqual([invoice, label]);
    expect(convert([label, submitted])).toEqual([label, invoice]);
    expect(convert(`\ufeff${JSON.stringify(submitted)}\r\n\n${JSON.stringify(label)}`)).toEqual([invoice, label]);
    expect(convert(JSON.stringify(label), 'a.jsonl')).toEqual([label]);
  });

  it('refuses a broken document among others by its place', () => {
    const broken = { ...label, message: { ...fullShippingLabel, sscc: '1' } };
    expect(refusal({ documents: [invoice, broken] })).toMatchObject({
      code: 'intake.invalid-message',
      field: '/documents/1/message/sscc',
    });
    expect(refusal([broken])).toMatchObject({ field: '/0/message/sscc' });
    expect(refusal(`${JSON.stringify(invoice)}\n\n${JSON.stringify(broken)}`)).toMatchObject({
      line: 3,
      field: '/message/sscc',
    });
    expect(refusal(`${JSON.stringify(invoice)}\n{"type":}`)).toMatchObject({
      code: 'intake.invalid-json',
      line: 2,
      column: 9,
    });
  });

  it.each([
    ['an empty array', [], ''],
    ['a job without documents', { documents: [] }, '/documents'],
    ['documents that are none', { documents: 'x' }, '/documents'],
    ['a job with a member of its documents', { documents: [invoice], site: 'linz' }, '/site'],
  ])('refuses %s', (_, content, field) => {
    expect(refusal(content)).toMatchObject({ code: 'intake.invalid-message', field });
  });

  it('refuses broken UTF-8 by its offset', () => {
    const bytes = Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xff]), Buffer.from('"}')]);
    expect(() => convertBytes(bytes, 'a.json')).toThrow(/intake\.invalid-utf8: Byte 0xFF at offset 6/u);
  });
});

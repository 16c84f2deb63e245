import { describe, expect, it } from 'vitest';
import { PostwerkError } from '../../../../src/errors.ts';
import { recognise } from '../../../../src/intake/events/recognise.ts';

const ubl = (root: string) => `<${root} xmlns="urn:oasis:names:specification:ubl:schema:xsd:${root}-2"><x/></${root}>`;
const cii = '<r:CrossIndustryInvoice xmlns:r="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"/>';

function refusal(content: string | Uint8Array): { code: string; detail: string } {
  try {
    recognise(Buffer.from(content as string));
  } catch (error) {
    if (error instanceof PostwerkError) return { code: error.code, detail: error.detail };
    throw error;
  }
  throw new Error('was recognised');
}

describe('recognise', () => {
  it.each([
    ['Invoice', { format: 'ubl', document: 'Invoice' }],
    ['CreditNote', { format: 'ubl', document: 'CreditNote' }],
    ['DespatchAdvice', { format: 'ubl', document: 'DespatchAdvice' }],
  ])('UBL %s', (root, expected) => {
    expect(recognise(Buffer.from(ubl(root)))).toEqual(expected);
    expect(recognise(Buffer.from(`\ufeff<?xml version="1.0" encoding="UTF-16"?>${ubl(root)}`, 'utf16le'))).toEqual(
      expected,
    );
  });

  it('CII, whatever its prefix', () => {
    expect(recognise(Buffer.from(`\n${cii}`))).toEqual({ format: 'cii', document: 'CrossIndustryInvoice' });
  });

  it.each([
    ['json', '{"type":"invoice",\n"message":{}}'],
    ['json', '[\n{"type":"invoice"},\n{"type":"invoice"}]'],
    ['json', ' \ufeff{"type":"invoice"}\n'],
    ['json', '{\n "a": {\n }\n}\n'],
    ['json', '{"type":\n'],
    ['ndjson', '{"type":"invoice"}\n{"type":"invoice"}\n'],
    ['ndjson', '{"type":"invoice"}\n\nbroken\n'],
    ['ndjson', '{"type":"invoice",}\n{"type":"invoice"}\n'],
  ])('%s: %j', (format, text) => {
    expect(recognise(Buffer.from(text.trimStart()))).toEqual({ format });
  });

  it('takes NDJSON of one line by its file name', () => {
    expect(recognise(Buffer.from('{"type":"invoice"}'), 'batch.NDJSON')).toEqual({ format: 'ndjson' });
    expect(recognise(Buffer.from('{"type":"invoice"}'), 'batch.json')).toEqual({ format: 'json' });
  });

  it.each([
    ['an empty file', '', 'an empty file'],
    ['white space', ' \n', 'an empty file'],
    ['a PDF', '%PDF-1.7 …', 'a PDF file'],
    ['a ZIP', 'PK\u0003\u0004…', 'a ZIP archive'],
    ['EDIFACT', "UNA:+.? 'UNB+UNOC:3", 'an EDIFACT interchange'],
    ['text', 'Rechnung;1', '"Rechnung;1"'],
    ['another UBL document', ubl('Order'), '<Order>'],
    [
      'UBL 1.0',
      '<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-1.0"/>',
      'Invoice, CreditNote, DespatchAdvice are read',
    ],
    ['no namespace', '<Invoice/>', 'without namespace'],
    ['ZUGFeRD 1', '<CrossIndustryDocument xmlns="urn:ferd:CrossIndustryDocument:invoice:1p0"/>', 'ZUGFeRD 1.0'],
    ['CII of another version', '<CrossIndustryInvoice xmlns="urn:x"/>', 'expected namespace'],
    ['HTML', '<html xmlns="http://www.w3.org/1999/xhtml"/>', '<html>'],
    ['an IDoc', '<DELVRY03><IDOC BEGIN="1"/></DELVRY03>', '<DELVRY03>'],
  ])('refuses %s and names it', (_, content, named) => {
    const { code, detail } = refusal(content);
    expect(code).toBe('intake.unknown-format');
    expect(detail).toContain(named);
  });

  it('says what is wrong with a file that breaks before its root', () => {
    expect(refusal('<!DOCTYPE html><html/>').code).toBe('intake.xml-forbidden');
    expect(refusal('<').code).toBe('intake.invalid-xml');
  });
});

import { PostwerkError } from '../../../../src/errors.ts';
import { convertBytes } from '../../../../src/intake/convertBytes.ts';
import type { InvoiceMessage } from '../../../../src/model/invoice.ts';

const ns =
  'xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"';
export const total =
  '<cac:LegalMonetaryTotal><cbc:PayableAmount currencyID="EUR">12.00</cbc:PayableAmount></cac:LegalMonetaryTotal>';
export const line =
  '<cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:LineExtensionAmount currencyID="EUR">12.00</cbc:LineExtensionAmount></cac:InvoiceLine>';
export const head = '<cbc:ID>R-1</cbc:ID><cbc:IssueDate>2026-11-02</cbc:IssueDate>';

export function xml(content: string, root = 'Invoice'): Buffer {
  return Buffer.from(
    `<${root} xmlns="urn:oasis:names:specification:ubl:schema:xsd:${root}-2" ${ns}>${content}</${root}>`,
  );
}

/** The message of an invoice with `content` beside what every invoice needs. */
export function mapped(content: string): InvoiceMessage {
  return convertBytes(xml(`${head}${content}${total}${line}`), 'a.xml')[0]?.message as InvoiceMessage;
}

export function refusal(bytes: Buffer): { code: string; detail: string; field?: string; line?: number } {
  try {
    convertBytes(bytes, 'a.xml');
  } catch (error) {
    if (error instanceof PostwerkError) return { code: error.code, detail: error.detail, ...error.place };
    throw error;
  }
  throw new Error('was read');
}

import type { InvoiceMessage } from '../../../model/invoice.ts';
import { encodeBarcode } from '../../barcodes/encodeBarcode.ts';
import { epcPayload, isIban } from './epcPayload.ts';
import type { Helper } from './helper.ts';
import { optionalText, textOf } from './helper.ts';

/** Helpers that make the content of barcodes. */
export const codeHelpers: Readonly<Record<string, Helper>> = {
  /** `{{epc message}}`: see epcPayload.ts. */
  epc: ([message]) => epcPayload(message as InvoiceMessage),

  /** `{{#if (iban account)}}`: whether the account is an IBAN with a valid check (ISO 13616-1). */
  iban: ([account]) => isIban(textOf(account).replaceAll(/\s/g, '')),

  /** `{{gs1 "02" gtin "37" count}}`: an element string in brackets of the values that are there. */
  gs1(args) {
    let text = '';
    for (let index = 0; index < args.length; index += 2) {
      const value = optionalText(args[index + 1]);
      if (value !== undefined) text += `(${textOf(args[index])})${value}`;
    }
    return text;
  },

  /** `{{gs1Date "2027-03-31"}}`: YYMMDD (GS1 General Specifications §3.4.4). */
  gs1Date([date]) {
    const text = optionalText(date);
    return text === undefined ? undefined : text.slice(2, 10).replaceAll('-', '');
  },

  /** `{{#if (gs1Fits 197 elements)}}`: whether the code with its quiet zones is at most so many modules wide. */
  gs1Fits([modules, elements]) {
    const data = optionalText(elements);
    if (data === undefined) return false;
    const { width, quietZone } = encodeBarcode({ symbology: 'gs1-128', data });
    return width + 2 * quietZone <= Number(modules);
  },

  /** `{{code128 number}}`: the text where Code 128 can carry it within a column, else nothing. */
  code128([text]) {
    const data = optionalText(text);
    return data !== undefined && /^[\u0020-\u007e]{1,24}$/.test(data) ? data : undefined;
  },
};

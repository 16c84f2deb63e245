import type { InvoiceMessage } from '../../../model/invoice.ts';
import type { ShippingLabelMessage } from '../../../model/shippingLabel.ts';
import { encodeBarcode } from '../../barcodes/encodeBarcode.ts';
import { formatDigitalLink } from '../../barcodes/gs1/digitalLink.ts';
import type { Gs1Element } from '../../barcodes/gs1/elementString.ts';
import { logisticCodes } from '../../barcodes/gs1/logisticCodes.ts';
import { isIban } from '../../payment/iban.ts';
import { paymentCode } from '../../payment/paymentCode.ts';
import { paymentOrder } from '../../payment/paymentOrder.ts';
import { swissPayment } from '../../payment/swissPayment.ts';
import { swissWords } from '../../payment/swissWords.ts';
import type { Helper } from './helper.ts';
import { optionalText, textOf } from './helper.ts';

/** Helpers that make the content of barcodes. */
export const codeHelpers: Readonly<Record<string, Helper>> = {
  /** `{{#with (paymentCode message) as |code|}}`: see paymentCode.ts. */
  paymentCode: (_, __, message) => paymentCode(message as InvoiceMessage),

  /** `{{#with (swissPayment message) as |pay|}}`: see swissPayment.ts; its words beside it. */
  swissPayment(data, _, message) {
    const order = paymentOrder(message as InvoiceMessage);
    const payment = order === null ? null : swissPayment(order);
    return payment === null ? null : { ...payment, words: swissWords(data.locale.name) };
  },

  /** `{{#if (iban account)}}`: whether the account is an IBAN with a valid check (ISO 13616-1). */
  iban: (_, __, account) => isIban(textOf(account).replaceAll(/\s/g, '')),

  /** `{{gs1 "02" gtin "37" count}}`: an element string in brackets of the values that are there. */
  gs1(_, __, ...args) {
    let text = '';
    for (let index = 0; index < args.length; index += 2) {
      const value = optionalText(args[index + 1]);
      if (value !== undefined) text += `(${textOf(args[index])})${value}`;
    }
    return text;
  },

  /** `{{gs1Date "2027-03-31"}}`: YYMMDD (GS1 General Specifications §3.4.4). */
  gs1Date(_, __, date) {
    const text = optionalText(date);
    return text === undefined ? undefined : text.slice(2, 10).replaceAll('-', '');
  },

  /** `{{#if (gs1Fits 197 elements)}}`: whether the code with its quiet zones is at most so many modules wide. */
  gs1Fits(_, __, modules, elements) {
    const data = optionalText(elements);
    if (data === undefined) return false;
    return widthOf('gs1-128', data) <= Number(modules);
  },

  /** `{{gs1 "02" (gs1Gtin gtin)}}`: shorter GTINs get leading zeros (GS1 General Specifications §3.3.2). */
  gs1Gtin: (_, __, gtin) => optionalText(gtin)?.padStart(14, '0'),

  /** `{{gs1 "37" (gs1Count count)}}`: a whole number of at most eight digits, else nothing (§3.9.5). */
  gs1Count(_, __, count) {
    const digits = /^(\d{1,8})(?:\.0*)?$/.exec(optionalText(count) ?? '')?.[1];
    return digits;
  },

  /** `{{gs1 "10" (gs1Text batch 20)}}`: a text of GS1's character set 82 (§7.11), else nothing. */
  gs1Text(_, __, text, length) {
    const data = optionalText(text) ?? '';
    return data.length <= Number(length) && /^[!"%&'*+,\-./0-9:;<=>?A-Z_a-z]+$/.test(data) ? data : undefined;
  },

  /** `{{#with (logisticCodes message 194 1) as |codes|}}`: see logisticCodes.ts. */
  logisticCodes(data, _, message, modules, most) {
    const codes = logisticCodes(message as ShippingLabelMessage, Number(modules), Number(most));
    if (codes.square === undefined || !data.locale.rtl) return codes;
    return { square: { ...codes.square, lines: codes.square.lines.map(leftToRight) } };
  },

  /** `{{gs1Link "https://id.example.com" "01" gtin "10" batch}}`: a Digital Link; the first identifier is its key. */
  gs1Link(_, __, base, ...args) {
    const elements: Gs1Element[] = [];
    for (let index = 0; index < args.length; index += 2) {
      const value = optionalText(args[index + 1]);
      if (value !== undefined) elements.push({ ai: textOf(args[index]), value });
    }
    return formatDigitalLink(textOf(base), elements);
  },

  /** `{{code128 number 248}}`: the text where its Code 128 with quiet zones is at most so many modules wide. */
  code128(_, __, text, modules) {
    const data = optionalText(text);
    if (data === undefined || !/^[\u0020-\u007e]{1,80}$/.test(data)) return undefined;
    return widthOf('code128', data) <= Number(modules) ? data : undefined;
  },
};

/** Digits and brackets keep their order on a page written from right to left (UAX #9: LRI, PDI). */
function leftToRight(text: string): string {
  return `\u2066${text}\u2069`;
}

/** Modules with quiet zones. */
function widthOf(symbology: 'code128' | 'gs1-128', data: string): number {
  const { width, quiet } = encodeBarcode({ symbology, data });
  return width + quiet[0] + quiet[1];
}

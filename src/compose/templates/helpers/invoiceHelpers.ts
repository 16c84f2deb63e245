import Handlebars from 'handlebars';
import type { InvoiceMessage } from '../../../model/invoice.ts';
import type { Locale } from '../../locale/locale.ts';
import { isCreditNote } from '../../payment/isCreditNote.ts';
import type { Helper } from './helper.ts';
import { textOf } from './helper.ts';

/** Helpers for what only invoices have. */
export const invoiceHelpers: Readonly<Record<string, Helper>> = {
  /** `{{#if (isCreditNote invoice)}}`: the buyer pays nothing, the seller owes. */
  isCreditNote: (_, __, invoice) => isCreditNote(invoice as InvoiceMessage),
  /** `{{paymentTerms terms}}`: BT-20, its coded lines in words. */
  paymentTerms: (data, _, terms) =>
    new Handlebars.SafeString(
      textOf(terms)
        .trim()
        .split(/\s*\r?\n\s*/)
        .map((line) => Handlebars.escapeExpression(termInWords(line, data.locale)))
        .join('<br/>'),
    ),
};

/**
 * XRechnung writes cash discount and late payment as lines for machines (`#SKONTO#TAGE=14#PROZENT=2.00#`, with
 * `BASISBETRAG=` where only a part counts; XRechnung 3.0 BR-DE-18). People get a sentence.
 */
function termInWords(line: string, locale: Locale): string {
  const match = /^#(SKONTO|VERZUG)#TAGE=(\d+)#PROZENT=(\d+(?:\.\d+)?)(?:#BASISBETRAG=(-?\d+(?:\.\d+)?))?#$/.exec(line);
  if (match === null) return line;
  const [, kind, days = '', rate = '', base] = match;
  const key = kind === 'SKONTO' ? 'invoice:cashDiscount' : 'invoice:latePayment';
  const text = locale.text(key, { count: Number(days), rate: locale.percent(rate) });
  return base === undefined ? text : `${text} (${locale.text('invoice:vatBase', { base: locale.number(base, 2) })})`;
}

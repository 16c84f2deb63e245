import { unitAt } from '../../model/unitAt.ts';
import type { DeliveryNoteMessage } from '../../model/deliveryNote.ts';
import type { InvoiceMessage } from '../../model/invoice.ts';
import type { Message } from '../../model/message.ts';
import type { ShippingLabelMessage } from '../../model/shippingLabel.ts';
import type { DisplayList } from '../displayList.ts';
import type { Locale } from '../locale/locale.ts';
import { FiguresOnPaper } from './figuresOnPaper.ts';
import type { Finding } from './finding.ts';
import { nowhere, proveLines } from './proveLines.ts';
import { findingAt } from './proveTexts.ts';

/** Whether the figures on paper are the message's. Types that are not known here have none that must stand. */
export function proveFigures(
  list: DisplayList,
  type: string,
  message: Message['message'],
  locale: Locale,
): readonly Finding[] {
  switch (type) {
    case 'invoice':
      return proveInvoice(list, message as InvoiceMessage, locale);
    case 'delivery-note':
      return proveDeliveryNote(list, message as DeliveryNoteMessage, locale);
    case 'shipping-label':
      return proveLabel(list, message as ShippingLabelMessage);
    default:
      return [];
  }
}

/** EN 16931: BT-131 of every line, BG-22 and BG-23, as the locale writes them. */
function proveInvoice(list: DisplayList, invoice: InvoiceMessage, locale: Locale): Finding[] {
  const { currency, totals, vatBreakdown } = invoice;
  const paper = new FiguresOnPaper(list);
  const findings = proveLines(
    invoice.lines.map(({ identifier, netAmount }) => ({
      identifier,
      figure: locale.amount(netAmount, currency),
      otherwise: () => locale.money(netAmount, currency),
    })),
    paper,
    list.structure,
  );
  const demand = (name: string, amount: string | undefined): void => {
    if (amount === undefined) return;
    const written = locale.money(amount, currency);
    if (paper.hasRun(written)) return;
    const plain = locale.amount(amount, currency);
    if (paper.hasRun(plain) || paper.has(written) || paper.has(plain)) return;
    findings.push(nowhere('sum', `The ${name} of the message, ${written}, does not stand on paper.`));
  };
  demand('amount due (BT-115)', totals.payableAmount);
  demand('total with VAT (BT-112)', totals.grossAmount);
  demand('total without VAT (BT-109)', totals.netAmount);
  for (const { taxAmount, taxableAmount } of vatBreakdown) {
    demand('VAT amount (BT-117)', taxAmount);
    demand('amount that VAT is on (BT-116)', taxableAmount);
  }
  if (vatBreakdown.length > 1) demand('VAT total (BT-110)', totals.vatAmount);
  return findings;
}

function proveDeliveryNote(list: DisplayList, note: DeliveryNoteMessage, locale: Locale): Finding[] {
  const lines = note.lines.flatMap(({ identifier, deliveredQuantity, unit }) =>
    deliveredQuantity === undefined ? [] : [{ identifier, figure: locale.quantity(deliveredQuantity, unit) }],
  );
  return lines.length === 0 ? [] : proveLines(lines, new FiguresOnPaper(list), list.structure);
}

/** Whether the digits of a text are the SSCC, with its identifier or without. */
function saysSscc(text: string, sscc: string): boolean {
  let digits = 0;
  for (let at = 0, count = text.length; at < count; at += 1) if (isDigit(unitAt(text, at))) digits += 1;
  // Almost no text has as many digits, and only of such a one they are taken out.
  if (digits !== sscc.length && digits !== sscc.length + 2) return false;
  const written = text.replaceAll(/\D/g, '');
  return written === sscc || written === `00${sscc}`;
}

function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}

/** The SSCC that people read and the one that scanners read are the message's (GS1 Logistic Label Guideline §4). */
function proveLabel(list: DisplayList, { sscc }: ShippingLabelMessage): Finding[] {
  const findings: Finding[] = [];
  for (const [index, { items }] of list.pages.entries()) {
    let coded = false;
    let written = false;
    for (const item of items) {
      if (item.kind === 'barcode') {
        if (item.data.includes(`(00)${sscc}`)) coded = true;
      } else if (item.kind === 'text' && item.text.length >= sscc.length) {
        if (saysSscc(item.text, sscc)) written = true;
        else if (item.text.startsWith('(00)')) {
          const sentence = `"${item.text}" is not the SSCC of the message, ${sscc}.`;
          findings.push(findingAt('sum', index + 1, item, sentence));
        }
      }
    }
    if (!coded) findings.push(nowhere('sum', `No barcode of label ${index + 1} carries the SSCC ${sscc}.`));
    if (!written) findings.push(nowhere('sum', `The SSCC ${sscc} does not stand in digits on label ${index + 1}.`));
  }
  return findings;
}

import type { DeliveryNoteMessage } from '../../model/deliveryNote.ts';
import type { InvoiceMessage } from '../../model/invoice.ts';
import type { Message } from '../../model/message.ts';
import type { DisplayList } from '../displayList.ts';
import type { Locale } from '../locale/locale.ts';
import { FiguresOnPaper } from './figuresOnPaper.ts';
import type { Finding } from './finding.ts';
import { type ExpectedLine, nowhere, proveLines } from './proveLines.ts';

/** The figures that must stand on paper. */
export interface ExpectedFigures {
  readonly lines: readonly ExpectedLine[];
  readonly sums: readonly ExpectedSum[];
}

interface ExpectedSum {
  readonly name: string;
  /** With the currency's sign, and without. */
  readonly written: string;
  readonly plain: () => string;
}

/** The figures that must stand on a document; null for types that are not known here. */
export function expectedFigures(type: string, message: Message['message'], locale: Locale): ExpectedFigures | null {
  if (type === 'invoice') return figuresOfInvoice(message as InvoiceMessage, locale);
  if (type === 'delivery-note') return figuresOfNote(message as DeliveryNoteMessage, locale);
  return null;
}

/** Whether the figures stand on paper, wherever and however they are set. */
export function proveFigures(list: DisplayList, { lines, sums }: ExpectedFigures): Finding[] {
  const paper = new FiguresOnPaper(list);
  const findings = lines.length === 0 ? [] : proveLines(lines, paper, list.structure);
  for (const { name, written, plain } of sums) {
    if (paper.hasRun(written)) continue;
    const other = plain();
    if (paper.hasRun(other) || paper.has(written) || paper.has(other)) continue;
    findings.push(nowhere('sum', `The ${name} of the message, ${written}, does not stand on paper.`));
  }
  return findings;
}

/** EN 16931: BT-131 of every line, BG-22 and BG-23, as the locale writes them. */
function figuresOfInvoice({ lines, currency, totals, vatBreakdown }: InvoiceMessage, locale: Locale): ExpectedFigures {
  const sums: ExpectedSum[] = [];
  const demand = (name: string, amount: string | undefined): void => {
    if (amount === undefined) return;
    sums.push({ name, written: locale.money(amount, currency), plain: () => locale.amount(amount, currency) });
  };
  demand('amount due (BT-115)', totals.payableAmount);
  demand('total with VAT (BT-112)', totals.grossAmount);
  demand('total without VAT (BT-109)', totals.netAmount);
  for (const { taxAmount, taxableAmount } of vatBreakdown) {
    demand('VAT amount (BT-117)', taxAmount);
    demand('amount that VAT is on (BT-116)', taxableAmount);
  }
  if (vatBreakdown.length > 1) demand('VAT total (BT-110)', totals.vatAmount);
  return {
    lines: lines.map(({ identifier, netAmount }) => ({
      identifier,
      figure: locale.amount(netAmount, currency),
      otherwise: () => locale.money(netAmount, currency),
    })),
    sums,
  };
}

function figuresOfNote({ lines }: DeliveryNoteMessage, locale: Locale): ExpectedFigures {
  return {
    lines: lines.flatMap(({ identifier, deliveredQuantity, unit }) =>
      deliveredQuantity === undefined ? [] : [{ identifier, figure: locale.quantity(deliveredQuantity, unit) }],
    ),
    sums: [],
  };
}

import { unitAt } from '../../model/unitAt.ts';
import type { Page } from '../displayList.ts';
import type { Finding } from './finding.ts';
import { nowhere } from './proveLines.ts';
import { findingAt } from './proveTexts.ts';

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

/**
 * The SSCC that people read and the one that scanners read are the message's (GS1 Logistic Label Guideline §4).
 *
 * @param number of the label, from 1.
 */
export function proveSscc({ items }: Page, number: number, sscc: string, findings: Finding[]): void {
  let coded = false;
  let written = false;
  for (const item of items) {
    if (item.kind === 'barcode') {
      if (item.data.includes(`(00)${sscc}`)) coded = true;
    } else if (item.kind === 'text' && item.text.length >= sscc.length) {
      if (saysSscc(item.text, sscc)) written = true;
      else if (item.text.startsWith('(00)')) {
        const sentence = `"${item.text}" is not the SSCC of the message, ${sscc}.`;
        findings.push(findingAt('sum', number, item, sentence));
      }
    }
  }
  if (!coded) findings.push(nowhere('sum', `No barcode of label ${number} carries the SSCC ${sscc}.`));
  if (!written) findings.push(nowhere('sum', `The SSCC ${sscc} does not stand in digits on label ${number}.`));
}

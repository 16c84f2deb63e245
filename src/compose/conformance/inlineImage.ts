import { type PdfLexer, PdfSyntaxError } from './pdfLexer.ts';
import { nameOf, type PdfValue } from './pdfValue.ts';

/** Keys and values between BI and ID. */
export function inlineEntries(operands: readonly PdfValue[]): Map<string, PdfValue> {
  const entries = new Map<string, PdfValue>();
  for (let at = 0; at + 1 < operands.length; at += 2) {
    const key = nameOf(operands[at]);
    if (key !== undefined) entries.set(key, operands[at + 1] ?? null);
  }
  return entries;
}

/** Samples of an inline picture are no operators (ISO 32000-1 §8.9.7). */
export function skipInlineImage(lexer: PdfLexer): void {
  let at = lexer.at + 1;
  for (;;) {
    at = lexer.bytes.indexOf('EI', at);
    if (at < 0) throw new PdfSyntaxError('an inline picture has no end', lexer.at);
    const [before, after] = [lexer.bytes[at - 1] ?? 0x20, lexer.bytes[at + 2] ?? 0x20];
    if (before <= 0x20 && after <= 0x20) break;
    at += 2;
  }
  lexer.at = at;
}

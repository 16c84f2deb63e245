import { PdfLexer, PdfSyntaxError } from './pdfLexer.ts';
import { PdfKeyword, PdfString, type PdfValue } from './pdfValue.ts';

/** What the codes of a ToUnicode CMap read as (ISO 32000-1 §9.10.3): code in hex to text. */
export function readCMap(bytes: Buffer): Map<string, string> {
  const texts = new Map<string, string>();
  const lexer = new PdfLexer(bytes);
  let operands: PdfValue[] = [];
  try {
    for (;;) {
      const token = lexer.next();
      if (token === undefined) return texts;
      if (!(token instanceof PdfKeyword)) {
        operands.push(token);
        continue;
      }
      if (token.word === 'endbfchar') readChars(operands, texts);
      if (token.word === 'endbfrange') readRanges(operands, texts);
      operands = [];
    }
  } catch (error) {
    if (error instanceof PdfSyntaxError) return texts;
    throw error;
  }
}

function readChars(operands: readonly PdfValue[], texts: Map<string, string>): void {
  for (let index = 0; index + 1 < operands.length; index += 2) {
    const [code, text] = [operands[index], operands[index + 1]];
    if (code instanceof PdfString && text instanceof PdfString)
      texts.set(code.bytes.toString('hex'), utf16(text.bytes));
  }
}

function readRanges(operands: readonly PdfValue[], texts: Map<string, string>): void {
  for (let index = 0; index + 2 < operands.length; index += 3) {
    const [first, last, target] = operands.slice(index, index + 3);
    if (!(first instanceof PdfString) || !(last instanceof PdfString)) continue;
    const digits = first.bytes.length * 2;
    const from = Number.parseInt(first.bytes.toString('hex'), 16);
    const to = Math.min(Number.parseInt(last.bytes.toString('hex'), 16), from + 65_535);
    for (let code = from; code <= to; code += 1) {
      const key = code.toString(16).padStart(digits, '0');
      if (target instanceof PdfString) texts.set(key, shifted(target.bytes, code - from));
      else if (Array.isArray(target)) {
        const one = (target as readonly PdfValue[])[code - from];
        if (one instanceof PdfString) texts.set(key, utf16(one.bytes));
      }
    }
  }
}

/** The last code unit counts up. */
function shifted(bytes: Buffer, by: number): string {
  if (bytes.length < 2) return '';
  const copy = Buffer.from(bytes);
  const at = copy.length - 2;
  copy.writeUInt16BE((copy.readUInt16BE(at) + by) & 0xffff, at);
  return utf16(copy);
}

function utf16(bytes: Buffer): string {
  return Buffer.from(bytes.subarray(0, bytes.length & ~1))
    .swap16()
    .toString('utf16le');
}

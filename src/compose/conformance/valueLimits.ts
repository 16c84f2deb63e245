import { PdfName, PdfString, type PdfValue } from './pdfValue.ts';

/** Architectural limits of ISO 19005-3 §6.1.13 and the form of strings of §6.1.6; null for a value that keeps to them. */
export function limitProblem(value: PdfValue): string | null {
  if (value instanceof PdfName && value.name.length > 127) return 'a name of more than 127 bytes';
  if (value instanceof PdfString) {
    if (value.bytes.length > 32_767) return 'a string of more than 32,767 bytes';
    return value.isOdd ? 'a hexadecimal string of an odd number of digits' : null;
  }
  if (typeof value !== 'number') return null;
  if (Number.isInteger(value) && (value > 2_147_483_647 || value < -2_147_483_648)) return `the integer ${value}`;
  const size = Math.abs(value);
  return value !== 0 && (size < 1.175e-38 || size > 3.403e38) ? `the number ${value}` : null;
}

/** A value and all that lies in it, references not followed. */
export function* withinValue(value: PdfValue): Generator<PdfValue> {
  yield value;
  const parts = Array.isArray(value) ? (value as readonly PdfValue[]) : value instanceof Map ? value.values() : [];
  for (const part of parts) yield* withinValue(part as PdfValue);
}

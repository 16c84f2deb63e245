import type { ErrorObject } from 'ajv/dist/2020.js';
import { gs1CheckDigit } from '../model/gs1CheckDigit.ts';

/** Names of GS1 keys as sentences have them, by the `format` that a message's schema gives them. */
const names: Readonly<Record<string, string>> = { sscc: 'SSCC', gtin: 'GTIN', gln: 'GLN', gsin: 'GSIN', grai: 'GRAI' };

/**
 * Formats for message schemas of any type: keys that end in a barcode must be right, or a scanner sends the goods back.
 * How many digits there are says `pattern`; these judge the check digit (GS1 General Specifications §7.9.1). A GRAI is 13
 * digits and a serial number behind them.
 */
export const gs1Formats: Readonly<Record<string, (key: string) => boolean>> = Object.fromEntries(
  Object.keys(names).map((format) => [
    format,
    (key: string) => {
      const digits = digitsOf(format, key);
      return !/^\d{2,}$/u.test(digits) || digits.endsWith(gs1CheckDigit(digits.slice(0, -1)));
    },
  ]),
);

/** The sentence for a key whose check digit is wrong; null for any other problem. */
export function checkDigitProblem({ keyword, params, data }: ErrorObject): string | null {
  const format = String((params as { readonly format?: unknown }).format);
  const name = names[format];
  if (keyword !== 'format' || name === undefined || typeof data !== 'string') return null;
  const digits = digitsOf(format, data);
  const expected = gs1CheckDigit(digits.slice(0, -1));
  const at = digits === data ? 'ends' : 'has its first 13 digits end';
  return `The ${name} ${data} ${at} in ${digits.at(-1)}; its check digit is ${expected}.`;
}

function digitsOf(format: string, key: string): string {
  return format === 'grai' ? key.slice(0, 13) : key;
}

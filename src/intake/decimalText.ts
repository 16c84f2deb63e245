import type { Decimal } from '../model/message.ts';

/**
 * A JSON number as decimal text without exponent: 1e-7 becomes "0.0000001". Undefined for numbers that JSON could not
 * carry exactly (beyond 2^53) or that no document needs (more than 20 decimals); those must be sent as text.
 */
export function decimalText(value: number): Decimal | undefined {
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER) return undefined;
  if (Object.is(value, -0)) return '0';
  const text = String(value);
  const [, sign, whole, fraction = '', exponent] = /^(-?)(\d+)(?:\.(\d+))?(?:e-(\d+))?$/u.exec(text) ?? [];
  if (whole === undefined) return undefined;
  if (exponent === undefined) return text;
  const zeros = Number(exponent) - 1;
  const digits = `${'0'.repeat(zeros)}${whole}${fraction}`;
  return digits.length > 20 ? undefined : `${sign}0.${digits}`;
}

import { type ErrorPlace, PostwerkError } from '../errors.ts';

const lengths = { SSCC: [18], GTIN: [8, 12, 13, 14] } as const;

/** Check digit of a GS1 key, from the digits before it (GS1 General Specifications §7.9.1: weights 3 and 1 from the right). */
export function gs1CheckDigit(digits: string): number {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const weight = (digits.length - index) % 2 === 1 ? 3 : 1;
    sum += Number(digits[index]) * weight;
  }
  return (10 - (sum % 10)) % 10;
}

/**
 * @throws PostwerkError intake.invalid-check-digit with the digit that was expected, or with the length
 */
export function requireCheckDigit(key: string, kind: 'SSCC' | 'GTIN', place: ErrorPlace): void {
  const allowed: readonly number[] = lengths[kind];
  if (!/^\d+$/u.test(key) || !allowed.includes(key.length)) {
    const detail = `The ${kind} "${key.slice(0, 40)}" has ${key.length} characters; expected ${allowed.join(', ')} digits.`;
    throw new PostwerkError('intake.invalid-check-digit', detail, place);
  }
  const expected = gs1CheckDigit(key.slice(0, -1));
  if (Number(key.at(-1)) === expected) return;
  const detail = `The ${kind} ${key} ends in ${key.at(-1)}; its check digit is ${expected}.`;
  throw new PostwerkError('intake.invalid-check-digit', detail, place);
}

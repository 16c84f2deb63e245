import { type ErrorPlace, PostwerkError } from '../errors.ts';
import { gs1CheckDigit } from '../model/gs1CheckDigit.ts';

const lengths = { SSCC: [18], GTIN: [8, 12, 13, 14] } as const;

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
  if (key.endsWith(expected)) return;
  const detail = `The ${kind} ${key} ends in ${key.at(-1)}; its check digit is ${expected}.`;
  throw new PostwerkError('intake.invalid-check-digit', detail, place);
}

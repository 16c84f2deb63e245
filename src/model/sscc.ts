import { PostwerkError } from '../errors.ts';
import { gs1CheckDigit } from './gs1CheckDigit.ts';

/** What an SSCC is made of (GS1 General Specifications §3.2.1): `extension + company prefix + serial` are 17 digits. */
export interface SsccParts {
  /** One digit, 0 to 9, free to choose: it multiplies the numbers of a prefix by ten. */
  readonly extension: number;
  /** GS1 company prefix, 4 to 12 digits, as the GS1 member organisation gave it. */
  readonly companyPrefix: string;
  /** Serial reference, from 0; it fills what the prefix leaves of 16 digits. */
  readonly serial: number;
}

/** How many serial numbers one extension digit of a prefix holds: serials run from 0 to this number, without it. */
export function ssccCapacity(companyPrefix: string): number {
  requirePrefix(companyPrefix);
  return 10 ** (16 - companyPrefix.length);
}

/**
 * The 18 digits of an SSCC with its check digit: `{ extension: 3, companyPrefix: '9012345', serial: 30118404 }` is
 * `390123450301184046`.
 *
 * @throws PostwerkError model.sscc-impossible when a part does not fit.
 */
export function buildSscc({ extension, companyPrefix, serial }: SsccParts): string {
  const capacity = ssccCapacity(companyPrefix);
  if (!Number.isInteger(extension) || extension < 0 || extension > 9) {
    throw impossible(`The extension digit is ${extension}; one digit from 0 to 9 is needed.`);
  }
  if (!Number.isSafeInteger(serial) || serial < 0 || serial >= capacity) {
    throw impossible(
      `The serial number is ${serial}; with prefix ${companyPrefix} whole numbers from 0 to ${capacity - 1} fit.`,
    );
  }
  const digits = `${extension}${companyPrefix}${String(serial).padStart(16 - companyPrefix.length, '0')}`;
  return digits + gs1CheckDigit(digits);
}

/** What is wrong with an SSCC, as the rest of a sentence ("ends in 3; its check digit is 4"), or null. */
export function ssccProblem(sscc: string): string | null {
  if (!/^\d+$/u.test(sscc)) return 'is not digits only';
  if (sscc.length !== 18) return `has ${sscc.length} digits; 18 are needed`;
  const expected = gs1CheckDigit(sscc.slice(0, -1));
  return sscc.endsWith(expected) ? null : `ends in ${sscc.slice(-1)}; its check digit is ${expected}`;
}

/**
 * The parts of an SSCC under a prefix, or null when it is wrong or the number of somebody else. The prefix has to be
 * known: its length cannot be read from the number.
 */
export function readSscc(sscc: string, companyPrefix: string): SsccParts | null {
  requirePrefix(companyPrefix);
  if (ssccProblem(sscc) !== null || !sscc.startsWith(companyPrefix, 1)) return null;
  return { extension: Number(sscc[0]), companyPrefix, serial: Number(sscc.slice(1 + companyPrefix.length, 17)) };
}

function requirePrefix(companyPrefix: string): void {
  if (/^\d{4,12}$/u.test(companyPrefix)) return;
  throw impossible(`"${companyPrefix.slice(0, 40)}" is no GS1 company prefix; 4 to 12 digits are needed.`);
}

function impossible(detail: string): PostwerkError {
  return new PostwerkError('model.sscc-impossible', detail);
}

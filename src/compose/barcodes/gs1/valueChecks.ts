import { gs1CheckDigit } from '../../../model/gs1CheckDigit.ts';
import { isIban } from '../../payment/iban.ts';
import { countryLetters, countryNumbers, currencyNumbers } from './isoCodes.ts';

/** Says what is wrong with a value, or null. */
type Check = (value: string) => string | null;

const pattern =
  (expression: RegExp, otherwise: string): Check =>
  (value) =>
    expression.test(value) ? null : otherwise;

/**
 * The checks that formats of applicationIdentifiers.ts name, as the linters of the GS1 Barcode Syntax Dictionary define
 * them. A company prefix is only checked for its form: which ones are given out is not public.
 */
export const valueChecks: Readonly<Record<string, Check>> = {
  check(value) {
    const expected = gs1CheckDigit(value.slice(0, -1));
    return value.endsWith(expected) ? null : `has check digit ${value.slice(-1)}, it should be ${expected}`;
  },
  checkPair(value) {
    if (value.length < 3) return 'is too short for its check characters';
    const expected = checkPair(value.slice(0, -2));
    return value.endsWith(expected) ? null : `has check characters ${value.slice(-2)}, they should be ${expected}`;
  },
  prefix: pattern(/^\d{4}/, 'does not begin with a GS1 company prefix'),
  prefix1: pattern(/^.\d{4}/, 'does not hold a GS1 company prefix behind its first digit'),
  date: (value) => (isDate(`20${value}`, 1) ? null : 'is not a date YYMMDD'),
  // Day 00 stands for the last day of the month, or for no day at all (General Specifications §3.4).
  date0: (value) => (isDate(`20${value}`, 0) ? null : 'is not a date YYMMDD'),
  longDate: (value) => (isDate(value, 1) ? null : 'is not a date YYYYMMDD'),
  time: pattern(/^(?:[01]\d|2[0-3])[0-5]\d$/, 'is not a time HHMM'),
  hour: pattern(/^(?:[01]\d|2[0-3])$/, 'is not an hour'),
  minute: pattern(/^[0-5]\d$/, 'is not a number from 00 to 59'),
  country: (value) => (countryNumbers.has(value) ? null : 'is not a country number of ISO 3166-1'),
  country999: (value) =>
    value === '999' || countryNumbers.has(value) ? null : 'is not a country number of ISO 3166-1',
  country2: (value) => (countryLetters.has(value) ? null : 'is not a country code of ISO 3166-1'),
  currency: (value) => (currencyNumbers.has(value) ? null : 'is not a currency number of ISO 4217'),
  percent: pattern(/^(?:[^%]|%[0-9A-Fa-f]{2})*$/, 'has a % without two hexadecimal digits'),
  yesno: pattern(/^[01]$/, 'is not 0 or 1'),
  latitude: (value) => (Number(value) <= 1_800_000_000 ? null : 'is not a latitude from 0000000000 to 1800000000'),
  longitude: (value) => (Number(value) <= 3_600_000_000 ? null : 'is not a longitude from 0000000000 to 3600000000'),
  hyphen: pattern(/^-$/, 'can only be a hyphen'),
  nonzero: pattern(/[1-9]/, 'is zero'),
  zero: pattern(/^0$/, 'can only be 0'),
  winding: pattern(/^[019]$/, 'is not 0, 1 or 9'),
  piece(value) {
    const [piece, total] = [Number(value.slice(0, 2)), Number(value.slice(2))];
    return piece >= 1 && piece <= total ? null : 'is not a piece and a total, such as 0102';
  },
  iban: (value) => (isIban(value) ? null : 'is not an IBAN'),
  noLeadingZero: pattern(/^(?:0|[1-9]\d*)$/, 'begins with zero'),
  letter: pattern(/\D/, 'needs a character that is no digit'),
  media: pattern(/^(?:0[1-9]|10|[89]\d)$/, 'is not a type of AIDC medium'),
  sex: pattern(/^[0129]$/, 'is not 0, 1, 2 or 9 (ISO/IEC 5218)'),
  importer: pattern(/^[-\w]$/, 'is not an importer index'),
  package: pattern(/^[A-Z0-9]{1,3}$/, 'is not a package type code'),
  coupon: pattern(/^\d{20,70}$/, 'is not a coupon: 20 to 70 digits are needed'),
  sequence(value) {
    const [, position, end] = /^([1-9])\/([1-9])$/.exec(value) ?? [];
    return position !== undefined && Number(position) <= Number(end)
      ? null
      : 'is not a place in a sequence, such as 1/2';
  },
};

/** A real day of the Gregorian calendar, YYYYMMDD. */
function isDate(value: string, firstDay: number): boolean {
  const month = Number(value.slice(4, 6));
  const day = Number(value.slice(6, 8));
  if (month < 1 || month > 12 || day < firstDay) return false;
  return day <= new Date(Date.UTC(Number(value.slice(0, 4)), month, 0)).getUTCDate();
}

const characters82 = '!"%&\'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';
const characters32 = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const primes = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83];

/** Check characters of a Global Model Number (General Specifications §7.9.5): weights are the primes from the right. */
export function checkPair(text: string): string {
  let sum = 0;
  for (let index = 0; index < text.length; index += 1) {
    sum += characters82.indexOf(text.charAt(index)) * (primes[text.length - 1 - index] ?? 0);
  }
  sum %= 1021;
  return characters32.charAt(sum >> 5) + characters32.charAt(sum & 31);
}

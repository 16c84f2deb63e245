import type { Decimal } from '../../model/message.ts';
import { PostwerkError } from '../../errors.ts';
import { type DecimalPattern, readDecimalPattern } from './decimalPattern.ts';

/** Formats decimals without ever passing through binary floating point, so that paper shows the source's amount. */
export interface DecimalFormat {
  /** An amount with its currency's sign: at least the currency's digits, more where the source has more. */
  readonly money: (amount: Decimal, currency: string) => string;
  /** An amount as it stands in a column whose head names the currency. */
  readonly amount: (amount: Decimal, currency: string) => string;
  /** A plain number: the source's digits without trailing zeros, at least `minFraction` of them. */
  readonly number: (value: Decimal, minFraction?: number) => string;
  /** A rate given in percent: "20" becomes "20 %". */
  readonly percent: (rate: Decimal) => string;
}

const decimalPattern = /^[+-]?(?:\d+\.?\d*|\.\d+)$/;

/** @param tag BCP 47 tag given to `Intl`. */
export function createDecimalFormat(tag: string): DecimalFormat {
  const patterns = new Map<string, DecimalPattern>();
  const format = (value: Decimal, key: string, digits: number, style: Intl.NumberFormatOptions): string => {
    let found = patterns.get(key);
    if (found === undefined) {
      const options = { useGrouping: 'always', minimumFractionDigits: digits, maximumFractionDigits: digits } as const;
      const intl = new Intl.NumberFormat(tag, { ...options, ...style });
      found = readDecimalPattern(intl, digits, style.style === 'percent');
      patterns.set(key, found);
    }
    return found.write(value);
  };

  const money = (amount: Decimal, currency: string, style: 'currency' | 'decimal'): string => {
    const present = fractionDigits(amount);
    // CLDR writes forints and yen whole; where a source has a fraction of one, it gets the usual two digits.
    const digits = Math.max(currencyDigits(currency), present > 0 ? 2 : 0, present);
    return format(amount, `${style} ${currency} ${digits}`, digits, style === 'currency' ? { style, currency } : {});
  };

  return {
    money: (amount, currency) => money(checked(amount), knownCurrency(currency), 'currency'),
    amount: (amount, currency) => money(checked(amount), knownCurrency(currency), 'decimal'),
    number: (value, minFraction = 0) => {
      const digits = Math.max(minFraction, fractionDigits(checked(value)));
      return format(value, `number ${digits}`, digits, {});
    },
    percent: (rate) => {
      const digits = fractionDigits(checked(rate));
      return format(rate, `percent ${digits}`, digits, { style: 'percent' });
    },
  };
}

/** Digits after the decimal mark that say something: trailing zeros do not count. */
function fractionDigits(value: Decimal): number {
  const point = value.indexOf('.');
  if (point < 0) return 0;
  let end = value.length;
  while (value.charCodeAt(end - 1) === 48) end -= 1;
  // Intl formats at most 100 fraction digits (ECMA-402 §15.1.1); no source writes that many on purpose.
  return Math.min(Math.max(end - point - 1, 0), 100);
}

const digitsOfCurrency = new Map<string, number>();

function currencyDigits(currency: string): number {
  let digits = digitsOfCurrency.get(currency);
  if (digits === undefined) {
    digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
    digitsOfCurrency.set(currency, digits);
  }
  return digits;
}

function knownCurrency(currency: string): string {
  if (!/^[A-Z]{3}$/.test(currency)) {
    throw new PostwerkError('compose.template-failed', `"${currency}" is not a currency code of ISO 4217.`);
  }
  return currency;
}

function checked(value: Decimal): Decimal {
  if (typeof value !== 'string' || !decimalPattern.test(value)) {
    throw new PostwerkError(
      'compose.template-failed',
      `${JSON.stringify(value) ?? 'nothing'} is not a decimal number such as "229.60".`,
    );
  }
  return value;
}

import { unitAt } from '../../model/unitAt.ts';
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

/** Patterns of one style by their digits after the decimal mark. */
type Patterns = (DecimalPattern | undefined)[];

/** @param tag BCP 47 tag given to `Intl`. */
export function createDecimalFormat(tag: string): DecimalFormat {
  const money: Record<'currency' | 'decimal', Map<string, Patterns>> = { currency: new Map(), decimal: new Map() };
  const numbers: Patterns = [];
  const percents: Patterns = [];

  const format = (value: Decimal, patterns: Patterns, digits: number, style: Intl.NumberFormatOptions): string => {
    let found = patterns[digits];
    if (found === undefined) {
      const options = { useGrouping: 'always', minimumFractionDigits: digits, maximumFractionDigits: digits } as const;
      const intl = new Intl.NumberFormat(tag, { ...options, ...style });
      found = readDecimalPattern(intl, digits, style.style === 'percent');
      patterns[digits] = found;
    }
    return found.write(value);
  };

  const inCurrency = (amount: Decimal, currency: string, style: 'currency' | 'decimal'): string => {
    let patterns = money[style].get(currency);
    if (patterns === undefined) {
      patterns = [];
      money[style].set(knownCurrency(currency), patterns);
    }
    const present = fractionDigits(amount);
    // CLDR writes forints and yen whole; where a source has a fraction of one, it gets the usual two digits.
    const digits = Math.max(currencyDigits(currency), present > 0 ? 2 : 0, present);
    return format(amount, patterns, digits, style === 'currency' ? { style, currency } : plain);
  };

  return {
    money: (amount, currency) => inCurrency(checked(amount), currency, 'currency'),
    amount: (amount, currency) => inCurrency(checked(amount), currency, 'decimal'),
    number: (value, minFraction = 0) =>
      format(value, numbers, Math.max(minFraction, fractionDigits(checked(value))), plain),
    percent: (rate) => format(rate, percents, fractionDigits(checked(rate)), inPercent),
  };
}

const plain: Intl.NumberFormatOptions = {};
const inPercent: Intl.NumberFormatOptions = { style: 'percent' };

/** Digits after the decimal mark that say something: trailing zeros do not count. */
function fractionDigits(value: Decimal): number {
  const point = value.indexOf('.');
  if (point < 0) return 0;
  let end = value.length;
  while (unitAt(value, end - 1) === 48) end -= 1;
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
  if (typeof value !== 'string' || !isDecimal(value)) {
    throw new PostwerkError(
      'compose.template-failed',
      `${JSON.stringify(value) ?? 'nothing'} is not a decimal number such as "229.60".`,
    );
  }
  return value;
}

/** A sign or none, digits, and at most one point among them. */
function isDecimal(value: string): boolean {
  let digits = 0;
  let points = 0;
  for (let at = 0, count = value.length; at < count; at += 1) {
    const unit = unitAt(value, at);
    if (unit >= 0x30 && unit <= 0x39) digits += 1;
    else if (unit === 0x2e) points += 1;
    else if (at > 0 || (unit !== 0x2b && unit !== 0x2d)) return false;
  }
  return digits > 0 && points <= 1;
}

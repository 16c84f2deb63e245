import { unitAt } from '../../model/unitAt.ts';

/** How a locale writes decimals of one kind, read once from `Intl`; writing one after it takes no more than cutting text. */
export interface DecimalPattern {
  /**
   * Writes `value` with the pattern's fraction digits.
   * @param value Sign, digits and point; at most as many significant fraction digits as the pattern has.
   */
  readonly write: (value: string) => string;
}

interface Frame {
  readonly prefix: string;
  readonly suffix: string;
}

/** Seven digits: two separators, so that the sizes of both groups show. */
const sample = '1234567';

/**
 * Reads the pattern of `format` (ECMA-402 §15.5.4): affixes of both signs, separators, sizes of groups, digits.
 *
 * @param percent `Intl` multiplies by 100; the pattern is for values that are in percent already.
 */
export function readDecimalPattern(format: Intl.NumberFormat, fraction: number, percent: boolean): DecimalPattern {
  const unit = percent ? '0.01' : '1';
  const digits = digitsOf(format);
  const large = format.formatToParts(Number(sample) * Number(unit));
  const groups = large.filter((part) => part.type === 'integer').map((part) => part.value.length);
  const group = large.find((part) => part.type === 'group')?.value ?? '';
  const first = groups.at(-1) ?? 3;
  const others = groups.length > 2 ? (groups[1] ?? first) : first;
  const decimal = large.find((part) => part.type === 'decimal')?.value ?? '';
  const positive = frameOf(format.formatToParts(Number(unit)));
  const negative = frameOf(format.formatToParts(-Number(unit)));

  const grouped = (whole: string): string => {
    if (group === '' || whole.length <= first) return whole;
    let end = whole.length - first;
    let out = whole.slice(end);
    for (; end > others; end -= others) out = whole.slice(end - others, end) + group + out;
    return whole.slice(0, end) + group + out;
  };

  return {
    write(value) {
      const sign = unitAt(value, 0);
      const point = value.indexOf('.');
      let from = sign === 0x2d || sign === 0x2b ? 1 : 0;
      const end = point < 0 ? value.length : point;
      while (from < end - 1 && unitAt(value, from) === 0x30) from += 1;
      let out = grouped(from < end ? value.slice(from, end) : '0');
      if (fraction > 0) {
        const given = point < 0 ? '' : value.slice(point + 1, point + 1 + fraction);
        out += decimal + given.padEnd(fraction, '0');
      }
      if (digits !== null) out = out.replace(/\d/g, (digit) => digits[Number(digit)] ?? digit);
      const { prefix, suffix } = sign === 0x2d ? negative : positive;
      return prefix + out + suffix;
    },
  };
}

/** Digits that are not those of ASCII, or null. */
function digitsOf(format: Intl.NumberFormat): readonly string[] | null {
  const { locale, numberingSystem } = format.resolvedOptions();
  if (numberingSystem === 'latn') return null;
  const plain = new Intl.NumberFormat(locale, { numberingSystem, useGrouping: false });
  return Array.from({ length: 10 }, (_, digit) => plain.format(digit));
}

/** What stands before and behind the digits. */
function frameOf(parts: readonly Intl.NumberFormatPart[]): Frame {
  const isDigits = ({ type }: Intl.NumberFormatPart): boolean => ['integer', 'decimal', 'fraction'].includes(type);
  const from = parts.findIndex(isDigits);
  const to = parts.findLastIndex(isDigits);
  const text = (some: readonly Intl.NumberFormatPart[]): string => some.map((part) => part.value).join('');
  return { prefix: text(parts.slice(0, from)), suffix: text(parts.slice(to + 1)) };
}

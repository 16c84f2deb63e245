import { PostwerkError } from '../../errors.ts';
import { gs1CheckDigit } from '../../model/gs1CheckDigit.ts';
import { bwipSymbol } from './bwipSymbol.ts';
import type { DigitGroup } from './encodedBarcode.ts';
import { expandedUpce } from './upce.ts';

/** EAN and UPC (ISO/IEC 15420), with an add-on of two or five digits behind a blank. */
export type RetailSymbology = 'ean13' | 'ean8' | 'upca' | 'upce' | 'isbn' | 'ismn' | 'issn';

export interface RetailCode {
  /** All digits, check digit included, and the add-on behind a blank. */
  readonly data: string;
  readonly bars: readonly number[];
  /** For each dark bar: does it reach down between the digits? */
  readonly guards: readonly boolean[];
  /** Index of the first dark bar of the add-on, which begins lower and has its digits above. */
  readonly addOn: number | null;
  readonly digits: readonly DigitGroup[];
  /** Printed above: ISBN, ISSN. */
  readonly caption: string;
}

interface Form {
  /** Digits with check digit. */
  readonly length: number;
  readonly width: number;
  /** Stretches of modules whose bars are long. */
  readonly guards: readonly (readonly [number, number])[];
  /** First digit and behind the last, and the modules the group stands over. */
  readonly groups: readonly (readonly [number, number, number, number])[];
}

/** GS1 General Specifications §5.2.6.6: digits outside of the bars stand in the quiet zone. */
const forms: Readonly<Record<'ean13' | 'ean8' | 'upca' | 'upce', Form>> = {
  ean13: {
    length: 13,
    width: 95,
    guards: [
      [0, 3],
      [45, 50],
      [92, 95],
    ],
    groups: [
      [0, 1, -9, -2],
      [1, 7, 3, 45],
      [7, 13, 50, 92],
    ],
  },
  ean8: {
    length: 8,
    width: 67,
    guards: [
      [0, 3],
      [31, 36],
      [64, 67],
    ],
    groups: [
      [0, 4, 3, 31],
      [4, 8, 36, 64],
    ],
  },
  upca: {
    length: 12,
    width: 95,
    guards: [
      [0, 10],
      [45, 50],
      [85, 95],
    ],
    groups: [
      [0, 1, -9, -2],
      [1, 6, 10, 45],
      [6, 11, 50, 85],
      [11, 12, 97, 104],
    ],
  },
  upce: {
    length: 8,
    width: 51,
    guards: [
      [0, 3],
      [45, 51],
    ],
    groups: [
      [0, 1, -9, -2],
      [1, 7, 3, 45],
      [7, 8, 53, 60],
    ],
  },
};

/** ISO/IEC 15420: light modules between symbol and add-on. */
const addOnGap = 9;

/**
 * Digits of a retail code with its check digit, added where it is left out.
 *
 * Throws `compose.barcode-invalid` for a wrong length, other characters or a wrong check digit.
 */
export function encodeRetail(symbology: RetailSymbology, text: string): RetailCode {
  const [main = '', addOn, ...more] = text.trim().split(/\s+/u);
  if (more.length > 0 || (addOn !== undefined && !/^(?:\d{2}|\d{5})$/u.test(addOn))) {
    throw invalid(symbology, text, 'an add-on is two or five digits behind a blank');
  }
  const { base, written, caption } = numberOf(symbology, main, text);
  const form = forms[base];
  const number = withCheckDigit(symbology, base, written, text);
  const data = addOn === undefined ? number : `${number} ${addOn}`;
  const bars = bwipSymbol(base, data, {}).bars ?? [];
  const starts = darkStarts(bars);
  const first = starts.findIndex((start) => start >= form.width);
  const digits: DigitGroup[] = form.groups.map(([from, to, left, right]) => ({
    text: number.slice(from, to),
    from: left,
    to: right,
  }));
  if (addOn !== undefined) {
    const left = form.width + addOnGap;
    const width = addOn.length === 2 ? 20 : 47;
    digits.push({ text: addOn, from: left, to: left + width, above: true });
  }
  return {
    data,
    bars,
    guards: starts.map((start) => form.guards.some(([from, to]) => start >= from && start < to)),
    addOn: first < 0 ? null : first,
    digits,
    caption,
  };
}

interface RetailNumber {
  readonly base: 'ean13' | 'ean8' | 'upca' | 'upce';
  readonly written: string;
  readonly caption: string;
}

/** Books, music and periodicals are EAN-13 with a prefix of their own, and keep their hyphens above the bars. */
function numberOf(symbology: RetailSymbology, main: string, text: string): RetailNumber {
  switch (symbology) {
    case 'isbn':
    case 'ismn': {
      const written = main.replaceAll('-', '');
      const prefixes = symbology === 'isbn' ? /^97[89]\d{9,10}$/u : /^9790\d{8,9}$/u;
      if (!prefixes.test(written)) {
        throw invalid(symbology, text, symbology === 'isbn' ? '978 or 979 and ten digits' : '979-0 and nine digits');
      }
      return { base: 'ean13', written, caption: `${symbology.toUpperCase()} ${main}` };
    }
    case 'issn': {
      const match = /^(\d{4})-?(\d{3})([\dX])$/u.exec(main);
      if (match === null) throw invalid(symbology, text, 'eight characters such as 0311-175X');
      const digits = `${match[1]}${match[2]}`;
      // ISO 3297 §4.2.2: weights 8 to 2, modulus 11.
      const sum = Array.from(digits, Number).reduce((total, digit, index) => total + digit * (8 - index), 0);
      const check = '0123456789X'.charAt((11 - (sum % 11)) % 11);
      if (check !== match[3]) throw invalid(symbology, text, `its check character should be ${check}`);
      return { base: 'ean13', written: `977${digits}00`, caption: `ISSN ${match[1]}-${match[2]}${check}` };
    }
    case 'ean13':
    case 'ean8':
    case 'upca':
    case 'upce':
      return { base: symbology, written: main, caption: '' };
  }
}

function withCheckDigit(symbology: string, base: keyof typeof forms, digits: string, text: string): string {
  const { length } = forms[base];
  const isComplete = digits.length === length;
  if (!/^\d+$/u.test(digits) || (!isComplete && digits.length !== length - 1)) {
    throw invalid(symbology, text, `${length - 1} digits are needed, or ${length} with the check digit`);
  }
  const body = digits.slice(0, length - 1);
  const check = gs1CheckDigit(base === 'upce' ? expandedUpce(body) : body);
  if (isComplete && !digits.endsWith(check)) {
    throw invalid(symbology, text, `it has check digit ${digits.slice(-1)}, it should be ${check}`);
  }
  return body + check;
}

/** Left ends of the dark bars, in modules. */
function darkStarts(bars: readonly number[]): number[] {
  const starts: number[] = [];
  let at = 0;
  bars.forEach((bar, index) => {
    if (index % 2 === 0) starts.push(at);
    at += bar;
  });
  return starts;
}

function invalid(symbology: string, text: string, why: string): PostwerkError {
  return new PostwerkError('compose.barcode-invalid', `${symbology} "${text}": ${why}`);
}

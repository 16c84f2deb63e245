import { unitAt } from '../../model/unitAt.ts';
import type { Symbology } from '../barcodes/symbologies.ts';
import { symbologyNames, symbologyOf } from '../barcodes/symbologyNames.ts';
import { nearestName } from './nearestName.ts';

/**
 * The kinds of value an attribute may have, each with its reader. A reader returns the value, or a text that says what
 * was expected. Lengths come out in points.
 */
export type Alignment = 'left' | 'right' | 'center';
/** `decimal`: right, with the decimal marks of a column below each other. */
export type ColumnAlignment = Alignment | 'decimal';
export type ColumnWidth =
  | { readonly kind: 'fixed'; readonly width: number }
  | { readonly kind: 'share'; readonly weight: number }
  | { readonly kind: 'auto' };
/** How a locale writes a figure, learnt from what it makes of 1234567.89 and of -1234567.89. */
export interface CarryFormat {
  /** Digits after the decimal mark, at least. */
  readonly decimals: number;
  readonly group: string;
  readonly mark: string;
  /** Digits from zero to nine. */
  readonly digits: readonly string[];
  readonly positive: { readonly before: string; readonly after: string };
  readonly negative: { readonly before: string; readonly after: string };
}
/** '#rrggbb', or the root's accent. */
export type Color = string;
/** Top, right, bottom, left. */
export type Edges = readonly [number, number, number, number];
export interface PageSize {
  readonly width: number;
  readonly height: number;
}

/** What a reader gives back instead of a value. */
export class Unreadable {
  readonly expected: string;
  constructor(expected: string) {
    this.expected = expected;
  }
}

const pointsPerMillimetre = 72 / 25.4;
const millimetres = (width: number, height: number): PageSize => ({
  width: width * pointsPerMillimetre,
  height: height * pointsPerMillimetre,
});
/** ISO 216; Letter is ANSI/ASME Y14.1 size A. */
const pageSizes: Readonly<Record<string, PageSize>> = {
  A4: millimetres(210, 297),
  A5: millimetres(148, 210),
  A6: millimetres(105, 148),
  Letter: { width: 612, height: 792 },
};

const lengthPattern = /^(\d+(?:\.\d+)?|\.\d+)(mm|pt)$/u;
/** RFC 5646 §2.1, without the checks that need the subtag registry. */
const languagePattern = /^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$/u;
const namePattern = /^[A-Za-z][\w.-]*$/u;

function length(text: string): number | Unreadable {
  if (text === '0') return 0;
  const match = lengthPattern.exec(text);
  if (match === null) return new Unreadable('a length such as 12mm or 0.5pt');
  return match[2] === 'mm' ? Number(match[1]) * pointsPerMillimetre : Number(match[1]);
}

function list<T>(text: string, read: (part: string) => T | Unreadable): T[] | Unreadable {
  const values: T[] = [];
  for (const part of text.trim().split(/\s+/u)) {
    const value = read(part);
    if (value instanceof Unreadable) return value;
    values.push(value);
  }
  return values;
}

function oneOf<const T extends string>(...values: readonly T[]) {
  return (text: string): T | Unreadable =>
    values.find((value) => value === text) ?? new Unreadable(values.map((value) => `"${value}"`).join(', '));
}

function pattern(expression: RegExp, expected: string) {
  return (text: string): string | Unreadable => (expression.test(text) ? text : new Unreadable(expected));
}

const alignment = oneOf('left', 'right', 'center');

function edges(text: string): Edges | Unreadable {
  const values = list(text, length);
  if (values instanceof Unreadable) return values;
  const [top = 0, right = top, bottom = top, left = right] = values;
  return values.length <= 4 ? [top, right, bottom, left] : new Unreadable('one to four lengths');
}

function columnWidth(text: string): ColumnWidth | Unreadable {
  if (text === 'auto') return { kind: 'auto' };
  const share = /^(\d+(?:\.\d+)?)\*$/u.exec(text);
  const weight = Number(share?.[1] ?? 0);
  if (weight > 0) return { kind: 'share', weight };
  const width = length(text);
  return width instanceof Unreadable || width === 0
    ? new Unreadable('column widths such as "12mm 1* auto"')
    : { kind: 'fixed', width };
}

function color(text: string): Color | Unreadable {
  if (text === 'accent') return text;
  return hexColor(text);
}

function hexColor(text: string): Color | Unreadable {
  if (/^#[0-9a-f]{6}$/iu.test(text)) return text.toLowerCase();
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/iu.exec(text);
  if (short === null) return new Unreadable('a colour such as #0b5fa5, or "accent"');
  const [, red = '', green = '', blue = ''] = short;
  return `#${red}${red}${green}${green}${blue}${blue}`.toLowerCase();
}

function pageSize(text: string): PageSize | Unreadable {
  if (Object.hasOwn(pageSizes, text)) return pageSizes[text] ?? new Unreadable('');
  const values = list(text, length);
  const expected = new Unreadable(`${Object.keys(pageSizes).join(', ')}, or width and height`);
  if (values instanceof Unreadable) return expected;
  const [width = 0, height = 0] = values;
  return values.length === 2 && width > 0 && height > 0 ? { width, height } : expected;
}

function percentage(text: string): number | Unreadable {
  const value = Number(/^(\d{2,3})%$/u.exec(text)?.[1] ?? Number.NaN);
  return value >= 50 && value <= 100 ? value / 100 : new Unreadable('a percentage from 50% to 100%');
}

function count(text: string): number | Unreadable {
  return /^[1-9]\d{0,2}$/u.test(text) ? Number(text) : new Unreadable('a whole number from 1');
}

function resolution(text: string): number | Unreadable {
  const value = oneOf('203', '300', '600')(text);
  return value instanceof Unreadable ? value : Number(value);
}

function symbology(text: string): Symbology | Unreadable {
  const found = symbologyOf(text);
  if (found !== undefined) return found;
  const near = nearestName(text, symbologyNames);
  return new Unreadable(`a type of docs/barcodes.md${near === null ? '' : `, such as "${near}"`}`);
}

function options(text: string): Readonly<Record<string, string>> | Unreadable {
  const values: Record<string, string> = {};
  for (const part of text.trim().split(/\s+/u)) {
    const match = /^([a-z]\w*)=(\S+)$/u.exec(part);
    if (match === null) return new Unreadable('options such as "columns=4 eclevel=2"');
    values[match[1] ?? ''] = match[2] ?? '';
  }
  return values;
}

function truth(text: string): boolean | Unreadable {
  const value = oneOf('true', 'false')(text);
  return value instanceof Unreadable ? value : value === 'true';
}

/** As messages write it; comes out as `-12.50`, with a digit on both sides of the point. */
function decimal(text: string): string | Unreadable {
  if (isPlainDecimal(text)) return text;
  const [, sign = '', whole = '', fraction = ''] = /^([+-]?)(\d*)(?:\.(\d*))?$/u.exec(text) ?? [];
  if (whole === '' && fraction === '') return new Unreadable('a decimal number such as -12.50');
  return `${sign === '-' ? '-' : ''}${whole || '0'}${fraction === '' ? '' : `.${fraction}`}`;
}

/** Digits, a point and digits: what messages write, and how it comes out. */
function isPlainDecimal(text: string): boolean {
  let point = -1;
  for (let at = 0, count = text.length; at < count; at += 1) {
    const unit = unitAt(text, at);
    if (unit >= 0x30 && unit <= 0x39) continue;
    if (unit !== 0x2e || at === 0 || at === count - 1 || point >= 0) return false;
    point = at;
  }
  return text !== '';
}

/** Only what a reader expects of a link: nothing that runs or reads (`javascript:`, `file:`). */
function target(text: string): string | Unreadable {
  return /^(?:https?:\/\/|mailto:|tel:)[!-~]+$/u.test(text)
    ? text
    : new Unreadable('an address that begins with https://, http://, mailto: or tel:');
}

function angle(text: string): number | Unreadable {
  const value = Number(/^(-?\d{1,2}(?:\.\d+)?)$/u.exec(text)?.[1] ?? Number.NaN);
  return value >= -90 && value <= 90 ? value : new Unreadable('degrees from -90 to 90');
}

/** "2|1.234.567,89|-1.234.567,89": least decimals, and the two figures as the locale writes them. */
function carryFormat(text: string): CarryFormat | Unreadable {
  const expected = new Unreadable('what the helper carryFormat gives, such as "2|1.234.567,89|-1.234.567,89"');
  const [decimals = '', positive = '', negative = ''] = text.split('|');
  const figure = /^(\P{Nd}*)(\p{Nd})(\P{Nd}*)\p{Nd}{3}\3\p{Nd}{3}(\P{Nd}+)\p{Nd}{2,4}(\P{Nd}*)$/u;
  const plus = figure.exec(positive);
  const minus = figure.exec(negative);
  if (plus === null || minus === null || !/^\d$/u.test(decimals)) return expected;
  const [, before = '', one = '', group = '', mark = '', after = ''] = plus;
  const zero = (one.codePointAt(0) ?? 0) - 1;
  return {
    decimals: Number(decimals),
    group,
    mark,
    digits: Array.from({ length: 10 }, (_, digit) => String.fromCodePoint(zero + digit)),
    positive: { before, after },
    negative: { before: minus[1] ?? '', after: minus[5] ?? '' },
  };
}

const columnAlignment = oneOf('left', 'right', 'center', 'decimal');

export const valueReaders = {
  text: (text: string): string | Unreadable => text,
  nonEmptyText: pattern(/\S/u, 'some text'),
  name: pattern(namePattern, 'a name of letters, digits and hyphens'),
  /** `logo.svg` of _shared, `invoice/photo.png` of a type. */
  picture: pattern(/^\w[\w.-]*(?:\/\w[\w.-]*)?$/u, 'the name of a picture such as logo.svg'),
  /** The name of a declared style. */
  style: pattern(namePattern, 'the name of a style'),
  language: pattern(languagePattern, 'a language such as de or de-AT'),
  length,
  edges,
  color,
  hexColor,
  truth,
  count,
  percentage,
  resolution,
  pageSize,
  alignment,
  verticalAlignment: oneOf('top', 'middle', 'bottom'),
  alignments: (text: string): ColumnAlignment[] | Unreadable => list(text, columnAlignment),
  columnWidths: (text: string): ColumnWidth[] | Unreadable => list(text, columnWidth),
  weight: oneOf('regular', 'semibold', 'bold', 'italic'),
  pages: oneOf('all', 'first', 'following', 'last', 'not-last', 'even', 'odd', 'only'),
  pageStart: oneOf('page', 'front', 'back'),
  numbering: oneOf('1', 'a', 'A'),
  decimalMark: pattern(/^[.,٫]$/u, 'a decimal mark: "." or ","'),
  decimal,
  carryFormat,
  carryTo: oneOf('foot', 'head'),
  href: target,
  angle,
  rules: oneOf('none', 'head', 'rows'),
  scope: oneOf('column', 'row'),
  symbology,
  options,
} as const;

export type ValueKind = keyof typeof valueReaders;
export type Value<K extends ValueKind> = Exclude<ReturnType<(typeof valueReaders)[K]>, Unreadable>;

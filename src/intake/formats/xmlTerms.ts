import { PostwerkError } from '../../errors.ts';
import type { Decimal, Identifier, IsoDate } from '../../model/message.ts';
import type { XmlElement } from './xml.ts';

const splitPaths = new Map<string, readonly string[]>();

function steps(path: string): readonly string[] {
  let split = splitPaths.get(path);
  if (split === undefined) splitPaths.set(path, (split = path.split('/')));
  return split;
}

/** All elements at `path` (`cac:Party/cac:PartyName`) under `from`, in document order. */
export function all(from: XmlElement | undefined, path: string): readonly XmlElement[] {
  if (from === undefined) return [];
  let found: readonly XmlElement[] = [from];
  for (const step of steps(path)) {
    const next: XmlElement[] = [];
    for (const element of found) for (const child of element.children) if (child.name === step) next.push(child);
    if (next.length === 0) return next;
    found = next;
  }
  return found;
}

/** The first element at `path`: where a file repeats what the standard has once, the first counts. */
export function first(from: XmlElement | undefined, path: string): XmlElement | undefined {
  if (from === undefined) return undefined;
  const own = steps(path);
  return own.length === 1 ? from.children.find((child) => child.name === path) : all(from, path)[0];
}

/** Text at `path`, or undefined where the element is missing or empty. */
export function text(from: XmlElement | undefined, path: string): string | undefined {
  const own = steps(path);
  if (own.length === 1) return present(first(from, path));
  for (const element of all(from, path)) if (element.text !== '') return element.text;
  return undefined;
}

/** Repeated texts as one, a line each: UBL repeats cbc:Note and cbc:Description where the model has one text. */
export function joinedText(from: XmlElement | undefined, path: string): string | undefined {
  const texts = all(from, path).flatMap((element) => (element.text === '' ? [] : [element.text]));
  return texts.length === 0 ? undefined : texts.join('\n');
}

export function present(element: XmlElement | undefined): string | undefined {
  return element === undefined || element.text === '' ? undefined : element.text;
}

export function attribute(element: XmlElement | undefined, name: string): string | undefined {
  const value = element?.attributes?.get(name);
  return value === '' ? undefined : value;
}

/** An identifier with its schemeID. */
export function identifier(element: XmlElement | undefined, schemeAttribute = 'schemeID'): Identifier | undefined {
  const value = present(element);
  if (value === undefined) return undefined;
  const scheme = attribute(element, schemeAttribute);
  return scheme === undefined ? { value } : { value, scheme };
}

/**
 * The amount, quantity or percentage at `path`, exactly as written.
 *
 * @throws PostwerkError intake.invalid-term when the text is no xs:decimal ("1.234,56", "1e3")
 */
export function decimal(from: XmlElement | undefined, path: string, term: string): Decimal | undefined {
  const element = first(from, path);
  return element === undefined ? undefined : decimalOf(element, term);
}

export function decimalOf(element: XmlElement, term: string): Decimal | undefined {
  const written = element.text;
  if (written === '' || /^-?\d+(?:\.\d+)?$/u.test(written)) return written === '' ? undefined : written;
  // xs:decimal also allows a plus sign and a missing digit on one side of the point; Decimal does not.
  const parts = /^([+-]?)(\d*)(?:\.(\d*))?$/u.exec(written);
  if (parts === null || `${parts[2]}${parts[3] ?? ''}` === '') {
    throw invalidTerm(element, term, 'a decimal number with "." as decimal mark and without grouping');
  }
  const [, sign, whole, fraction = ''] = parts;
  return `${sign === '-' ? '-' : ''}${whole === '' ? '0' : whole}${fraction === '' ? '' : `.${fraction}`}`;
}

/**
 * The calendar date at `path` as `YYYY-MM-DD`; xs:date with a time zone and xs:dateTime lose what follows the day.
 *
 * @throws PostwerkError intake.invalid-term when there is no such day
 */
export function isoDate(from: XmlElement | undefined, path: string, term: string): IsoDate | undefined {
  const element = first(from, path);
  return element === undefined || element.text === '' ? undefined : isoDateOf(element, element.text, term);
}

const isoDay = /^(\d{4})-(\d{2})-(\d{2})(?:Z|[+-]\d{2}:\d{2}|T.*)?$/u;

export function isoDateOf(element: XmlElement, written: string, term: string): IsoDate {
  const [, year, month, day] = isoDay.exec(written) ?? [];
  if (year === undefined || month === undefined || day === undefined || !isDay(+year, +month, +day)) {
    throw invalidTerm(element, term, 'a calendar date YYYY-MM-DD');
  }
  return `${year}-${month}-${day}`;
}

export function isDay(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  date.setUTCFullYear(year);
  return month >= 1 && month <= 12 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

export function invalidTerm(element: XmlElement, term: string, expected: string): PostwerkError {
  const shown = element.text.length > 60 ? `${element.text.slice(0, 60)}…` : element.text;
  const detail = `${term} in <${element.name}> is "${shown}"; expected ${expected}.`;
  return new PostwerkError('intake.invalid-term', detail, { line: element.line, column: element.column });
}

/** Gives `value` back, or says which business term is missing at which element path. */
export function required<T>(value: T | undefined, under: XmlElement, path: string, term: string): T {
  if (value !== undefined) return value;
  const place = { field: `/${under.name}/${path}`, line: under.line, column: under.column };
  throw new PostwerkError('intake.missing-term', `${term} is missing: no ${path} in <${under.name}>.`, place);
}

/** `T` whose optional members may also be undefined, as a mapping naturally produces them. */
type Loose<T> = {
  readonly [Key in keyof T]: object extends Pick<T, Key> ? T[Key] | undefined : T[Key];
};

/** Drops members that are undefined: what an input cannot tell is absent. */
export function told<T extends object>(draft: Loose<T>): T {
  const message: Partial<Record<string, unknown>> = {};
  for (const [key, value] of Object.entries(draft)) if (value !== undefined) message[key] = value;
  return message as T;
}

/** As `told`, and undefined when nothing at all was told. */
export function toldOrAbsent<T extends object>(draft: Loose<T>): T | undefined {
  const message = told<T>(draft);
  return Object.keys(message).length === 0 ? undefined : message;
}

/** A list, or undefined when it is empty. */
export function listOrAbsent<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}

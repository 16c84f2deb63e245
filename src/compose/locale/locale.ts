import type { i18n } from 'i18next';
import type { Address, Decimal } from '../../model/message.ts';
import { PostwerkError } from '../../errors.ts';
import { isRightToLeft } from '../../model/writingDirection.ts';
import { addressLines, partyLines } from './addressLines.ts';
import type { DateFormat, DateStyle } from './dateFormat.ts';
import { createDateFormat } from './dateFormat.ts';
import type { DecimalFormat } from './decimalFormat.ts';
import { createDecimalFormat } from './decimalFormat.ts';
import { isolated } from './isolate.ts';
import { fillText, splitText } from './textParts.ts';

/** Everything a document says in one language. Made once per process and language; its caches are its own. */
export interface Locale extends DecimalFormat, DateFormat {
  /** Name of the locale's folder, a BCP 47 tag: "de". */
  readonly name: string;
  /** Written from right to left: values inside its texts are isolated (isolate.ts). */
  readonly rtl: boolean;
  /** What stands between the parts of a list, with its blank: ", " or "、". */
  readonly comma: string;
  /**
   * The text of `namespace:key`, with `{{values}}` filled in and its plural chosen by `count`.
   * @throws PostwerkError `compose.missing-text`.
   */
  readonly text: (key: string, values?: Readonly<Record<string, unknown>>) => string;
  /** The word for a code of a code list kept under `namespace:key`, or null. */
  readonly word: (list: string, code: string) => string | null;
  /** Word of a unit of measure (UN/ECE Recommendation 20, or 21 with leading X); the code itself where none is known. */
  readonly unit: (code: string, quantity?: Decimal) => string;
  /** "1.200 kg", with a no-break space. */
  readonly quantity: (value: Decimal, unit?: string) => string;
  /** Name of a country by ISO 3166-1 alpha-2 code; the code itself where none is known. */
  readonly country: (code: string) => string;
  /** See addressLines.ts. */
  readonly address: (address: Address, homeCountry: string | null) => readonly string[];
  /** Names and address, in the order of the country. See addressLines.ts. */
  readonly party: (names: readonly string[], address: Address, homeCountry: string | null) => readonly string[];
}

const noBreakSpace = '\u00a0';

/** @param texts An i18next instance whose language is already loaded. */
export function createLocale(name: string, texts: i18n): Locale {
  const t = texts.getFixedT(name);
  const textParts = new Map<string, readonly string[]>();
  const words = new Map<string, string | null>();
  const exists = (key: string): boolean => texts.exists(key, { lng: name });

  const missing = (key: string): PostwerkError =>
    new PostwerkError('compose.missing-text', `No text "${key}" in the locale "${name}".`);

  const rtl = isRightToLeft(name);

  /** Small whole numbers come again and again, and asking for their form takes a microsecond. */
  const knownForms: string[] = [];
  const formOf = (count: number): string => {
    if (!Number.isInteger(count) || count < 0 || count >= 1000) return plurals.select(count);
    return (knownForms[count] ??= plurals.select(count));
  };

  /** i18next chooses the form once for each class of counts: zero has a form of its own where a text has one. */
  const pluralParts = (key: string, count: number): readonly string[] => {
    const form = count === 0 ? 'zero' : formOf(count);
    const place = `${key} ${form}`;
    let parts = textParts.get(place);
    if (parts === undefined) {
      if (!texts.exists(key, { lng: name, count })) throw missing(key);
      parts = splitText(t(key, { count, skipInterpolation: true }));
      textParts.set(place, parts);
    }
    return parts;
  };

  const text: Locale['text'] = (key, given) => {
    const values = rtl && given !== undefined ? isolatedValues(given) : given;
    if (values !== undefined && 'count' in values) {
      return fillText(key, pluralParts(key, Number(values['count'])), values);
    }
    // Only plurals depend on more than the key, so every other text is looked up once: half the time of a page.
    let parts = textParts.get(key);
    if (parts === undefined) {
      if (!exists(key)) throw missing(key);
      parts = splitText(t(key, { skipInterpolation: true }));
      textParts.set(key, parts);
    }
    return fillText(key, parts, values ?? {});
  };

  const word: Locale['word'] = (list, code) => {
    const key = `${list}.${code}`;
    let found = words.get(key);
    if (found === undefined) {
      // A code of the message never walks the tree of texts: only letters, digits, _ and - name a word.
      found = /^[A-Za-z0-9_-]+$/.test(code) && exists(key) ? t(key) : null;
      if (words.size < 5000) words.set(key, found);
    }
    return found;
  };

  const tag = text('common:intl.tag');
  const decimals = createDecimalFormat(tag);
  const dates = createDateFormat(tag, text('common:intl.dateStyle') as DateStyle);
  const regionNames = new Intl.DisplayNames(tag, { type: 'region', fallback: 'code' });

  const countries = new Map<string, { readonly name: string; readonly inCapitals: string }>();
  const countryOf = (code: string): { readonly name: string; readonly inCapitals: string } => {
    let found = countries.get(code);
    if (found === undefined) {
      if (!/^[A-Z]{2}$/.test(code)) return { name: code, inCapitals: code };
      const word = regionNames.of(code) ?? code;
      // Georgian sets no capitals in running text: Unicode's are for headlines (The Unicode Standard §7.7, Mtavruli).
      found = { name: word, inCapitals: tag.startsWith('ka') ? word : word.toLocaleUpperCase(tag) };
      countries.set(code, found);
    }
    return found;
  };
  const countryInCapitals = (code: string): string => countryOf(code).inCapitals;
  const plurals = new Intl.PluralRules(tag);
  const wordInForm = (list: string, code: string, form: string): string | null =>
    word(list, `${code}_${form}`) ?? word(list, code);
  /** By form and code. Most lines of a document have the same few units. */
  const unitWords = new Map<string, Map<string, string>>();
  const unit: Locale['unit'] = (code, quantity) => {
    const form = quantity === undefined ? 'other' : formOf(Number(quantity));
    let ofForm = unitWords.get(form);
    if (ofForm === undefined) unitWords.set(form, (ofForm = new Map<string, string>()));
    let found = ofForm.get(code);
    if (found === undefined) {
      found = unitInForm(code, form);
      if (ofForm.size < 1000) ofForm.set(code, found);
    }
    return found;
  };
  const unitInForm = (code: string, form: string): string => {
    // Recommendation 20 takes the package codes of Recommendation 21 in with a leading X.
    const packageWord = code.startsWith('X') && code.length > 2 && wordInForm('units:package', code.slice(1), form);
    return wordInForm('units:measure', code, form) ?? (packageWord || code);
  };
  return {
    name,
    rtl,
    comma: text('common:intl.list', { first: '', second: '' }),
    ...decimals,
    ...dates,
    text,
    word,
    unit,
    quantity: (value, code) =>
      code === undefined ? decimals.number(value) : `${decimals.number(value)}${noBreakSpace}${unit(code, value)}`,
    country: (code) => countryOf(code).name,
    address: (address, homeCountry) => addressLines(address, countryInCapitals, homeCountry),
    party: (names, address, homeCountry) => partyLines(names, address, countryInCapitals, homeCountry),
  };
}

/** Numbers stay numbers: `count` chooses the plural. */
function isolatedValues(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const entries = Object.entries(values);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, typeof value === 'string' ? isolated(value) : value]),
  );
}

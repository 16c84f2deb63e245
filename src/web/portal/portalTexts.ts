import { readdir } from 'node:fs/promises';
import { resolveLocale } from '../../model/localeTags.ts';
import { readTexts } from '../readTexts.ts';

/** Every text of the portal; each language must have all of them. Plurals end in `_one`, `_few`, … as CLDR asks. */
export const portalKeys = [
  'skip',
  'navigation',
  'title',
  'documentsFor',
  'search',
  'searchHint',
  'newest',
  'earlier',
  'found',
  'open',
  'download',
  'none',
  'noMatch',
  'showAll',
  'page',
  'pages_other',
  'size',
  'type',
  'number',
  'date',
  'from',
  'validUntil',
  'types.invoice',
  'types.delivery-note',
  'types.shipping-label',
  'linkInvalid.title',
  'linkInvalid.text',
  'linkExpired.title',
  'linkExpired.text',
  'notFound.title',
  'notFound.text',
] as const;
type PluralForm = Intl.LDMLPluralRule;
export type PortalKey = (typeof portalKeys)[number] | `pages_${PluralForm}`;
const pluralForm = /_(?:zero|one|two|few|many)$/;

/** The portal's words in one language. */
export interface PortalWords {
  readonly lang: string;
  text(key: PortalKey, values?: Readonly<Record<string, string>>): string;
  /** "Invoice" for `invoice`; a type without a word is called by its name. */
  typeName(type: string): string;
  pages(count: number): string;
  date(at: Date): string;
  size(bytes: number): string;
}

export interface PortalTexts {
  /** The words for a locale such as `de-AT`; without a known one those of the default. */
  of(locale: string | null): PortalWords;
  /** The words for a browser's Accept-Language (RFC 9110 §12.5.4), for pages whose reader we do not know. */
  accepted(header: string | undefined): PortalWords;
}

/**
 * Reads `<language>/portal.json` of every language; a regional one (`de-AT`) says only what differs. There is no falling
 * back to another language: a missing or unknown key stops the start.
 */
export async function loadPortalTexts(localesDir: string, defaultLocale: string): Promise<PortalTexts> {
  const entries = await readdir(localesDir, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const byLanguage = new Map<string, PortalWords>();
  for (const name of names) {
    const texts = await readTexts(localesDir, names, name, 'portal');
    const missing = portalKeys.filter((key) => !texts.has(key));
    const unknown = [...texts.keys()].filter(
      (key) =>
        !(portalKeys as readonly string[]).includes(key.replace(pluralForm, '_other')) && !key.startsWith('types.'),
    );
    if (missing.length > 0) throw new Error(`${localesDir}/${name}/portal.json lacks ${missing.join(', ')}`);
    if (unknown.length > 0) {
      throw new Error(`${localesDir}/${name}/portal.json has texts that no page uses: ${unknown.join(', ')}`);
    }
    const common = await readTexts(localesDir, names, name, 'common');
    byLanguage.set(name, wordsOf(name, common.get('intl.tag') ?? name, texts));
  }
  const find = (tag: string) => byLanguage.get(resolveLocale(names, tag) ?? '');
  const fallback = find(defaultLocale);
  if (fallback === undefined) throw new Error(`${localesDir} has no ${defaultLocale}/portal.json`);
  return {
    of: (locale) => (locale === null ? undefined : find(locale)) ?? fallback,
    accepted: (header = '') => {
      for (const locale of preferences(header)) {
        const words = find(locale);
        if (words !== undefined) return words;
      }
      return fallback;
    },
  };
}

function preferences(header: string): string[] {
  return header
    .split(',')
    .map((part) => {
      const [locale = '', weight] = part.split(';q=');
      return { locale: locale.trim(), weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ locale }) => locale);
}

/** @param locale Tag given to `Intl`, the same as on paper: English has the day before the month. */
function wordsOf(lang: string, locale: string, texts: ReadonlyMap<string, string>): PortalWords {
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
  const numbers = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });
  const plurals = new Intl.PluralRules(lang);
  const text: PortalWords['text'] = (key, values = {}) =>
    (texts.get(key) ?? '').replaceAll(/\{\{(\w+)\}\}/g, (_all, name: string) => values[name] ?? '');
  return {
    lang,
    text,
    typeName: (type) => texts.get(`types.${type}`) ?? type,
    pages: (count) =>
      text(texts.has(`pages_${plurals.select(count)}`) ? `pages_${plurals.select(count)}` : 'pages_other', {
        count: numbers.format(count),
      }),
    date: (at) => dates.format(at),
    size: (bytes) => text('size', { size: numbers.format(bytes / 1000) }),
  };
}

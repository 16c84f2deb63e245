import { readdir } from 'node:fs/promises';
import { resolveLocale } from '../../model/localeTags.ts';
import { readTexts } from '../../web/readTexts.ts';

/** The words of the site's page in one language, with figures, days and times as they are written there. */
export interface SiteWords {
  /** Name of the locale's folder, a BCP 47 tag. */
  readonly lang: string;
  /** The text of a key of `site.json`, with its values; figures as they are written there. Throws for an unknown key. */
  text(key: string, values?: Readonly<Record<string, string | number>>): string;
  /** Whether there is such a text: for codes that come from elsewhere. */
  has(key: string): boolean;
  number(value: number): string;
  /** An instant in the time zone of the machine, which stands at the site: day and time, or the time only when it is today. */
  moment(at: Date): string;
  /** A calendar day, YYYY-MM-DD. */
  day(date: string): string;
}

export interface SiteTexts {
  /** Names of the locales, with what each language calls itself, in the order of these names. */
  readonly languages: readonly { readonly lang: string; readonly name: string }[];
  /** The words for a locale such as `de-LI`; null where no installed one serves it. */
  find(locale: string): SiteWords | null;
}

/** Reads `<language>/site.json` of every language; a regional one (`de-AT`) says only what differs. */
export async function loadSiteTexts(localesDir: string): Promise<SiteTexts> {
  const entries = await readdir(localesDir, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  const byName = new Map<string, SiteWords>();
  for (const name of names) {
    const texts = await readTexts(localesDir, names, name, 'site');
    const common = await readTexts(localesDir, names, name, 'common');
    if (texts.size > 0) byName.set(name, wordsOf(name, common.get('intl.tag') ?? name, texts));
  }
  const installed = [...byName.keys()];
  const languages = installed
    .map((lang) => ({ lang, name: ownName(lang) }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en'));
  return { languages, find: (locale) => byName.get(resolveLocale(installed, locale) ?? '') ?? null };
}

/** What a language calls itself, with a capital where it has them: a list of languages is no sentence. */
function ownName(lang: string): string {
  const name = new Intl.DisplayNames([lang], { type: 'language', languageDisplay: 'standard' }).of(lang) ?? lang;
  // Georgian has capitals too, for whole headlines only, and few fonts.
  if (/^\p{Script=Georgian}/u.test(name)) return name;
  return name.charAt(0).toLocaleUpperCase(lang) + name.slice(1);
}

/** @param tag Given to `Intl`, the same as on paper. */
function wordsOf(lang: string, tag: string, texts: ReadonlyMap<string, string>): SiteWords {
  const numbers = new Intl.NumberFormat(tag);
  const times = new Intl.DateTimeFormat(tag, { timeStyle: 'short' });
  const moments = new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'short' });
  const days = new Intl.DateTimeFormat(tag, { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' });
  const find = (key: string): string => {
    const text = texts.get(key);
    if (text === undefined) throw new Error(`locales/${lang}/site.json has no text "${key}"`);
    return text;
  };
  return {
    lang,
    has: (key) => texts.has(key),
    text: (key, values = {}) =>
      find(key).replaceAll(/\{\{(\w+)\}\}/g, (_all, name: string) => {
        const value = values[name];
        return typeof value === 'number' ? numbers.format(value) : (value ?? '');
      }),
    number: (value) => numbers.format(value),
    moment: (at) => (at.toDateString() === new Date().toDateString() ? times : moments).format(at),
    day: (date) => days.format(new Date(`${date}T00:00:00Z`)),
  };
}

import { createInstance } from 'i18next';
import { PostwerkError } from '../../errors.ts';
import type { Locale } from './locale.ts';
import { createLocale } from './locale.ts';
import { resolveLocale } from '../../model/localeTags.ts';
import { pseudoLocaleName, pseudoTexts } from './pseudoLocale.ts';
import { readTexts, type Released, textKeys } from './readTexts.ts';

export interface LocaleLibrary {
  /** Names of the installed locales, sorted. */
  readonly names: readonly string[];
  /** The installed locale that serves a BCP 47 tag (`de-AT` is served by `de`), or null. */
  readonly resolve: (tag: string) => string | null;
  /** Every text's key as `namespace:key`, without plural suffix. */
  readonly keys: ReadonlySet<string>;
  /** @throws PostwerkError `compose.unknown-locale`. */
  readonly get: (name: string) => Locale;
}

/**
 * Loads every language below `localesDir` into one i18next instance of its own; there is no global one.
 *
 * @param pseudo Adds the pseudo-locale made of `en`.
 * @param released Namespaces that only some languages have, with these.
 * @throws PostwerkError `compose.locale-invalid` where languages do not have the same texts.
 */
export function createLocaleLibrary(localesDir: string, pseudo = false, released?: Released): LocaleLibrary {
  const texts = new Map(readTexts(localesDir, released));
  const english = texts.get('en');
  if (pseudo && english !== undefined) texts.set(pseudoLocaleName, pseudoTexts(english));
  const names = [...texts.keys()];
  const namespaces = [...new Set([...texts.values()].flatMap((ofLanguage) => Object.keys(ofLanguage)))];
  const instance = createInstance();
  // Everything is at hand already, so init is done when it returns.
  void instance.init({
    initAsync: false,
    resources: Object.fromEntries(texts),
    supportedLngs: names,
    ns: namespaces,
    // No language stands in for another: a missing word is an error, not English on a Hungarian paper.
    fallbackLng: false,
    load: 'currentOnly',
    // Values are escaped once, by Handlebars.
    interpolation: { escapeValue: false, skipOnVariables: true },
    missingInterpolationHandler: (text: string, match: readonly string[]) => {
      throw new PostwerkError('compose.missing-text', `The text "${text}" wants the value ${match[0] ?? ''}.`);
    },
  });

  // A process writes in a few of them, and each brings formats of its own: made when first asked for.
  const locales = new Map<string, Locale>();
  return {
    names,
    keys: new Set([...texts.values()].flatMap((ofLanguage) => textKeys(ofLanguage))),
    resolve: (tag) => resolveLocale(names, tag),
    get(name) {
      let locale = locales.get(name);
      if (locale === undefined) {
        if (!texts.has(name)) {
          throw new PostwerkError('compose.unknown-locale', `"${name}" is not one of ${names.join(', ')}.`);
        }
        locale = createLocale(name, instance);
        locales.set(name, locale);
      }
      return locale;
    },
  };
}

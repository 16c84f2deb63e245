import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createLocaleLibrary } from '../../../../src/compose/locale/localeLibrary.ts';
import { parentLocale } from '../../../../src/model/localeTags.ts';

const localesDir = fileURLToPath(new URL('../../../../locales/', import.meta.url));
const names = readdirSync(localesDir);
const library = createLocaleLibrary(localesDir);

/** What a file says itself: `namespace:key` to text. */
function ownTexts(name: string): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  const add = (prefix: string, tree: object): void => {
    for (const [key, value] of Object.entries(tree) as [string, unknown][]) {
      if (typeof value === 'string') texts.set(prefix + key, value);
      else add(`${prefix}${key}.`, value as object);
    }
  };
  for (const file of readdirSync(`${localesDir}${name}`)) {
    add(`${file.replace('.json', '')}:`, JSON.parse(readFileSync(`${localesDir}${name}/${file}`, 'utf8')) as object);
  }
  return texts;
}

const texts = new Map(names.map((name) => [name, ownTexts(name)]));
const english = texts.get('en') ?? new Map<string, string>();
const textsOf = (name: string) => [...(texts.get(name) ?? [])];
const pluralForm = /_(zero|one|two|few|many|other)$/;
const baseOf = (key: string) => key.replace(pluralForm, '');
const placeholders = (text: string) => [...new Set(text.match(/\{\{\w+\}\}/g) ?? [])].toSorted();
const englishPlaceholders = new Map([...english].map(([key, text]) => [baseOf(key), placeholders(text)]));

it('there are twenty-seven', () => {
  expect(names.toSorted()).toEqual(
    ['ar bg bs cs de de-AT de-CH el en es fr hr hu it ja ka mk pl', 'ro sk sl sr-Cyrl sr-Latn tr uk zh-Hans zh-Hant']
      .join(' ')
      .split(' '),
  );
  expect(library.names).toEqual(names.toSorted());
});

describe.each(names)('%s', (name) => {
  it('keeps the placeholders of every text', () => {
    const rules = new Intl.PluralRules(name);
    // "One page", "two pages": a form that stands for a single number may say it in a word.
    const saysItself = (form: string | undefined) =>
      Array.from({ length: 200 }, (_, number) => rules.select(number)).filter((selected) => selected === form)
        .length === 1;
    const wrong = textsOf(name).filter(([key, text]) => {
      const wanted = (englishPlaceholders.get(baseOf(key)) ?? []).filter(
        (placeholder) =>
          text.includes(placeholder) || placeholder !== '{{count}}' || !saysItself(pluralForm.exec(key)?.[1]),
      );
      return String(placeholders(text)) !== String(wanted);
    });
    expect(wrong).toEqual([]);
  });

  it('has the plural forms of its language and no others', () => {
    // The Romance languages have a form of their own for millions, which no document of ours counts in words.
    const spare = /^(?:es|fr|it)$/.test(name) ? ['many'] : [];
    const categories = new Intl.PluralRules(name).resolvedOptions().pluralCategories;
    const wanted = categories.filter((form) => !spare.includes(form)).toSorted();
    const forms = new Map<string, string[]>();
    for (const [key, text] of textsOf(name)) {
      const form = pluralForm.exec(key)?.[1];
      expect(text, key).toBe(text.trim());
      if (form !== undefined) forms.set(baseOf(key), [...(forms.get(baseOf(key)) ?? []), form]);
    }
    const wrong = [...forms].filter(([key, own]) => {
      const plain = texts.get(name)?.has(key) === true;
      const all = plain ? [...own, ...wanted.filter((form) => !own.includes(form))] : own;
      return String(all.toSorted()) !== String(wanted);
    });
    expect(wrong).toEqual([]);
  });

  it('has words of its own', () => {
    const international =
      /^(?:common:(?:subtotal|watermark\.proforma)|delivery-note:transport|invoice:contract)$|^units:/;
    const borrowed = textsOf(name).filter(
      ([key, text]) =>
        name !== 'en' &&
        // Codes and short words are the same in many languages.
        text.replaceAll(/\{\{\w+\}\}|[^\p{L}]/gu, '').length > 7 &&
        english.get(key) === text &&
        !international.test(key),
    );
    expect(borrowed).toEqual([]);
  });

  it('writes numbers, dates and units without a blank where a line may end', () => {
    const locale = library.get(name);
    for (const text of [
      locale.money('1234567.8', 'EUR'),
      locale.percent('8.1'),
      locale.date('2026-11-05'),
      locale.quantity('3', 'KGM'),
    ]) {
      expect(text, text).not.toMatch(/[ \u2009]/);
    }
  });
});

describe('a regional locale', () => {
  const regional = names.filter((name) => parentLocale(names, name) !== null);
  it('says only what differs from its language', () => {
    expect(regional).toEqual(expect.arrayContaining(['de-AT', 'de-CH']));
    for (const name of regional) {
      const parent = texts.get(parentLocale(names, name) ?? '');
      expect(textsOf(name).filter(([key, text]) => parent?.get(key) === text)).toEqual([]);
    }
  });

  it('of Switzerland has no ß and the terms of its tax', () => {
    const swiss = library.get('de-CH');
    for (const key of library.keys) {
      if (!texts.get('de')?.has(key) && !texts.get('de-CH')?.has(key)) continue;
      const values = Object.fromEntries((englishPlaceholders.get(key) ?? []).map((name) => [name.slice(2, -2), '0']));
      expect(swiss.text(key, values), key).not.toMatch(/ß|USt|Umsatzsteuer/);
    }
    expect(swiss.text('invoice:vat')).toBe('MWST');
    expect(swiss.money('1234.5', 'CHF')).toMatch(/^CHF\u00a01['’]234\.50$/);
  });
});

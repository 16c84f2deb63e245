import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { PostwerkError } from '../../errors.ts';
import { parentLocale } from '../../model/localeTags.ts';

/** Texts of one language: namespace (file name without `.json`) to nested keys. */
export type LocaleTexts = Readonly<Record<string, TextTree>>;
export interface TextTree {
  readonly [key: string]: string | TextTree;
}

/** Namespaces that only some languages have, with their names: the words of a type that is not released in all. */
export type Released = ReadonlyMap<string, readonly string[]>;

/** Plural forms differ between languages, so `_one`, `_few`, `_other` … count as one key. */
const pluralSuffix = /_(?:zero|one|two|few|many|other)$/;

/**
 * Reads `<localesDir>/<language>/<namespace>.json` of every language and refuses a key that one language has and
 * another lacks: a missing word must show at release time, not on a customer's paper. A regional locale such as
 * `de-AT` may leave out whatever is the same in `de`.
 *
 * @param released Namespaces that only some languages have, with these.
 * @throws PostwerkError `compose.locale-invalid` with file and key.
 */
export function readTexts(localesDir: string, released: Released = new Map()): ReadonlyMap<string, LocaleTexts> {
  const languages = existsSync(localesDir)
    ? readdirSync(localesDir, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => entry.name)
        .sort()
    : [];
  if (languages.length === 0) {
    throw new PostwerkError('compose.locale-invalid', `No languages in ${localesDir}: expected folders such as "de".`);
  }
  // Who edits templates reads the same texts again and again.
  const seal = sealOf(localesDir, languages, released);
  if (lastRead?.seal === seal) return lastRead.texts;
  // Sorted, so that a parent comes before the regions that build on it.
  const all = new Map<string, LocaleTexts>();
  for (const language of languages) {
    const own = readLanguage(localesDir, language);
    const parent = all.get(parentLocale(languages, language) ?? '');
    all.set(language, parent === undefined ? own : (overlay(parent, own) as LocaleTexts));
  }
  compareKeys(localesDir, all, released);
  lastRead = { seal, texts: all };
  return all;
}

let lastRead: { readonly seal: string; readonly texts: ReadonlyMap<string, LocaleTexts> } | null = null;

/** Changes when a file of the languages comes, goes or is written. */
function sealOf(localesDir: string, languages: readonly string[], released: Released): string {
  const files = languages.flatMap((language) =>
    readdirSync(join(localesDir, language)).map((name) => {
      const { mtimeMs, size } = statSync(join(localesDir, language, name));
      return `${language}/${name} ${mtimeMs} ${size}`;
    }),
  );
  return JSON.stringify([localesDir, files, [...released]]);
}

function readLanguage(localesDir: string, language: string): LocaleTexts {
  const folder = join(localesDir, language);
  const forms = pluralForms(folder, language);
  const texts: Record<string, TextTree> = {};
  for (const name of readdirSync(folder).sort()) {
    if (!name.endsWith('.json')) continue;
    const file = join(folder, name);
    texts[name.slice(0, -'.json'.length)] = withAllForms(checkedTree(file, parse(file), ''), forms);
  }
  return texts;
}

/** The plural forms that CLDR knows for the language, besides `other`. */
function pluralForms(folder: string, language: string): readonly string[] {
  try {
    const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
    return pluralCategories.filter((form) => form !== 'other');
  } catch {
    throw new PostwerkError('compose.locale-invalid', `${folder}: "${language}" is no language tag such as "de-AT".`);
  }
}

/** A form that is left out reads like `_other`: French writes a million (`_many`) like any other number on our papers. */
function withAllForms(tree: TextTree, forms: readonly string[]): TextTree {
  const filled: Record<string, string | TextTree> = {};
  for (const [key, value] of Object.entries(tree)) {
    filled[key] = typeof value === 'string' ? value : withAllForms(value, forms);
    if (!key.endsWith('_other')) continue;
    for (const form of forms) filled[key.replace(pluralSuffix, `_${form}`)] ??= value;
  }
  // What the file says itself stands, wherever it stands in the file.
  return { ...filled, ...Object.fromEntries(Object.entries(tree).filter(([, value]) => typeof value === 'string')) };
}

function parse(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new PostwerkError('compose.locale-invalid', `${file}: ${(error as Error).message}`);
  }
}

function checkedTree(file: string, value: unknown, path: string): TextTree {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new PostwerkError('compose.locale-invalid', `${file}: "${path}" must be an object of texts.`);
  }
  for (const [key, entry] of Object.entries(value)) {
    const name = path === '' ? key : `${path}.${key}`;
    if (typeof entry !== 'string') checkedTree(file, entry, name);
    else if (entry.trim() === '') throw new PostwerkError('compose.locale-invalid', `${file}: "${name}" is empty.`);
    const plain = key.replace(pluralSuffix, '');
    if (key !== plain && !(`${plain}_other` in value) && !(plain in value)) {
      throw new PostwerkError('compose.locale-invalid', `${file}: the plural "${name}" has no form for "_other".`);
    }
  }
  return value as TextTree;
}

/** The parent's texts with a region's own put over them; a plural is replaced with all its forms. */
function overlay(parent: TextTree, own: TextTree): TextTree {
  const replaced = new Set(Object.keys(own).map((key) => key.replace(pluralSuffix, '')));
  const texts: Record<string, string | TextTree> = {};
  for (const [key, value] of Object.entries(parent)) {
    const ownValue = own[key];
    if (typeof value === 'object' && typeof ownValue === 'object') texts[key] = overlay(value, ownValue);
    else if (!replaced.has(key.replace(pluralSuffix, ''))) texts[key] = value;
  }
  for (const [key, value] of Object.entries(own)) texts[key] ??= value;
  return texts;
}

function keysOf(tree: TextTree, prefix = ''): string[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [`${prefix}${key.replace(pluralSuffix, '')}`] : keysOf(value, `${prefix}${key}.`),
  );
}

/** Every text's key as `namespace:key`, without plural suffix. */
export function textKeys(texts: LocaleTexts): string[] {
  return Object.entries(texts).flatMap(([namespace, tree]) => keysOf(tree, `${namespace}:`));
}

/** So many missing texts are named at once. */
const mostNamed = 20;

function compareKeys(localesDir: string, all: ReadonlyMap<string, LocaleTexts>, released: Released): void {
  const keys = new Map([...all].map(([language, texts]) => [language, new Set(textKeys(texts))]));
  const everyKey = new Set([...keys.values()].flatMap((own) => [...own]));
  const problems: string[] = [];
  for (const [language, own] of keys) {
    if (own.size === everyKey.size) continue;
    for (const missing of everyKey) {
      const [namespace = '', key = ''] = missing.split(':');
      if (own.has(missing) || released.get(namespace)?.includes(language) === false) continue;
      const other = [...keys].find(([, theirs]) => theirs.has(missing))?.[0] ?? '';
      const file = join(localesDir, language, `${namespace}.json`);
      problems.push(`${file} lacks the text "${key}" that "${other}" has.`);
    }
  }
  if (problems.length === 0) return;
  const more = problems.length > mostNamed ? [`And ${problems.length - mostNamed} more.`] : [];
  throw new PostwerkError('compose.locale-invalid', [...problems.slice(0, mostNamed), ...more].join('\n'));
}

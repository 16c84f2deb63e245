import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PostwerkError } from '../../errors.ts';

/** Texts of one language: namespace (file name without `.json`) to nested keys. */
export type LocaleTexts = Readonly<Record<string, TextTree>>;
export interface TextTree {
  readonly [key: string]: string | TextTree;
}

/**
 * Reads `<localesDir>/<language>/<namespace>.json` of every language and refuses a key that one language has and
 * another lacks: a missing word must show at release time, not on a customer's paper.
 *
 * @throws PostwerkError `compose.locale-invalid` with file and key.
 */
export function readTexts(localesDir: string): ReadonlyMap<string, LocaleTexts> {
  const languages = existsSync(localesDir)
    ? readdirSync(localesDir, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => entry.name)
        .sort()
    : [];
  if (languages.length === 0) {
    throw new PostwerkError('compose.locale-invalid', `No languages in ${localesDir}: expected folders such as "de".`);
  }
  const all = new Map(languages.map((language) => [language, readLanguage(join(localesDir, language))]));
  compareKeys(localesDir, all);
  return all;
}

function readLanguage(folder: string): LocaleTexts {
  const texts: Record<string, TextTree> = {};
  for (const name of readdirSync(folder).sort()) {
    if (!name.endsWith('.json')) continue;
    const file = join(folder, name);
    texts[name.slice(0, -'.json'.length)] = checkedTree(file, parse(file), '');
  }
  return texts;
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
    if (typeof entry !== 'string') checkedTree(file, entry, path === '' ? key : `${path}.${key}`);
    else if (entry.trim() === '') {
      throw new PostwerkError('compose.locale-invalid', `${file}: "${path === '' ? key : `${path}.${key}`}" is empty.`);
    }
  }
  return value as TextTree;
}

/** Plural forms differ between languages, so `_one`, `_few`, `_other` … count as one key. */
const pluralSuffix = /_(?:zero|one|two|few|many|other)$/;

function keysOf(tree: TextTree, prefix = ''): string[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [`${prefix}${key.replace(pluralSuffix, '')}`] : keysOf(value, `${prefix}${key}.`),
  );
}

/** Every text's key as `namespace:key`, without plural suffix. */
export function textKeys(texts: LocaleTexts): string[] {
  return Object.entries(texts).flatMap(([namespace, tree]) => keysOf(tree, `${namespace}:`));
}

function compareKeys(localesDir: string, all: ReadonlyMap<string, LocaleTexts>): void {
  const keys = new Map([...all].map(([language, texts]) => [language, new Set(textKeys(texts))]));
  for (const [language, own] of keys) {
    for (const [other, theirs] of keys) {
      const missing = [...theirs].find((key) => !own.has(key));
      if (missing !== undefined) {
        const [namespace = '', key = ''] = missing.split(':');
        throw new PostwerkError(
          'compose.locale-invalid',
          `${join(localesDir, language, `${namespace}.json`)} lacks the text "${key}" that "${other}" has.`,
        );
      }
    }
  }
}

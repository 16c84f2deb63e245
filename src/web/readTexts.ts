import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parentLocale } from '../model/localeTags.ts';

/**
 * Texts of one file of a locale by key (`types.invoice`), over those of the locale it builds on.
 * @param names of the installed locales
 * @param file without ending. A locale without it has the texts of the one it builds on, or none.
 */
export async function readTexts(
  localesDir: string,
  names: readonly string[],
  name: string,
  file: string,
): Promise<Map<string, string>> {
  const parent = parentLocale(names, name);
  const texts = parent === null ? new Map<string, string>() : await readTexts(localesDir, names, parent, file);
  const path = join(localesDir, name, `${file}.json`);
  if (!existsSync(path)) return texts;
  for (const [key, text] of flatten(JSON.parse(await readFile(path, 'utf8')) as object)) texts.set(key, text);
  return texts;
}

function* flatten(value: object, prefix = ''): Generator<readonly [string, string]> {
  for (const [name, inner] of Object.entries(value) as [string, unknown][]) {
    if (typeof inner === 'string') yield [prefix + name, inner];
    else if (typeof inner === 'object' && inner !== null) yield* flatten(inner, `${prefix}${name}.`);
  }
}

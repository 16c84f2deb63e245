import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadSiteTexts, type SiteTexts } from '../../../../src/site/page/siteTexts.ts';

const root = new URL('../../../../', import.meta.url);
const localesDir = fileURLToPath(new URL('locales', root));
let texts: SiteTexts;

beforeAll(async () => {
  texts = await loadSiteTexts(localesDir);
});

describe('the words of the site’s page', () => {
  test('are there in every language that documents have', () => {
    const folders = readdirSync(localesDir, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(texts.languages.map(({ lang }) => lang).sort()).toEqual(folders.map(({ name }) => name).sort());
    expect(texts.languages).toContainEqual({ lang: 'ka', name: 'ქართული' });
    expect(texts.find('de-LI')?.lang).toBe('de');
    expect(texts.find('tlh')).toBeNull();
  });

  test('hold every text that the page asks for by its name', () => {
    const folder = new URL('src/site/page/', root);
    const asked = readdirSync(folder).flatMap((file) =>
      [...readFileSync(new URL(file, folder), 'utf8').matchAll(/words?\.text\(\s*'([\w.-]+)'/g)].map(
        (match) => match[1] ?? '',
      ),
    );
    expect(asked.length).toBeGreaterThan(50);
    const english = texts.find('en');
    expect([...new Set(asked)].filter((key) => english?.has(key) !== true)).toEqual([]);
  });

  test('write figures and days as their language does', () => {
    const german = texts.find('de');
    expect(german?.text('ahead.left', { count: 12_345 })).toBe('Noch vorhandene Nummern: 12.345');
    expect(german?.day('2026-11-23')).toBe('Mo., 23. Nov.');
    expect(() => german?.text('no.such.text')).toThrow('no.such.text');
  });
});

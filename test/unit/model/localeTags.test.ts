import { describe, expect, it } from 'vitest';
import { parentLocale, resolveLocale } from '../../../src/model/localeTags.ts';

const installed = ['ar', 'bs', 'de', 'de-AT', 'de-CH', 'en', 'hu', 'sr-Cyrl', 'sr-Latn', 'zh-Hans', 'zh-Hant'];
const serves = (tag: string) => resolveLocale(installed, tag);

describe('the locale that serves a tag', () => {
  it.each([
    ['de', 'de'],
    ['de-AT', 'de-AT'],
    ['de-LI', 'de'],
    ['DE_ch', 'de-CH'],
    ['de-CH-1996', 'de-CH'],
    ['de-Latn-CH', 'de-CH'],
    ['en-US', 'en'],
    ['ar-EG', 'ar'],
    [' hu-HU ', 'hu'],
  ])('%s: its region before its language (%s)', (tag, locale) => expect(serves(tag)).toBe(locale));

  it.each([
    ['zh', 'zh-Hans'],
    ['zh-CN', 'zh-Hans'],
    ['zh-SG', 'zh-Hans'],
    ['zh-TW', 'zh-Hant'],
    ['zh-HK', 'zh-Hant'],
    ['zh-Hant-TW', 'zh-Hant'],
    ['zh-Hans-HK', 'zh-Hans'],
    ['sr', 'sr-Cyrl'],
    ['sr-RS', 'sr-Cyrl'],
    ['sr-BA', 'sr-Cyrl'],
    ['sr-ME', 'sr-Latn'],
    ['sr-Latn-RS', 'sr-Latn'],
    ['bs-BA', 'bs'],
  ])('%s: in the script that is likely there (%s)', (tag, locale) => expect(serves(tag)).toBe(locale));

  it.each(['nb', 'pt-BR', 'bs-Cyrl', 'de-Hebr', 'x-private', 'german', '', '!', 'de-'])('nobody serves "%s"', (tag) =>
    expect(serves(tag)).toBeNull(),
  );

  it('never serves a language by the words of one region', () => {
    expect(resolveLocale(['de-AT', 'en'], 'de')).toBeNull();
    expect(resolveLocale(['de-AT', 'en'], 'de-DE')).toBeNull();
    expect(resolveLocale(['zh'], 'zh-TW')).toBeNull();
  });
});

describe('the locale that a regional one builds on', () => {
  it('is its longest beginning', () => {
    expect(parentLocale(installed, 'de-AT')).toBe('de');
    expect(parentLocale([...installed, 'zh-Hant-HK'], 'zh-Hant-HK')).toBe('zh-Hant');
    expect(parentLocale(installed, 'de')).toBeNull();
    expect(parentLocale(installed, 'sr-Latn')).toBeNull();
  });
});

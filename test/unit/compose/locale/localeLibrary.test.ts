import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chooseLocale } from '../../../../src/compose/locale/chooseLocale.ts';
import { createLocaleLibrary } from '../../../../src/compose/locale/localeLibrary.ts';

const localesDir = fileURLToPath(new URL('../../../../locales', import.meta.url));
const library = createLocaleLibrary(localesDir);
const de = library.get('de');
const en = library.get('en');
const hu = library.get('hu');

describe('choosing a language', () => {
  const installed = library.names;
  it('goes from document to recipient to sender to default', () => {
    expect(chooseLocale(installed, 'hu', 'en', 'de', 'en')).toBe('hu');
    expect(chooseLocale(installed, null, 'en', 'de', 'hu')).toBe('en');
    expect(chooseLocale(installed, undefined, null, 'de', 'hu')).toBe('de');
    expect(chooseLocale(installed, null, null, null, 'hu')).toBe('hu');
  });

  it('serves a region by its language and passes over what nobody serves', () => {
    expect(library.resolve('de-LI')).toBe('de');
    expect(library.resolve('EN_gb')).toBe('en');
    expect(library.resolve('nb-NO')).toBeNull();
    expect(chooseLocale(installed, 'nb', 'hu-HU', 'de', 'en')).toBe('hu');
  });
});

describe('units', () => {
  it('have words in every language, with their plural', () => {
    expect([de.unit('DAY', '1'), de.unit('DAY', '2.5'), en.unit('HUR', '1'), hu.unit('XPX', '3')]).toEqual([
      'Tag',
      'Tage',
      'hour',
      'raklap',
    ]);
    expect(de.unit('X201', '1')).toBe('Europalette');
    expect(en.quantity('1200.50', 'KGM')).toBe('1,200.5\u00a0kg');
  });

  it('fall back to their code, also for codes that would walk the tree of texts', () => {
    expect(de.unit('ABC', '1')).toBe('ABC');
    expect(de.unit('measure.KGM')).toBe('measure.KGM');
    expect(de.unit('__proto__')).toBe('__proto__');
  });
});

describe('dates and countries', () => {
  it('are written as business papers write them', () => {
    expect([de.date('2026-11-05'), en.date('2026-11-05'), hu.date('2026-11-05')]).toEqual([
      '05.11.2026',
      '5\u00a0Nov\u00a02026',
      '2026.\u00a011.\u00a005.',
    ]);
    expect(de.dateRange('2026-10-01', '2026-10-31')).toContain('31.10.2026');
    expect(library.get('cs').dateRange('2026-10-01', '2026-10-31')).toBe(
      '1._10._2026_– 31._10._2026'.replaceAll('_', '\u00a0'),
    );
    expect(library.get('fr').dateRange('2026-10-01', '2026-10-31')).toBe('01/10/2026\u00a0– 31/10/2026');
    expect([de.country('HU'), en.country('HU'), hu.country('HU')]).toEqual(['Ungarn', 'Hungary', 'Magyarország']);
  });

  it('refuse a day that does not exist', () => {
    expect(() => de.date('2026-02-30')).toThrow('YYYY-MM-DD');
    expect(() => de.date('5.11.2026')).toThrow('YYYY-MM-DD');
  });
});

describe('addresses', () => {
  const lines = { line1: 'Fűzfa utca 8.', city: 'Győr', postCode: '9024', country: 'HU' };
  it('follow the order of the country they lie in and name it only abroad', () => {
    expect(hu.address(lines, 'HU')).toEqual(['9024 Győr', 'Fűzfa utca 8.']);
    expect(de.address(lines, 'AT')).toEqual(['9024 Győr', 'Fűzfa utca 8.', 'UNGARN']);
    expect(
      en.address({ line1: '41 Northgate Road', city: 'Leeds', postCode: 'LS10 1DJ', country: 'GB' }, 'GB'),
    ).toEqual(['41 Northgate Road', 'Leeds', 'LS10 1DJ']);
    expect(en.address({ city: 'Chicago', subdivision: 'IL', postCode: '60601', country: 'US' }, 'US')).toEqual([
      'Chicago, IL 60601',
    ]);
  });

  it('leave out what is not told', () => {
    expect(de.address({ country: 'AT' }, 'AT')).toEqual([]);
    expect(de.address({ line1: ' ', city: 'Linz' }, null)).toEqual(['Linz']);
  });
});

describe('texts', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'postwerk-locales-'));
    cpSync(localesDir, folder, { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const edit = (file: string, change: (texts: Record<string, unknown>) => void): void => {
    const texts = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, unknown>;
    change(texts);
    writeFileSync(join(folder, file), JSON.stringify(texts));
  };

  it('that one language lacks are refused with file and key', () => {
    edit('hu/invoice.json', (texts) => delete texts['payable']);
    expect(() => createLocaleLibrary(folder)).toThrow(/hu.invoice\.json lacks the text "payable"/);
  });

  it('that are empty are refused', () => {
    edit('en/common.json', (texts) => (texts['phone'] = ' '));
    expect(() => createLocaleLibrary(folder)).toThrow('"phone" is empty');
  });

  it('of a region are those of its language but for what it says itself', () => {
    mkdirSync(join(folder, 'de-LI'));
    writeFileSync(
      join(folder, 'de-LI', 'invoice.json'),
      JSON.stringify({ vat: 'MWST', titles: { 381: 'Gutschrift (FL)' }, cashDiscount: '{{rate}}: {{count}} T.' }),
    );
    const region = createLocaleLibrary(folder).get('de-LI');
    expect(region.text('invoice:vat')).toBe('MWST');
    expect(region.text('invoice:payable')).toBe(de.text('invoice:payable'));
    expect(region.word('invoice:titles', '381')).toBe('Gutschrift (FL)');
    expect(region.word('invoice:titles', '380')).toBe('Rechnung');
    expect(region.text('invoice:cashDiscount', { count: 1, rate: '2 %' })).toBe('2 %: 1 T.');
    expect(region.unit('DAY', '1')).toBe('Tag');

    writeFileSync(join(folder, 'de-LI', 'invoice.json'), JSON.stringify({ greeting: 'Hoi' }));
    expect(() => createLocaleLibrary(folder)).toThrow('lacks the text "greeting" that "de-LI" has');
  });

  it('lie in folders named by their language', () => {
    mkdirSync(join(folder, 'no language'));
    expect(() => createLocaleLibrary(folder)).toThrow('"no language" is no language tag');
  });

  it('say a plural form that they leave out like all others, and must say that one', () => {
    edit('hu/invoice.json', (texts) => delete texts['cashDiscount_one']);
    expect(createLocaleLibrary(folder).get('hu').text('invoice:cashDiscount', { count: 1, rate: '2%' })).toContain(
      '1 nap',
    );
    edit('hu/invoice.json', (texts) => {
      texts['cashDiscount_one'] = texts['cashDiscount_other'];
      delete texts['cashDiscount_other'];
    });
    expect(() => createLocaleLibrary(folder)).toThrow('"cashDiscount_one" has no form for "_other"');
  });

  it('may have the plural forms of their own language', () => {
    edit('hu/invoice.json', (texts) => {
      texts['cashDiscount'] = '{{count}} nap: {{rate}}';
      delete texts['cashDiscount_one'];
      delete texts['cashDiscount_other'];
    });
    const changed = createLocaleLibrary(folder).get('hu');
    expect(changed.text('invoice:cashDiscount', { count: 3, rate: '2%' })).toBe('3 nap: 2%');
  });

  it('list their parts with the comma of the language', () => {
    expect(['de', 'ja', 'ar', 'zh-Hans'].map((name) => library.get(name).comma)).toEqual([', ', '、', '، ', '，']);
  });

  it('name what is missing', () => {
    expect(() => de.text('invoice:nothing')).toThrow('No text "invoice:nothing"');
    expect(() => de.text('invoice:emailSubject', { title: 'Rechnung' })).toThrow('number');
  });

  it('choose the plural and keep values as they are', () => {
    expect(de.text('invoice:cashDiscount', { count: 1, rate: '2 %' })).toContain('1 Tag');
    expect(de.text('invoice:cashDiscount', { count: 10, rate: '2 %' })).toContain('10 Tagen');
    expect(en.text('invoice:emailQuestions', { name: '$t(common:phone) {{x}}' })).toContain('$t(common:phone) {{x}}');
  });
});

import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../../src/compose/proof/finding.ts';
import { findUnfilled, knownTexts, proveTexts, SentWords } from '../../../../src/compose/proof/proveTexts.ts';
import { fonts, listOf, textItem } from '../drivers/sampleList.ts';

const known = knownTexts(new Set(['invoice:payUntil', 'common:page', 'common:intl.tag', 'units:measure.KGM']));
function prove(text: string, message: object = {}): Finding[] {
  const findings: Finding[] = [];
  for (const page of listOf([textItem(50, 100, text, { line: 3 })]).pages) {
    proveTexts(page, 1, fonts, known, new SentWords(message), findings);
  }
  return findings;
}

describe('proveTexts', () => {
  it.each([
    'Rechnung 4711',
    'Őrségi Kft. „naïve“ Київ Αθήνα',
    'page',
    'Note: page 3 [draft]',
    'https://example.org/invoice',
    'a\u00adb\u2066c\u2069',
    '',
  ])('lets %j pass', (text) => {
    expect(prove(text)).toEqual([]);
  });

  it('names a character its font does not have, with its place', () => {
    expect(prove('Price 米')).toEqual([
      {
        code: 'missing-glyph',
        page: 1,
        x: 50,
        y: 92,
        width: expect.any(Number) as number,
        height: 10.5,
        sentence: '"米" (U+7C73) in "Price 米" has no glyph in its font: paper would show an empty box.',
        line: 3,
      },
    ]);
  });

  it('finds characters outside the basic plane and control characters', () => {
    expect(prove('a😀b')).toMatchObject([{ code: 'missing-glyph' }]);
    expect(prove('a\u0007b')).toMatchObject([{ sentence: expect.stringContaining('U+0007') as string }]);
  });

  it.each([
    ['invoice:payUntil', '"invoice:payUntil" is the key'],
    ['Pay: invoice:payUntil.', '"invoice:payUntil" is the key'],
    ['payUntil', '"payUntil" is the key'],
    ['intl.tag', '"intl.tag" is the key'],
  ])('finds the key in %j', (text, sentence) => {
    expect(prove(text)).toMatchObject([{ code: 'untranslated', sentence: `${sentence} of a text, not its words.` }]);
  });

  it.each(['{{number}}', 'Dear {{name}},', 'undefined', 'NaN', 'null', '[object Object]'])(
    'finds %j, which nobody filled',
    (text) => {
      expect(prove(text)).toMatchObject([{ code: 'unfilled', line: 3 }]);
    },
  );

  it('lets stand what was sent like that', () => {
    expect(prove('Spare part {{A}}', { item: 'Spare part {{A}} "new"' })).toEqual([]);
    expect(prove('payUntil', { reference: 'payUntil' })).toEqual([]);
  });

  it('reads e-mails too', () => {
    expect(findUnfilled('<p>Dear {{name}}</p>', known, new SentWords({}))).toBe(
      '"{{name}}</p>" of a template or a text was not filled.',
    );
    expect(findUnfilled('<a href="https://example.org">invoice</a>', known, new SentWords({}))).toBeNull();
  });
});

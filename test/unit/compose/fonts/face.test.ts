import { describe, expect, it } from 'vitest';
import { createFontBook, faceNames } from '../../../../src/compose/fonts/fontBook.ts';

const fonts = createFontBook();

/** Words of the three languages, names with accents, figures, pairs that kern, ligatures, combining marks. */
const words = [
  ...'Rechnung Lieferschein Versandetikett Zahlungsbedingungen Größe Straße Übergabe AVALON Ta, Te. Yo ISO Øresund'.split(
    ' ',
  ),
  ...'Számla Szállítólevél Győr Tűzoltó fűrész őszibarack Hódmezővásárhely kézbesítés'.split(' '),
  ...'Invoice Delivery note office affine waffle fjord efficient LT VAT AT611904300234573201'.split(' '),
  ...'Київ Одеса Львів Дніпро Ελλάδα Θεσσαλονίκη 1.234,56 € £99.00 (12) "quoted" „so“ – — …'.split(' '),
  'o\u0302\u0323',
  'e\u0301',
  'fi',
  'ffl',
  'a b',
  'Größe 12 mm × 30 m',
  '',
  ' ',
];

describe.each(faceNames)('%s', (name) => {
  const face = fonts.face(name);

  it('measures and shapes exactly as fontkit does', () => {
    const texts = [...words, words.join(' '), ...pairs()];
    for (const text of texts) {
      const run = face.font.layout(text);
      const advances = run.positions.map((position) => position.xAdvance);
      const width = advances.reduce((sum, advance) => sum + advance, 0);
      const glyphs = run.glyphs.map((glyph) => glyph.id);
      expect({ text, width: face.measure(text) }).toEqual({ text, width });
      expect(face.shape(text)).toMatchObject({ glyphs, advances, width });
    }
  });

  it('keeps every character in its clusters', () => {
    for (const text of words) expect(face.shape(text).clusters.join('')).toBe(text);
  });

  it('says which characters it has', () => {
    const letters = Array.from('AzőűØЖΩ€ع中😀');
    expect(letters.filter((letter) => face.has(letter.codePointAt(0) ?? 0)).join('')).toBe('AzőűØЖΩ€');
  });
});

/** Every pair of a sample alphabet: kerning in both orders. */
function pairs(): string[] {
  const letters = Array.from('AFTVWYafijlorvwy.,-„“ÖŐЖГ17 ');
  return letters.flatMap((left) => letters.map((right) => left + right + left));
}

it('shares one parsed face in a process and refuses unknown names', () => {
  expect(createFontBook().face('sans')).toBe(fonts.face('sans'));
  expect(() => fonts.face('comic')).toThrow(RangeError);
  expect(() => fonts.face('toString')).toThrow(RangeError);
});

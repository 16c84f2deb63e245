import { readFileSync } from 'node:fs';
import { Blob, Buffer as ShapingBuffer, Face, Feature, Font, shape } from 'harfbuzzjs';
import { describe, expect, it } from 'vitest';
import { createFontBook, faceNames } from '../../../../src/compose/fonts/fontBook.ts';

const fonts = createFontBook();

/** Words of many languages, names with accents, figures, pairs that kern, letters that could be joined, combining marks. */
const words = [
  ...'Rechnung Lieferschein Versandetikett Zahlungsbedingungen Größe Straße Übergabe AVALON Ta, Te. Yo ISO Øresund'.split(
    ' ',
  ),
  ...'Számla Szállítólevél Győr Tűzoltó fűrész őszibarack Hódmezővásárhely kézbesítés'.split(' '),
  ...'Faktura Příjemce Žďár Łódź Świętokrzyskie dodávateľ İstanbul ağırlık Čakovec Đakovo București Iași'.split(' '),
  ...'Invoice Delivery note office affine waffle fjord efficient LT VAT AT611904300234573201'.split(' '),
  ...'Київ Одеса Львів Дніпро Рахунок Ѓорче Ќ Љубљана Ђорђе Ελλάδα Θεσσαλονίκη Τιμολόγιο Ωμέγα'.split(' '),
  ...'1.234,56 € £99.00 (12) "quoted" „so“ – — …'.split(' '),
  'o\u0302\u0323',
  'e\u0301',
  'fi',
  'ffl',
  'a b',
  'Größe 12 mm × 30 m',
  '',
  ' ',
];

/** HarfBuzz itself, with what `shaper.ts` turns off. */
function harfBuzzOf(path: string, off: readonly string[]) {
  const font = new Font(new Face(new Blob(readFileSync(path))));
  const features = off.map((tag) => new Feature(tag, 0));
  return (text: string) => {
    const buffer = new ShapingBuffer();
    buffer.addText(text);
    buffer.guessSegmentProperties();
    shape(font, buffer, features);
    const advances = buffer.getGlyphPositions().map(({ xAdvance }) => xAdvance);
    return {
      glyphs: buffer.getGlyphInfos().map(({ codepoint }) => codepoint),
      advances,
      width: advances.reduce((sum, advance) => sum + advance, 0),
    };
  };
}

describe.each(faceNames)('%s', (name) => {
  const face = fonts.face(name);
  const harfBuzz = harfBuzzOf(face.file.path, ['liga', 'clig']);

  it('measures and shapes exactly as HarfBuzz does', () => {
    for (const text of [...words, words.join(' '), ...pairs()]) {
      const whole = harfBuzz(text);
      expect({ text, width: face.measure(text) }).toEqual({ text, width: whole.width });
      expect(face.shape(text)).toMatchObject(whole);
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

describe('faces of other scripts', () => {
  it.each([
    ['georgian', 'საქართველო ანგარიშ-ფაქტურა № 12 ჰა ტყ'],
    ['hans', '运单号:增值税发票(共12页)、北京市朝阳区'],
    ['hant', '送貨單(統一編號)臺灣「高雄」'],
    ['jpan', '請求書「東京都」、ありがとうございます。カタカナー'],
  ])('%s is measured without shaping as HarfBuzz measures it', (name, text) => {
    const face = fonts.face(name);
    // Han and Kana stand on squares; that 」 and 、 would share one is left to those who set books.
    const off = face.shaping === 'plain' ? ['liga', 'clig', 'kern'] : ['liga', 'clig'];
    expect(face.shape(text)).toMatchObject(harfBuzzOf(face.file.path, off)(text));
    expect(face.measure(text)).toBe(face.shape(text).width);
  });

  it('sets Arabic from right to left, joined, and keeps the text of each glyph', () => {
    const face = fonts.face('arabic');
    const { glyphs, clusters } = face.shape('السلام', true);
    expect(clusters).toEqual(['م', 'لا', 'س', 'ل', 'ا']);
    const alone = Array.from('السلام', (letter) => face.glyphOf(letter.codePointAt(0) ?? 0));
    expect(glyphs).not.toEqual(alone.toReversed());
  });

  it('gives what several glyphs stand for to one of them', () => {
    expect(fonts.face('thai').shape('น้ำที่').clusters.join('')).toBe('น้ำที่');
  });

  it('draws outlines with the parts of composite glyphs', () => {
    const face = fonts.face('sans');
    const commands = (text: string) => face.outline(face.glyphOf(text.codePointAt(0) ?? 0));
    const contours = (text: string) => commands(text).filter(({ command }) => command === 'closePath').length;
    expect(['I', 'O', 'B', 'i', 'ű', 'Ö', ' '].map(contours)).toEqual([1, 2, 3, 2, 3, 4, 0]);
    for (const { command, args } of commands('S')) {
      expect(args).toHaveLength({ moveTo: 2, lineTo: 2, quadraticCurveTo: 4, closePath: 0 }[command]);
    }
  });
});

it('shares one face in a process and refuses unknown names', () => {
  expect(createFontBook().face('sans')).toBe(fonts.face('sans'));
  expect(() => fonts.face('comic')).toThrow(RangeError);
  expect(() => fonts.face('toString')).toThrow(RangeError);
});

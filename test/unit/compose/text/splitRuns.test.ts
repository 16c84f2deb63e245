import { describe, expect, it } from 'vitest';
import { PostwerkError } from '../../../../src/errors.ts';
import { createFontBook, faceNames } from '../../../../src/compose/fonts/fontBook.ts';
import { splitRuns } from '../../../../src/compose/text/splitRuns.ts';
import type { TextStyle } from '../../../../src/compose/text/textStyle.ts';

const face = createFontBook().face('sans');
const style: TextStyle = { face, size: 1000, scale: 1, leading: 1200, blank: 260, color: '#000000', language: 'en' };

describe('splitRuns', () => {
  it('measures a word with its kerning', () => {
    const width = face.measure('AVATAR');
    expect(splitRuns('AVATAR', style, 1)).toEqual([{ text: 'AVATAR', style, width, level: 0 }]);
  });

  it('composes letters and drops characters that draw nothing', () => {
    expect(splitRuns('e\u0301te\u0301', style, 1)[0]?.text).toBe('été');
    expect(splitRuns('a\u2060b\u200dc\ufeff', style, 1)[0]?.text).toBe('abc');
  });

  it.each([
    ['한국', 'U+D55C'],
    ['\u{12345}', 'U+12345'],
    ['😀', 'U+1F600'],
    ['a\u0085b', 'U+0085'],
  ])('names the character and the text that no face can draw: %s', (text, name) => {
    let error: unknown;
    try {
      splitRuns(`ab${text}`, style, 7);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(PostwerkError);
    expect(error).toMatchObject({ code: 'compose.missing-glyph', place: { line: 7 } });
    expect(String(error)).toContain(name);
    expect(String(error)).toContain(`ab${text}`);
  });
});

/** Faces and texts of the runs that a word falls into. */
function faces(word: string, language = 'en', font = 'sans'): string[] {
  const own = { ...style, face: createFontBook().face(font), language };
  return splitRuns(word, own, 1).map(({ text, style: { face: used } }) => `${used.name} ${text}`);
}

describe('fallback faces', () => {
  it('draws what the sans faces do not have in the same weight', () => {
    expect(faces('№12/საქართველო')).toEqual(['sans №12/', 'georgian საქართველო']);
    expect(faces('საქ', 'ka', 'sans-bold')).toEqual(['georgian-bold საქ']);
    expect(faces('ก่อน', 'th', 'sans-italic')).toEqual(['thai ก่อน']);
    expect(faces('שלום', 'he', 'sans-semibold')).toEqual(['hebrew-semibold שלום']);
  });

  it('takes the shapes of the language for Han characters', () => {
    expect(faces('骨', 'zh-Hans')).toEqual(['hans 骨']);
    expect(faces('骨', 'zh-Hant')).toEqual(['hant 骨']);
    expect(faces('骨', 'zh-TW')).toEqual(['hant 骨']);
    expect(faces('骨', 'ja')).toEqual(['jpan 骨']);
    expect(faces('骨', 'de')).toEqual(['hans 骨']);
    expect(faces('東京タワー', 'de')).toEqual(['jpan 東京タワー']);
  });

  it('takes a character from another tradition rather than give up', () => {
    expect(faces('円丸〒', 'zh-Hant').join('')).toMatch(/円/u);
    expect(faces('㍿', 'zh-Hans')).toHaveLength(1);
    expect(faces('𠮷野家', 'ja').join('')).toContain('𠮷');
  });

  it('sets quotation marks as wide as the characters they stand with', () => {
    expect(faces('“司”', 'zh-Hans')).toEqual(['hans “司”']);
    expect(faces('“ABC”', 'zh-Hans')).toEqual(['sans “ABC”']);
    expect(faces('“司”', 'de')).toEqual(['sans “', 'hans 司', 'sans ”']);
  });

  it('keeps one run for brackets and letters that read from right to left', () => {
    const word = '(نسخة)،';
    const levels = new Uint8Array(word.length).fill(1);
    const runs = splitRuns(word, style, 1, { levels, from: 0 });
    expect(runs.map(({ text, level, style: { face: used } }) => [used.name, text, level])).toEqual([
      ['arabic', word, 1],
    ]);
  });

  it('gives neighbours of one face the same style object', () => {
    const [one] = splitRuns('京', style, 1);
    const [other] = splitRuns('東', style, 2);
    expect(one?.style).toBe(other?.style);
  });
});

describe('the faces', () => {
  // Lines add up widths of words and blanks; a pair that kerns with the blank would make a run narrower than its sum.
  it.each(faceNames)('do not kern with the blank: %s', (name) => {
    const tested = createFontBook().face(name);
    const blank = tested.measure(' ');
    const odd: string[] = [];
    for (let codePoint = 0x21; codePoint < 0x460; codePoint += 1) {
      const letter = String.fromCodePoint(codePoint);
      if (!tested.has(codePoint) || codePoint === 0xad) continue;
      const own = tested.measure(letter);
      if (tested.measure(`${letter} `) !== own + blank || tested.measure(` ${letter}`) !== own + blank)
        odd.push(letter);
    }
    expect(odd).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { PostwerkError } from '../../../../src/errors.ts';
import { createFontBook, faceNames } from '../../../../src/compose/fonts/fontBook.ts';
import { splitRuns } from '../../../../src/compose/text/splitRuns.ts';
import type { TextStyle } from '../../../../src/compose/text/textStyle.ts';

const face = createFontBook().face('sans');
const style: TextStyle = { face, size: 1000, scale: 1, leading: 1200, blank: 260, color: '#000000' };

describe('splitRuns', () => {
  it('measures a word with its kerning', () => {
    expect(splitRuns('AVATAR', style, 1)).toEqual([{ text: 'AVATAR', style, width: face.measure('AVATAR') }]);
  });

  it('composes letters and drops characters that draw nothing', () => {
    expect(splitRuns('e\u0301te\u0301', style, 1)[0]?.text).toBe('été');
    expect(splitRuns('a\u2060b\u200dc\ufeff', style, 1)[0]?.text).toBe('abc');
  });

  it.each([
    ['运', 'U+8FD0'],
    ['مرحبا', 'U+0645'],
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

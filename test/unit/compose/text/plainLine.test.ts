import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFontBook } from '../../../../src/compose/fonts/fontBook.ts';
import { isSolid, plainLine, widthOf } from '../../../../src/compose/text/plainLine.ts';
import { splitWords } from '../../../../src/compose/text/splitWords.ts';
import type { TextStyle } from '../../../../src/compose/text/textStyle.ts';

const face = createFontBook().face('sans');
const scale = 9 / face.unitsPerEm;
const style: TextStyle = {
  face,
  size: 9,
  scale,
  leading: 12,
  blank: face.measure(' ') * scale,
  color: '#000000',
  language: 'en',
};
const measure = (text: string): ReturnType<typeof plainLine> => plainLine(text, style, new Map());

describe('plainLine', () => {
  it('collapses white space, but keeps no-break spaces', () => {
    expect(measure('\n  one \t two ')?.text).toBe('one two');
    expect(measure('\u00a0a\u202fb\u00a0')?.text).toBe('\u00a0a\u202fb\u00a0');
    expect(isSolid(measure('one two')?.advance ?? 0)).toBe(false);
    expect(isSolid(measure('1\u202f234,50\u00a0€')?.advance ?? 0)).toBe(true);
    expect(isSolid(measure('e-mail')?.advance ?? 1)).toBe(false);
  });

  it.each(['', ' \n ', 'a\u00adb', 'a\u200bb', 'a\u0301', 'עברית', '中文', 'ก', '\u2028', '😀', 'a\u0007'])(
    'leaves %j to those who know more',
    (text) => {
      expect(measure(text)).toBeNull();
    },
  );

  it('measures as its words do', () => {
    const letters = fc.constantFrom(
      ...'AVTofi fl.,-–/()&%0123456789 äöüßéőűčšžłțабвгдѣΑΒγδ€№“”’ \u00a0\u202f\n'.split(''),
    );
    fc.assert(
      fc.property(fc.string({ unit: letters, maxLength: 40 }), (text) => {
        const line = measure(text);
        const { words, maxWidth, minWidth } = splitWords([{ text, style, line: 1 }], style);
        if (line === null) return;
        expect(widthOf(line.advance, style)).toBeCloseTo(whole(words, maxWidth), 3);
        if (isSolid(line.advance)) expect(widthOf(line.advance, style)).toBeCloseTo(minWidth, 3);
      }),
      { numRuns: 2000 },
    );
  });
});

/** Parts that touch kern with each other when they stand on one line (layText.ts). */
function whole(words: ReturnType<typeof splitWords>['words'], maxWidth: number): number {
  const touching = words.some((word, index) => index < words.length - 1 && word.gap === 0);
  if (!touching) return maxWidth;
  const text = words.map((word, index) => word.text + (word.gap > 0 && index < words.length - 1 ? ' ' : '')).join('');
  return face.measure(text) * scale;
}

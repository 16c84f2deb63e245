import { describe, expect, it } from 'vitest';
import { breaksWithoutBlanks, splitAtBreaks } from '../../../../src/compose/text/lineBreaks.ts';

const split = (word: string): string => splitAtBreaks(word).join('|');

describe('splitAtBreaks', () => {
  it('may break between Han, Kana and letters', () => {
    expect(split('运单ABC号')).toBe('运|单|ABC|号');
    expect(split('カタカナ')).toBe('カ|タ|カ|ナ');
  });

  it('begins no line with what closes, repeats or lengthens', () => {
    expect(split('公司。北京，上')).toBe('公|司。|北|京，|上');
    expect(split('サービスー、っと')).toBe('サー|ビ|スー、っ|と');
    expect(split('人々')).toBe('人々');
    expect(split('百％')).toBe('百％');
  });

  it('ends no line with what opens', () => {
    expect(split('（北）京')).toBe('（北）|京');
    expect(split('见“承运人”')).toBe('见|“承|运|人”');
    expect(split('「東」')).toBe('「東」');
  });

  it('keeps dashes and dots of two characters together, surrogates and marks with their letters', () => {
    expect(split('天——逾')).toBe('天——|逾');
    expect(split('等……的')).toBe('等……|的');
    expect(split('𠮷野')).toBe('𠮷|野');
    expect(split('か\u3099き')).toBe('か\u3099|き');
  });

  it('breaks Thai between words and never before a vowel sign', () => {
    const parts = splitAtBreaks('กรุณาชำระเงินภายในสามสิบวัน');
    expect(parts.length).toBeGreaterThan(4);
    expect(parts.join('')).toBe('กรุณาชำระเงินภายในสามสิบวัน');
    for (const part of parts) expect(part).not.toMatch(/^[\u0e31\u0e33-\u0e3a\u0e47-\u0e4e]/u);
  });

  it('loses nothing and takes time in proportion to length', () => {
    const long = '国際物流、'.repeat(20_000) + 'ภาษาไทย'.repeat(5000);
    const before = performance.now();
    expect(splitAtBreaks(long).join('')).toBe(long);
    expect(performance.now() - before).toBeLessThan(3000);
  });

  it('leaves Korean and Latin to their blanks', () => {
    expect(Array.from('한aБ-').some((letter) => breaksWithoutBlanks(letter.charCodeAt(0)))).toBe(false);
  });
});

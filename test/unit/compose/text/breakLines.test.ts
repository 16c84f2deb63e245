import { describe, expect, it } from 'vitest';
import { createFontBook } from '../../../../src/compose/fonts/fontBook.ts';
import { breakLines } from '../../../../src/compose/text/breakLines.ts';
import { splitWords } from '../../../../src/compose/text/splitWords.ts';
import type { TextStyle } from '../../../../src/compose/text/textStyle.ts';

const face = createFontBook().face('sans');
const style: TextStyle = {
  face,
  size: 10,
  scale: 10 / face.unitsPerEm,
  leading: 12,
  blank: (face.measure(' ') * 10) / face.unitsPerEm,
  color: '#000000',
  language: 'en',
};
const widthOf = (text: string): number => face.measure(text) * style.scale;

function lines(text: string, width: number): string[] | null {
  const broken = breakLines(splitWords([{ text, style, line: 1 }], style), width);
  return (
    broken?.map((line) =>
      line.map((word, index) => word.text + (word.gap > 0 && index < line.length - 1 ? ' ' : '')).join(''),
    ) ?? null
  );
}

describe('splitWords and breakLines', () => {
  it('collapses white space and fills lines greedily', () => {
    const text = '  the quick\n\t brown   fox ';
    expect(lines(text, 1000)).toEqual(['the quick brown fox']);
    expect(lines(text, widthOf('the quick b'))).toEqual(['the quick', 'brown fox']);
  });

  it('fits a line that is exactly as wide as the column', () => {
    expect(lines('total amount', widthOf('total amount'))).toEqual(['total amount']);
  });

  it('never breaks at a no-break space or in a number', () => {
    expect(lines('Total 1\u202f200,50\u00a0EUR due', widthOf('Total 1 200,50'))).toEqual([
      'Total',
      '1\u202f200,50\u00a0EUR',
      'due',
    ]);
    expect(lines('x -5', widthOf('x -') + 0.1)).toEqual(['x', '-5']);
  });

  it('breaks after a hyphen inside a word and at a zero-width space', () => {
    expect(lines('E-Mail-Adresse', widthOf('E-Mail-A'))).toEqual(['E-Mail-', 'Adresse']);
    expect(lines('aaaa\u200bbbbb', widthOf('aaaab'))).toEqual(['aaaa', 'bbbb']);
  });

  it('draws a soft hyphen only where a line ends', () => {
    const text = 'Lager\u00adverwaltungs\u00adsystem';
    expect(lines(text, 1000)).toEqual(['Lagerverwaltungssystem']);
    expect(lines(text, widthOf('Lagerverwaltungs-'))).toEqual(['Lagerverwaltungs-', 'system']);
    expect(lines(text, widthOf('Lagerver'))?.[0]).toBe('Lager-');
  });

  it('breaks a word wider than the column between characters and loses none', () => {
    const word = 'Donaudampfschifffahrtsgesellschaftskapitänsmütze';
    const broken = lines(word, 60) ?? [];
    expect(broken.length).toBeGreaterThan(3);
    expect(broken.join('')).toBe(word);
    for (const line of broken) expect(widthOf(line)).toBeLessThanOrEqual(60.01);
  });

  it('keeps a base letter and its accent together', () => {
    for (const line of lines('x\u0323x\u0323x\u0323x\u0323x\u0323', widthOf('xx') + 0.1) ?? [])
      expect(line).not.toMatch(/^\u0323/u);
  });

  it('gives up when not one character fits', () => {
    expect(lines('w', 1)).toBeNull();
  });

  it('takes a long text in one word in linear time', () => {
    const started = performance.now();
    expect(lines('abcdefghij'.repeat(10_000), 200)?.join('')).toHaveLength(100_000);
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it('keeps forced breaks, also empty lines', () => {
    const text = { text: 'a', style, line: 1 };
    const broken = breakLines(splitWords([null, text, null, null, text, null], style), 100);
    expect(broken?.map((line) => line.map((word) => word.text).join(''))).toEqual(['', 'a', '', 'a']);
  });
});

import { describe, expect, it } from 'vitest';
import type { DisplayList, TextItem } from '../../../../src/compose/displayList.ts';
import { createFontBook } from '../../../../src/compose/fonts/fontBook.ts';
import { layOut } from '../../../../src/compose/layout/layOut.ts';
import { parseMarkup } from '../../../../src/compose/markup/parseMarkup.ts';

const fonts = createFontBook();
/** A body of 200 pt less headers and footers: lines of 12 pt. */
const lay = (body: string, attributes = ''): DisplayList =>
  layOut(
    parseMarkup(`<document title="T" lang="en" size="300pt 300pt" margin="50pt" ${attributes}>${body}</document>`),
    fonts,
  );
const texts = (list: DisplayList, page = 0): TextItem[] =>
  (list.pages[page]?.items ?? []).filter((item) => item.kind === 'text');
const lines = (count: number): string => Array.from({ length: count }, (_, index) => `<p>${index}</p>`).join('');
const every = ['only', 'first', 'last', 'even', 'odd', 'following', 'all'] as const;
const named = (names: readonly string[]): string =>
  names.map((name) => `<header on="${name}" height="12pt"><p>${name}</p></header>`).join('');
const headers = (list: DisplayList): (string | undefined)[] => list.pages.map((_, page) => texts(list, page)[0]?.text);

describe('headers and footers', () => {
  it('stand on the pages that say most about them', () => {
    expect(headers(lay(named(every) + lines(3)))).toEqual(['only']);
    // 15 lines on a page.
    expect(headers(lay(named(every) + lines(70)))).toEqual(['first', 'even', 'odd', 'even', 'last']);
    expect(headers(lay(named(['odd', 'following', 'all']) + lines(40)))).toEqual(['odd', 'following', 'odd']);
    expect(headers(lay(named(['last', 'all']) + lines(3)))).toEqual(['last']);
  });

  const high = '<footer on="last" height="60pt"><p>end</p></footer><footer height="8pt"/>';

  it('settle a higher footer of the last page, whatever is left for it', () => {
    // 16 lines on a page, 11 above the high footer.
    for (let count = 1; count <= 60; count += 1) {
      const list = lay(high + lines(count));
      const shown = list.pages.flatMap((_, page) => texts(list, page).map(({ text }) => text));
      expect(shown.filter((text) => text === 'end')).toHaveLength(1);
      expect(shown.at(-1)).toBe('end');
      expect(shown.slice(0, -1)).toEqual(Array.from({ length: count }, (_, index) => String(index)));
      for (const [page] of list.pages.entries()) {
        const bottom = page === list.pages.length - 1 ? 190 : 242;
        for (const { text, y } of texts(list, page)) if (text !== 'end') expect(y).toBeLessThanOrEqual(bottom);
      }
    }
    expect(lay(high + lines(11)).pages).toHaveLength(1);
    expect(lay(high + lines(12)).pages).toHaveLength(2);
    expect(lay(high + lines(16)).pages).toHaveLength(2);
  });

  it('are an error where they leave no room on some page', () => {
    expect(() => lay('<header on="even" height="150pt"/><footer height="60pt"/>')).toThrow(/no room for the body/u);
    // These two never meet.
    expect(lay('<header on="first" height="150pt"/><footer on="following" height="60pt"/>').pages).toHaveLength(1);
  });
});

describe('backgrounds and watermarks', () => {
  it('are artifacts behind everything', () => {
    const list = lay(
      '<box x="0" y="0" width="90pt" height="12pt"><p>box</p></box><watermark>COPY</watermark><background fill="#eee"/><p>x</p>',
    );
    const { items = [] } = list.pages[0] ?? {};
    expect(items.map((item) => (item.kind === 'text' ? item.text : item.kind))).toEqual(['rect', 'COPY', 'box', 'x']);
    expect(items.slice(0, 2).map(({ tag }) => tag)).toEqual([undefined, undefined]);
    expect(items[0]).toMatchObject({ x: 0, y: 0, width: 300, height: 300, fill: '#eeeeee' });
  });

  it('are turned about their middle, inside the page', () => {
    for (const degrees of [-90, -30, 0, 45, 90]) {
      const [mark] = texts(lay(`<watermark angle="${degrees}">CANCELED</watermark>`));
      if (mark === undefined) throw new Error('no watermark');
      const angle = (degrees * Math.PI) / 180;
      const rise = (mark.size * 0.714) / 2;
      const middle = [
        mark.x + (mark.width / 2) * Math.cos(angle) - rise * Math.sin(angle),
        mark.y - (mark.width / 2) * Math.sin(angle) - rise * Math.cos(angle),
      ];
      expect(middle[0]).toBeCloseTo(150, 1);
      expect(middle[1]).toBeCloseTo(150, 1);
      expect(mark.rotate).toBe(degrees);
      expect(mark.width).toBeLessThan(300);
    }
  });

  it('stand on the pages they name', () => {
    const list = lay(`<watermark on="even">X</watermark>${lines(40)}`);
    expect(list.pages.map((_, page) => texts(list, page)[0]?.text === 'X')).toEqual([false, true, false]);
  });
});

describe('sides of a sheet', () => {
  it('are filled up with an empty page without headers, which is not counted at the end', () => {
    const footer = '<footer height="12pt"><p><page-number/>/<page-count/></p></footer>';
    const list = lay(`${footer}<p>a</p><h2 start-on="front">b</h2>`, 'duplex="true"');
    expect(list.pages.map((_, page) => texts(list, page).map(({ text }) => text))).toEqual([
      ['a', '1/3'],
      [],
      ['b', '3/3'],
      [],
    ]);
    expect(lay('<p>a</p><h2 start-on="page">b</h2>', 'duplex="true"').pages).toHaveLength(2);
  });

  it('cannot begin inside a cell', () => {
    const cell = '<table cols="1*"><tbody><tr><td><h2 start-on="page">x</h2></td></tr></tbody></table>';
    expect(() => lay(cell)).toThrow(/start-on/u);
  });
});

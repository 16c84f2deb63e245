import { describe, expect, it } from 'vitest';
import type { DisplayList, TextItem } from '../../../../src/compose/displayList.ts';
import { createFontBook } from '../../../../src/compose/fonts/fontBook.ts';
import { layOut } from '../../../../src/compose/layout/layOut.ts';
import { parseMarkup } from '../../../../src/compose/markup/parseMarkup.ts';

const fonts = createFontBook();
const lay = (body: string): DisplayList =>
  layOut(parseMarkup(`<document title="T" lang="en" size="300pt 160pt" margin="20pt">${body}</document>`), fonts);
const texts = (list: DisplayList, page = 0): TextItem[] =>
  (list.pages[page]?.items ?? []).filter((item) => item.kind === 'text');

describe('lists', () => {
  it('set labels before items, on their first baseline', () => {
    const [label, item, second] = texts(lay('<ul indent="14pt"><li>one<br/>two</li></ul>'));
    expect(label).toMatchObject({ text: '•', x: 20, y: 29 });
    expect(item).toMatchObject({ text: 'one', x: 34, y: 29 });
    expect(second).toMatchObject({ text: 'two', x: 34, y: 41 });
  });

  it('count in figures and letters, and make room for the widest', () => {
    const list = lay('<ol start="9"><li>a</li><li>b</li></ol><ol numbering="a" start="26"><li>c</li><li>d</li></ol>');
    expect(texts(list).map(({ text }) => text)).toEqual(['9.', 'a', '10.', 'b', 'z)', 'c', 'aa)', 'd']);
    const [nine, a, ten, b] = texts(list);
    expect(a?.x).toBe(b?.x);
    expect((b?.x ?? 0) - (ten?.x ?? 0) - (ten?.width ?? 0)).toBeCloseTo(5, 2);
    expect(nine?.x).toBe(ten?.x);
  });

  it('are tagged as lists, with what their labels count by', () => {
    const structure = [
      ...lay('<ul><li>text</li><li><p>block</p><ol numbering="A"><li>in</li></ol></li></ul>').structure,
    ];
    expect(structure.map(({ role, parent }) => `${role}<${parent}`)).toEqual([
      'Document<-1',
      'L<0',
      'LI<1',
      'Lbl<2',
      'LBody<2',
      'LI<1',
      'Lbl<5',
      'LBody<5',
      'P<7',
      'L<7',
      'LI<9',
      'Lbl<10',
      'LBody<10',
    ]);
    expect(structure.filter(({ role }) => role === 'L').map(({ details }) => details?.listNumbering)).toEqual([
      'Disc',
      'UpperAlpha',
    ]);
  });

  it('break over pages between lines of an item, and move tables in items with their heads', () => {
    const rows = Array.from({ length: 12 }, (_, index) => `<tr><td>r${index}</td></tr>`).join('');
    const inner = `<table cols="1*"><thead><tr><th>head</th></tr></thead><tbody>${rows}</tbody></table>`;
    const list = lay(`<ul indent="30pt"><li>${inner}</li></ul>`);
    expect(list.pages).toHaveLength(2);
    expect(texts(list, 1)[0]).toMatchObject({ text: 'head', x: 50 });
    for (const page of [0, 1]) for (const { text, x } of texts(list, page)) if (text !== '•') expect(x).toBe(50);
  });

  it('are an error when nothing is left beside the labels', () => {
    expect(() => lay('<ul indent="260pt"><li>x</li></ul>')).toThrow(/compose\.overflow: <ul>/u);
  });
});

describe('links', () => {
  it('keep their target in every run, as one element', () => {
    const list = lay(
      '<p>see <a href="https://example.com/a">one <b>two</b> three</a>, <a href="mailto:a@example.com">x</a></p>',
    );
    const runs = texts(list);
    expect(runs.map(({ text, href }) => [text, href])).toEqual([
      ['see ', undefined],
      ['one ', 'https://example.com/a'],
      ['two ', 'https://example.com/a'],
      ['three', 'https://example.com/a'],
      [', ', undefined],
      ['x', 'mailto:a@example.com'],
    ]);
    expect([...list.structure].map(({ role }) => role)).toEqual(['Document', 'P', 'Link', 'Link']);
    expect(runs.map(({ tag }) => tag)).toEqual([1, 2, 2, 2, 1, 3]);
  });

  it.each(['javascript:alert(1)', 'file:///etc/passwd', '/relative', 'https://'])('refuse %s', (href) => {
    expect(() => lay(`<p><a href="${href}">x</a></p>`)).toThrow(/compose\.markup-invalid/u);
  });
});

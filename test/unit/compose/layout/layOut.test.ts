import { describe, expect, it } from 'vitest';
import { PostwerkError } from '../../../../src/errors.ts';
import type { DisplayList, Item, TextItem } from '../../../../src/compose/displayList.ts';
import { createFontBook } from '../../../../src/compose/fonts/fontBook.ts';
import { layOut } from '../../../../src/compose/layout/layOut.ts';
import { parseMarkup } from '../../../../src/compose/markup/parseMarkup.ts';

const fonts = createFontBook();

/** A page of 400 × 400 pt with margins of 50 pt: a body of 300 × 300 pt, 25 lines of 12 pt. */
const lay = (body: string, attributes = ''): DisplayList =>
  layOut(
    parseMarkup(`<document title="T" lang="en" size="400pt 400pt" margin="50pt" ${attributes}>${body}</document>`),
    fonts,
  );
const label = (body: string, dpi?: number): DisplayList =>
  layOut(
    parseMarkup(`<label title="T" lang="en" width="105mm" height="148mm" margin="4mm">${body}</label>`),
    fonts,
    dpi === undefined ? {} : { dpi },
  );
const texts = (list: DisplayList, page = 0): TextItem[] =>
  (list.pages[page]?.items ?? []).filter((item) => item.kind === 'text');
const items = <K extends Item['kind']>(list: DisplayList, kind: K): Extract<Item, { kind: K }>[] =>
  list.pages.flatMap((page) => page.items).filter((item): item is Extract<Item, { kind: K }> => item.kind === kind);
const paragraphs = (count: number): string =>
  Array.from({ length: count }, (_, index) => `<p>line ${index}</p>`).join('');

function overflowOf(run: () => unknown): PostwerkError {
  try {
    run();
  } catch (error) {
    if (error instanceof PostwerkError && error.code === 'compose.overflow') return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('text', () => {
  it('stands on baselines at three quarters of the leading, with the width that the face measures', () => {
    const [first, second] = texts(lay('<p>one</p><p>two</p>'));
    expect(first).toMatchObject({ x: 50, y: 59, text: 'one', font: 'sans', size: 9, color: '#000000' });
    expect(second?.y).toBe(71);
    expect(first?.width).toBeCloseTo(fonts.face('sans').measure('one') * 0.009, 3);
  });

  it('is one run for each style, and reads right where runs meet', () => {
    const runs = texts(lay('<p>Total <b>EUR 12</b>, due <i>now</i></p>'));
    expect(runs.map((run) => [run.font, run.text])).toEqual([
      ['sans', 'Total '],
      ['sans-bold', 'EUR 12'],
      ['sans', ', due '],
      ['sans-italic', 'now'],
    ]);
    const ends = runs.map((run) => run.x + run.width);
    expect(runs.slice(1).map((run) => run.x)).toEqual(ends.slice(0, -1).map((end) => expect.closeTo(end, 2)));
  });

  it('is aligned left, right and in the middle', () => {
    const [left, right, middle] = texts(lay('<p>ab</p><p align="right">ab</p><p align="center">ab</p>'));
    const width = left?.width ?? 0;
    expect(left?.x).toBe(50);
    expect((right?.x ?? 0) + width).toBeCloseTo(350, 2);
    expect((middle?.x ?? 0) + width / 2).toBeCloseTo(200, 2);
  });

  it('takes styles from the surrounding, the element, its style and its attributes, in this order', () => {
    const list = lay(
      `<styles><style name="document" size="10pt" color="#333"/><style name="p" align="right"/>
         <style name="note" size="7pt" weight="italic" color="accent" space-before="20pt"/></styles>
       <p>a</p><p style="note" align="left">b <span>c</span> <b>d</b></p>`,
      'accent="#0b5fa5"',
    );
    const [a, b, d] = texts(list);
    expect(a).toMatchObject({ size: 10, color: '#333333', y: 59 });
    expect(b).toMatchObject({
      size: 7,
      color: '#0b5fa5',
      font: 'sans-italic',
      text: 'b c ',
      x: 50,
      y: 50 + 12 + 20 + 9,
    });
    expect(d).toMatchObject({ size: 7, font: 'sans-bold', text: 'd' });
  });

  it('has the language of its element where that is not the document’s', () => {
    const list = lay('<p>one <span lang="hu">kettő</span></p><p lang="de">drei</p>');
    expect(texts(list).map((run) => run.lang)).toEqual([undefined, 'hu', 'de']);
    expect([...list.structure].find((element) => element.lang === 'de')?.role).toBe('P');
  });

  it('takes the larger of two spaces between blocks, and none at the top', () => {
    const list = lay(
      '<p space-before="30pt" space-after="8pt">a</p><p space-before="12pt">b</p><space height="5pt"/><p>c</p>',
    );
    expect(texts(list).map((run) => run.y)).toEqual([59, 83, 100]);
  });

  it('says that a column is too narrow for a character', () => {
    const error = overflowOf(() => lay('<table cols="2pt 1*"><tbody><tr><td>wide</td><td/></tr></tbody></table>'));
    expect(error.detail).toContain('<td>');
  });

  it('ignores paragraphs without text', () => {
    const list = lay('<p>a</p><p> </p><p></p><p>b</p>');
    expect(texts(list).map((run) => run.y)).toEqual([59, 71]);
    expect([...list.structure].map((element) => element.role)).toEqual(['Document', 'P', 'P']);
  });
});

describe('pages', () => {
  it('breaks the body between header and footer, and numbers the pages', () => {
    const list = lay(
      `<header on="first" height="60pt"><p>first</p></header><header height="12pt"><p>next</p></header>
       <footer height="12pt"><p align="right"><page-number/>/<page-count/></p></footer>${paragraphs(50)}`,
    );
    // 300 − 60 − 12 = 228 pt are 19 lines, 300 − 12 − 12 are 23.
    expect(list.pages.map((_, page) => texts(list, page).length - 2)).toEqual([19, 23, 8]);
    expect(list.pages.map((_, page) => texts(list, page)[0]?.text)).toEqual(['first', 'next', 'next']);
    expect(list.pages.map((_, page) => texts(list, page).at(-1)?.text)).toEqual(['1/3', '2/3', '3/3']);
    expect(texts(list, 1)[1]).toMatchObject({ text: 'line 19', y: 50 + 12 + 9 });
    expect(texts(list)[0]?.tag).toBeUndefined();
  });

  it('leaves no single line of a paragraph behind and carries none over', () => {
    const long = '<p>one<br/>two<br/>three<br/>four</p>';
    expect(texts(lay(`${paragraphs(24)}${long}`), 1).map((run) => run.text)).toEqual(['one', 'two', 'three', 'four']);
    expect(texts(lay(`${paragraphs(22)}${long}`), 1).map((run) => run.text)).toEqual(['three', 'four']);
    expect(texts(lay(`${paragraphs(23)}<p>one<br/>two<br/>three</p>`), 1)).toHaveLength(3);
  });

  it('keeps a heading with the next block and a section together', () => {
    expect(texts(lay(`${paragraphs(24)}<h3>head</h3><p>text</p>`), 1).map((run) => run.text)).toEqual(['head', 'text']);
    const section = `<section keep-together="true">${paragraphs(5)}</section>`;
    expect(texts(lay(`${paragraphs(22)}${section}`), 1)).toHaveLength(5);
    expect(texts(lay(`${paragraphs(22)}<section>${paragraphs(5)}</section>`), 1)).toHaveLength(2);
  });

  it('gives up keeping together what is taller than a page, and loses nothing', () => {
    const list = lay(`<p>before</p><section keep-together="true">${paragraphs(60)}</section>`);
    expect(list.pages).toHaveLength(3);
    expect(items(list, 'text')).toHaveLength(61);
  });

  it('drops space at the top of a page that follows a break', () => {
    const list = lay(`${paragraphs(25)}<space height="40pt"/><p space-before="10pt">next</p>`);
    expect(texts(list, 1)[0]?.y).toBe(59);
  });

  it('has one page when there is nothing to print', () => {
    expect(lay('').pages).toHaveLength(1);
  });

  it('refuses a picture taller than a page, and headers that leave no room', () => {
    const image = '<img asset="logo" width="10pt" height="301pt" alt="Logo"/>';
    expect(overflowOf(() => lay(`<p>x</p>\n${image}`))).toMatchObject({ place: { line: 2 } });
    expect(overflowOf(() => lay('<header height="300pt"/>')).detail).toContain('<document>');
  });

  it('puts what fits only a later page there, when the first has a high header', () => {
    const image = '<img asset="logo" width="10pt" height="200pt" alt="Logo"/>';
    const list = lay(`<header on="first" height="150pt"/>${image}`);
    expect(list.pages.map((page) => page.items.length)).toEqual([0, 1]);
  });
});

describe('boxes', () => {
  const box = (attributes: string, body: string): string =>
    `<box x="10pt" y="20pt" width="100pt" height="30pt" ${attributes}>${body}</box>`;

  it('stand at their place on their pages, filled and framed', () => {
    const list = lay(`${box('on="all" fill="#eee" stroke="#000" padding="2pt 4pt"', '<p>a</p>')}${paragraphs(30)}`);
    expect(texts(list, 1)[0]).toMatchObject({ text: 'a', x: 14, y: 31 });
    expect(list.pages[0]?.items.filter((item) => item.kind === 'rect')).toHaveLength(5);
    expect(texts(list)[0]?.tag).toBeUndefined();
  });

  it('may stand content at the bottom', () => {
    expect(texts(lay(box('valign="bottom"', '<p>a</p>')))[0]?.y).toBe(20 + 30 - 12 + 9);
  });

  it('are an error when their content is higher, unless it may shrink', () => {
    const content = '<p>a</p><p>b</p><p>c</p>';
    const error = overflowOf(() => lay(`\n\n${box('', content)}`));
    expect(error.detail).toBe('<box> in markup line 3: its content is 12.7 mm high, it has room for 10.6 mm');
    const sizes = texts(lay(box('shrink="70%"', content))).map((run) => run.size);
    expect(new Set(sizes).size).toBe(1);
    expect(sizes[0]).toBeLessThan(9);
    expect(sizes[0]).toBeGreaterThan(9 * 0.7);
    expect(overflowOf(() => lay(box('shrink="90%"', content))).detail).toContain('<box>');
  });

  it('are an error outside the page', () => {
    expect(overflowOf(() => lay('<box x="390pt" y="0" width="20pt" height="5pt"/>')).detail).toContain(
      'outside the page',
    );
  });
});

describe('tags', () => {
  it('follow the order of the markup, and leave artifacts out', () => {
    const list = lay(
      `<header height="12pt"><p>artifact</p></header>
       <box x="0" y="0" width="90pt" height="12pt"><p><page-number/></p></box>
       <h1>A</h1><p>B</p>
       <table cols="1* 1*"><thead><tr><th>h</th><th>i</th></tr></thead><tbody><tr><th>r</th><td><p>x</p></td></tr></tbody></table>
       <img asset="logo" width="10pt" height="10pt" alt="Logo"/><img asset="line" width="10pt" height="10pt" alt=""/>
       <box x="0" y="0" width="90pt" height="12pt" on="all"><p>artifact</p></box>`,
    );
    expect([...list.structure]).toMatchObject([
      { role: 'Document', parent: -1 },
      { role: 'Sect', parent: 0 },
      { role: 'P', parent: 1 },
      { role: 'H1', parent: 0 },
      { role: 'P', parent: 0 },
      { role: 'Table', parent: 0 },
      { role: 'THead', parent: 5 },
      { role: 'TR', parent: 6 },
      { role: 'TH', parent: 7, details: { scope: 'Column' } },
      { role: 'TH', parent: 7, details: { scope: 'Column' } },
      { role: 'TBody', parent: 5 },
      { role: 'TR', parent: 10 },
      { role: 'TH', parent: 11, details: { scope: 'Row' } },
      { role: 'TD', parent: 11 },
      { role: 'P', parent: 13 },
      { role: 'Figure', parent: 0, details: { alt: 'Logo' } },
    ]);
    const tagOf = (text: string): number | undefined => texts(list).find((run) => run.text === text)?.tag;
    expect([tagOf('1'), tagOf('A'), tagOf('x'), tagOf('artifact')]).toEqual([2, 3, 14, undefined]);
    expect(items(list, 'image').map((image) => image.tag)).toEqual([15, undefined]);
  });

  it('belong to the first head of a table only', () => {
    const rows = Array.from({ length: 30 }, () => '<tr><td>x</td></tr>').join('');
    const list = lay(`<table cols="1*"><thead><tr><th>head</th></tr></thead><tbody>${rows}</tbody></table>`);
    expect(
      items(list, 'text')
        .filter((run) => run.text === 'head')
        .map((run) => run.tag !== undefined),
    ).toEqual([true, false]);
  });
});

describe('labels', () => {
  const content = `<box x="3.3mm" y="2.2mm" width="50.5mm" height="20.2mm" stroke="#000" stroke-weight="0.3mm"><p>Ship to</p></box>
    <space height="31.7mm"/><rule weight="0.4mm"/><p align="right">Gross weight 12.5 kg</p>
    <table cols="auto 1*" rules="rows"><tbody><tr><td>Order</td><td align="center">4711</td></tr></tbody></table>
    <barcode type="gs1-128" data="(00)340123450000000017" module="0.5mm" height="25mm" align="center"/>
    <barcode type="qrcode" data="https://example.com/4711" height="20mm"/>`;

  it.each([203, 300, 600])('have everything on whole dots at %i dpi', (dpi) => {
    const list = label(content, dpi);
    expect(list.unitsPerInch).toBe(dpi);
    for (const item of list.pages[0]?.items ?? []) {
      const figures = Object.entries(item).filter(
        ([key, value]) => typeof value === 'number' && !(item.kind === 'text' && key === 'width'),
      );
      expect(figures.filter(([, value]) => !Number.isInteger(value))).toEqual([]);
    }
    const [linear, matrix] = items(list, 'barcode');
    expect(linear?.module).toBe(Math.round((0.5 * dpi) / 25.4));
    expect((matrix?.module ?? 0) * (matrix?.matrix?.length ?? 0)).toBeLessThanOrEqual((20 * dpi) / 25.4);
  });

  it('take their own resolution where no device says one', () => {
    expect(label('<p>x</p>').unitsPerInch).toBe(203);
    const own = layOut(parseMarkup('<label title="T" lang="en" width="50mm" height="50mm" dpi="300"/>'), fonts);
    expect(own.unitsPerInch).toBe(300);
  });

  it('are one page: more is an error', () => {
    const error = overflowOf(() => label(paragraphs(60)));
    expect(error.detail).toMatch(/<label> in markup line 1: its content is .* mm high, it has room for 14\d\.\d mm/u);
  });
});

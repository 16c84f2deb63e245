import { describe, expect, it } from 'vitest';
import { PostwerkError } from '../../../../src/errors.ts';
import type { DisplayList, RectItem, TextItem } from '../../../../src/compose/displayList.ts';
import { createFontBook } from '../../../../src/compose/fonts/fontBook.ts';
import { layOut } from '../../../../src/compose/layout/layOut.ts';
import { parseMarkup } from '../../../../src/compose/markup/parseMarkup.ts';

const fonts = createFontBook();
const lay = (body: string): DisplayList =>
  layOut(parseMarkup(`<document title="T" lang="en" size="400pt 400pt" margin="50pt">${body}</document>`), fonts);
const table = (attributes: string, rows: string, head = ''): string =>
  `<table ${attributes}>${head === '' ? '' : `<thead>${head}</thead>`}<tbody>${rows}</tbody></table>`;
const texts = (list: DisplayList, page = 0): TextItem[] =>
  (list.pages[page]?.items ?? []).filter((item) => item.kind === 'text');
const rects = (list: DisplayList, page = 0): RectItem[] =>
  (list.pages[page]?.items ?? []).filter((item) => item.kind === 'rect');
const rows = (count: number): string =>
  Array.from({ length: count }, (_, index) => `<tr><td>${index}</td></tr>`).join('');

describe('layTable', () => {
  it('gives columns fixed widths, their content and shares of what is left', () => {
    const list = lay(table('cols="40pt 1* auto" gap="10pt"', '<tr><td>a</td><td>b</td><td>content</td></tr>'));
    const [a, b, content] = texts(list);
    expect([a?.x, b?.x]).toEqual([50, 100]);
    expect((content?.x ?? 0) + (content?.width ?? 0)).toBeCloseTo(350, 2);
  });

  it('aligns columns, spans them and lets a cell differ', () => {
    const list = lay(
      table(
        'cols="100pt 100pt" aligns="left right" gap="20pt"',
        '<tr><td>a</td><td>b</td></tr><tr><td colspan="2" align="right">c</td></tr>',
      ),
    );
    const [a, b, c] = texts(list);
    expect(a?.x).toBe(50);
    for (const run of [b, c]) expect((run?.x ?? 0) + (run?.width ?? 0)).toBeCloseTo(270, 2);
    expect([...list.structure].at(-1)).toMatchObject({ role: 'TD', details: { colSpan: 2 } });
  });

  it('puts figures of a column below each other', () => {
    const list = lay(
      table(
        'cols="1* auto" aligns="left right"',
        ['9.50', '1,229.60', '88.00'].map((amount) => `<tr><td>x</td><td>${amount}</td></tr>`).join(''),
      ),
    );
    const ends = texts(list)
      .filter((run) => run.text !== 'x')
      .map((run) => run.x + run.width);
    for (const end of ends) expect(end).toBeCloseTo(350, 2);
  });

  it('shares first baselines in a row, and stands cells in the middle or at the bottom', () => {
    const list = lay(
      `<styles><style name="big" size="18pt"/></styles>${table(
        'cols="1* 1* 1* 1*" padding="0"',
        '<tr><td style="big">a</td><td>b</td><td valign="middle">c</td><td valign="bottom">d</td></tr>',
      )}`,
    );
    expect(texts(list).map((run) => run.y)).toEqual([68, 68, 50 + 6 + 9, 50 + 12 + 9]);
  });

  it('draws hairlines below head and rows, and rules of rows instead', () => {
    const body = '<tr><td>a</td></tr><tr><td>b</td></tr><tr rule-above="1pt" rule-below="2pt"><td>c</td></tr>';
    const list = lay(table('cols="1*" rules="rows"', body, '<tr><th>h</th></tr>'));
    expect(rects(list).map(({ y, height }) => [y, height])).toEqual([
      [65.5, 0.5],
      [81.5, 0.5],
      // b has none, because c has its own above.
      [98, 1],
      [112, 2],
    ]);
    expect(new Set(rects(list).map(({ x, width }) => `${x} ${width}`))).toEqual(new Set(['50 300']));
  });

  it('stands right when it is narrower than its column', () => {
    const list = lay(table('cols="50pt 50pt" align="right" gap="0"', '<tr><td>a</td><td>b</td></tr>'));
    expect(texts(list).map((run) => run.x)).toEqual([250, 300]);
  });

  it('repeats its head on every page and keeps it with the first row', () => {
    // Rows are 16 pt: 18 on a page of 300 pt, 17 below a head.
    const list = lay(table('cols="1*"', rows(40), '<tr><th>head</th></tr>'));
    expect(list.pages.map((_, page) => texts(list, page)[0]?.text)).toEqual(['head', 'head', 'head']);
    expect(list.pages.map((_, page) => texts(list, page).length - 1)).toEqual([17, 17, 6]);
    const pushed = lay(`<space height="270pt"/>${table('cols="1*"', rows(3), '<tr><th>head</th></tr>')}`);
    expect(pushed.pages.map((_, page) => texts(pushed, page).map((run) => run.text))).toEqual([
      [],
      ['head', '0', '1', '2'],
    ]);
  });

  it('never splits a row that fits a page', () => {
    const tall = `<tr><td>${Array.from({ length: 5 }, (_, index) => `t${index}`).join('<br/>')}</td></tr>`;
    const list = lay(table('cols="1*"', rows(16) + tall));
    expect(texts(list, 1).map((run) => run.text)).toEqual(['t0', 't1', 't2', 't3', 't4']);
  });

  it('splits a row that is taller than a page, cell by cell, below a repeated head', () => {
    const lines = Array.from({ length: 60 }, (_, index) => `t${index}`);
    const list = lay(
      table(
        'cols="1* 1*"',
        `<tr><td>${lines.join('<br/>')}</td><td>x<br/>y</td></tr>`,
        '<tr><th>h</th><th>i</th></tr>',
      ),
    );
    expect(list.pages).toHaveLength(3);
    const all = list.pages.flatMap((_, page) => texts(list, page).map((run) => run.text));
    expect(all.filter((text) => text.startsWith('t'))).toEqual(lines);
    expect(all.filter((text) => text === 'x' || text === 'y')).toEqual(['x', 'y']);
    expect(all.filter((text) => text === 'h')).toHaveLength(3);
  });

  it('keeps rows with the next, also with what follows the table', () => {
    const last = '<tr keep-with-next="true"><td>last</td></tr>';
    const list = lay(`${table('cols="1*"', rows(17) + last)}<p space-before="4pt">after</p><p>x</p>`);
    expect(texts(list, 1).map((run) => run.text)).toEqual(['last', 'after', 'x']);
  });

  it('breaks a long figure rather than clip it, and stays in its column', () => {
    const list = lay(table('cols="40pt 1*"', '<tr><td>12345678901234567890</td><td>x</td></tr>'));
    const pieces = texts(list).filter((run) => run.text !== 'x');
    expect(pieces.map((run) => run.text).join('')).toBe('12345678901234567890');
    for (const run of pieces) expect(run.width).toBeLessThanOrEqual(40);
  });

  it('is an error when fixed columns are wider than the place', () => {
    expect(() => lay(table('cols="200pt 200pt"', '<tr><td/><td/></tr>'))).toThrow(PostwerkError);
  });

  it('holds tables and blocks in cells', () => {
    const inner = table('cols="auto auto"', '<tr><td>in</td><td>ner</td></tr>');
    const list = lay(table('cols="auto 1*"', `<tr><td>${inner}</td><td><p>a</p><p>b</p></td></tr>`));
    expect(texts(list).map((run) => run.text)).toEqual(['in', 'ner', 'a', 'b']);
    expect([...list.structure].map((element) => element.role).join(' ')).toBe(
      'Document Table TR TD Table TR TD TD TD P P',
    );
  });
});

describe('cells over several rows', () => {
  const plain = 'cols="60pt 1* 60pt" padding="0" gap="0"';

  it('keep their rows at one place and leave the columns of the next rows to others', () => {
    const list = lay(table(plain, '<tr><td rowspan="2">a</td><td>b</td><td>c</td></tr><tr><td>d</td><td>e</td></tr>'));
    expect(texts(list).map(({ text, x, y }) => [text, x, y])).toEqual([
      ['a', 50, 59],
      ['b', 110, 59],
      ['c', 290, 59],
      ['d', 110, 71],
      ['e', 290, 71],
    ]);
    expect([...list.structure].filter(({ details }) => details?.rowSpan === 2)).toHaveLength(1);
  });

  it('make their last row higher when they need more, and stand in the middle of all', () => {
    const list = lay(
      table(
        plain,
        `<tr><td rowspan="2">1<br/>2<br/>3</td><td rowspan="3" valign="middle">m</td><td>b</td></tr>
         <tr><td>c</td></tr><tr><td>d</td><td>e</td></tr>`,
      ),
    );
    const at = (wanted: string): number | undefined => texts(list).find(({ text }) => text === wanted)?.y;
    expect([at('b'), at('c'), at('d'), at('3')]).toEqual([59, 71, 95, 83]);
    // 12 + 24 + 12 pt are 48, of which one line is 12.
    expect(at('m')).toBe(50 + 18 + 9);
  });

  it('draw no rule through a cell that goes on', () => {
    const list = lay(
      table(
        'cols="60pt 1* 60pt" padding="0" gap="10pt" rules="rows"',
        '<tr><td>a</td><td rowspan="2">b</td><td>c</td></tr><tr><td>d</td><td>e</td></tr>',
      ),
    );
    expect(rects(list).map(({ x, y, width }) => [x, y, width])).toEqual([
      [50, 61.5, 60],
      [290, 61.5, 60],
      [50, 73.5, 300],
    ]);
  });

  it('keep their rows on one page', () => {
    const list = lay(
      table(
        'cols="1* 1*"',
        `${'<tr><td>x</td><td/></tr>'.repeat(17)}<tr><td rowspan="2">a</td><td>b</td></tr><tr><td>c</td></tr>`,
      ),
    );
    expect(texts(list, 1).map(({ text }) => text)).toEqual(['a', 'b', 'c']);
  });

  it.each([
    ['<tr><td rowspan="2">a</td><td>b</td></tr>', /spans 2 rows, its <tbody> has 1 left/u],
    ['<tr><td rowspan="2">a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr>', /fills 3 of the table's 2 columns/u],
    ['<tr><td>a</td><td rowspan="2">b</td></tr><tr><td colspan="2">c</td></tr>', /overlaps a cell that spans rows/u],
  ])('are checked: %s', (body, expected) => {
    expect(() => lay(table('cols="1* 1*"', body))).toThrow(expected);
  });
});

describe('groups of rows', () => {
  it('stay together, and draw stripes from their first row on', () => {
    const group = '<tbody keep-together="true"><tr><td>a</td></tr><tr><td>b</td></tr><tr><td>c</td></tr></tbody>';
    const list = lay(`<table cols="1*" zebra="#eee"><tbody>${rows(16)}</tbody>${group}</table>`);
    expect(texts(list, 1).map(({ text }) => text)).toEqual(['a', 'b', 'c']);
    expect(rects(list)).toHaveLength(8);
    expect(rects(list, 1).map(({ y, fill }) => [y, fill])).toEqual([[66, '#eeeeee']]);
  });

  it('carry a subtotal and the foot with the row before', () => {
    const subtotal = '<tr keep-with-previous="true"><td>subtotal</td></tr>';
    const list = lay(`<table cols="1*"><tbody>${rows(18)}${subtotal}</tbody></table>`);
    expect(texts(list, 1).map(({ text }) => text)).toEqual(['17', 'subtotal']);
    const foot = lay(`<table cols="1*"><tbody>${rows(18)}</tbody><tfoot><tr><td>total</td></tr></tfoot></table>`);
    expect(texts(foot, 1).map(({ text }) => text)).toEqual(['17', 'total']);
    expect([...foot.structure].map(({ role }) => role).filter((role) => /^T(?:Body|Foot)/u.test(role))).toEqual([
      'TBody',
      'TFoot',
    ]);
  });

  it.each([
    ['<tbody/><thead/>', /<thead> must be the first child/u],
    ['<tfoot/><tbody/>', /in this order/u],
    ['<tbody/><tfoot/><tfoot/>', /in this order/u],
    ['<tcarry to="foot"/><tbody/>', /needs the attribute "carry-format"/u],
    ['<thead><tr carry="1"><th/></tr></thead><tbody/>', /only rows of <tbody> can be carried/u],
  ])('stand in their order: %s', (body, expected) => {
    expect(() => lay(`<table cols="1*">${body}</table>`)).toThrow(expected);
  });
});

describe('columns of decimals', () => {
  const marks = (list: DisplayList): number[] =>
    texts(list).map((run) => {
      const whole = /^[^,]*?\d+(?:\.\d{3})*/u.exec(run.text)?.[0] ?? '';
      return Math.round((run.x + fonts.face(run.font).measure(whole) * run.size * 0.001) * 10) / 10;
    });

  it('have their marks below each other, with units, signs and whole numbers', () => {
    const cells = ['1.234,5 kg', '-0,125', '12 kg', '<p>7,25</p><p>per piece</p>'].map(
      (cell) => `<tr><td>${cell}</td></tr>`,
    );
    const list = lay(`<table cols="100pt" aligns="decimal" decimal-mark=","><tbody>${cells.join('')}</tbody></table>`);
    expect(new Set(marks(list).slice(0, 4)).size).toBe(1);
    const ends = texts(list).map((run) => run.x + run.width);
    expect(Math.max(...ends)).toBeCloseTo(150, 2);
  });

  it('take the mark of the language, and are as wide as their figures need', () => {
    const body = '<tbody><tr><td>1234567.5</td><td>x</td></tr><tr><td>0.12345</td><td>x</td></tr></tbody>';
    const list = lay(`<table cols="auto 1*" aligns="decimal left">${body}</table>`);
    const [long, , short, x] = texts(list);
    const before = fonts.face('sans').measure('1234567') * 0.009;
    expect(long?.x).toBeCloseTo(50, 2);
    expect((short?.x ?? 0) + fonts.face('sans').measure('0') * 0.009).toBeCloseTo(50 + before, 1);
    expect((short?.x ?? 0) + (short?.width ?? 0)).toBeLessThanOrEqual((x?.x ?? 0) - 8 + 0.02);
  });
});

describe('pictures', () => {
  const size = (): { width: number; height: number } => ({ width: 400, height: 100 });
  const picture = (attributes: string): DisplayList =>
    layOut(
      parseMarkup(`<document title="T" lang="en"><img asset="logo.svg" alt="Logo" ${attributes}/></document>`),
      fonts,
      { assetSize: size },
    );

  it('take the side that is left out from their own ratio', () => {
    expect(picture('width="80pt"').pages[0]?.items).toMatchObject([{ width: 80, height: 20 }]);
    expect(picture('height="10pt"').pages[0]?.items).toMatchObject([{ width: 40, height: 10 }]);
    expect(() => picture('')).toThrow(/needs a width or a height/u);
  });
});

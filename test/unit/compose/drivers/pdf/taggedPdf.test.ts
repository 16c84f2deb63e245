import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { describe, expect, it } from 'vitest';
import { checkPdf } from '../../../../../src/compose/conformance/checkPdf.ts';
import { type Inspection, inspectPdf } from '../../../../../src/compose/conformance/inspectPdf.ts';
import { openPdf } from '../../../../../src/compose/conformance/pdfFile.ts';
import { PdfLexer } from '../../../../../src/compose/conformance/pdfLexer.ts';
import { PdfReference, PdfStream, PdfString, type PdfValue } from '../../../../../src/compose/conformance/pdfValue.ts';
import { textOf } from '../../../../../src/compose/conformance/readStructure.ts';
import type { Item, StructureElement } from '../../../../../src/compose/displayList.ts';
import { Structure } from '../../../../../src/compose/structure.ts';
import { drawPdf } from '../../../../../src/compose/drivers/pdf/drawPdf.ts';
import { drawGood } from '../../conformance/goodPdf.ts';
import { fonts, listOf, textItem } from '../sampleList.ts';

const date = new Date('2026-11-22T00:00:00Z');
const document: StructureElement = { role: 'Document', parent: -1 };

function inspect(bytes: Uint8Array): Inspection {
  return inspectPdf(openPdf(Buffer.from(bytes)));
}

function drawn(structure: readonly StructureElement[], ...pages: (readonly Item[])[]): Inspection {
  const list = listOf([], {
    structure: Structure.of(structure),
    pages: pages.map((items) => ({ width: 600, height: 800, items })),
  });
  const bytes = drawPdf(list, fonts, { date });
  expect(checkPdf(bytes)).toEqual([]);
  return inspect(bytes);
}

/** The structure as text: roles with what stands in them, marks as numbers. */
function outline({ structure }: Inspection): string {
  const rows: string[] = [];
  for (const { role, parent, marks } of structure.nodes) {
    let depth = 0;
    for (let at = parent; at !== null; at = at.parent) depth += 1;
    rows.push(`${'  '.repeat(depth)}${role}${marks.map(({ mcid }) => ` ${mcid}`).join('')}`);
  }
  return rows.join('\n');
}

function contentOf({ file, pages }: Inspection, index = 0): string {
  const stream = file.resolve(pages[index]?.dictionary.get('Contents'));
  return stream instanceof PdfStream ? file.decode(stream).toString('latin1') : '';
}

/** What the only font of the first page shows, character by character; pdf.js drops blanks at the end of lines. */
function shownText(inspection: Inspection): string {
  const lexer = new PdfLexer(Buffer.from(contentOf(inspection), 'latin1'));
  const map = inspection.fonts[0]?.toUnicode;
  let text = '';
  for (let token = lexer.next(); token !== undefined; token = lexer.next()) {
    for (const part of Array.isArray(token) ? (token as readonly PdfValue[]) : [token]) {
      const codes = part instanceof PdfString ? (part.bytes.toString('hex').match(/.{4}/g) ?? []) : [];
      for (const code of codes) text += map?.get(code) ?? '?';
    }
  }
  return text;
}

describe('tags', () => {
  it('follow the display list in the order of its structure', () => {
    expect(outline(inspect(drawGood()))).toBe(
      [
        'Document',
        '  H1 0',
        '  P 1 3',
        '    Link 2',
        '  Table',
        '    TR',
        '      TH 4',
        '      TH 5',
        '    TR',
        '      TD 6',
        '  L',
        '    LI',
        '      Lbl 7',
        '      LBody 8',
        '  Figure 9',
        '  Figure 10',
        '  H2 0',
      ].join('\n'),
    );
  });

  it('keep what stands in a paragraph between its words', () => {
    const { file, structure } = drawn(
      [document, { role: 'P', parent: 0 }, { role: 'Span', parent: 1 }],
      [
        textItem(10, 10, 'Zahlen Sie ', { tag: 1 }),
        textItem(80, 10, 'heute', { tag: 2 }),
        textItem(120, 10, ' noch', { tag: 1 }),
      ],
    );
    const [, paragraph, span] = structure.nodes;
    const kids = file.array(paragraph?.dictionary.get('K')).map((kid) => (kid instanceof PdfReference ? kid.id : kid));
    expect(kids).toEqual([0, span?.id, 2]);
  });

  it('join neighbours of one element, over rules on the page too', () => {
    const rule: Item = { kind: 'rect', x: 10, y: 25, width: 100, height: 1, fill: '#000000' };
    const inspection = drawn(
      [document, { role: 'P', parent: 0 }, { role: 'P', parent: 0 }],
      [
        textItem(10, 10, 'one', { tag: 1 }),
        textItem(10, 20, 'two', { tag: 1 }),
        rule,
        { ...rule, y: 28 },
        textItem(10, 40, 'three', { tag: 1 }),
        textItem(10, 60, 'four', { tag: 2 }),
      ],
    );
    expect(outline(inspection)).toBe('Document\n  P 0 1\n  P 2');
    expect(contentOf(inspection).match(/BDC|BMC/g)).toEqual(['BDC', 'BMC', 'BDC', 'BDC']);
    expect(contentOf(inspection).match(/BT/g)).toHaveLength(2);
  });

  it('are those of the cell where it has a single paragraph', () => {
    const table: StructureElement[] = [
      document,
      { role: 'Table', parent: 0 },
      { role: 'TR', parent: 1 },
      { role: 'TD', parent: 2 },
      { role: 'P', parent: 3 },
      { role: 'Span', parent: 4 },
      { role: 'TD', parent: 2 },
      { role: 'P', parent: 6 },
      { role: 'P', parent: 6 },
      { role: 'TD', parent: 2 },
      { role: 'P', parent: 9, lang: 'hu' },
    ];
    const inspection = drawn(
      table,
      [4, 5, 7, 8, 10].map((tag) => textItem(10 + 40 * tag, 10, `Wort ${tag}`, { tag })),
    );
    expect(outline(inspection)).toBe(
      [
        'Document',
        '  Table',
        '    TR',
        '      TD 0',
        '        Span 1',
        '      TD',
        '        P 2',
        '        P 3',
        '      TD',
        '        P 4',
      ].join('\n'),
    );
  });

  it('say nothing of kids where an element has none', () => {
    const row: StructureElement[] = [
      document,
      { role: 'Table', parent: 0 },
      ...[2, 5].flatMap((tr): StructureElement[] => [
        { role: 'TR', parent: 1 },
        { role: 'TD', parent: tr },
        { role: 'TD', parent: tr },
      ]),
    ];
    const inspection = drawn(row, [textItem(10, 10, 'one', { tag: 3 }), textItem(10, 30, 'two', { tag: 6 })]);
    const kids = inspection.structure.nodes.map(({ role, dictionary }) => `${role} ${dictionary.has('K')}`);
    expect(kids.join(', ')).toBe('Document true, Table true, TR true, TD true, TD false, TR true, TD true, TD false');
  });

  it('go on to the next page', () => {
    const { structure, pages } = drawn(
      [document, { role: 'P', parent: 0 }],
      [textItem(10, 790, 'Fortsetzung', { tag: 1 })],
      [textItem(10, 10, 'folgt.', { tag: 1 })],
    );
    expect(structure.nodes[1]?.marks).toEqual(pages.map(({ id }) => ({ page: id, mcid: 0 })));
  });

  it('call text without a tag header or footer, rules and backgrounds artifacts', () => {
    const inspection = drawn(
      [document, { role: 'P', parent: 0 }],
      [
        textItem(10, 10, 'Kopf'),
        { kind: 'line', x1: 0, y1: 20, x2: 100, y2: 20, width: 1, color: '#000000' },
        textItem(10, 100, 'Inhalt', { tag: 1 }),
        textItem(10, 790, 'Fuß'),
      ],
    );
    const marks = contentOf(inspection).match(/\/(?:Artifact|P).*?(?:BDC|BMC)/g);
    expect(marks).toEqual([
      '/Artifact<</Type/Pagination/Subtype/Header>>BDC',
      '/Artifact BMC',
      '/P<</MCID 0>>BDC',
      '/Artifact<</Type/Pagination/Subtype/Footer>>BDC',
    ]);
  });

  it('say a language where it differs', () => {
    const inspection = drawn(
      [document, { role: 'P', parent: 0, lang: 'de' }, { role: 'P', parent: 0, lang: 'hu' }],
      [
        textItem(10, 10, 'Guten Tag ', { tag: 1, lang: 'de' }),
        textItem(80, 10, 'hello', { tag: 1, lang: 'en-GB' }),
        textItem(10, 30, 'jó napot', { tag: 2, lang: 'hu' }),
      ],
    );
    const languages = inspection.structure.nodes.map(({ dictionary }) => textOf(inspection.file, dictionary, 'Lang'));
    expect(languages).toEqual(['', '', 'hu']);
    expect(inspection.pages[0]?.content.languages).toEqual(['en-GB']);
  });
});

describe('lines of one element', () => {
  const lines = (...texts: string[]) =>
    drawPdf(
      listOf(
        texts.map((text, index) =>
          textItem(40, 40 + index * 12, text, { tag: 1, font: /[一-龠]/.test(text) ? 'hans' : 'sans' }),
        ),
        { structure: Structure.of([document, { role: 'P', parent: 0 }]) },
      ),
      fonts,
      { date },
    );

  it.each([
    [['Donau Handels GmbH', 'Handelskai 214'], 'Donau Handels GmbH Handelskai 214'],
    [['Miet-', 'wagen'], 'Miet-wagen'],
    [['von – bis -', 'Ende '], 'von – bis - Ende '],
    [['运输', '单号'], '运输单号'],
  ])('%j read as words', (texts, expected) => {
    expect(shownText(inspect(lines(...texts)))).toBe(expected);
  });
});

describe('bookmarks', () => {
  const page = (title: string, tag: number): Item[] => [textItem(40, 40, title, { tag })];
  const structure: StructureElement[] = [document, ...['H1', 'H2', 'H3', 'H2'].map((role) => ({ role, parent: 0 }))];

  it('nest the headings of a document of more than three pages', () => {
    const { file, catalog } = drawn(structure, page('Öl', 1), page('Eins', 2), page('Tiefer', 3), page('Zwei', 4));
    const titles = (value: PdfValue | undefined): unknown[] => {
      const found: unknown[] = [];
      for (let at = file.dictionary(value); at !== undefined; at = file.dictionary(at.get('Next'))) {
        found.push(textOf(file, at, 'Title'));
        if (at.has('First')) found.push(titles(at.get('First')));
      }
      return found;
    };
    expect(titles(file.dictionary(catalog.get('Outlines'))?.get('First'))).toEqual([
      'Öl',
      ['Eins', ['Tiefer'], 'Zwei'],
    ]);
  });

  it('are left out of shorter ones', () => {
    const { catalog } = drawn(structure, page('Öl', 1), page('Eins', 2), page('Tiefer', 3));
    expect(catalog.has('Outlines')).toBe(false);
  });
});

describe('links and files', () => {
  it('link to addresses as they are written in URIs', () => {
    const { file, annotations } = inspect(drawGood());
    const action = file.dictionary(annotations[0]?.dictionary.get('A'));
    const uri = file.resolve(action?.get('URI'));
    expect(uri instanceof PdfString && uri.text).toBe('https://example.org/%C3%A4?a=1%20(2)');
    expect(file.array(annotations[0]?.dictionary.get('Rect')).map(Number)).toEqual([
      90,
      expect.closeTo(728.96, 1),
      expect.closeTo(145, -1),
      expect.closeTo(742.6, 1),
    ]);
  });

  it('carry files unchanged, with what they are', async () => {
    const pdf = await getDocument({ data: Uint8Array.from(drawGood()), verbosity: 0 }).promise;
    const attachments = (await pdf.getAttachments()) as Record<string, { content: Uint8Array; description: string }>;
    await pdf.destroy();
    expect(Object.keys(attachments)).toEqual(['factur-x.xml']);
    const [file] = Object.values(attachments);
    expect(Buffer.from(file?.content ?? []).toString()).toBe('<a/>');
    expect(file?.description).toBe('Rechnung als Daten (Ő)');
  });
});

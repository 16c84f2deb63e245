import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkPdf } from '../../src/compose/conformance/checkPdf.ts';
import { inspectPdf } from '../../src/compose/conformance/inspectPdf.ts';
import { openPdf } from '../../src/compose/conformance/pdfFile.ts';
import { PdfLexer } from '../../src/compose/conformance/pdfLexer.ts';
import { PdfKeyword, PdfName, PdfStream, PdfString, type PdfValue } from '../../src/compose/conformance/pdfValue.ts';
import type { DisplayList, Item, StructureElement } from '../../src/compose/displayList.ts';
import { Structure } from '../../src/compose/structure.ts';
import { drawPdf } from '../../src/compose/drivers/pdf/drawPdf.ts';
import { fonts, textItem } from '../unit/compose/drivers/sampleList.ts';

const words = [
  'Rechnung',
  'Őű',
  'office',
  '(a\\b)',
  'Київ',
  '1.234,56 €',
  'Miet-',
  ' mit Rand ',
  'Ωμ',
  ')',
  '\\(',
  'x',
];
const faces = ['sans', 'sans-semibold', 'sans-bold'];

/** Elements of a tree that is well formed: paragraphs in sections, runs in paragraphs. */
const structures = fc
  .array(fc.record({ role: fc.constantFrom('Sect', 'P', 'P', 'Span', 'H1'), at: fc.nat(), lang: fc.boolean() }), {
    minLength: 1,
    maxLength: 12,
  })
  .map((wanted) => {
    const elements: StructureElement[] = [{ role: 'Document', parent: -1 }];
    for (const { role, at, lang } of wanted) {
      const holds = role === 'Span' ? ['P', 'H1'] : ['Document', 'Sect'];
      const parents = elements.flatMap((one, index) => (holds.includes(one.role) ? [index] : []));
      const parent = parents[at % Math.max(1, parents.length)];
      if (parent !== undefined) elements.push({ role, parent, ...(lang && { lang: 'hu' }) });
    }
    return elements;
  });

const lists = structures.chain((structure) => {
  const leaves = structure.flatMap(({ role }, index) => (['P', 'Span', 'H1'].includes(role) ? [index] : []));
  const none = fc.constant(undefined);
  const tag = leaves.length > 0 ? fc.option(fc.constantFrom(...leaves), { nil: undefined }) : none;
  const place = { x: fc.integer({ min: 0, max: 500 }), y: fc.integer({ min: 10, max: 800 }) };
  const text = fc
    .record({
      ...place,
      text: fc.constantFrom(...words),
      font: fc.constantFrom(...faces),
      tag,
      lang: fc.option(fc.constantFrom('en', 'hu'), { nil: undefined }),
      rotate: fc.option(fc.integer({ min: -90, max: 90 }), { nil: undefined, freq: 8 }),
      color: fc.constantFrom('#000000', '#1f4e79'),
    })
    .map(({ x, y, text: said, tag: of, lang, rotate, ...rest }): Item => {
      const more = { ...(of !== undefined && { tag: of }), ...(lang !== undefined && { lang }) };
      return textItem(x, y, said, { ...rest, ...more, ...(rotate !== undefined && { rotate }) });
    });
  const rule = fc
    .record({ ...place, kind: fc.constant('rect' as const), fill: fc.constant('#999999') })
    .map((rect): Item => ({ ...rect, width: 50, height: 1 }));
  const pages = fc.array(
    fc.array(fc.oneof({ weight: 5, arbitrary: text }, { weight: 1, arbitrary: rule }), { maxLength: 15 }),
    {
      minLength: 1,
      maxLength: 5,
    },
  );
  return pages.map(
    (drawn): DisplayList => ({
      ...{ unitsPerInch: 72, title: 'Zufall', lang: 'de', structure: Structure.of(structure) },
      pages: drawn.map((items) => ({ width: 600, height: 842, items })),
    }),
  );
});

/** What the pages show, in the order of drawing and without blanks. */
function shownText(bytes: Uint8Array): string {
  const { file, pages, fonts: used } = inspectPdf(openPdf(Buffer.from(bytes)));
  let text = '';
  for (const { dictionary } of pages) {
    const stream = file.resolve(dictionary.get('Contents'));
    if (!(stream instanceof PdfStream)) continue;
    const resources = file.dictionary(file.dictionary(dictionary.get('Resources'))?.get('Font'));
    const lexer = new PdfLexer(file.decode(stream));
    let map: ReadonlyMap<string, string> | null | undefined = null;
    let operands: PdfValue[] = [];
    for (let token = lexer.next(); token !== undefined; token = lexer.next()) {
      if (!(token instanceof PdfKeyword)) {
        operands.push(token);
        continue;
      }
      const [first] = operands;
      if (token.word === 'Tf' && first instanceof PdfName) {
        const font = file.dictionary(resources?.get(first.name));
        map = used.find((one) => one.dictionary === font)?.toUnicode;
      }
      if (token.word === 'TJ' || token.word === 'Tj') {
        for (const part of Array.isArray(first) ? (first as readonly PdfValue[]) : [first]) {
          const codes = part instanceof PdfString ? (part.bytes.toString('hex').match(/.{4}/g) ?? []) : [];
          for (const code of codes) text += map?.get(code) ?? '?';
        }
      }
      operands = [];
    }
  }
  // Marks of direction stand beside blanks at the start of a run (faceEncoding.ts).
  return text.replaceAll(/[\s\u200e\u200f]/g, '');
}

describe('drawPdf', () => {
  it('makes a conforming file of any display list, with all its text, and the same one again', () => {
    fc.assert(
      fc.property(lists, (list) => {
        const bytes = drawPdf(list, fonts, { date: null });
        const findings = checkPdf(bytes).filter(({ rule }) => rule !== 'headings');
        expect(findings).toEqual([]);
        const said = list.pages.flatMap(({ items }) => items.map((item) => (item.kind === 'text' ? item.text : '')));
        expect(shownText(bytes)).toBe(said.join('').replaceAll(/\s/g, ''));
        expect(Buffer.compare(bytes, drawPdf(list, fonts, { date: null }))).toBe(0);
      }),
      { numRuns: 100 },
    );
  });
});

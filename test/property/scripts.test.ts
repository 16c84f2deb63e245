import fc from 'fast-check';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { describe, expect, it } from 'vitest';
import type { DisplayList, TextItem } from '../../src/compose/displayList.ts';
import { drawPdf } from '../../src/compose/drivers/pdf/drawPdf.ts';
import { drawZpl } from '../../src/compose/drivers/zpl/drawZpl.ts';
import { createFontBook } from '../../src/compose/fonts/fontBook.ts';
import { layOut } from '../../src/compose/layout/layOut.ts';
import { parseMarkup } from '../../src/compose/markup/parseMarkup.ts';

const fonts = createFontBook();

/** Letters of every script that the locales write, marks on their letters, with digits, signs and invisible marks. */
const alphabets = [
  'abcxyzABCÄÖÜßéőűŁžșİ',
  'абвгґєіїђљџѓќъы',
  'αβγδάώϊΩ',
  'აბგდჯჰ',
  'ابتثجحخدذرزسشصضطظعغفقكلمنهويةىءآأؤئلا',
  'אבגדהוזחטםןףץ',
  '上海物流有限公司运单号發票臺灣東京請求書',
  'あいうえおっゃカタカナーが',
  '、。（）「」，：；！？“”…—',
  '0123456789٠١٢٣٤٥٦٧٨٩',
  ' ,.-/:()+%&€№°',
  '\u2068\u2069\u200e\u200f\u00a0\u00ad\u200b',
]
  .map((letters) => Array.from(letters))
  .concat([
    ['مُ', 'حَ', 'مَّ', 'دِ', 'لله', 'لا', 'يً'],
    ['ที่', 'น้ำ', 'กา', 'ผู้', 'เรื่อง', 'ชำ', 'แล้ว', 'ปี'],
    ['e\u0301', 'o\u0302\u0323', 'か\u3099'],
  ]);

const languages = ['de', 'ar', 'he', 'zh-Hans', 'zh-Hant', 'ja', 'th', 'ka', 'uk', 'el', 'hu'];

const piece = fc
  .constantFrom(...alphabets)
  .chain((letters) => fc.array(fc.constantFrom(...letters), { minLength: 1, maxLength: 8 }))
  .map((letters) => letters.join(''));
const texts = fc
  .array(fc.oneof({ weight: 3, arbitrary: piece }, fc.constant(' ')), { minLength: 1, maxLength: 30 })
  .map((pieces) => pieces.join('').replaceAll('&', '&amp;'));
const documents = fc.record({
  language: fc.constantFrom(...languages),
  inner: fc.constantFrom(...languages),
  paragraphs: fc.array(texts, { minLength: 1, maxLength: 4 }),
  size: fc.constantFrom(6, 9, 14),
});

interface Given {
  readonly language: string;
  readonly inner: string;
  readonly paragraphs: readonly string[];
  readonly size: number;
}

const page = { width: 220, margin: 20 } as const;

function lay({ language, inner, paragraphs, size }: Given, root: 'document' | 'label' = 'document'): DisplayList {
  const body = paragraphs.map((text, index) => {
    if (index % 2 === 0) return `<p>${text}</p>`;
    return `<table cols="1* 60pt" aligns="left right"><tbody><tr><td>${text}</td><td><span lang="${inner}">${text}</span></td></tr></tbody></table>`;
  });
  const opened =
    root === 'document'
      ? `<document title="T" lang="${language}" size="${page.width}pt 500pt" margin="${page.margin}pt">`
      : `<label title="T" lang="${language}" width="200mm" height="400mm" margin="3mm">`;
  return layOut(
    parseMarkup(`${opened}<styles><style name="p" size="${size}pt"/></styles>${body.join('')}</${root}>`),
    fonts,
  );
}

const textsOf = (list: DisplayList): TextItem[] =>
  list.pages.flatMap(({ items }) => items.filter((item) => item.kind === 'text'));

/** Letters and digits in no order: what was put in and what came out are the same ones. */
function lettersOf(text: string): string {
  const letters = text.normalize('NFC').match(/[\p{L}\p{M}\p{N}]/gu) ?? [];
  return letters.sort().join('');
}

const runs = Number(process.env['PROPERTY_RUNS'] ?? 60);

describe('text of all scripts', () => {
  it('is laid out without losing or repeating a letter, inside the margins', () => {
    fc.assert(
      fc.property(documents, (given) => {
        const list = lay(given);
        const expected = given.paragraphs.flatMap((text, index) => (index % 2 === 0 ? [text] : [text, text])).join('');
        const items = textsOf(list);
        expect(lettersOf(items.map(({ text }) => text).join(''))).toBe(lettersOf(expected.replaceAll('&amp;', '&')));
        for (const item of items) {
          expect(item.x).toBeGreaterThanOrEqual(page.margin - 0.05);
          expect(item.x + item.width).toBeLessThanOrEqual(page.width - page.margin + 0.05);
        }
      }),
      { numRuns: runs },
    );
  });

  it('puts no run of a line on another', () => {
    fc.assert(
      fc.property(documents, (given) => {
        const clashes = [...groupLines(lay(given)).values()].flatMap((line) => {
          const sorted = line.toSorted((one, other) => one.x - other.x);
          return sorted.filter((item, index) => item.x + item.width > (sorted[index + 1]?.x ?? Infinity) + 0.05);
        });
        expect(clashes).toEqual([]);
      }),
      { numRuns: runs },
    );
  });

  it('makes a PDF that opens, reads back with every letter, and is the same the second time', async () => {
    await fc.assert(
      fc.asyncProperty(documents, documents, async (given, other) => {
        const list = lay(given);
        const bytes = drawPdf(list, fonts, { date: null });
        drawPdf(lay(other), fonts, { date: null });
        expect(Buffer.compare(Buffer.from(bytes), Buffer.from(drawPdf(lay(given), fonts, { date: null })))).toBe(0);
        const read = await textOf(bytes);
        const drawn = textsOf(list)
          .map(({ text }) => text)
          .join('');
        expect(lettersOf(read)).toBe(lettersOf(drawn));
      }),
      { numRuns: Math.ceil(runs / 2) },
    );
  });

  it('makes a label that is the same the second time', () => {
    fc.assert(
      fc.property(documents, (given) => {
        const zpl = drawZpl(lay(given, 'label'), fonts);
        expect(Buffer.from(zpl).toString()).toMatch(/^\^XA[^]*\^XZ\n$/u);
        expect(Buffer.compare(Buffer.from(zpl), Buffer.from(drawZpl(lay(given, 'label'), fonts)))).toBe(0);
      }),
      { numRuns: Math.ceil(runs / 3) },
    );
  });
});

function groupLines(list: DisplayList): Map<string, TextItem[]> {
  const lines = new Map<string, TextItem[]>();
  for (const [number, { items }] of list.pages.entries()) {
    for (const item of items) {
      if (item.kind !== 'text') continue;
      const key = `${number} ${item.y}`;
      lines.set(key, [...(lines.get(key) ?? []), item]);
    }
  }
  return lines;
}

async function textOf(bytes: Uint8Array): Promise<string> {
  const document = await getDocument({ data: Uint8Array.from(bytes), useSystemFonts: false, verbosity: 0 }).promise;
  let text = '';
  for (let number = 1; number <= document.numPages; number += 1) {
    const { items } = await (await document.getPage(number)).getTextContent({ disableNormalization: true });
    for (const item of items) if ('str' in item) text += item.str;
  }
  await document.destroy();
  return text;
}

import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { describe, expect, it } from 'vitest';
import { drawPdf } from '../../../../../src/compose/drivers/pdf/drawPdf.ts';
import { ByteWriter } from '../../../../../src/compose/drivers/pdf/byteWriter.ts';
import { FaceEncoding } from '../../../../../src/compose/drivers/pdf/faceEncoding.ts';
import { createFontBook } from '../../../../../src/compose/fonts/fontBook.ts';
import { layOut } from '../../../../../src/compose/layout/layOut.ts';
import { parseMarkup } from '../../../../../src/compose/markup/parseMarkup.ts';

const fonts = createFontBook();

function pdfOf(lang: string, text: string): Uint8Array {
  const escaped = text.replaceAll('&', '&amp;');
  const list = layOut(parseMarkup(`<document title="T" lang="${lang}"><p>${escaped}</p></document>`), fonts);
  return drawPdf(list, fonts, { date: null });
}

/** Runs as pdf.js reads them, in the order of the file. */
async function readBack(bytes: Uint8Array): Promise<string[]> {
  const document = await getDocument({ data: Uint8Array.from(bytes), useSystemFonts: false, verbosity: 0 }).promise;
  const page = await document.getPage(1);
  const { items } = await page.getTextContent({ disableNormalization: true });
  await document.destroy();
  return items.flatMap((item) => ('str' in item ? [item.str] : []));
}

describe('text read back by pdf.js', () => {
  it.each([
    ['zh-Hans', '上海（以下简称“承运人”）INV-1 号'],
    ['zh-Hant', '臺北市信義區的倉庫，請於三日內提貨。'],
    ['ja', '「カスタマーサービス」ご請求書 ガ'],
    ['ka', 'ანგარიშ-ფაქტურა № 12'],
    ['uk', 'Рахунок-фактура № 15 ґєії'],
    ['sr-Cyrl', 'Рачун бр. 7, Љубљана, Џ'],
    ['mk', 'Ѓорче Петров, Ќ ѕ'],
    ['bg', 'Фактура № 3 — Ръководител'],
    ['el', 'Τιμολόγιο Ά Ώ 1.234,56 €'],
    ['tr', 'İrsaliye ağırlığı, Şişli, ığüş'],
    ['ro', 'Ștefan, București, țară'],
    ['hu', 'Tűzoltó őr, Ω Ω µ μ ffi'],
    ['th', 'น้ำมันและที่ดิน กรุณาชำระเงิน'],
    ['ar', 'فاتورة ضريبية مُحَمَّد الله لا إله إلا'],
    ['he', 'חשבונית מס׳ לקוח'],
  ])('%s', async (lang, text) => {
    expect((await readBack(pdfOf(lang, text))).join('')).toBe(text);
  });

  // Behind a run of the other direction pdf.js goes back on the line and drops the blank.
  it.each([
    ['ar', 'رقم الفاتورة INV-2026-001 بتاريخ \u20682026-11-22\u2069 (نسخة)، الهاتف \u2068+971 4 123 4567\u2069.'],
    ['ar', 'المجموع: \u206812,390.50 د.إ.\u2069'],
    ['ar', 'شركة \u2068Alpha GmbH & Co. KG (Wien)\u2069 للخدمات'],
    ['de', 'Firma شركة الخليج (Dubai)'],
  ])('%s: runs of both directions come in reading order', async (lang, text) => {
    const read = (await readBack(pdfOf(lang, text))).join('').replaceAll(/[ \u200e\u200f]/gu, '');
    expect(read).toBe(text.replaceAll(/[ \u2066-\u2069]/gu, ''));
  });
});

function shown(encoding: FaceEncoding, text: string, rtl = false): string {
  const out = new ByteWriter();
  encoding.show(out, text, rtl);
  return Buffer.from(out.view()).toString('latin1');
}

describe('FaceEncoding', () => {
  it('numbers letters of other scripts in order of first use, once for each shape and text', () => {
    const encoding = new FaceEncoding(fonts.face('hans'), 'F1');
    expect(shown(encoding, '运单')).toBe('[(\0\x01\0\x02)]TJ\n');
    expect(shown(encoding, '单号')).toBe('[(\0\x02\0\x03)]TJ\n');
    expect(encoding.own.map(({ text }) => text)).toEqual(['运', '单', '号']);
  });

  it('makes one glyph of a letter and what stands beside the pen', () => {
    const encoding = new FaceEncoding(fonts.face('thai'), 'F1');
    shown(encoding, 'ที่');
    const { own } = encoding;
    expect(own.map(({ text, advance }) => [text, advance])).toEqual([
      ['ท', 609],
      ['ี', 0],
      ['่', 0],
    ]);
    expect(own[1]?.parts[0]?.x).not.toBe(0);
  });

  it('gives each letter of an Arabic ligature a CID, the outline to the left one', () => {
    const encoding = new FaceEncoding(fonts.face('arabic'), 'F1');
    shown(encoding, 'لا', true);
    const { own } = encoding;
    expect(own.map(({ text, parts }) => [text, parts.length])).toEqual([
      ['ا', 1],
      ['ل', 0],
    ]);
    expect(own.reduce((sum, { advance }) => sum + advance, 0)).toBe(fonts.face('arabic').measure('لا', true));
  });

  it('keeps the blank before a run of the other direction', async () => {
    const read = (await readBack(pdfOf('ar', 'رقم الفاتورة INV-2026-001'))).join('');
    expect(read.replaceAll('\u200f', '')).toBe('رقم الفاتورة INV-2026-001');
  });

  it('is the same for a document whatever others drew before', () => {
    const bytes = pdfOf('ar', 'نسخة 运单 ก่อน');
    pdfOf('zh-Hans', '单号运');
    expect(Buffer.compare(Buffer.from(bytes), Buffer.from(pdfOf('ar', 'نسخة 运单 ก่อน')))).toBe(0);
  });
});

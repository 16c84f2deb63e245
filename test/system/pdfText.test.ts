import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { createComposer } from '../../src/compose/composeDocument.ts';
import { drawPdf } from '../../src/compose/drivers/pdf/drawPdf.ts';
import { createFontBook } from '../../src/compose/fonts/fontBook.ts';
import { layOut } from '../../src/compose/layout/layOut.ts';
import { parseMarkup } from '../../src/compose/markup/parseMarkup.ts';
import type { SubmittedDocument } from '../../src/model/job.ts';

const hasPoppler = spawnSync('pdftotext', ['-v']).error === undefined;
const fonts = createFontBook();
const folder = mkdtempSync(join(tmpdir(), 'postwerk-text-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What poppler reads, without the marks with which it tells of directions, blanks as one. */
function popplerText(bytes: Uint8Array): string {
  const file = join(folder, 'x.pdf');
  writeFileSync(file, bytes);
  const text = execFileSync('pdftotext', ['-enc', 'UTF-8', file, '-'], { encoding: 'utf8' });
  return text
    .replaceAll(/[\u200e\u200f\u202a-\u202e]/gu, '')
    .replaceAll(/\s+/gu, ' ')
    .trim();
}

describe.skipIf(!hasPoppler)('text read back by poppler', () => {
  it.each([
    ['zh-Hans', '上海（以下简称“承运人”）INV-1 号'],
    ['zh-Hant', '臺北市信義區的倉庫，請於三日內提貨。'],
    ['ja', '「カスタマーサービス」ご請求書 ガ'],
    ['ka', 'ანგარიშ-ფაქტურა № 12'],
    ['uk', 'Рахунок-фактура № 15 ґєії'],
    ['el', 'Τιμολόγιο Ά Ώ 1.234,56 €'],
    ['tr', 'İrsaliye ağırlığı, Şişli'],
    ['hu', 'Tűzoltó őr, Ω Ω µ μ ffi'],
    ['th', 'น้ำมันและที่ดิน กรุณาชำระเงิน'],
    ['ar', 'فاتورة ضريبية مُحَمَّد يوماً الله لا إله'],
    ['ar', 'رقم الفاتورة INV-2026-001 بتاريخ \u20682026-11-22\u2069 والهاتف \u2068+971 4 123 4567\u2069'],
    ['he', 'חשבונית מס׳ 12 (עותק)'],
    ['de', 'Firma شركة الخليج (Dubai)'],
  ])('%s: %s', (lang, text) => {
    const list = layOut(parseMarkup(`<document title="T" lang="${lang}"><p>${text}</p></document>`), fonts);
    expect(popplerText(drawPdf(list, fonts, { date: null }))).toBe(text.replaceAll(/[\u2066-\u2069]/gu, ''));
  });

  it('finds names, numbers and amounts in a whole Arabic invoice', async () => {
    const root = fileURLToPath(new URL('../..', import.meta.url));
    const composer = await createComposer({ templatesDir: join(root, 'templates'), localesDir: join(root, 'locales') });
    const { documents } = JSON.parse(readFileSync(join(root, 'samples/invoice-ar.json'), 'utf8')) as {
      documents: SubmittedDocument[];
    };
    const message = documents[0]?.message as Parameters<typeof composer.compose>[0]['message'];
    const { renditions } = await composer.compose({
      type: 'invoice',
      message,
      locale: 'ar',
      sender: null,
      formats: ['pdf'],
    });
    const text = popplerText(renditions[0]?.bytes ?? new Uint8Array());
    const { number, buyer, lines } = message as unknown as {
      number: string;
      buyer: { name: string };
      lines: { item: { name: string } }[];
    };
    for (const wanted of [`فاتورة ضريبية ${number}`, buyer.name, ...lines.map(({ item }) => item.name)]) {
      expect(text).toContain(wanted);
    }
  });
});

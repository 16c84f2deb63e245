import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { describe, expect, it } from 'vitest';
import type { Item } from '../../../../../src/compose/displayList.ts';
import { openPdf, type PdfFile } from '../../../../../src/compose/conformance/pdfFile.ts';
import { nameOf, PdfStream } from '../../../../../src/compose/conformance/pdfValue.ts';
import { drawPdf } from '../../../../../src/compose/drivers/pdf/drawPdf.ts';
import { barcodeItem, fonts, listOf, textItem } from '../sampleList.ts';

const date = new Date('2026-11-22T00:00:00Z');

/** What a reader of the file sees: its texts page by page, its title and language. */
async function read(bytes: Uint8Array) {
  const document = await getDocument({ data: Uint8Array.from(bytes), useSystemFonts: false, verbosity: 0 }).promise;
  const texts: string[][] = [];
  for (let number = 1; number <= document.numPages; number += 1) {
    const page = await document.getPage(number);
    const { items } = await page.getTextContent({ disableNormalization: true });
    texts.push(items.flatMap((item) => ('str' in item && item.str !== '' ? [item.str] : [])));
  }
  const metadata = await document.getMetadata();
  await document.destroy();
  return { texts, info: metadata.info as Record<string, unknown>, xmp: metadata.metadata };
}

describe('drawPdf', () => {
  const texts = [
    'ISO 9001 Øresund O',
    'Tűzoltó fűrész Győr Hódmezővásárhely ŐŰőű',
    'office affine waffle fjord',
    'AVALON To. Ta, VAT 1.234,56 €',
    'Київ Θεσσαλονίκη',
    'Ω Ω µ μ',
  ];

  it('keeps every character readable in every face', async () => {
    const items = texts.flatMap((text, index) => [
      textItem(40, 40 + index * 20, text),
      textItem(40, 240 + index * 20, text, { font: 'sans-bold', size: 12, color: '#0a5fb4' }),
      textItem(40, 440 + index * 20, text, { font: 'sans-italic' }),
    ]);
    const { texts: found } = await read(drawPdf(listOf(items), fonts, { date }));
    expect(new Set(found[0])).toEqual(new Set(texts));
    expect(found[0]).toHaveLength(texts.length * 3);
  });

  it('keeps combining marks with their letters', async () => {
    const { texts: found } = await read(drawPdf(listOf([textItem(40, 40, 'o\u0302\u0323x')]), fonts, { date }));
    expect(found[0]?.join('').normalize('NFC')).toBe('o\u0302\u0323x'.normalize('NFC'));
  });

  it('says title, language, producer and date, and escapes them', async () => {
    const list = listOf([textItem(40, 40, 'x')], { title: 'Rechnung <1> & Ő (2) \\' });
    const bytes = drawPdf(list, fonts, { date });
    const { info, xmp } = await read(bytes);
    expect(info).toMatchObject({
      Title: 'Rechnung <1> & Ő (2) \\',
      Producer: 'Postwerk',
      CreationDate: 'D:20261122000000Z',
      Language: 'de',
    });
    expect(xmp?.get('dc:title')).toBe('Rechnung <1> & Ő (2) \\');
  });

  it('gives the same bytes for the same list, and other bytes for another', () => {
    const list = listOf([textItem(40, 40, 'Rechnung 1'), barcodeItem(40, 60, 'qrcode', 'https://example.org', 2)]);
    const bytes = drawPdf(list, fonts, { date });
    expect(Buffer.compare(bytes, drawPdf(list, fonts, { date }))).toBe(0);
    expect(Buffer.compare(bytes, drawPdf(listOf([textItem(40, 40, 'Rechnung 2')]), fonts, { date }))).not.toBe(0);
  });

  it('gives the same bytes whatever was drawn before', () => {
    const list = listOf([textItem(40, 40, 'Ω Ohm Ω Київ ffi')]);
    const bytes = drawPdf(list, fonts, { date });
    drawPdf(listOf([textItem(40, 40, 'µ μ ≤ ≠ Łódź Đ')]), fonts, { date });
    for (let count = 0; count < 250; count += 1) {
      drawPdf(listOf([textItem(40, 40, String.fromCharCode(0x400 + count))]), fonts, { date });
    }
    expect(Buffer.compare(bytes, drawPdf(list, fonts, { date }))).toBe(0);
  });

  it('leaves the date out where a document has none', async () => {
    const { info } = await read(drawPdf(listOf([textItem(40, 40, 'x')]), fonts, { date: null }));
    expect(info['CreationDate']).toBeUndefined();
  });

  it('embeds every font it names and no other', () => {
    const file = opened(drawPdf(listOf([textItem(40, 40, 'x')]), fonts, { date }));
    const dictionaries = file.ids.flatMap((id) => file.dictionary(file.object(id)) ?? []);
    expect(dictionaries.filter((one) => one.has('FontFile2'))).toHaveLength(1);
    expect(dictionaries.filter((one) => nameOf(one.get('Type')) === 'Font')).toHaveLength(2);
  });

  it('fills the rules of all rows before their texts, but nothing from beyond a code or a frame', () => {
    const rule = (y: number, fill: string): Item => ({ kind: 'rect', x: 10, y, width: 100, height: 1, fill });
    const list = listOf(
      [
        textItem(10, 30, 'a'),
        rule(41, '#ff0000'),
        textItem(10, 50, 'b'),
        rule(61, '#ff0000'),
        textItem(10, 70, 'c'),
        { kind: 'rect', x: 10, y: 80, width: 100, height: 20, fill: '#00ff00', stroke: '#0000ff', strokeWidth: 2 },
        rule(81, '#ff0000'),
        barcodeItem(10, 300, 'code128', '1', 1),
        rule(141, '#ff0000'),
      ],
      { size: [600, 842] },
    );
    const operators = contentOf(opened(drawPdf(list, fonts, { date })))
      .split('\n')
      .filter((line) => / (?:re|rg|RG)$|TJ$|^[fS]$/.test(line))
      .map((line) => line.replace(/^10 (\d+) 100 \d+ re$/, '$1').replace(/^\[.*\]TJ$/s, 'text'));
    const [red, green, blue, black] = ['1 0 0 rg', '0 1 0 rg', '0 0 1 RG', '0 0 0 rg'];
    expect(operators.filter((operator) => !operator.endsWith(' re')).join(' ')).toBe(
      [
        ...['text', red, '800', 'f', '780', 'f', black, 'text', 'text'],
        ...[green, '742', 'f', blue, '742', 'S', red, '760', 'f'],
        ...[black, 'f', red, '700', 'f'],
      ].join(' '),
    );
  });

  it('draws labels in dots and codes in modules', () => {
    const list = listOf([barcodeItem(24, 100, 'gs1-128', '(00)376104250021234569', 4)], {
      unitsPerInch: 203,
      size: [839, 1183],
    });
    const file = opened(drawPdf(list, fonts, { date }));
    expect(pageOf(file)?.get('MediaBox')).toEqual([0, 0, 297.576, 419.586]);
    const content = contentOf(file);
    expect(content).toMatch(/^0\.35468 0 0 0\.35468 0 0 cm\n\/Artifact BMC\nq 4 0 0 -1 24 1083 cm\n0 0 2 120 re\n/);
    expect(content.match(/ re$/gm)).toHaveLength(3 * 13 + 4);
    expect(content.match(/^f$/gm)).toHaveLength(1);
  });
});

function opened(bytes: Uint8Array): PdfFile {
  return openPdf(Buffer.from(bytes));
}

function pageOf(file: PdfFile) {
  const pages = file.dictionary(file.dictionary(file.trailer.get('Root'))?.get('Pages'));
  return file.dictionary(file.array(pages?.get('Kids'))[0]);
}

function contentOf(file: PdfFile): string {
  const content = file.resolve(pageOf(file)?.get('Contents'));
  return content instanceof PdfStream ? file.decode(content).toString('latin1') : '';
}

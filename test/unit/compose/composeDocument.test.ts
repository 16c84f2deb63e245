import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { ready } from 'zpl-renderer-js';
import { readBarcodes } from 'zxing-wasm/reader';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Composer, type ComposeRequest, createComposer } from '../../../src/compose/composeDocument.ts';
import type { DisplayList } from '../../../src/compose/displayList.ts';
import type { Message } from '../../../src/model/message.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const folders = { templatesDir: join(root, 'templates'), localesDir: join(root, 'locales') };

/** Every document of the samples, each in its own language, else that of its file's name. */
const samples = readdirSync(join(root, 'samples'))
  .filter((file) => file.endsWith('.json'))
  .flatMap((file) => {
    const { documents } = JSON.parse(readFileSync(join(root, 'samples', file), 'utf8')) as {
      documents: (Message & { locale?: string })[];
    };
    const locale = /-(de|en|hu)\b/.exec(file)?.[1] ?? 'en';
    return documents.map((document, index) => ({ locale, ...document, name: `${file} ${index + 1}` }));
  });

/** RGBA pixels, row by row. */
interface Bitmap {
  readonly data: Uint8ClampedArray<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
}

const pdfium = PDFiumLibrary.init();
let composer: Composer;
let other: Composer;

beforeAll(async () => {
  composer = await createComposer(folders);
  other = await createComposer(folders);
});

function requestOf({ type, message, locale }: (typeof samples)[number]): ComposeRequest {
  const formats = composer.library.types.get(type)?.formats ?? [];
  return { type, message, locale, sender: null, formats };
}

describe.each(samples)('$name', (sample) => {
  it('reads out of the PDF as it was laid out', async () => {
    const request = requestOf(sample);
    const { renditions } = await composer.compose(request);
    const pdf = renditions.find(({ format }) => format === 'pdf');
    const pages = await textsOf(pdf?.bytes ?? new Uint8Array());
    expect(pages).toEqual(textsOfList(composer.layOut(request)));
    expect(pdf?.pages).toBe(pages.length);
  });

  it('is composed to the same bytes by another composer', async () => {
    const request = requestOf(sample);
    expect(await other.compose(request)).toEqual(await composer.compose(request));
  });
});

describe('barcodes', () => {
  const formats = ['Code128', 'QRCode', 'PDF417', 'DataMatrix', 'EAN13'] as const;
  // Of labels one of each type: test/system/labels.test.ts draws a thousand.
  const keyOf = ({ type, locale }: (typeof samples)[number]): string =>
    type.endsWith('label') ? type : `${type} ${locale}`;
  const oneOfEach = [...new Map(samples.map((sample) => [keyOf(sample), sample])).values()];

  it.each(oneOfEach)('of $name are read from the picture of the PDF, and of the ZPL', async (sample) => {
    const request = requestOf(sample);
    const list = composer.layOut(request);
    const expected = list.pages.map(({ items }) =>
      codes(items.map((item) => (item.kind === 'barcode' ? item.data : ''))),
    );
    const { renditions } = await composer.compose(request);
    const pictures = await Promise.all(renditions.map(({ format, bytes }) => picturesOf(format, bytes, list)));
    for (const pages of pictures.filter((one) => one.length > 0)) {
      const read = await Promise.all(
        pages.map((page) => readBarcodes(page, { textMode: 'HRI', formats: [...formats] })),
      );
      expect(read.map((page) => codes(page.map(({ text }) => text)))).toEqual(expected);
    }
  });
});

async function picturesOf(format: string, bytes: Uint8Array, list: DisplayList): Promise<(Bitmap | Uint8Array)[]> {
  if (format === 'pdf') return picturesOfPdf(bytes);
  return format === 'zpl' ? [await pictureOfZpl(bytes, list)] : [];
}

function codes(texts: readonly string[]): string[] {
  return texts.filter((text) => text !== '').sort();
}

async function picturesOfPdf(bytes: Uint8Array): Promise<Bitmap[]> {
  const document = await (await pdfium).loadDocument(bytes);
  const pictures: Bitmap[] = [];
  for (const page of document.pages()) {
    // 300 dpi, as an office scanner sees it.
    const { data, width, height } = await page.render({ scale: 300 / 72, render: 'bitmap' });
    pictures.push({ data: Uint8ClampedArray.from(data), width, height });
  }
  document.destroy();
  return pictures;
}

async function pictureOfZpl(bytes: Uint8Array, list: DisplayList): Promise<Uint8Array> {
  const { api } = await ready;
  const { width = 0, height = 0 } = list.pages[0] ?? {};
  const png = await api.zplToBase64Async(Buffer.from(bytes).toString(), width / 8, height / 8, 8);
  return Uint8Array.from(Buffer.from(png, 'base64'));
}

describe('compose', () => {
  const [invoice] = samples.filter(({ type }) => type === 'invoice');
  const [label] = samples.filter(({ type }) => type === 'shipping-label');

  it('makes an e-mail without laying out pages', async () => {
    const { renditions } = await composer.compose({ ...requestOf(invoice ?? fail()), formats: ['email'] });
    expect(renditions).toHaveLength(1);
    expect(renditions[0]?.pages).toBe(0);
    expect(JSON.parse(Buffer.from(renditions[0]?.bytes ?? []).toString())).toMatchObject({
      subject: expect.any(String),
      attachmentName: expect.stringMatching(/\.pdf$/),
    });
  });

  it('protects the PDF that is to be protected, beside the one for the archive', async () => {
    const sample = samples.find(({ type }) => type === 'invoice');
    if (sample === undefined) throw new Error('no invoice among the samples');
    const request: ComposeRequest = {
      ...requestOf(sample),
      formats: ['pdf', 'protected'],
      protection: { permissions: ['print'] },
    };
    const [open, sealed] = (await composer.compose(request)).renditions.map(({ bytes }) => Buffer.from(bytes));
    expect([open?.includes('/Encrypt'), open?.includes('pdfaid')]).toEqual([false, true]);
    expect([sealed?.includes('/Encrypt'), sealed?.includes('pdfaid')]).toEqual([true, false]);
  });

  it('refuses to make a label of a page', async () => {
    const request: ComposeRequest = { ...requestOf(invoice ?? fail()), formats: ['zpl'] };
    await expect(composer.compose(request)).rejects.toMatchObject({ code: 'compose.format-unavailable' });
  });

  it('lays a label out in the dots of the print head', async () => {
    const request = requestOf(label ?? fail());
    expect(composer.layOut({ ...request, dpi: 300 }).unitsPerInch).toBe(300);
    const { renditions } = await composer.compose({ ...request, formats: ['zpl'], dpi: 300 });
    expect(Buffer.from(renditions[0]?.bytes ?? []).toString()).toMatch(/\^PW1240\n\^LL1748\n/);
  });
});

function fail(): never {
  throw new Error('there is no such sample');
}

/** Texts in reading order of the file, without white space: where lines break is of no matter here. */
async function textsOf(bytes: Uint8Array): Promise<string[]> {
  const document = await getDocument({ data: Uint8Array.from(bytes), verbosity: 0 }).promise;
  const pages: string[] = [];
  for (let number = 1; number <= document.numPages; number += 1) {
    const { items } = await (await document.getPage(number)).getTextContent({ disableNormalization: true });
    pages.push(squeezed(items.map((item) => ('str' in item ? item.str : '')).join('')));
  }
  await document.destroy();
  return pages;
}

function textsOfList(list: DisplayList): string[] {
  return list.pages.map(({ items }) => squeezed(items.map((item) => (item.kind === 'text' ? item.text : '')).join('')));
}

/** Without blanks, and without the marks of direction that a PDF says beside its runs. */
function squeezed(text: string): string {
  return text.replaceAll(/[\s\u200e\u200f]/gu, '').normalize('NFC');
}

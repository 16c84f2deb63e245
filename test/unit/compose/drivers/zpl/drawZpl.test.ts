import { createRequire } from 'node:module';
import { ready } from 'zpl-renderer-js';
import { readBarcodes } from 'zxing-wasm/reader';
import { describe, expect, it } from 'vitest';
import type { Item } from '../../../../../src/compose/displayList.ts';
import { drawZpl } from '../../../../../src/compose/drivers/zpl/drawZpl.ts';
import { prepareProof } from '../../../../../src/compose/proof/proveBarcodes.ts';
import { layOut } from '../../../../../src/compose/layout/layOut.ts';
import { parseMarkup } from '../../../../../src/compose/markup/parseMarkup.ts';
import { barcodeItem, fonts, listOf, textItem } from '../sampleList.ts';

const size: [number, number] = [800, 640];

function zplOf(items: readonly Item[], title = 'Label'): string {
  return Buffer.from(drawZpl(listOf(items, { unitsPerInch: 203, size, title }), fonts)).toString('utf8');
}

/** The label as an independent ZPL interpreter draws it, 8 dots a millimetre. */
async function pictureOf(zpl: string): Promise<Buffer> {
  const { api } = await ready;
  return Buffer.from(await api.zplToBase64Async(zpl, size[0] / 8, size[1] / 8, 8), 'base64');
}

async function codesIn(zpl: string) {
  await prepareProof();
  const found = await readBarcodes(Uint8Array.from(await pictureOf(zpl)), { textMode: 'HRI', tryHarder: true });
  return found.map(({ text, symbologyIdentifier }) => ({ text, symbologyIdentifier }));
}

interface Picture {
  readonly width: number;
  isDark(x: number, y: number): boolean;
}

/** png-js is CommonJS without types; it comes with pdfkit. */
async function pixelsOf(png: Buffer): Promise<Picture> {
  const Png = createRequire(import.meta.url)('png-js') as new (
    bytes: Buffer,
  ) => { width: number; height: number; decodePixels(done: (pixels: Uint8Array) => void): void };
  const image = new Png(png);
  const pixels = await new Promise<Uint8Array>((resolve) => image.decodePixels(resolve));
  const channels = pixels.length / (image.width * image.height);
  return { width: image.width, isDark: (x, y) => (pixels[(y * image.width + x) * channels] ?? 255) < 128 };
}

describe('drawZpl', () => {
  it('begins and ends one label a page, with its size in dots', () => {
    const zpl = zplOf([textItem(20, 40, 'x', { size: 30 })], 'Etikett ^XZ~JA');
    expect(zpl).toMatch(/^\^XA\n\^FX Etikett {2}XZ JA\^FS\n\^CI28\n\^PW800\n\^LL640\n\^LH0,0\n/);
    expect(zpl.match(/\^XZ/g)).toHaveLength(1);
    expect(zpl.endsWith('^XZ\n')).toBe(true);
    const two = listOf([], { unitsPerInch: 203, pages: [listOf([]), listOf([])].flatMap((list) => list.pages) });
    expect(Buffer.from(drawZpl(two, fonts)).toString().match(/\^XA/g)).toHaveLength(2);
  });

  it.each([
    ['gs1-128', '(00)376104250021234569', 4],
    ['gs1-128', '(02)04012345000009(37)12(10)AB12', 2],
    ['gs1-128', '(10)a>b_c', 3],
    ['code128', 'RE-2026-000123', 3],
    ['code128', '2026-11-AB', 2],
    ['code128', 'a^b~c_d>e', 3],
    ['qrcode', 'Győr: https://example.org/d/1?a=^~_', 5],
  ] as const)('prints a %s that reads "%s"', async (symbology, data, module) => {
    const zpl = zplOf([barcodeItem(60, 60, symbology, data, module)]);
    const identifier = { 'gs1-128': ']C1', code128: ']C0', qrcode: ']Q1' }[symbology];
    expect(await codesIn(zpl)).toEqual([
      { text: data, symbologyIdentifier: expect.stringContaining(identifier.slice(0, 2)) },
    ]);
  });

  it.each([
    ['AB-xy', /\^FO60,60\^BY3,3,90\^BCN,90,N,N,N,N\^FD>:AB-xy\^FS/],
    ['123456-xy', /\^FO60,60\^BY3,3,90\^BCN,90,N,N,N,N\^FD>;123456>6-xy\^FS/],
    ['AB-123456', /\^FO60,60\^GFA,/],
  ])('prints exactly the bars of "%s", at their place', async (data, command) => {
    const item = barcodeItem(60, 60, 'code128', data, 3);
    const zpl = zplOf([item]);
    expect(zpl).toMatch(command);
    const picture = await pixelsOf(await pictureOf(zpl));
    const row = Array.from({ length: picture.width }, (_, x) => picture.isDark(x, 100));
    const expected = row.map(() => false);
    let at = 60;
    item.bars?.forEach((bar, index) => {
      expected.fill(index % 2 === 0, at, at + bar * 3);
      at += bar * 3;
    });
    expect(row).toEqual(expected);
  });

  it.each([
    ['ean13', '9521234543213', 'module="0.375mm"'],
    ['ean8', '95212340', ''],
    ['itf14', '09521234543213', 'module="0.5mm"'],
    ['datamatrix', 'Rack 14-B', 'height="18mm"'],
    ['gs1datamatrix', '(01)09521234543213(10)LOT1', ''],
    ['azteccode', 'Gate 7', ''],
    ['pdf417', 'This is PDF417', 'options="columns=2"'],
    ['databaromni', '(01)09521234543213', ''],
    ['code39', 'SLOT 12', 'module="0.25mm"'],
    ['codabar', 'A0123456789B', ''],
  ])('prints a %s of whole dots that reads "%s"', async (symbology, data, more) => {
    const root = '<label title="T" lang="en" width="99mm" height="79mm" margin="4mm">';
    const markup = parseMarkup(`${root}<barcode type="${symbology}" data="${data}" text="false" ${more}/></label>`);
    const zpl = Buffer.from(drawZpl(layOut(markup, fonts), fonts)).toString();
    expect(zpl).toContain('^GFA');
    expect(await codesIn(zpl)).toEqual([{ text: data, symbologyIdentifier: expect.stringMatching(/^\]/) }]);
  });

  it('leaves Latin-1 text to the printer, escaped, and fits it to the laid-out width', async () => {
    const text = 'Größe ^a~b_c 12 m²';
    const item = textItem(40, 100, text, { size: 40 });
    const zpl = zplOf([item]);
    expect(zpl).toMatch(/\^FT40,100\^A0N,38,\d+\^FH\^FDGröße _5Ea_7Eb_5Fc 12 m²\^FS/);
    const picture = await pixelsOf(await pictureOf(zpl));
    const columns = Array.from({ length: picture.width }, (_, x) => x).filter((x) =>
      Array.from({ length: 60 }, (_, y) => y + 60).some((y) => picture.isDark(x, y)),
    );
    expect(columns[0]).toBeGreaterThanOrEqual(40);
    expect(columns.at(-1)).toBeLessThanOrEqual(40 + item.width);
    expect(columns.at(-1)).toBeGreaterThan(40 + item.width * 0.8);
  });

  it('draws the whole label in one hand when one text needs it', async () => {
    const zpl = zplOf([textItem(40, 100, 'Győr', { size: 40 }), textItem(40, 200, 'Graz', { size: 40 })]);
    expect(zpl).not.toContain('^A0');
    expect(zpl.match(/\^GFA/g)).toHaveLength(2);
    const picture = await pixelsOf(await pictureOf(zpl));
    // The stem of the G of Noto Sans at 40 dots: dark at half cap height, white beside it.
    expect(picture.isDark(44, 185)).toBe(true);
    expect(picture.isDark(40, 185)).toBe(false);
  });

  it('draws rules and boxes with whole dots, and white on black', async () => {
    const picture = await pixelsOf(
      await pictureOf(
        zplOf([
          { kind: 'line', x1: 20, y1: 50, x2: 220, y2: 50, width: 2, color: '#000000' },
          { kind: 'rect', x: 300, y: 40, width: 200, height: 60, fill: '#000000' },
          textItem(310, 90, 'HHHH', { size: 60, color: '#ffffff', font: 'sans-bold' }),
          { kind: 'rect', x: 20, y: 200, width: 100, height: 50, fill: '#eeeeee', stroke: '#000000', strokeWidth: 2 },
        ]),
      ),
    );
    expect([48, 49, 50, 51].map((y) => picture.isDark(100, y))).toEqual([false, true, true, false]);
    expect(picture.isDark(305, 45)).toBe(true);
    const inside = Array.from({ length: 150 }, (_, x) => picture.isDark(310 + x, 70));
    expect(inside).toContain(false);
    expect(picture.isDark(20, 220)).toBe(true);
    expect(picture.isDark(60, 220)).toBe(false);
  });
});

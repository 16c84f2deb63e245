import { describe, expect, it } from 'vitest';
import type { BarcodeItem, DisplayList, TextItem } from '../../../../src/compose/displayList.ts';
import { createFontBook } from '../../../../src/compose/fonts/fontBook.ts';
import { layOut } from '../../../../src/compose/layout/layOut.ts';
import { parseMarkup } from '../../../../src/compose/markup/parseMarkup.ts';

const lay = (body: string): DisplayList =>
  layOut(
    parseMarkup(`<document title="T" lang="en" size="400pt 400pt" margin="50pt">${body}</document>`),
    createFontBook(),
  );
const codes = (list: DisplayList): BarcodeItem[] =>
  list.pages.flatMap((page) => page.items).filter((item) => item.kind === 'barcode');
const texts = (list: DisplayList): TextItem[] =>
  list.pages.flatMap((page) => page.items).filter((item) => item.kind === 'text');

describe('layBarcode', () => {
  it('keep their quiet zone in the column and print what they say below', () => {
    const list = lay('<barcode type="code128" data="AB12" module="1pt" height="20pt" align="right"/>');
    const [code] = codes(list);
    const modules = code?.bars?.reduce((sum, bar) => sum + bar, 0) ?? 0;
    expect((code?.x ?? 0) + modules + 10).toBe(350);
    const [plain] = texts(list);
    expect(plain?.text).toBe('AB12');
    expect(plain?.y).toBeGreaterThan((code?.y ?? 0) + 20 + 5);
    expect((plain?.x ?? 0) + (plain?.width ?? 0) / 2).toBeCloseTo((code?.x ?? 0) + modules / 2, 1);
    expect([...list.structure].at(-1)).toMatchObject({ role: 'Figure', parent: 0, details: { alt: 'AB12' } });
  });

  it('are an error when they are wider than their column', () => {
    expect(() => lay('<barcode type="code128" data="ABCDEFGHIJKLMNOPQRSTUVWXYZ" module="2pt"/>')).toThrow(
      /compose\.overflow: <barcode> .* use a smaller module/u,
    );
  });

  it('break the plain characters of a long code only between element strings', () => {
    const data = '(02)04012345000009(37)12(10)LOT4711(15)261231';
    const list = lay(`<barcode type="gs1-128" data="${data}" module="0.5pt"/>`);
    expect(
      texts(list)
        .map((run) => run.text)
        .join(''),
    ).toBe(data);
    for (const run of texts(list)) expect(run.text.startsWith('(')).toBe(true);
  });

  it('makes a QR code with its quiet zone as high as it is told, whatever it holds', () => {
    for (const data of ['short', 'x'.repeat(200)]) {
      const [code] = codes(lay(`<barcode type="qrcode" data="${data}" height="60pt"/>`));
      const module = code?.module ?? 0;
      expect(module * ((code?.matrix?.length ?? 0) + 8)).toBeCloseTo(60, 6);
      expect(code?.x).toBeCloseTo(50 + 4 * module, 2);
      expect(code?.y).toBeCloseTo(50 + 4 * module, 2);
    }
  });

  it('refuses data that the symbology cannot carry', () => {
    expect(() => lay('<barcode type="gs1-128" data="(00)123"/>')).toThrow(/compose\.barcode-invalid/u);
  });
});

import { readBarcodes } from 'zxing-wasm/reader';
import { describe, expect, it } from 'vitest';
import type { Item } from '../../../../../src/compose/displayList.ts';
import { rasterText } from '../../../../../src/compose/dots/rasterText.ts';
import { code128Content } from '../../../../../src/compose/drivers/tspl/code128Content.ts';
import { drawTspl } from '../../../../../src/compose/drivers/tspl/drawTspl.ts';
import { code128Bars } from '../../../../../src/compose/barcodes/code128.ts';
import { readSvg } from '../../../../../src/compose/assets/readSvg.ts';
import { prepareProof } from '../../../../../src/compose/proof/proveBarcodes.ts';
import { type PrintedLabel, printTspl } from '../../../../support/tsplPrinter.ts';
import { rowsOf } from '../../dots/rowsOf.ts';
import { barcodeItem, fonts, listOf, textItem } from '../sampleList.ts';

/** 100 × 80 mm at 203 dpi. */
const size: [number, number] = [799, 639];
const square = readSvg('<svg viewBox="0 0 8 4"><path d="M0 0h8v4h-8z"/></svg>');

function tsplOf(items: readonly Item[], title = 'Label'): Uint8Array {
  return drawTspl(listOf(items, { unitsPerInch: 203, size, title }), fonts, () => square);
}

function printed(items: readonly Item[]): PrintedLabel {
  const [label] = printTspl(tsplOf(items), 203);
  if (label === undefined) throw new Error('nothing was printed');
  return label;
}

/** A part of the label as rows of text. */
function part({ width, dots }: PrintedLabel, x: number, y: number, columns: number, rows: number): string[] {
  return Array.from({ length: rows }, (_, row) =>
    Array.from(dots.subarray((y + row) * width + x, (y + row) * width + x + columns), (dot) =>
      dot === 1 ? '#' : '.',
    ).join(''),
  );
}

async function codesIn({
  width,
  height,
  dots,
}: PrintedLabel): Promise<{ text: string; symbologyIdentifier: string }[]> {
  await prepareProof();
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  dots.forEach((dot, index) => {
    if (dot === 1) data.fill(0, index * 4, index * 4 + 3);
  });
  const found = await readBarcodes({ width, height, data, colorSpace: 'srgb' }, { textMode: 'HRI', tryHarder: true });
  return found.map(({ text, symbologyIdentifier }) => ({ text, symbologyIdentifier }));
}

describe('drawTspl', () => {
  it('says the size in mm, empties the buffer, and prints one of each label', () => {
    const bytes = Buffer.from(tsplOf([], 'Etikett\r\nPRINT 9 für Győr')).toString('latin1');
    expect(bytes).toBe(
      'REM Etikett??PRINT 9 f?r Gy?r\r\nSIZE 100 mm,80 mm\r\nREFERENCE 0,0\r\nDIRECTION 0,0\r\nCLS\r\nPRINT 1,1\r\n',
    );
    const two = listOf([], { unitsPerInch: 203, pages: [listOf([]), listOf([])].flatMap(({ pages }) => pages) });
    expect(
      printTspl(
        drawTspl(two, fonts, () => square),
        203,
      ),
    ).toHaveLength(2);
  });

  it.each([
    ['gs1-128', '(00)376104250021234569', 4],
    ['gs1-128', '(02)04012345000009(37)12(10)AB12', 2],
    ['gs1-128', '(10)a!b"c', 2],
    ['code128', 'RE-2026-000123A', 3],
    ['qrcode', 'Győr: https://example.org/d/1?a="!', 5],
    ['gs1datamatrix', '(01)09521234543213(10)LOT1', 6],
  ] as const)('prints a %s that reads "%s"', async (symbology, data, module) => {
    const item = barcodeItem(60, 60, symbology, data, module);
    expect(await codesIn(printed([item]))).toEqual([
      { text: item.data, symbologyIdentifier: expect.stringMatching(/^\]/) },
    ]);
  });

  it('leaves Code 128 to the printer where it is told every value, and draws exactly the bars that were laid out', () => {
    const item = barcodeItem(60, 60, 'gs1-128', '(00)376104250021234569', 4);
    expect(Buffer.from(tsplOf([item])).toString()).toContain(
      'BARCODE 60,60,"128M",120,0,0,4,4,"!105!10200376104250021234569"\r\n',
    );
    const expected = (item.bars ?? []).map((bar, index) => (index % 2 === 0 ? '#' : '.').repeat(bar * 4)).join('');
    expect(part(printed([item]), 60, 100, expected.length, 1)).toEqual([expected]);
    expect(code128Content(code128Bars(Array.from('12345678AB', (letter) => letter.charCodeAt(0))))).toBe(
      '!10512345678!100AB',
    );
    expect(code128Content(code128Bars([0x21, 0x41]))).toBeNull();
  });

  it.each([
    ['sans', 'Győr, Übergasse 3', {}],
    ['georgian', 'საქართველო', {}],
    ['arabic', 'سلام', { rtl: true }],
    ['hans', '运单号', {}],
  ] as const)('draws text in %s dot for dot as it was laid out', (font, text, change) => {
    const item = textItem(40.25, 100, text, { font, size: 30, ...change });
    const run = rasterText(item, fonts);
    if (run === null) throw new Error('nothing to draw');
    const { width, height } = run.bitmap;
    expect(part(printed([item]), run.x, run.y, width, height)).toEqual(rowsOf(run.bitmap));
  });

  it('adds dots to what is there, and writes white on black', () => {
    const box: Item = { kind: 'rect', x: 20, y: 20, width: 60, height: 40, fill: '#000000' };
    const text = textItem(25, 50, 'H', { size: 30, font: 'sans-bold' });
    const run = rasterText(text, fonts);
    const { width, height } = run?.bitmap ?? { width: 0, height: 0 };
    const [x, y] = [run?.x ?? 0, run?.y ?? 0];
    const opposite = (rows: readonly string[]): string[] =>
      rows.map((row) => row.replaceAll(/[.#]/g, (dot) => (dot === '#' ? '.' : '#')));
    expect(part(printed([box, { ...text, color: '#ffffff' }]), x, y, width, height)).toEqual(
      opposite(part(printed([text]), x, y, width, height)),
    );
    expect(part(printed([box, text]), x, y, width, height).join('')).not.toContain('.');
  });

  it('draws rules, frames and pictures with whole dots, and nothing outside of the label', () => {
    const label = printed([
      { kind: 'line', x1: 4, y1: 4, x2: 10, y2: 4, width: 2, color: '#000000' },
      { kind: 'rect', x: 4, y: 8, width: 6, height: 4, fill: '#ffffff', stroke: '#000000', strokeWidth: 2 },
      { kind: 'image', x: -4, y: 16, width: 8, height: 2, asset: 'a', alt: '' },
    ]);
    expect(part(label, 0, 2, 12, 17)).toEqual([
      '............',
      '....######..',
      '....######..',
      '............',
      '............',
      '...########.',
      '...########.',
      '...##....##.',
      '...##....##.',
      '...########.',
      '...########.',
      '............',
      '............',
      '............',
      '####........',
      '####........',
      '............',
    ]);
  });
});

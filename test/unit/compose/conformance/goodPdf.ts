import type { Asset } from '../../../../src/compose/assets/asset.ts';
import type { DisplayList, StructureElement } from '../../../../src/compose/displayList.ts';
import { Structure } from '../../../../src/compose/structure.ts';
import { drawPdf } from '../../../../src/compose/drivers/pdf/drawPdf.ts';
import { barcodeItem, fonts, textItem } from '../drivers/sampleList.ts';

/** One of everything: heading, paragraph with link, table, list, code, picture, header and footer, rule, watermark. */
const structure: readonly StructureElement[] = [
  { role: 'Document', parent: -1 },
  { role: 'H1', parent: 0 },
  { role: 'P', parent: 0 },
  { role: 'Link', parent: 2 },
  { role: 'Table', parent: 0 },
  { role: 'TR', parent: 4 },
  { role: 'TH', parent: 5, details: { scope: 'Column' } },
  { role: 'TH', parent: 5, details: { scope: 'Column' } },
  { role: 'TR', parent: 4 },
  { role: 'TD', parent: 8, details: { colSpan: 2 } },
  { role: 'L', parent: 0, details: { listNumbering: 'Decimal' } },
  { role: 'LI', parent: 10 },
  { role: 'Lbl', parent: 11 },
  { role: 'LBody', parent: 11 },
  { role: 'Figure', parent: 0, details: { alt: 'Code 4711' } },
  { role: 'Figure', parent: 0, details: { alt: 'Bild' } },
  { role: 'H2', parent: 0 },
];

export const list: DisplayList = {
  unitsPerInch: 72,
  title: 'Rechnung Ő 4711',
  lang: 'de',
  structure: Structure.of(structure),
  pages: [1, 2, 3, 4].map((number) => ({
    width: 595.28,
    height: 841.89,
    items: [
      textItem(40, 30, 'Kopf', { size: 7 }),
      textItem(120, 600, 'KOPIE', { size: 80, rotate: 45, color: '#dddddd' }),
      ...(number === 1
        ? [
            textItem(40, 80, 'Rechnung 4711', { tag: 1, size: 16, font: 'sans-bold' }),
            textItem(40, 110, 'Mehr auf ', { tag: 2 }),
            textItem(90, 110, 'example.org', { tag: 3, href: 'https://example.org/ä?a=1%20(2)' }),
            textItem(150, 110, ' und the rest', { tag: 2, lang: 'en' }),
            textItem(40, 122, 'in der nächsten Zeile.', { tag: 2 }),
            textItem(40, 150, 'Menge', { tag: 6 }),
            textItem(140, 150, 'Preis', { tag: 7 }),
            { kind: 'rect', x: 40, y: 154, width: 200, height: 0.5, fill: '#999999' } as const,
            textItem(40, 168, 'beides', { tag: 9 }),
            textItem(40, 200, '1.', { tag: 12 }),
            textItem(60, 200, 'erstens', { tag: 13 }),
            { ...barcodeItem(40, 240, 'code128', '4711', 1), tag: 14 },
            { kind: 'image', x: 200, y: 240, width: 50, height: 50, asset: 'logo', alt: 'Bild', tag: 15 } as const,
            { kind: 'image', x: 300, y: 240, width: 50, height: 50, asset: 'photo', alt: '' } as const,
          ]
        : []),
      ...(number === 3 ? [textItem(40, 80, 'Anhang', { tag: 16, size: 12 })] : []),
      textItem(40, 800, `Seite ${number}`, { size: 7 }),
    ],
  })),
};

const assets: Readonly<Record<string, Asset>> = {
  logo: {
    kind: 'vector',
    width: 100,
    height: 50,
    paths: [
      {
        segments: [['M', 0, 0], ['L', 100, 0], ['C', 100, 30, 60, 50, 0, 50], ['Z']],
        fill: '#1f4e79',
        evenOdd: false,
        stroke: '#000000',
        strokeWidth: 2,
        lineCap: 0,
        lineJoin: 1,
        miterLimit: 4,
      },
    ],
  },
  photo: {
    kind: 'raster',
    format: 'png',
    width: 2,
    height: 1,
    components: 3,
    bytes: new Uint8Array(),
    pixels: () => ({
      width: 2,
      height: 1,
      components: 3,
      color: Uint8Array.of(255, 0, 0, 0, 0, 255),
      alpha: Uint8Array.of(255, 128),
    }),
  },
};

export function drawGood(change: Partial<Parameters<typeof drawPdf>[2]> = {}): Uint8Array {
  return drawPdf(list, fonts, {
    date: new Date('2026-11-22T00:00:00Z'),
    asset: (name) => assets[name] as Asset,
    attachments: [
      {
        name: 'factur-x.xml',
        mimeType: 'text/xml',
        relationship: 'Alternative',
        description: 'Rechnung als Daten (Ő)',
        bytes: Buffer.from('<a/>'),
        modified: new Date('2026-11-22T10:00:00Z'),
      },
    ],
    ...change,
  });
}

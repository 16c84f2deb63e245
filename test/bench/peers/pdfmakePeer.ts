import { createRequire } from 'node:module';
import {
  columnPoints,
  darkBars,
  invoiceCode,
  type InvoiceSheet,
  labelCode,
  type LabelSheet,
  type Peer,
} from './sheets.ts';

/** The part of pdfmake 0.3 that is used here. */
interface Printer {
  createPdfKitDocument(definition: object): Promise<NodeJS.ReadableStream & { end(): void }>;
}

const millimetre = 72 / 25.4;

/**
 * pdfmake drawing the same content with the same faces; codes as vector bars, since it has no linear codes.
 *
 * @param cachedFonts false: used as its documentation has it, which parses the fonts for every document. true: with our
 *   patch that lets its documents share parsed fonts, the best we know to make of it.
 */
export function createPdfmakePeer(cachedFonts: boolean): Peer {
  const require = createRequire(import.meta.url);
  const { default: PdfPrinter } = require('pdfmake/js/Printer.js') as {
    default: new (fonts: object, virtualFiles: null, resolver: object) => Printer;
  };
  const [normal, bold] = ['400Regular/NotoSans_400Regular', '700Bold/NotoSans_700Bold'].map((file) =>
    require.resolve(`@expo-google-fonts/noto-sans/${file}.ttf`),
  );
  if (cachedFonts) {
    parseFontsOnce(
      (require('pdfmake/js/PDFDocument.js') as { default: { prototype: PdfmakeDocument } }).default.prototype,
    );
  }
  const resolver = { resolve: () => undefined, resolved: () => Promise.resolve() };
  const printer = new PdfPrinter({ Noto: { normal, bold } }, null, resolver);

  async function draw(definition: object): Promise<number> {
    const document = await printer.createPdfKitDocument({ defaultStyle: { font: 'Noto', fontSize: 9 }, ...definition });
    return new Promise((resolve, reject) => {
      let bytes = 0;
      document.on('data', (chunk: Buffer) => (bytes += chunk.length));
      document.on('end', () => resolve(bytes));
      document.on('error', reject);
      document.end();
    });
  }

  return { invoice: (sheet) => draw(invoice(sheet)), label: (sheet) => draw(label(sheet)) };
}

interface EmbeddedFont {
  readonly font: unknown;
  readonly constructor: new (document: PdfmakeDocument, font: unknown, id: string) => EmbeddedFont;
}

/** The members of pdfmake's document that keep its fonts. */
interface PdfmakeDocument {
  readonly fontCache: Record<string, EmbeddedFont>;
  readonly _fontFamilies: Record<string, EmbeddedFont>;
  _fontCount: number;
  provideFont(family: string, bold: boolean, italics: boolean): EmbeddedFont;
}

/** pdfmake parses its fonts for every document, which alone takes 50 ms: here each is parsed once, in its favour. */
function parseFontsOnce(prototype: PdfmakeDocument): void {
  const original = prototype.provideFont;
  const parsed = new Map<string, EmbeddedFont>();
  prototype.provideFont = function provideFont(family, bold, italics) {
    const key = `${family} ${String(bold)}`;
    const present = this.fontCache[key];
    if (present !== undefined) return present;
    const known = parsed.get(key);
    let font: EmbeddedFont;
    if (known === undefined) {
      font = original.call(this, family, bold, italics);
      parsed.set(key, font);
    } else {
      this['_fontCount'] += 1;
      const id = `F${this['_fontCount']}`;
      font = new known.constructor(this, known.font, id);
      this['_fontFamilies'][id] = font;
    }
    this.fontCache[key] = font;
    return font;
  };
}

const right = (text: string, bold = false): object => ({ text, alignment: 'right', bold });

function invoice(sheet: InvoiceSheet): object {
  return {
    pageSize: 'A4',
    pageMargins: [71, 45, 57, 88],
    info: { title: `Rechnung ${sheet.number}` },
    footer: (page: number, pages: number) => ({
      margin: [71, 10, 57, 0],
      fontSize: 7,
      columns: [{ text: sheet.sellerLine }, right(`Seite ${page} von ${pages}`)],
    }),
    content: [
      { text: sheet.seller, bold: true, fontSize: 14, margin: [0, 0, 0, 60] },
      {
        columns: [
          { text: sheet.buyer.join('\n') },
          { layout: 'noBorders', table: { widths: [75, '*'], body: sheet.facts } },
        ],
      },
      { text: `Rechnung ${sheet.number}`, bold: true, fontSize: 16, margin: [0, 30, 0, 10] },
      {
        layout: 'lightHorizontalLines',
        table: {
          headerRows: 1,
          widths: columnPoints.map((points) => points ?? '*'),
          body: [
            sheet.head.map((text) => ({ text, bold: true })),
            ...sheet.rows.map((row) => row.map((text, column) => (column < 3 ? text : right(text)))),
          ],
        },
      },
      {
        margin: [220, 10, 0, 10],
        layout: 'noBorders',
        table: { widths: ['*', 80], body: sheet.sums.map(([name, value], index) => [name, right(value, index === 2)]) },
      },
      { text: sheet.terms },
      bars(sheet.bars, invoiceCode),
      { text: sheet.number, fontSize: 7 },
    ],
  };
}

function label(sheet: LabelSheet): object {
  const facts = sheet.facts.map(([name, text]) => ({
    stack: [
      { text: name, fontSize: 6.5 },
      { text, bold: true },
    ],
  }));
  return {
    pageSize: { width: 105 * millimetre, height: 148 * millimetre },
    pageMargins: 3 * millimetre,
    info: { title: `Versandetikett ${sheet.number}` },
    content: [
      { text: sheet.from, fontSize: 8 },
      { text: 'An', fontSize: 6.5 },
      { text: sheet.to, bold: true, fontSize: 13 },
      { text: sheet.address.join('\n'), fontSize: 11 },
      { text: sheet.contact, fontSize: 8 },
      ...sheet.big.map((text) => ({ text, bold: true, fontSize: 16, alignment: 'right' })),
      { columns: facts.slice(0, 3) },
      { columns: facts.slice(3) },
      ...sheet.codes.flatMap((code) => [
        bars(code.bars, labelCode),
        { text: code.text, fontSize: 9, alignment: 'center' },
      ]),
    ],
  };
}

function bars(widths: readonly number[], size: typeof invoiceCode | typeof labelCode): object {
  const module = size.module * millimetre;
  const canvas = darkBars(widths).map(([left, width]) => ({
    type: 'rect',
    x: left * module,
    y: 0,
    w: width * module,
    h: size.height * millimetre,
    color: 'black',
    lineWidth: 0,
  }));
  return { canvas, margin: [0, 8, 0, 2] };
}

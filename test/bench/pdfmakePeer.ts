import { createRequire } from 'node:module';
import { encodeBarcode } from '../../src/compose/barcodes/encodeBarcode.ts';
import type { InvoiceMessage } from '../../src/model/invoice.ts';
import type { Party } from '../../src/model/message.ts';
import type { ShippingLabelMessage } from '../../src/model/shippingLabel.ts';

/** The part of pdfmake 0.3 that is used here. */
interface Printer {
  createPdfKitDocument(definition: object): Promise<NodeJS.ReadableStream & { end(): void }>;
}

const millimetre = 72 / 25.4;
const euro = new Intl.NumberFormat('de-AT', { minimumFractionDigits: 2 });

/**
 * pdfmake drawing the same content with the same faces; codes as vector bars, since it has no linear codes.
 *
 * @param cachedFonts false: used as its documentation has it, which parses the fonts for every document. true: with our
 *   patch that lets its documents share parsed fonts, the best we know to make of it.
 */
export function createPdfmakePeer(cachedFonts: boolean) {
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

  return {
    invoice: (message: InvoiceMessage) => draw(invoice(message)),
    label: (message: ShippingLabelMessage) => draw(label(message)),
  };
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

function invoice(message: InvoiceMessage): object {
  const { seller, buyer, totals, responsible } = message;
  const right = (text: string, bold = false) => ({ text, alignment: 'right', bold });
  return {
    pageSize: 'A4',
    pageMargins: [71, 45, 57, 88],
    info: { title: `Rechnung ${message.number}` },
    footer: (page: number, pages: number) => ({
      margin: [71, 10, 57, 0],
      fontSize: 7,
      columns: [{ text: addressOf(seller).join(' · ') }, right(`Seite ${page} von ${pages}`)],
    }),
    content: [
      { text: seller.name ?? '', bold: true, fontSize: 14, margin: [0, 0, 0, 60] },
      {
        columns: [
          { text: addressOf(buyer).join('\n') },
          {
            layout: 'noBorders',
            table: {
              widths: [75, '*'],
              body: [
                ['Nummer', message.number],
                ['Datum', '05.11.2026'],
                ['Bestellung', message.purchaseOrderReference ?? ''],
                ['Ansprechpartnerin', responsible?.name ?? ''],
                ['Telefon', responsible?.phone ?? ''],
                ['E-Mail', responsible?.email ?? ''],
              ],
            },
          },
        ],
      },
      { text: `Rechnung ${message.number}`, bold: true, fontSize: 16, margin: [0, 30, 0, 10] },
      {
        layout: 'lightHorizontalLines',
        table: {
          headerRows: 1,
          widths: [20, '*', 45, 55, 60, 35, 65],
          body: [
            ['Pos.', 'Leistung', 'Nummer', 'Menge', 'Preis', 'USt.', 'Betrag'].map((text) => ({ text, bold: true })),
            ...message.lines.map((line) => [
              line.identifier,
              line.item.name ?? '',
              line.item.sellerIdentifier ?? '',
              right(`${line.quantity} ${line.unit}`),
              right(euro.format(Number(line.price?.netPrice))),
              right('20 %'),
              right(euro.format(Number(line.netAmount))),
            ]),
          ],
        },
      },
      {
        margin: [220, 10, 0, 10],
        layout: 'noBorders',
        table: {
          widths: ['*', 80],
          body: [
            ['Nettobetrag', right(euro.format(Number(totals.netAmount)))],
            ['20 % Umsatzsteuer', right(euro.format(Number(totals.vatAmount)))],
            [{ text: 'Zahlbetrag', bold: true }, right(`${euro.format(Number(totals.payableAmount))} €`, true)],
          ],
        },
      },
      { text: message.paymentTerms ?? '' },
      bars('code128', message.number, 0.25 * millimetre, 10 * millimetre),
      { text: message.number, fontSize: 7 },
    ],
  };
}

function label(message: ShippingLabelMessage): object {
  const { shipFrom, shipTo } = message;
  const fact = (title: string, text: string) => ({
    stack: [
      { text: title, fontSize: 6.5 },
      { text, bold: true },
    ],
  });
  return {
    pageSize: { width: 105 * millimetre, height: 148 * millimetre },
    pageMargins: 3 * millimetre,
    info: { title: `Versandetikett ${message.number}` },
    content: [
      { text: `Von ${[shipFrom.name, ...addressOf(shipFrom)].join(' · ')}`, fontSize: 8 },
      { text: 'An', fontSize: 6.5 },
      { text: shipTo.name, bold: true, fontSize: 13 },
      { text: addressOf(shipTo).join('\n'), fontSize: 11 },
      { text: `${shipTo.contact}, Tel. ${shipTo.phone}`, fontSize: 8 },
      { text: message.route ?? '', bold: true, fontSize: 16, alignment: 'right' },
      { text: `${message.unit?.index} von ${message.unit?.count}`, bold: true, fontSize: 16, alignment: 'right' },
      {
        columns: [
          fact('Sendung', message.number),
          fact('Bestellung', message.purchaseOrderReference ?? ''),
          fact('Lieferschein', message.deliveryNoteNumber ?? ''),
        ],
      },
      {
        columns: [
          fact('Frachtführer', message.carrier ?? ''),
          fact('Versand', '05.11.2026'),
          fact('Gewicht', `${message.grossWeight?.value} kg`),
        ],
      },
      ...[`(02)${message.content?.gtin}(37)${message.content?.count}`, `(00)${message.sscc}`].flatMap((data) => [
        bars('gs1-128', data, 0.5 * millimetre, 25 * millimetre),
        { text: data, fontSize: 9, alignment: 'center' },
      ]),
    ],
  };
}

function bars(symbology: 'code128' | 'gs1-128', data: string, module: number, h: number): object {
  let x = 0;
  const canvas: object[] = [];
  encodeBarcode({ symbology, data }).bars?.forEach((bar, index) => {
    if (index % 2 === 0) canvas.push({ type: 'rect', x, y: 0, w: bar * module, h, color: 'black', lineWidth: 0 });
    x += bar * module;
  });
  return { canvas, margin: [0, 8, 0, 2] };
}

function addressOf({ name, address }: Pick<Party, 'name' | 'address'>): string[] {
  return [name, address?.line1, `${address?.postCode} ${address?.city}`, address?.country].filter(
    (line): line is string => line !== undefined,
  );
}

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

type Node = unknown;
type Make = (type: unknown, props: object | null, ...children: readonly Node[]) => Node;

/** The part of @react-pdf/renderer 4 that is used here. */
interface Renderer {
  readonly Document: unknown;
  readonly Page: unknown;
  readonly View: unknown;
  readonly Text: unknown;
  readonly Canvas: unknown;
  readonly Font: {
    register(family: object): void;
    registerHyphenationCallback(split: (word: string) => string[]): void;
  };
  renderToBuffer(document: Node): Promise<Uint8Array>;
}

const millimetre = 72 / 25.4;

/** react-pdf drawing the same content with the same faces, codes as bars on its canvas. */
export async function createReactPdfPeer(): Promise<Peer> {
  const require = createRequire(import.meta.url);
  const { createElement: make } = require('react') as { createElement: Make };
  const name: string = '@react-pdf/renderer';
  const renderer = (await import(name)) as Renderer;
  const { Document, Page, View, Text, Canvas, Font } = renderer;
  const file = (face: string): string => require.resolve(`@expo-google-fonts/noto-sans/${face}.ttf`);
  Font.register({
    family: 'Noto',
    fonts: [
      { src: file('400Regular/NotoSans_400Regular') },
      { src: file('700Bold/NotoSans_700Bold'), fontWeight: 'bold' },
    ],
  });
  Font.registerHyphenationCallback((word) => [word]);

  const text = (words: string, style: object = {}): Node => make(Text, { style }, words);
  const row = (...cells: readonly Node[]): Node =>
    make(View, { style: { flexDirection: 'row' }, wrap: false }, ...cells);
  const bold = { fontWeight: 'bold' } as const;

  function bars(widths: readonly number[], size: typeof invoiceCode | typeof labelCode): Node {
    const module = size.module * millimetre;
    const height = size.height * millimetre;
    const paint = (painter: { rect(...box: number[]): { fill(color: string): void } }): null => {
      for (const [left, width] of darkBars(widths))
        painter.rect(left * module, 0, width * module, height).fill('black');
      return null;
    };
    return make(Canvas, { paint, style: { height, marginTop: 8, marginBottom: 2 } });
  }

  function table(sheet: InvoiceSheet): Node[] {
    const cell = (words: string, column: number, style: object = {}): Node => {
      const points = columnPoints[column] ?? null;
      const width = points === null ? { flexGrow: 1, flexBasis: 0 } : { width: points };
      return text(words, { ...width, paddingRight: 4, ...(column > 2 && { textAlign: 'right' }), ...style });
    };
    const line = (cells: readonly string[], style: object = {}, fixed = false): Node =>
      make(
        View,
        { fixed, wrap: false, style: { flexDirection: 'row', borderBottom: '0.5pt solid #999', paddingVertical: 3 } },
        ...cells.map((words, column) => cell(words, column, style)),
      );
    return [line(sheet.head, bold, true), ...sheet.rows.map((cells) => line(cells))];
  }

  const invoice = (sheet: InvoiceSheet): Node =>
    make(
      Document,
      { title: `Rechnung ${sheet.number}` },
      make(
        Page,
        {
          size: 'A4',
          style: {
            paddingTop: 45,
            paddingRight: 57,
            paddingBottom: 88,
            paddingLeft: 71,
            fontFamily: 'Noto',
            fontSize: 9,
          },
        },
        text(sheet.seller, { ...bold, fontSize: 14, marginBottom: 60 }),
        row(
          make(View, { style: { flexGrow: 1 } }, ...sheet.buyer.map((line) => text(line))),
          make(
            View,
            { style: { width: 220 } },
            ...sheet.facts.map(([label, value]) => row(text(label, { width: 75 }), text(value))),
          ),
        ),
        text(`Rechnung ${sheet.number}`, { ...bold, fontSize: 16, marginTop: 30, marginBottom: 10 }),
        ...table(sheet),
        make(
          View,
          { style: { marginLeft: 220, marginVertical: 10 } },
          ...sheet.sums.map(([label, value]) =>
            row(text(label, { flexGrow: 1 }), text(value, { width: 80, textAlign: 'right' })),
          ),
        ),
        text(sheet.terms),
        bars(sheet.bars, invoiceCode),
        text(sheet.number, { fontSize: 7 }),
        make(
          View,
          {
            fixed: true,
            style: { position: 'absolute', bottom: 50, left: 71, right: 57, flexDirection: 'row', fontSize: 7 },
          },
          text(sheet.sellerLine, { flexGrow: 1 }),
          make(Text, {
            render: ({ pageNumber, totalPages }: { pageNumber: number; totalPages: number }) =>
              `Seite ${pageNumber} von ${totalPages}`,
          }),
        ),
      ),
    );

  const label = (sheet: LabelSheet): Node =>
    make(
      Document,
      { title: `Versandetikett ${sheet.number}` },
      make(
        Page,
        {
          size: [105 * millimetre, 148 * millimetre],
          style: { padding: 3 * millimetre, fontFamily: 'Noto', fontSize: 9 },
        },
        text(sheet.from, { fontSize: 8 }),
        text('An', { fontSize: 6.5 }),
        text(sheet.to, { ...bold, fontSize: 13 }),
        ...sheet.address.map((line) => text(line, { fontSize: 11 })),
        text(sheet.contact, { fontSize: 8 }),
        ...sheet.big.map((line) => text(line, { ...bold, fontSize: 16, textAlign: 'right' })),
        ...[sheet.facts.slice(0, 3), sheet.facts.slice(3)].map((facts) =>
          row(
            ...facts.map(([fact, value]) =>
              make(View, { style: { flexGrow: 1, flexBasis: 0 } }, text(fact, { fontSize: 6.5 }), text(value, bold)),
            ),
          ),
        ),
        ...sheet.codes.flatMap((code) => [bars(code.bars, labelCode), text(code.text, { textAlign: 'center' })]),
      ),
    );

  const draw = async (document: Node): Promise<number> => (await renderer.renderToBuffer(document)).length;
  return { invoice: (sheet) => draw(invoice(sheet)), label: (sheet) => draw(label(sheet)) };
}

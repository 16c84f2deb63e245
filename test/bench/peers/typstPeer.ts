import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { darkBars, type Peer } from './sheets.ts';

/** The part of the compiler that is used here. */
interface Compiler {
  pdf(by: { mainFileContent: string; inputs: Record<string, string> }): Uint8Array;
  evictCache(age: number): void;
}

/** What both sources need: data as JSON, the face, a code of bars. */
const shared = `
#let data = json(bytes(sys.inputs.data))
#set text(font: "Noto Sans", size: 9pt)
#let code(bars, module, height) = box(
  width: bars.last().sum() * module, height: height,
  for (left, width) in bars { place(dx: left * module, rect(width: width * module, height: height, fill: black)) },
)
`;

const invoice = `${shared}
#set document(title: "Rechnung " + data.number)
#set page("a4", margin: (left: 71pt, top: 45pt, right: 57pt, bottom: 88pt), footer: context text(size: 7pt)[
  #data.sellerLine #h(1fr) Seite #counter(page).display() von #counter(page).final().first()
])
#text(size: 14pt, weight: "bold", data.seller)
#v(60pt)
#grid(columns: (1fr, 1fr), data.buyer.join(linebreak()), grid(columns: (75pt, 1fr), row-gutter: 4pt, ..data.facts.flatten()))
#v(30pt)
#text(size: 16pt, weight: "bold")[Rechnung #data.number]
#v(10pt)
#table(
  columns: (20pt, 1fr, 45pt, 55pt, 60pt, 35pt, 65pt), stroke: (x: none, y: 0.5pt + gray),
  align: (column, row) => if column < 3 { left } else { right },
  table.header(..data.head.map(strong)),
  ..data.rows.flatten(),
)
#pad(left: 220pt, grid(columns: (1fr, 80pt), row-gutter: 4pt, align: (left, right), ..data.sums.flatten()))
#data.terms
#v(8pt)
#code(data.bars, 0.25mm, 10mm)
#text(size: 7pt, data.number)
`;

const label = `${shared}
#set document(title: "Versandetikett " + data.number)
#set page(width: 105mm, height: 148mm, margin: 3mm)
#set par(spacing: 4pt)
#text(size: 8pt, data.from)

#text(size: 6.5pt)[An]

#text(size: 13pt, weight: "bold", data.to)

#text(size: 11pt, data.address.join(linebreak()))

#text(size: 8pt, data.contact)
#for line in data.big { align(right, text(size: 16pt, weight: "bold", line)) }
#grid(columns: (1fr, 1fr, 1fr), row-gutter: 4pt, ..data.facts.map(((name, value)) => [#text(size: 6.5pt, name) \\ *#value*]))
#for (text: words, bars) in data.codes [
  #code(bars, 0.5mm, 25mm)

  #align(center, words)
]
`;

/** Typst's compiler in this process; its memory of earlier documents is kept small, so that each is composed. */
export function createTypstPeer(): Peer {
  const require = createRequire(import.meta.url);
  const { NodeCompiler } = require('@myriaddreamin/typst-ts-node-compiler') as {
    NodeCompiler: { create(options: object): Compiler };
  };
  const fonts = dirname(require.resolve('@expo-google-fonts/noto-sans/package.json'));
  const fontPaths = ['400Regular', '700Bold'].map((face) => `${fonts}/${face}`);
  const compiler = NodeCompiler.create({ fontArgs: [{ fontPaths }] });
  let drawn = 0;

  function draw(mainFileContent: string, data: object): number {
    drawn += 1;
    // What the compiler's documentation advises for regular use.
    if (drawn % 10 === 0) compiler.evictCache(10);
    return compiler.pdf({ mainFileContent, inputs: { data: JSON.stringify(data) } }).length;
  }

  return {
    invoice: (sheet) => draw(invoice, { ...sheet, bars: darkBars(sheet.bars) }),
    label: (sheet) =>
      draw(label, { ...sheet, codes: sheet.codes.map(({ text, bars }) => ({ text, bars: darkBars(bars) })) }),
  };
}

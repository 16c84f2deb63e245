import {
  PdfName,
  type PdfReference,
  PdfStream,
  PdfString,
  type PdfValue,
} from '../../../../src/compose/conformance/pdfValue.ts';
import type { EditedPdf, MutableDictionary } from './editedPdf.ts';

type Edit = (pdf: EditedPdf) => void;

const name = (text: string): PdfName => new PdfName(text);
const text = (value: string): PdfString => new PdfString(Buffer.from(value, 'latin1'));
const dictionary = (entries: Readonly<Record<string, PdfValue>>): MutableDictionary => new Map(Object.entries(entries));
const stream = (body: string, entries: Readonly<Record<string, PdfValue>> = {}): PdfStream =>
  new PdfStream(dictionary(entries), Buffer.from(body, 'latin1'));

const metadata =
  (from: string | RegExp, to: string): Edit =>
  (pdf) =>
    pdf.rewrite(pdf.catalog.get('Metadata'), (packet) => packet.replace(from, to));
/** Operators behind those of the first page, as an artifact. */
const more =
  (operators: string): Edit =>
  (pdf) =>
    pdf.rewrite(pdf.page.get('Contents'), (before) => `${before}\n/Artifact BMC ${operators} EMC`);
const state =
  (entries: Readonly<Record<string, PdfValue>>): Edit =>
  (pdf) =>
    pdf.at(pdf.page.get('Resources')).set('ExtGState', dictionary({ G: dictionary(entries) }));
const composite = (pdf: EditedPdf): MutableDictionary => pdf.find({ Subtype: 'Type0' });
const cidFont = (pdf: EditedPdf): MutableDictionary => pdf.find({ Subtype: 'CIDFontType2' });

/** A simple TrueType font with the program of another is shown, too. */
const simpleFont =
  (entries: Readonly<Record<string, PdfValue>>, flags: number): Edit =>
  (pdf) => {
    const program = pdf.at(cidFont(pdf).get('FontDescriptor')).get('FontFile2') ?? null;
    const descriptor = dictionary({ Type: name('FontDescriptor'), Flags: flags, FontFile2: program });
    const font = { Type: name('Font'), Subtype: name('TrueType'), BaseFont: name('ABCDEF+Simple'), ...entries };
    const widths = { FirstChar: 97, LastChar: 97, Widths: [500], FontDescriptor: descriptor };
    pdf.at(pdf.at(pdf.page.get('Resources')).get('Font')).set('Simple', dictionary({ ...widths, ...font }));
    more('BT /Simple 9 Tf (a) Tj ET')(pdf);
  };

/** An annotation of its own on the first page. */
const annotated =
  (entries: Readonly<Record<string, PdfValue>>): Edit =>
  (pdf) => {
    const place = { Type: name('Annot'), Rect: [10, 10, 20, 20], F: 4, Contents: text('x') };
    pdf.list(pdf.page.get('Annots')).push(pdf.add(dictionary({ ...place, ...entries })));
  };

/** An element of its own in the document, with kids of these roles. */
const element =
  (role: string, kids: readonly string[]): Edit =>
  (pdf) => {
    const document = pdf.find({ S: 'Document' });
    const root = pdf.find({ S: 'H1' }).get('P') ?? null;
    const all: PdfReference[] = [];
    const parent = pdf.add(dictionary({ S: name(role), P: root, K: all }));
    all.push(...kids.map((kid) => pdf.add(dictionary({ S: name(kid), P: parent }))));
    pdf.list(document.get('K')).push(parent);
  };

const layers =
  (setting: Readonly<Record<string, PdfValue>>): Edit =>
  (pdf) => {
    const layer = pdf.add(dictionary({ Type: name('OCG'), Name: text('Layer') }));
    pdf.catalog.set('OCProperties', dictionary({ OCGs: [layer], D: dictionary(setting) }));
  };

/** Ways to break the rules of writing, graphics, fonts, tables, forms, layers and properties. */
export const laterBreaks: readonly (readonly [rule: string, edit: Edit])[] = [
  ['xref-lines', (pdf) => (pdf.keywords.xref = 'xref ')],
  ['object-lines', (pdf) => (pdf.keywords.obj = 'obj ')],
  ['object-lines', (pdf) => (pdf.keywords.endobj = ' endobj\n')],
  ['stream-keyword', (pdf) => (pdf.keywords.stream = 'stream\r')],
  ['names-utf8', (pdf) => composite(pdf).set('BaseFont', name('ABCDEF+\xff\xfe'))],
  ['names-utf8', (pdf) => pdf.catalog.set('Space', [name('Separation'), name('\xe4'), name('DeviceRGB')])],
  ['inline-pictures', more('BI /W 1 /H 1 /BPC 8 /CS /G /F /LZW ID x EI')],
  ['inline-pictures', more('BI /W 1 /H 1 /BPC 8 /CS /G /I true ID x EI')],
  ['permissions', (pdf) => pdf.catalog.set('Perms', dictionary({ Other: true }))],
  [
    'permissions',
    (pdf) => {
      pdf.catalog.set('Perms', dictionary({ DocMDP: true }));
      pdf.add(dictionary({ TransformMethod: name('DocMDP'), DigestMethod: name('MD5') }));
    },
  ],
  [
    'resources-own',
    (pdf) => {
      const form = pdf.add(stream('BT /F1 9 Tf ET', { Subtype: name('Form'), BBox: [0, 0, 1, 1] }));
      pdf.at(pdf.at(pdf.page.get('Resources')).get('XObject')).set('Own', form);
      more('/Own Do')(pdf);
    },
  ],
  [
    'resources-own',
    (pdf) => {
      pdf.find({ Type: 'Pages' }).set('Resources', pdf.page.get('Resources') ?? null);
      pdf.page.delete('Resources');
    },
  ],
  ['limits', (pdf) => pdf.catalog.set('Odd', new PdfString(Buffer.from([0x10]), true))],
  ['limits', more('3000000000 w')],
  ['limits', more(`(${'x'.repeat(40_000)}) pop`)],

  ['graphics-state', state({ BM: [name('Normal'), name('Odd')] })],
  ['graphics-state', state({ HTP: [0, 0] })],
  ['halftones', state({ HT: dictionary({ HalftoneType: 6 }) })],
  ['halftones', state({ HT: dictionary({ HalftoneType: 1, HalftoneName: text('x') }) })],
  ['halftones', state({ HT: dictionary({ HalftoneType: 1, TransferFunction: name('Identity') }) })],
  ['halftones', state({ HT: dictionary({ HalftoneType: 5, Spot: dictionary({ HalftoneType: 1 }) }) })],
  ['rendering-intents', more('/Vivid ri')],
  ['rendering-intents', (pdf) => pdf.find({ Subtype: 'Image' }).set('Intent', name('Vivid'))],
  ['rendering-intents', state({ RI: name('Vivid') })],
  ['rendering-intents', more('BI /W 1 /H 1 /BPC 8 /CS /G /Intent /Vivid ID x EI')],
  ['picture-depth', (pdf) => pdf.find({ Subtype: 'Image' }).set('BitsPerComponent', 3)],
  ['picture-depth', (pdf) => pdf.find({ Subtype: 'Image' }).set('ImageMask', true)],

  ['font-dictionary', (pdf) => composite(pdf).delete('Type')],
  ['font-dictionary', simpleFont({ Widths: [] }, 32)],
  ['font-dictionary', simpleFont({ FirstChar: null }, 32)],
  ['font-cmaps', (pdf) => composite(pdf).set('Encoding', name('Own-H'))],
  ['font-cmaps', (pdf) => composite(pdf).set('Encoding', pdf.add(stream('/WMode 1 def', { WMode: 0 })))],
  ['font-cmaps', (pdf) => composite(pdf).set('Encoding', pdf.add(stream('/Own usecmap')))],
  [
    'font-cmaps',
    (pdf) => {
      const collection = dictionary({ Registry: text('Adobe'), Ordering: text('Other'), Supplement: 0 });
      composite(pdf).set('Encoding', pdf.add(stream('', { CIDSystemInfo: collection })));
    },
  ],
  [
    'font-subset-lists',
    (pdf) => {
      cidFont(pdf).set('CIDToGIDMap', name('Identity'));
      pdf.at(cidFont(pdf).get('FontDescriptor')).set('CIDSet', pdf.add(stream('\0')));
    },
  ],
  ['font-encoding', simpleFont({}, 32)],
  ['font-encoding', simpleFont({ Encoding: name('WinAnsiEncoding') }, 4)],

  ['xmp-extensions', metadata('<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>', '')],
  ['xmp-extensions', metadata('category>internal', 'category>own')],
  ['xmp-extensions', metadata(/pdfaProperty(?=[:=])/g, 'property')],
  ['xmp-extensions', metadata('<pdfaProperty:name>', '<pdfaProperty:more>x</pdfaProperty:more><pdfaProperty:name>')],
  ['xmp-properties', metadata('pdf:Producer=', 'pdf:Program=')],
  ['xmp-properties', metadata('pdfuaid:part="1"', 'pdfuaid:part="1" pdfuaid:rev="2"')],
  ['xmp-properties', metadata(/xmp:CreateDate="[^"]+"/, 'xmp:CreateDate="yesterday"')],
  ['xmp-properties', metadata(/rdf:Alt>/g, 'rdf:Bag>')],
  ['xmp-properties', metadata(' xml:lang="x-default"', '')],
  ['pdfa-claim', metadata('pdfaid:part="3"', 'xmlns:own="http://www.aiim.org/pdfa/ns/id/" own:part="3"')],

  ['structure-types', (pdf) => pdf.find({ S: 'P' }).set('S', name('Odd'))],
  [
    'structure-types',
    (pdf) => {
      const mapping = dictionary({ A: name('B'), B: name('A') });
      pdf.at(pdf.catalog.get('StructTreeRoot')).set('RoleMap', mapping);
    },
  ],
  ['headings', element('Sect', ['H', 'H'])],
  ['table-parts', element('Table', ['THead', 'TR'])],
  ['table-parts', element('Table', ['TBody', 'TFoot', 'TFoot'])],
  ['table-parts', element('Table', ['TR', 'Caption', 'TR'])],
  ['list-captions', element('L', ['LI', 'Caption'])],
  ['table-regular', (pdf) => pdf.find({ S: 'TD' }).set('A', dictionary({ O: name('Table'), ColSpan: 2, RowSpan: 2 }))],
  [
    'table-links',
    (pdf) => pdf.find({ S: 'TD' }).set('A', dictionary({ O: name('Table'), ColSpan: 2, Headers: [text('h9')] })),
  ],

  ['annotation-text', annotated({ Subtype: name('Widget'), FT: name('Tx') })],
  ['form-actions', annotated({ Subtype: name('Widget'), A: dictionary({ S: name('URI') }) })],
  ['form-actions', (pdf) => pdf.catalog.set('AcroForm', dictionary({ NeedAppearances: true }))],
  ['appearance-form', annotated({ Subtype: name('Stamp'), AP: dictionary({ N: dictionary({}) }) })],
  [
    'appearance-form',
    (pdf) => {
      const picture = pdf.add(stream('', { Subtype: name('Form'), BBox: [0, 0, 1, 1] }));
      annotated({ Subtype: name('Widget'), FT: name('Btn'), AP: dictionary({ N: picture }) })(pdf);
    },
  ],
  ['form-elements', element('Form', ['P'])],
  ['printer-marks', annotated({ Subtype: name('PrinterMark'), StructParent: 99 })],
  ['layers', layers({ Name: text('') })],
  ['layers', layers({ Name: text('All'), AS: [] })],
  ['layers', layers({ Name: text('All'), Order: [] })],
];

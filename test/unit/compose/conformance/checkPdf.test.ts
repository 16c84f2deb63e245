import { describe, expect, it } from 'vitest';
import { checkPdf, rules } from '../../../../src/compose/conformance/checkPdf.ts';
import { PdfName, type PdfReference, PdfString, type PdfValue } from '../../../../src/compose/conformance/pdfValue.ts';
import { EditedPdf, type MutableDictionary } from './editedPdf.ts';
import { drawGood } from './goodPdf.ts';
import { laterBreaks } from './laterBreaks.ts';

const good = drawGood();
const name = (text: string): PdfName => new PdfName(text);
const text = (value: string): PdfString => new PdfString(Buffer.from(value, 'latin1'));
const dictionary = (entries: Readonly<Record<string, PdfValue>>): MutableDictionary => new Map(Object.entries(entries));

function findingsOf(edit: (pdf: EditedPdf) => void): ReturnType<typeof checkPdf> {
  const pdf = new EditedPdf(good);
  edit(pdf);
  return checkPdf(pdf.bytes());
}

const contentOf = (pdf: EditedPdf): PdfValue | undefined => pdf.page.get('Contents');
const fontOf = (pdf: EditedPdf): MutableDictionary => pdf.find({ Type: 'Font', Subtype: 'CIDFontType2' });
const metadata =
  (change: (packet: string) => string) =>
  (pdf: EditedPdf): void =>
    pdf.rewrite(pdf.catalog.get('Metadata'), change);
const content =
  (change: (operators: string) => string) =>
  (pdf: EditedPdf): void =>
    pdf.rewrite(contentOf(pdf), change);
const annotation =
  (key: string, value: PdfValue) =>
  (pdf: EditedPdf): void => {
    pdf.find({ Subtype: 'Link' }).set(key, value);
  };
const element =
  (role: string, key: string, value: PdfValue) =>
  (pdf: EditedPdf): void => {
    pdf.find({ S: role }).set(key, value);
  };
const profile = (pdf: EditedPdf): PdfReference =>
  pdf.at(pdf.list(pdf.catalog.get('OutputIntents'))[0]).get('DestOutputProfile') as PdfReference;

const toUnicode =
  (map: string) =>
  (pdf: EditedPdf): void =>
    pdf.rewrite(pdf.find({ Subtype: 'Type0' }).get('ToUnicode'), () => map);

/** For each rule what breaks it; a rule without a way to break it proves nothing. */
const breaks: readonly (readonly [rule: string, edit: (pdf: EditedPdf) => void])[] = [
  ['header', (pdf) => (pdf.header = '%PDF-2.0\n%\xe2\xe3\xcf\xd3\n')],
  ['header', (pdf) => (pdf.header = '%PDF-1.7\n')],
  ['trailer-id', (pdf) => pdf.trailer.delete('ID')],
  ['file-end', (pdf) => (pdf.footer = '%%EOF\nmore')],
  ['stream-length', (pdf) => pdf.at(contentOf(pdf)).set('Length', -1)],
  ['filters', (pdf) => pdf.at(contentOf(pdf)).set('Filter', name('LZWDecode'))],
  ['no-external-streams', (pdf) => pdf.at(profile(pdf)).set('F', text('elsewhere.icc'))],
  ['actions', annotation('A', dictionary({ S: name('Launch'), F: text('calc.exe') }))],
  ['actions', annotation('A', dictionary({ S: name('JavaScript'), JS: text('x') }))],
  ['actions', annotation('A', dictionary({ S: name('Named'), N: name('Print') }))],
  ['no-triggers', (pdf) => pdf.page.set('AA', dictionary({}))],
  ['no-triggers', (pdf) => pdf.catalog.set('AA', dictionary({}))],
  ['no-triggers', (pdf) => pdf.at(pdf.catalog.get('Names')).set('JavaScript', dictionary({}))],
  ['no-dynamic-forms', (pdf) => pdf.catalog.set('AcroForm', dictionary({ XFA: text('x') }))],
  ['no-alternatives', (pdf) => pdf.find({ Subtype: 'Image' }).set('Interpolate', true)],
  ['no-alternatives', (pdf) => pdf.find({ Subtype: 'Form' }).set('Ref', dictionary({}))],
  ['page-size', (pdf) => pdf.page.set('MediaBox', [0, 0, 2, 20_000])],
  ['page-size', (pdf) => pdf.page.delete('MediaBox')],
  ['limits', (pdf) => pdf.catalog.set('Long', text('x'.repeat(40_000)))],
  ['limits', (pdf) => pdf.catalog.set('Large', 3_000_000_000)],

  ['xmp', (pdf) => pdf.catalog.delete('Metadata')],
  ['xmp', metadata((packet) => packet.replace('</rdf:RDF>', ''))],
  ['xmp', metadata((packet) => packet.replace('id="W5M0', 'encoding="UTF-8" id="W5M0'))],
  ['pdfa-claim', metadata((packet) => packet.replace('pdfaid:part="3"', 'pdfaid:part="2"'))],
  ['pdfa-claim', metadata((packet) => packet.replace('pdfaid:conformance="A"', ''))],
  ['pdfua-claim', metadata((packet) => packet.replace('pdfuaid:part="1"', ''))],
  [
    'xmp-schemas',
    metadata((packet) => packet.replace('namespaceURI>http://www.aiim.org/pdfua', 'namespaceURI>http://x')),
  ],
  ['info-equals-xmp', metadata((packet) => packet.replace('CreatorTool="Postwerk"', 'CreatorTool="Another"'))],
  ['info-equals-xmp', metadata((packet) => packet.replace('CreateDate="2026', 'CreateDate="2025'))],
  ['title', metadata((packet) => packet.replace(/<dc:title>.*<\/dc:title>/, ''))],
  ['title', (pdf) => pdf.catalog.delete('ViewerPreferences')],
  ['language', (pdf) => pdf.catalog.delete('Lang')],
  ['language', (pdf) => pdf.catalog.set('Lang', text('German'.repeat(3)))],
  ['language', element('P', 'Lang', text('de_AT'))],
  ['language', content((operators) => operators.replace('/Lang(en)', '/Lang(e)'))],

  ['output-intent', (pdf) => pdf.catalog.delete('OutputIntents')],
  ['icc-profile', (pdf) => pdf.rewrite(profile(pdf), (bytes) => bytes.replace('acsp', 'xxxx'))],
  ['icc-profile', (pdf) => pdf.rewrite(profile(pdf), (bytes) => bytes.replace('mntr', 'link'))],
  ['icc-profile', (pdf) => pdf.at(profile(pdf)).set('N', 4)],
  ['device-colors', content((operators) => `/Artifact BMC 0 0 0 1 k EMC ${operators}`)],
  [
    'device-colors',
    (pdf) => pdf.find({ Subtype: 'Image', ColorSpace: 'DeviceRGB' }).set('ColorSpace', name('DeviceCMYK')),
  ],
  [
    'graphics-state',
    (pdf) => pdf.at(pdf.page.get('Resources')).set('ExtGState', dictionary({ G: dictionary({ BM: name('Odd') }) })),
  ],
  [
    'graphics-state',
    (pdf) =>
      pdf.at(pdf.page.get('Resources')).set('ExtGState', dictionary({ G: dictionary({ TR: name('Identity') }) })),
  ],
  ['transparency-space', (pdf) => pdf.catalog.delete('OutputIntents')],

  ['font-embedded', (pdf) => pdf.at(fontOf(pdf).get('FontDescriptor')).delete('FontFile2')],
  ['font-glyphs', content((operators) => operators.replace('Td\n', 'Td\n<fff0>Tj\n'))],
  ['font-notdef', content((operators) => operators.replace('Td\n', 'Td\n<0000>Tj\n'))],
  ['font-widths', (pdf) => fontOf(pdf).set('W', [])],
  ['font-system-info', (pdf) => fontOf(pdf).delete('CIDSystemInfo')],
  ['font-gid-map', (pdf) => fontOf(pdf).delete('CIDToGIDMap')],
  ['font-unicode', (pdf) => pdf.find({ Subtype: 'Type0' }).delete('ToUnicode')],
  ['font-unicode', toUnicode('')],
  ['font-unicode', toUnicode(`1 beginbfrange\n<0000><00ff>[${'<feff>'.repeat(256)}]\nendbfrange`)],
  ['font-private-use', toUnicode('1 beginbfrange\n<0000><0fff><e000>\nendbfrange')],

  ['content-readable', content((operators) => operators.replace(/\/F1 /, '/F9 '))],
  ['content-readable', content((operators) => `${operators} (`)],
  ['content-balanced', content((operators) => operators.replace('EMC\n', ''))],
  ['content-balanced', content((operators) => operators.replace('EMC\nET', 'ET\nEMC'))],
  [
    'content-nesting',
    content((operators) =>
      operators.replace('/H1<</MCID', '/Artifact<</Type/Layout>>BDC /H1<</MCID').replace('EMC', 'EMC EMC'),
    ),
  ],
  ['content-nesting', content((operators) => `${operators} xyz`)],
  ['content-marked', content((operators) => operators.replace('/Artifact BMC\n', '').replace('f\nEMC', 'f'))],
  ['content-in-tree', content((operators) => operators.replace('/MCID 0>>', '/MCID 99>>'))],
  ['content-in-tree', (pdf) => pdf.page.delete('StructParents')],
  ['content-in-tree', element('H1', 'K', 7)],

  ['tagged', (pdf) => pdf.catalog.delete('MarkInfo')],
  ['tagged', (pdf) => pdf.catalog.set('MarkInfo', dictionary({ Marked: true, Suspects: true }))],
  ['structure-tree', (pdf) => pdf.catalog.delete('StructTreeRoot')],
  ['structure-tree', (pdf) => pdf.find({ S: 'TD' }).set('P', pdf.find({ S: 'H1' }).get('P') ?? null)],
  ['structure-types', element('P', 'S', name('Paragraph'))],
  ['structure-nesting', element('Table', 'S', name('Div'))],
  ['structure-nesting', element('TH', 'S', name('P'))],
  ['table-regular', (pdf) => pdf.find({ S: 'TD' }).delete('A')],
  ['table-heads', (pdf) => pdf.find({ S: 'TH' }).delete('A')],
  ['figure-text', (pdf) => pdf.find({ S: 'Figure' }).delete('Alt')],
  ['figure-box', (pdf) => pdf.find({ S: 'Figure' }).delete('A')],
  ['headings', element('H1', 'S', name('H2'))],
  ['headings', element('H2', 'S', name('H3'))],
  ['notes', element('P', 'S', name('Note'))],

  ['annotation-types', annotation('Subtype', name('Screen'))],
  ['annotation-flags', annotation('F', 0)],
  ['annotation-flags', annotation('F', 6)],
  ['annotation-appearance', annotation('Subtype', name('Stamp'))],
  ['annotation-text', (pdf) => pdf.find({ Subtype: 'Link' }).delete('Contents')],
  ['annotation-tagged', (pdf) => pdf.find({ Subtype: 'Link' }).delete('StructParent')],
  ['annotation-tagged', element('Link', 'S', name('Span'))],
  ['tab-order', (pdf) => pdf.page.delete('Tabs')],
  ['attachment-described', (pdf) => pdf.find({ Type: 'Filespec' }).delete('AFRelationship')],
  ['attachment-described', (pdf) => pdf.find({ Type: 'Filespec' }).delete('UF')],
  ['attachment-described', (pdf) => pdf.find({ Type: 'EmbeddedFile' }).delete('Subtype')],
  ['attachment-described', (pdf) => pdf.find({ Type: 'EmbeddedFile' }).delete('Params')],
  ['attachment-associated', (pdf) => pdf.catalog.delete('AF')],
  ...laterBreaks,
];

describe('checkPdf', () => {
  it('finds nothing in what we write', () => {
    expect(checkPdf(good)).toEqual([]);
  });

  it('finds nothing after taking a file apart and putting it together', () => {
    expect(findingsOf(() => undefined)).toEqual([]);
  });

  it.each(breaks)('finds what breaks %s', (rule, edit) => {
    expect(findingsOf(edit).map((finding) => finding.rule)).toContain(rule);
  });

  it('has a way to break every rule', () => {
    const broken = new Set(breaks.map(([rule]) => rule));
    expect(rules.map(({ id }) => id).filter((id) => !broken.has(id))).toEqual([]);
  });

  it('says that a file is encrypted, and no more', () => {
    const findings = findingsOf((pdf) => pdf.trailer.set('Encrypt', dictionary({ Filter: name('Standard') })));
    expect(findings.map(({ rule }) => rule)).toEqual(['not-encrypted']);
  });

  it.each([
    ['nothing', ''],
    ['no PDF', 'Hello'],
    ['a file cut in the middle', Buffer.from(good).subarray(0, 3000)],
    ['a broken end', Buffer.concat([Buffer.from(good).subarray(0, -30), Buffer.from('startxref\n12\n%%EOF')])],
  ])('says that %s cannot be read', (_, bytes) => {
    expect(checkPdf(Buffer.from(bytes)).map(({ rule }) => rule)).toEqual(['syntax']);
  });

  it('names place and clause', () => {
    const [finding] = findingsOf((pdf) => pdf.find({ S: 'TH' }).delete('A'));
    expect(finding).toMatchObject({ clause: 'ISO 14289-1 §7.5', says: 'Head cells say what they are the head of.' });
    expect(finding?.detail).toMatch(/^TH \(object \d+\) has no Scope$/);
  });
});

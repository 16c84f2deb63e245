import { containerOf, fieldsOf, itemsOf, rdf, type XmpElement } from '../xmpTree.ts';

/**
 * Types of the properties that documents of ours could have (XMP Specification, September 2005, chapter 4; ISO 19005-3
 * §6.6.4; ISO 14289-1 §5). Other predefined schemas are not judged property by property.
 */
export const xmpTypes: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'http://purl.org/dc/elements/1.1/': {
    contributor: 'bag ProperName',
    coverage: 'Text',
    creator: 'seq ProperName',
    date: 'seq Date',
    description: 'Lang Alt',
    format: 'MIMEType',
    identifier: 'Text',
    language: 'bag Text',
    publisher: 'bag ProperName',
    relation: 'bag Text',
    rights: 'Lang Alt',
    source: 'Text',
    subject: 'bag Text',
    title: 'Lang Alt',
    type: 'bag Text',
  },
  'http://ns.adobe.com/xap/1.0/': {
    Advisory: 'bag XPath',
    BaseURL: 'URL',
    CreateDate: 'Date',
    CreatorTool: 'AgentName',
    Identifier: 'bag Text',
    Label: 'Text',
    MetadataDate: 'Date',
    ModifyDate: 'Date',
    Nickname: 'Text',
    Rating: 'Real',
    Thumbnails: 'alt Thumbnail',
  },
  'http://ns.adobe.com/xap/1.0/rights/': {
    Certificate: 'URL',
    Marked: 'Boolean',
    Owner: 'bag ProperName',
    UsageTerms: 'Lang Alt',
    WebStatement: 'URL',
  },
  'http://ns.adobe.com/pdf/1.3/': { Keywords: 'Text', PDFVersion: 'Text', Producer: 'AgentName', Trapped: 'Boolean' },
  'http://www.aiim.org/pdfa/ns/id/': { part: 'Integer', amd: 'Text', corr: 'Text', conformance: 'Text' },
  'http://www.aiim.org/pdfa/ns/extension/': { schemas: 'bag Schema' },
};

/** Schemas that PDF/A-3 knows without a description (ISO 19005-3 §6.6.2.3.1). */
export const predefinedSchemas: ReadonlySet<string> = new Set([
  ...Object.keys(xmpTypes),
  ...['mm/', 'bj/', 't/pg/'].map((end) => `http://ns.adobe.com/xap/1.0/${end}`),
  ...[
    'xmp/1.0/DynamicMedia/',
    'photoshop/1.0/',
    'camera-raw-settings/1.0/',
    'tiff/1.0/',
    'exif/1.0/',
    'exif/1.0/aux/',
  ].map((end) => `http://ns.adobe.com/${end}`),
]);

const containers: Readonly<Record<string, string>> = { bag: 'Bag', seq: 'Seq', alt: 'Alt' };
/** XMP dates are those of ISO 8601 in the profile of the W3C. */
const texts: Readonly<Record<string, RegExp>> = {
  Integer: /^[+-]?\d+$/,
  Real: /^[+-]?(?:\d+\.?\d*|\.\d+)$/,
  Boolean: /^(?:True|False)$/,
  Date: /^\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?)?)?$/,
  MIMEType: /^[-\w+.]+\/[-\w+.]+(?:;.*)?$/,
};

/** What a value of a property has against its type, after "name "; null when nothing. */
export function xmpValueProblem(type: string, value: XmpElement | string): string | null {
  const [, list, item = ''] = /^(bag|seq|alt) (.+)$/i.exec(type) ?? [];
  const wanted = type === 'Lang Alt' ? 'Alt' : (containers[list?.toLowerCase() ?? ''] ?? '');
  const given = typeof value === 'string' ? '' : containerOf(value);
  if (given !== wanted)
    return `is ${given === '' ? 'one value' : `a ${given}`} instead of ${wanted === '' ? 'one' : `a ${wanted}`}`;
  if (wanted === '') return textProblem(type, typeof value === 'string' ? value : value.text, value);
  if (typeof value === 'string') return null;
  for (const one of itemsOf(value)) {
    if (type === 'Lang Alt') {
      if (![...one.attributes.keys()].some((key) => key.endsWith('/namespace lang')))
        return 'has a text without language';
    } else {
      const problem = textProblem(item, one.text, one);
      if (problem !== null) return problem;
    }
  }
  return null;
}

function textProblem(type: string, text: string, value: XmpElement | string): string | null {
  // A value with qualifiers is a structure of both.
  const plain =
    typeof value === 'string' ? undefined : fieldsOf(value).find((one) => one.uri === rdf && one.local === 'value');
  if (plain !== undefined) return textProblem(type, plain.text, plain);
  const isStructure = typeof value !== 'string' && value.children.length > 0;
  const form = texts[type];
  if (isStructure)
    return form === undefined && !/^(?:Text|ProperName|AgentName|URL|URI|XPath)$/.test(type) ? null : 'is no text';
  return form === undefined || form.test(text.trim()) ? null : `is "${text.trim()}", no ${type}`;
}

import { textOf } from '../readStructure.ts';
import { nameOf, PdfString } from '../pdfValue.ts';
import type { Xmp } from '../readXmp.ts';
import type { Rule } from '../rule.ts';
import { predefinedSchemas } from './xmpTypes.ts';

const dc = 'http://purl.org/dc/elements/1.1/';
const xap = 'http://ns.adobe.com/xap/1.0/';
const pdf = 'http://ns.adobe.com/pdf/1.3/';
const pdfaid = 'http://www.aiim.org/pdfa/ns/id/';
const pdfuaid = 'http://www.aiim.org/pdfua/ns/id/';

/** Entries of the information dictionary and the properties that say the same. */
const twins = [
  ['Title', `${dc} title`],
  ['Author', `${dc} creator`],
  ['Subject', `${dc} description`],
  ['Keywords', `${pdf} Keywords`],
  ['Creator', `${xap} CreatorTool`],
  ['Producer', `${pdf} Producer`],
  ['CreationDate', `${xap} CreateDate`],
  ['ModDate', `${xap} ModifyDate`],
] as const;

/** RFC 5646 §2.1, without the grandfathered tags. */
const languageTag =
  /^(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*(?:-[a-wy-z0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?$/i;

/** What the file says of itself. */
export const metadataRules: readonly Rule[] = [
  {
    id: 'xmp',
    clause: 'ISO 19005-3 §6.6.2.1; ISO 14289-1 §7.1',
    says: 'The document has well-formed metadata.',
    *find({ file, catalog, xmp }) {
      const dictionary = file.dictionary(catalog.get('Metadata'));
      if (xmp === null) yield 'the catalog has no Metadata';
      else if (xmp.problem !== null) yield xmp.problem;
      else if (/\b(?:bytes|encoding)=/.test(xmp.header)) yield 'the packet header has bytes or encoding';
      if (dictionary === undefined) return;
      if (nameOf(dictionary.get('Type')) !== 'Metadata') yield 'its Type is not Metadata';
      if (nameOf(dictionary.get('Subtype')) !== 'XML') yield 'its Subtype is not XML';
    },
  },
  {
    id: 'pdfa-claim',
    clause: 'ISO 19005-3 §6.6.4',
    says: 'The metadata claim PDF/A-3 level A.',
    *find({ xmp }) {
      const part = xmp?.properties.get(`${pdfaid} part`);
      const level = xmp?.properties.get(`${pdfaid} conformance`);
      if (part !== '3') yield `pdfaid:part is ${part ?? 'absent'}`;
      if (level !== 'A') yield `pdfaid:conformance is ${level ?? 'absent'}`;
      yield* wrongPrefixes(xmp, pdfaid, 'pdfaid');
    },
  },
  {
    id: 'pdfua-claim',
    clause: 'ISO 14289-1 §5',
    says: 'The metadata claim PDF/UA-1.',
    *find({ xmp }) {
      const part = xmp?.properties.get(`${pdfuaid} part`);
      if (part !== '1') yield `pdfuaid:part is ${part ?? 'absent'}`;
      yield* wrongPrefixes(xmp, pdfuaid, 'pdfuaid');
    },
  },
  {
    id: 'xmp-schemas',
    clause: 'ISO 19005-3 §6.6.2.3.1',
    says: 'Every schema of the metadata is known to PDF/A or described in it.',
    *find({ xmp }) {
      if (xmp === null) return;
      const spaces = new Set([...xmp.properties.keys()].map((key) => key.split(' ')[0] ?? ''));
      for (const space of spaces)
        if (!predefinedSchemas.has(space) && !xmp.described.has(space)) yield `${space} is not described`;
    },
  },
  {
    id: 'info-equals-xmp',
    clause: 'ISO 32000-1 §14.3.3',
    says: 'The information dictionary says the same as the metadata.',
    *find({ file, xmp }) {
      const info = file.dictionary(file.trailer.get('Info'));
      if (info === undefined || xmp === null) return;
      for (const [key, property] of twins) {
        if (!info.has(key)) continue;
        const [here, there] = [textOf(file, info, key), xmp.properties.get(property) ?? ''];
        const same = key.endsWith('Date') ? instant(here) === instant(there) : here === there;
        if (!same) yield `${key} is "${here}" there and "${there}" in the metadata`;
      }
    },
  },
  {
    id: 'title',
    clause: 'ISO 14289-1 §7.1',
    says: 'The document has a title, and windows show it.',
    *find({ file, catalog, xmp }) {
      if ((xmp?.properties.get(`${dc} title`) ?? '') === '') yield 'dc:title is absent';
      const preferences = file.dictionary(catalog.get('ViewerPreferences'));
      if (file.resolve(preferences?.get('DisplayDocTitle')) !== true) yield 'DisplayDocTitle is not true';
    },
  },
  {
    id: 'language',
    clause: 'ISO 19005-3 §6.7.4; ISO 14289-1 §7.2',
    says: 'The document has a language, and every language is a tag of RFC 5646.',
    *find({ file, catalog, structure, pages }) {
      const own = file.resolve(catalog.get('Lang'));
      if (!(own instanceof PdfString) || own.text === '') yield 'the catalog has no Lang';
      else if (!languageTag.test(own.text)) yield `"${own.text}" of the catalog is no language`;
      for (const { id, type, dictionary } of structure.nodes) {
        const lang = file.resolve(dictionary.get('Lang'));
        if (lang instanceof PdfString && lang.text !== '' && !languageTag.test(lang.text)) {
          yield `"${lang.text}" of ${type} (object ${id}) is no language`;
        }
      }
      for (const { number, content } of pages) {
        for (const lang of content.languages) {
          if (lang !== '' && !languageTag.test(lang)) yield `"${lang}" on page ${number} is no language`;
        }
      }
    },
  },
];

function* wrongPrefixes(xmp: Xmp | null, space: string, wanted: string): Generator<string> {
  for (const [key, prefix] of xmp?.prefixes ?? []) {
    if (key.startsWith(`${space} `) && prefix !== wanted)
      yield `the prefix of ${key.slice(space.length + 1)} is ${prefix}`;
  }
}

/** Milliseconds of a date in either spelling; the text itself when it is none. */
function instant(text: string): number | string {
  const parts =
    /^(?:D:)?(\d{4})-?(\d\d)?-?(\d\d)?T?(\d\d)?:?(\d\d)?:?(\d\d)?(?:\.\d+)?(Z|[+-]\d\d'?:?(?:\d\d)?'?)?/.exec(text);
  if (parts === null) return text;
  const [, year, month = '01', day = '01', hour = '00', minute = '00', second = '00', zone = 'Z'] = parts;
  const shift = /^[+-]/.test(zone)
    ? zone.replaceAll(/['":]/g, '').replace(/^(...)(\d\d)?$/, (_, h: string, m = '00') => `${h}:${m}`)
    : 'Z';
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${shift}`);
}

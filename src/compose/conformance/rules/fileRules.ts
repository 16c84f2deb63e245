import { nameOf, PdfStream, PdfString, type PdfValue } from '../pdfValue.ts';
import type { Rule } from '../rule.ts';
import { limitProblem, withinValue } from '../valueLimits.ts';

/** ISO 32000-1 table 6 without LZWDecode. */
const filters = new Set([
  ...['ASCIIHexDecode', 'ASCII85Decode', 'FlateDecode', 'RunLengthDecode', 'CCITTFaxDecode', 'JBIG2Decode'],
  ...['DCTDecode', 'JPXDecode', 'Crypt'],
]);
const forbiddenActions = new Set([
  ...['Launch', 'Sound', 'Movie', 'ResetForm', 'ImportData', 'Hide', 'SetOCGState', 'Rendition', 'Trans'],
  ...['GoTo3DView', 'JavaScript', 'set-state', 'no-op', 'SetState', 'NOP'],
]);
const allowedNamed = new Set(['NextPage', 'PrevPage', 'FirstPage', 'LastPage']);
const boxes = ['MediaBox', 'CropBox', 'BleedBox', 'TrimBox', 'ArtBox'];

/** The file, its streams, actions and pages. */
export const fileRules: readonly Rule[] = [
  {
    id: 'header',
    clause: 'ISO 19005-3 §6.1.2',
    says: 'The file begins with %PDF-1.n and a line of four bytes above 127.',
    *find({ file }) {
      const start = file.bytes.toString('latin1', 0, 20);
      if (!/^%PDF-1\.[0-7](?:\r\n|\r|\n)%[\x80-\xff]{4}/.test(start)) yield `it begins with ${JSON.stringify(start)}`;
    },
  },
  {
    id: 'trailer-id',
    clause: 'ISO 19005-3 §6.1.3',
    says: 'The trailer has a file identifier.',
    *find({ file }) {
      const id = file.array(file.trailer.get('ID'));
      if (id.length !== 2 || !id.every((one) => one instanceof PdfString && one.bytes.length > 0)) {
        yield 'ID is not an array of two strings';
      }
    },
  },
  {
    id: 'file-end',
    clause: 'ISO 19005-3 §6.1.3',
    says: 'Nothing follows the last end-of-file marker.',
    *find({ file }) {
      const end = file.bytes.toString('latin1', Math.max(0, file.bytes.length - 1024));
      if (!/%%EOF(?:\r\n|\r|\n)?$/.test(end)) yield 'there are bytes after %%EOF, or it is missing';
    },
  },
  {
    id: 'stream-length',
    clause: 'ISO 19005-3 §6.1.7.1',
    says: 'The length of a stream is what its dictionary says.',
    *find({ file, streams }) {
      for (const { id, stream } of streams) {
        const end = stream.raw.byteOffset - file.bytes.byteOffset + stream.raw.length;
        const after = file.bytes.toString('latin1', end, end + 12);
        if (!/^(?:\r\n|\r|\n)endstream/.test(after)) yield `stream ${id} does not end where its Length says, on a line`;
      }
    },
  },
  {
    id: 'filters',
    clause: 'ISO 19005-3 §6.1.7.2',
    says: 'Streams use the standard filters without LZWDecode.',
    *find({ file, streams }) {
      for (const { id, stream } of streams) {
        const filter = file.resolve(stream.dictionary.get('Filter'));
        const all = Array.isArray(filter) ? (filter as readonly PdfValue[]) : filter === null ? [] : [filter];
        for (const one of all) {
          const name = nameOf(file.resolve(one)) ?? '';
          if (!filters.has(name)) yield `stream ${id} uses ${name}`;
        }
      }
    },
  },
  {
    id: 'no-external-streams',
    clause: 'ISO 19005-3 §6.1.7.1',
    says: 'No stream lies outside of the file.',
    *find({ streams }) {
      for (const { id, stream } of streams) {
        for (const key of ['F', 'FFilter', 'FDecodeParms']) {
          if (stream.dictionary.has(key)) yield `stream ${id} has ${key}`;
        }
      }
    },
  },
  {
    id: 'actions',
    clause: 'ISO 19005-3 §6.5.1',
    says: 'No action runs a program, a script, media or a form.',
    *find({ file, dictionaries }) {
      for (const { id, dictionary } of dictionaries) {
        const kind = nameOf(file.resolve(dictionary.get('S')));
        if (kind === undefined || dictionary.get('K') !== undefined) continue;
        if (forbiddenActions.has(kind)) yield `object ${id} is an action of type ${kind}`;
        const named = nameOf(file.resolve(dictionary.get('N')));
        if (kind === 'Named' && !allowedNamed.has(named ?? '')) yield `object ${id} is the named action ${named}`;
      }
    },
  },
  {
    id: 'no-triggers',
    clause: 'ISO 19005-3 §6.5.2',
    says: 'Neither the document nor a page or field starts actions by itself.',
    *find({ file, catalog, pages, annotations }) {
      if (catalog.has('AA')) yield 'the catalog has AA';
      if (file.dictionary(catalog.get('Names'))?.has('JavaScript') === true) yield 'the document has scripts';
      for (const { number, dictionary } of pages) if (dictionary.has('AA')) yield `page ${number} has AA`;
      for (const { id, dictionary } of annotations) if (dictionary.has('AA')) yield `annotation ${id} has AA`;
    },
  },
  {
    id: 'no-dynamic-forms',
    clause: 'ISO 19005-3 §6.4.2; ISO 14289-1 §7.15',
    says: 'There are no dynamic forms.',
    *find({ file, catalog }) {
      if (file.dictionary(catalog.get('AcroForm'))?.has('XFA') === true) yield 'the form has XFA';
      if (catalog.has('NeedsRendering')) yield 'the catalog has NeedsRendering';
    },
  },
  {
    id: 'no-alternatives',
    clause: 'ISO 19005-3 §6.2.8 to §6.2.9, §6.10, §6.11; ISO 14289-1 §7.20',
    says: 'What is shown is the same everywhere: no alternate pictures, references or requirements.',
    *find({ file, catalog, pages, streams }) {
      if (file.dictionary(catalog.get('Names'))?.has('AlternatePresentations') === true) yield 'AlternatePresentations';
      if (catalog.has('Requirements')) yield 'the catalog has Requirements';
      for (const { number, dictionary } of pages) if (dictionary.has('PresSteps')) yield `page ${number} has PresSteps`;
      for (const { id, stream } of streams) {
        const subtype = nameOf(stream.dictionary.get('Subtype'));
        for (const key of ['Alternates', 'OPI', 'Ref', 'PS']) {
          if ((subtype === 'Image' || subtype === 'Form') && stream.dictionary.has(key))
            yield `picture ${id} has ${key}`;
        }
        const second = nameOf(stream.dictionary.get('Subtype2'));
        if (subtype === 'PS' || second === 'PS') yield `object ${id} is PostScript`;
        if (file.resolve(stream.dictionary.get('Interpolate')) === true) yield `picture ${id} is interpolated`;
      }
    },
  },
  {
    id: 'page-size',
    clause: 'ISO 19005-3 §6.1.13',
    says: 'Every page has a media box; boxes are 3 to 14,400 units wide and high.',
    *find({ file, pages }) {
      if (pages.length === 0) yield 'there is no page';
      for (const { number, dictionary } of pages) {
        if (!dictionary.has('MediaBox')) yield `page ${number} has no MediaBox`;
        for (const key of boxes) {
          if (!dictionary.has(key)) continue;
          const edges = file.array(dictionary.get(key)).map((one) => Number(file.resolve(one)));
          const [left = 0, bottom = 0, right = 0, top = 0] = edges;
          const sides = [Math.abs(right - left), Math.abs(top - bottom)];
          if (edges.length !== 4 || !sides.every((side) => side >= 3 && side <= 14_400)) {
            yield `the ${key} of page ${number} is [${edges.join(' ')}]`;
          }
        }
      }
    },
  },
  {
    id: 'limits',
    clause: 'ISO 19005-3 §6.1.6, §6.1.13',
    says: 'Strings, names and numbers keep to the limits that every reader handles.',
    *find({ file, pages, dictionaries }) {
      if (file.ids.length > 8_388_607) yield 'there are more than 8,388,607 objects';
      for (const { id, dictionary } of dictionaries) {
        for (const key of dictionary.keys())
          if (key.length > 127) yield `object ${id} has a key of more than 127 bytes`;
      }
      for (const id of file.ids) {
        const value = file.object(id);
        for (const one of withinValue(value instanceof PdfStream ? value.dictionary : value)) {
          const problem = limitProblem(one);
          if (problem !== null) yield `object ${id} has ${problem}`;
        }
      }
      for (const { number, content } of pages) {
        for (const problem of new Set(content.beyond)) yield `page ${number} has ${problem}`;
      }
    },
  },
];

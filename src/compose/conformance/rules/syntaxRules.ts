import type { Inspection } from '../inspectPdf.ts';
import { PdfLexer } from '../pdfLexer.ts';
import { isDictionary, nameOf, PdfName, type PdfValue } from '../pdfValue.ts';
import type { Rule } from '../rule.ts';

const permissions = new Set(['UR3', 'DocMDP']);

/** How the file is written down. */
export const syntaxRules: readonly Rule[] = [
  {
    id: 'xref-lines',
    clause: 'ISO 19005-3 §6.1.4',
    says: 'A cross-reference table begins on the line after its keyword.',
    *find({ file }) {
      for (const at of file.sections) {
        const start = file.bytes.toString('latin1', at, at + 40).replace(/^\s+/, '');
        if (start.startsWith('xref') && !/^xref(?:\r\n|\r|\n)\d+ \d+ ?(?:\r\n|\r|\n)/.test(start)) {
          yield `the table at byte ${at} begins with ${JSON.stringify(start.slice(0, 16))}`;
        }
      }
    },
  },
  {
    id: 'object-lines',
    clause: 'ISO 19005-3 §6.1.9',
    says: 'Numbers of an object stand apart by one blank, obj and endobj on lines of their own.',
    *find({ file }) {
      for (const [id, offset] of file.offsets) {
        const start = file.bytes.toString('latin1', Math.max(0, offset - 1), offset + 40);
        if (!/^.?[\r\n]\s*\d+[ \t\f\0\r\n]\d+[ \t\f\0\r\n]obj(?:\r\n|\r|\n)/.test(start))
          yield `object ${id} begins otherwise`;
        else if (!endsOnLine(file.bytes, offset)) yield `object ${id} ends otherwise`;
      }
    },
  },
  {
    id: 'stream-keyword',
    clause: 'ISO 19005-3 §6.1.7.1',
    says: 'The keyword of a stream ends its line.',
    *find({ file, streams }) {
      for (const { id, stream } of streams) {
        const at = stream.raw.byteOffset - file.bytes.byteOffset;
        const before = file.bytes.toString('latin1', at - 8, at);
        if (!/stream\r?\n$/.test(before)) yield `that of stream ${id} does not`;
      }
    },
  },
  {
    id: 'names-utf8',
    clause: 'ISO 19005-3 §6.1.8',
    says: 'Names of fonts, structure types and colours are UTF-8.',
    *find(inspection) {
      for (const { id, name } of spokenNames(inspection)) {
        if (!isUtf8(name)) yield `a name in object ${id} is not`;
      }
    },
  },
  {
    id: 'inline-pictures',
    clause: 'ISO 19005-3 §6.1.10, §6.2.8',
    says: 'Pictures within the content use the standard filters without LZWDecode and no interpolation.',
    *find({ pages }) {
      for (const { number, content } of pages) {
        for (const entries of content.inline) {
          const filter = entries.get('F') ?? entries.get('Filter') ?? null;
          for (const one of Array.isArray(filter) ? (filter as readonly PdfValue[]) : filter === null ? [] : [filter]) {
            const name = nameOf(one) ?? '';
            if (!inlineFilters.has(name)) yield `one on page ${number} uses ${name}`;
          }
          if ((entries.get('I') ?? entries.get('Interpolate')) === true) yield `one on page ${number} is interpolated`;
        }
      }
    },
  },
  {
    id: 'permissions',
    clause: 'ISO 19005-3 §6.1.12',
    says: 'Permissions are only those of signatures, without digests of their own.',
    *find({ file, catalog, dictionaries }) {
      const given = file.dictionary(catalog.get('Perms'));
      for (const key of given?.keys() ?? []) if (!permissions.has(key)) yield `Perms has ${key}`;
      if (given?.has('DocMDP') !== true) return;
      for (const { id, dictionary } of dictionaries) {
        if (!dictionary.has('TransformMethod')) continue;
        for (const key of ['DigestLocation', 'DigestMethod', 'DigestValue']) {
          if (dictionary.has(key)) yield `object ${id} has ${key}`;
        }
      }
    },
  },
  {
    id: 'resources-own',
    clause: 'ISO 19005-3 §6.2.2',
    says: 'Pages and forms have the resources of their own that they name.',
    *find({ pages }) {
      for (const { number, inheritsResources, content } of pages) {
        if (inheritsResources) yield `page ${number} inherits its resources`;
        for (const one of new Set(content.borrowed)) yield `page ${number}: ${one}`;
      }
    },
  },
];

const inlineFilters = new Set([
  ...['ASCIIHexDecode', 'ASCII85Decode', 'FlateDecode', 'RunLengthDecode', 'CCITTFaxDecode', 'DCTDecode'],
  ...['AHx', 'A85', 'Fl', 'RL', 'CCF', 'DCT'],
]);

/** Is endobj of the object at this byte on a line of its own? */
function endsOnLine(bytes: Buffer, offset: number): boolean {
  const lexer = new PdfLexer(bytes, offset);
  for (let part = 0; part < 3; part += 1) lexer.next();
  const value = lexer.object() ?? null;
  const end = lexer.at;
  // Of a stream its keyword follows; endobj then stands behind endstream.
  const isStream = isDictionary(value) && /^\s*stream/.test(bytes.toString('latin1', end, end + 12));
  const keyword = isStream ? bytes.indexOf('endstream', end) + 9 : end;
  return /^[ \t\f\0]*[\r\n]\s*endobj(?:[\r\n]|$)/.test(bytes.toString('latin1', keyword, keyword + 200));
}

function* spokenNames({ file, dictionaries, structure }: Inspection): Generator<{ id: number; name: string }> {
  for (const { id, dictionary } of dictionaries) {
    for (const key of ['BaseFont', 'FontName']) {
      const value = file.resolve(dictionary.get(key));
      if (value instanceof PdfName) yield { id, name: value.name };
    }
    for (const value of dictionary.values()) {
      const [kind, colorant] = Array.isArray(value) ? (value as readonly PdfValue[]) : [];
      const isColour = nameOf(kind) === 'Separation' || nameOf(kind) === 'DeviceN';
      const names = isColour ? (Array.isArray(colorant) ? (colorant as readonly PdfValue[]) : [colorant ?? null]) : [];
      for (const one of names) if (one instanceof PdfName) yield { id, name: one.name };
    }
  }
  for (const { id, type } of structure.nodes) yield { id, name: type };
}

function isUtf8(name: string): boolean {
  return !Buffer.from(name, 'latin1').toString('utf8').includes('\ufffd');
}

import { nameOf, type PdfDictionary, PdfStream, PdfString } from '../pdfValue.ts';
import type { PdfFile } from '../pdfFile.ts';
import { textOf } from '../readStructure.ts';
import type { Rule } from '../rule.ts';
import { isPredefinedCMap } from './predefinedCMaps.ts';

const subtypes = new Set(['Type0', 'Type1', 'MMType1', 'TrueType', 'Type3']);
const programs = new Set(['Type1C', 'CIDFontType0C', 'OpenType']);
const latin = new Set(['MacRomanEncoding', 'WinAnsiEncoding']);
/** ISO 32000-1 table 123. */
const symbolic = 4;

/** What the dictionaries of fonts say of themselves. */
export const fontFormRules: readonly Rule[] = [
  {
    id: 'font-dictionary',
    clause: 'ISO 19005-3 §6.2.11.2',
    says: 'The dictionary of a font says all that readers need to know.',
    *find({ file, fonts }) {
      for (const { name, subtype, dictionary, descriptor } of fonts) {
        if (nameOf(file.resolve(dictionary.get('Type'))) !== 'Font') yield `the Type of ${name} is not Font`;
        if (!subtypes.has(subtype)) yield `${name} is of type ${subtype}`;
        if (name === '' && subtype !== 'Type3') yield 'a font has no name';
        const program = file.resolve(descriptor?.get('FontFile3'));
        const kind = program instanceof PdfStream ? nameOf(program.dictionary.get('Subtype')) : 'OpenType';
        if (!programs.has(kind ?? '')) yield `the program of ${name} is of type ${kind ?? 'none'}`;
        if (subtype === 'Type0' || descriptor === undefined) continue;
        const [first, last] = ['FirstChar', 'LastChar'].map((key) => file.resolve(dictionary.get(key)));
        const widths = file.array(dictionary.get('Widths')).length;
        if (typeof first !== 'number' || typeof last !== 'number') yield `${name} has no FirstChar or LastChar`;
        else if (widths !== last - first + 1) yield `${name} has ${widths} widths for ${last - first + 1} codes`;
      }
    },
  },
  {
    id: 'font-cmaps',
    clause: 'ISO 19005-3 §6.2.11.3.1, §6.2.11.3.3; ISO 14289-1 §7.21.3.1, §7.21.3.3',
    says: 'CMaps are embedded or predefined, of one collection with the font, and write in one direction.',
    *find({ file, fonts }) {
      for (const { name, subtype, dictionary, descendant } of fonts) {
        if (subtype !== 'Type0') continue;
        const map = file.resolve(dictionary.get('Encoding'));
        if (!(map instanceof PdfStream)) {
          if (!isPredefinedCMap(nameOf(map) ?? '')) yield `the CMap ${nameOf(map) ?? ''} of ${name} is not embedded`;
          continue;
        }
        yield* cmapProblems(file, name, map, file.dictionary(descendant.get('CIDSystemInfo')));
      }
    },
  },
  {
    id: 'font-subset-lists',
    clause: 'ISO 19005-3 §6.2.11.4.2; ISO 14289-1 §7.21.4.2',
    says: 'Where a subset lists its glyphs, it lists all of them.',
    *find({ file, fonts }) {
      for (const { name, descriptor, program, descendant } of fonts) {
        if (!/^[A-Z]{6}\+/.test(name)) continue;
        const set = file.resolve(descriptor?.get('CIDSet'));
        const isPlain = nameOf(file.resolve(descendant.get('CIDToGIDMap'))) === 'Identity';
        if (set instanceof PdfStream && program !== null && isPlain) {
          const bits = file.decode(set);
          const isListed = (cid: number): boolean => (((bits[cid >> 3] ?? 0) >> (7 - (cid & 7))) & 1) === 1;
          const missing = Array.from({ length: program.glyphCount }, (_, cid) => cid).filter((cid) => !isListed(cid));
          if (missing.length > 0) yield `the CIDSet of ${name} lacks ${missing.length} glyphs`;
        }
        const listed = file.resolve(descriptor?.get('CharSet'));
        const type1 = file.resolve(descriptor?.get('FontFile'));
        if (listed instanceof PdfString && type1 instanceof PdfStream && listed.text === '') {
          yield `the CharSet of ${name} is empty`;
        }
      }
    },
  },
  {
    id: 'font-encoding',
    clause: 'ISO 19005-3 §6.2.11.6; ISO 14289-1 §7.21.6',
    says: 'A TrueType font with letters has a Latin encoding, one with symbols none of its own.',
    *find({ file, fonts }) {
      for (const { name, subtype, dictionary, descriptor, program } of fonts) {
        if (subtype !== 'TrueType') continue;
        const flags = file.resolve(descriptor?.get('Flags'));
        const isSymbolic = typeof flags === 'number' && (flags & symbolic) !== 0;
        const encoding = file.resolve(dictionary.get('Encoding'));
        const base = nameOf(encoding) ?? nameOf(file.resolve(file.dictionary(encoding)?.get('BaseEncoding')));
        if (isSymbolic && encoding !== null) yield `${name} is symbolic and has an Encoding`;
        if (!isSymbolic && !latin.has(base ?? '')) yield `${name} has the encoding ${base ?? 'of its program'}`;
        if (program === null) continue;
        const tables = program.encodings;
        const has30 = tables.includes('3.0');
        if (!isSymbolic && tables.length <= (has30 ? 1 : 0)) yield `the program of ${name} has no table of letters`;
        if (isSymbolic && tables.length !== 1 && !has30) yield `the program of ${name} has ${tables.length} tables`;
      }
    },
  },
];

function* cmapProblems(
  file: PdfFile,
  font: string,
  map: PdfStream,
  collection: PdfDictionary | undefined,
): Generator<string> {
  const body = file.decode(map).toString('latin1');
  const mode = Number(/\/WMode\s+(\d+)\s+def/.exec(body)?.[1] ?? 0);
  const said = file.resolve(map.dictionary.get('WMode')) ?? 0;
  if (said !== mode) yield `the CMap of ${font} writes in mode ${mode}, its dictionary says otherwise`;
  const used = file.resolve(map.dictionary.get('UseCMap'));
  const other = nameOf(used) ?? /\/(\S+)\s+usecmap/.exec(body)?.[1];
  if (other !== undefined && !isPredefinedCMap(other)) yield `the CMap of ${font} uses ${other}`;
  const info = file.dictionary(map.dictionary.get('CIDSystemInfo'));
  if (info === undefined || collection === undefined) return;
  for (const key of ['Registry', 'Ordering']) {
    const [here, there] = [textOf(file, collection, key), textOf(file, info, key)];
    if (here !== there) yield `the ${key} of ${font} is ${here}, that of its CMap ${there}`;
  }
  const [own = 0, most = 0] = [collection, info].map((one) => Number(file.resolve(one.get('Supplement'))));
  if (own > most) yield `the Supplement of ${font} is ${own}, that of its CMap ${most}`;
}

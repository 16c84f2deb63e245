import type { FontUse } from '../fontUse.ts';
import { nameOf, PdfStream } from '../pdfValue.ts';
import { textOf } from '../readStructure.ts';
import type { Rule } from '../rule.ts';

/** Rounding of widths in dictionaries, thousandths of an em (ISO 19005-3 §6.2.11.5 note). */
const tolerance = 1;
const privateUse = /[\ue000-\uf8ff\u{f0000}-\u{10fffd}]/u;

/** Fonts: what is shown can be drawn and read everywhere. */
export const fontRules: readonly Rule[] = [
  {
    id: 'font-embedded',
    clause: 'ISO 19005-3 §6.2.11.4.1; ISO 14289-1 §7.21.4.1',
    says: 'Every font that is shown is embedded.',
    *find({ fonts }) {
      for (const { name, embedded, subtype } of fonts) if (!embedded && subtype !== 'Type3') yield `${name} is not`;
    },
  },
  {
    id: 'font-glyphs',
    clause: 'ISO 19005-3 §6.2.11.4.1; ISO 14289-1 §7.21.4.1',
    says: 'An embedded font has every glyph that is shown.',
    *find({ fonts }) {
      for (const font of fonts) {
        const { program } = font;
        if (program === null) continue;
        yield* each(font, (code) => font.glyphOf(code) >= program.glyphCount, 'is not in the font program');
      }
    },
  },
  {
    id: 'font-notdef',
    clause: 'ISO 19005-3 §6.2.11.8; ISO 14289-1 §7.21.8',
    says: 'No missing glyph is shown.',
    *find({ fonts }) {
      for (const font of fonts) yield* each(font, (code) => font.glyphOf(code) === 0, 'is .notdef');
    },
  },
  {
    id: 'font-widths',
    clause: 'ISO 19005-3 §6.2.11.5; ISO 14289-1 §7.21.5',
    says: 'Widths in a font dictionary are those of the font program.',
    *find({ fonts }) {
      for (const font of fonts) {
        const { program } = font;
        if (program === null || font.subtype !== 'Type0') continue;
        const differs = (code: string): boolean => {
          const glyph = font.glyphOf(code);
          if (glyph < 0 || glyph >= program.glyphCount) return false;
          return Math.abs(font.widthOf(code) - program.widthOf(glyph)) > tolerance;
        };
        yield* each(font, differs, 'has another width in the program');
      }
    },
  },
  {
    id: 'font-system-info',
    clause: 'ISO 19005-3 §6.2.11.3.1; ISO 14289-1 §7.21.3.1',
    says: 'The encoding of a composite font fits its character collection.',
    *find({ file, fonts }) {
      for (const { name, subtype, dictionary, descendant } of fonts) {
        if (subtype !== 'Type0') continue;
        const info = file.dictionary(descendant.get('CIDSystemInfo'));
        const encoding = nameOf(file.resolve(dictionary.get('Encoding')));
        if (info === undefined) yield `${name} has no CIDSystemInfo`;
        else if (textOf(file, info, 'Registry') === '') yield `${name} has no Registry`;
        else if (encoding === undefined && !(file.resolve(dictionary.get('Encoding')) instanceof PdfStream)) {
          yield `${name} has no Encoding`;
        }
      }
    },
  },
  {
    id: 'font-gid-map',
    clause: 'ISO 19005-3 §6.2.11.3.2; ISO 14289-1 §7.21.3.2',
    says: 'An embedded TrueType CIDFont maps its CIDs to glyphs.',
    *find({ file, fonts }) {
      for (const { name, descendant, embedded } of fonts) {
        if (nameOf(descendant.get('Subtype')) !== 'CIDFontType2' || !embedded) continue;
        const map = file.resolve(descendant.get('CIDToGIDMap'));
        if (!(map instanceof PdfStream) && nameOf(map) !== 'Identity') yield `${name} has no CIDToGIDMap`;
      }
    },
  },
  {
    id: 'font-unicode',
    clause: 'ISO 19005-3 §6.2.11.7.2; ISO 14289-1 §7.21.7',
    says: 'Every character that is shown reads as Unicode.',
    *find({ fonts }) {
      for (const font of fonts) {
        if (font.toUnicode === null) {
          if (font.subtype === 'Type0') yield `${font.name} has no ToUnicode`;
          continue;
        }
        const map = font.toUnicode;
        const unread = (code: string): boolean =>
          (map.get(code) ?? '') === '' || /[\0\ufeff\ufffe]/.test(map.get(code) ?? '');
        yield* each(font, unread, 'reads as nothing');
      }
    },
  },
  {
    id: 'font-private-use',
    clause: 'ISO 19005-3 §6.2.11.7.3',
    says: 'Characters of private use say what they stand for.',
    *find({ fonts }) {
      for (const { name, toUnicode, shown } of fonts) {
        const codes = [...shown.unspoken].filter((code) => privateUse.test(toUnicode?.get(code) ?? ''));
        if (codes.length > 0) yield `${name}: ${some(codes)} without ActualText`;
      }
    },
  },
];

function* each(font: FontUse, isWrong: (code: string) => boolean, what: string): Generator<string> {
  const codes = [...font.shown.codes].filter(isWrong);
  if (codes.length > 0) yield `${font.name}: ${some(codes)} ${what}`;
}

function some(codes: readonly string[]): string {
  const shown = codes.slice(0, 5).map((code) => `<${code}>`);
  return `${shown.join(', ')}${codes.length > 5 ? ` and ${codes.length - 5} more` : ''}`;
}

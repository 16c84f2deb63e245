import type { PdfFile } from './pdfFile.ts';
import { readCMap } from './readCMap.ts';
import { openTrueType, type TrueType } from './openTrueType.ts';
import { nameOf, type PdfDictionary, PdfStream, type PdfValue } from './pdfValue.ts';
import type { PageContent, ShownCodes } from './walkContent.ts';

/** A font and the codes that the pages show in it. */
export interface FontUse {
  readonly name: string;
  readonly dictionary: PdfDictionary;
  readonly subtype: string;
  /** The CIDFont of a composite font, else the font itself. */
  readonly descendant: PdfDictionary;
  readonly descriptor: PdfDictionary | undefined;
  readonly shown: ShownCodes;
  /** The embedded program; null when there is none or it is not TrueType. */
  readonly program: TrueType | null;
  readonly embedded: boolean;
  /** What each code reads as; null without ToUnicode. */
  readonly toUnicode: ReadonlyMap<string, string> | null;
  /** Glyph of a code in the program; -1 where it cannot be told. */
  readonly glyphOf: (code: string) => number;
  /** Width that the dictionary says, thousandths of an em. */
  readonly widthOf: (code: string) => number;
}

/** The fonts that pages show text in. */
export function findFonts(file: PdfFile, pages: readonly { readonly content: PageContent }[]): FontUse[] {
  const shown = new Map<PdfDictionary, ShownCodes>();
  for (const { content } of pages) {
    for (const [font, { codes, unspoken }] of content.shown) {
      const known = shown.get(font) ?? { codes: new Set(), unspoken: new Set() };
      for (const code of codes) known.codes.add(code);
      for (const code of unspoken) known.unspoken.add(code);
      shown.set(font, known);
    }
  }
  return [...shown].map(([dictionary, codes]) => describe(file, dictionary, codes));
}

function describe(file: PdfFile, dictionary: PdfDictionary, shown: ShownCodes): FontUse {
  const subtype = nameOf(dictionary.get('Subtype')) ?? '';
  const descendant =
    subtype === 'Type0'
      ? (file.dictionary(file.array(dictionary.get('DescendantFonts'))[0]) ?? new Map<string, PdfValue>())
      : dictionary;
  const descriptor = file.dictionary(descendant.get('FontDescriptor'));
  const programs = ['FontFile', 'FontFile2', 'FontFile3'].map((key) => file.resolve(descriptor?.get(key)));
  const stream = programs.find((one): one is PdfStream => one instanceof PdfStream);
  const map = file.resolve(dictionary.get('ToUnicode'));
  const gids = file.resolve(descendant.get('CIDToGIDMap'));
  const gidBytes = gids instanceof PdfStream ? file.decode(gids) : null;
  const identity = nameOf(dictionary.get('Encoding')) === 'Identity-H';
  const widths = subtype === 'Type0' ? cidWidths(file, descendant) : null;
  return {
    name: nameOf(dictionary.get('BaseFont')) ?? '',
    dictionary,
    subtype,
    descendant,
    descriptor,
    shown,
    program: stream === undefined ? null : openTrueType(file.decode(stream)),
    embedded: stream !== undefined,
    toUnicode: map instanceof PdfStream ? readCMap(file.decode(map)) : null,
    glyphOf: (code) => {
      if (!identity) return -1;
      const cid = Number.parseInt(code, 16);
      if (gidBytes === null) return cid;
      return 2 * cid + 1 < gidBytes.length ? gidBytes.readUInt16BE(2 * cid) : 0;
    },
    widthOf: (code) => widths?.get(Number.parseInt(code, 16)) ?? defaultWidth(file, descendant),
  };
}

function defaultWidth(file: PdfFile, descendant: PdfDictionary): number {
  const width = file.resolve(descendant.get('DW'));
  return typeof width === 'number' ? width : 1000;
}

/** ISO 32000-1 §9.7.4.3. */
function cidWidths(file: PdfFile, descendant: PdfDictionary): Map<number, number> {
  const widths = new Map<number, number>();
  const entries = file.array(descendant.get('W')).map((one) => file.resolve(one));
  for (let index = 0; index < entries.length; ) {
    const [first, second] = [entries[index], entries[index + 1]];
    if (typeof first !== 'number') break;
    if (Array.isArray(second)) {
      (second as readonly PdfValue[]).forEach((width, offset) => {
        const value = file.resolve(width);
        if (typeof value === 'number') widths.set(first + offset, value);
      });
      index += 2;
    } else {
      const width = entries[index + 2];
      if (typeof second !== 'number' || typeof width !== 'number') break;
      for (let cid = first; cid <= Math.min(second, 65_535); cid += 1) widths.set(cid, width);
      index += 3;
    }
  }
  return widths;
}

import { type FontUse, findFonts } from './fontUse.ts';
import type { PdfFile } from './pdfFile.ts';
import { type PdfDictionary, PdfReference, PdfStream, type PdfValue } from './pdfValue.ts';
import { type StructureTree, readStructure } from './readStructure.ts';
import { readXmp, type Xmp } from './readXmp.ts';
import { type PageContent, walkContent } from './walkContent.ts';

export interface PageFacts {
  /** From 1. */
  readonly number: number;
  /** Object number, 0 for a page that is no object of its own. */
  readonly id: number;
  readonly dictionary: PdfDictionary;
  /** Its resources stand above it in the page tree. */
  readonly inheritsResources: boolean;
  /** What its content does; null when it cannot be read, with the reason. */
  readonly content: PageContent;
}

export interface Annotation {
  readonly page: PageFacts;
  readonly id: number;
  readonly dictionary: PdfDictionary;
}

/** Everything the rules look at, read once. */
export interface Inspection {
  readonly file: PdfFile;
  readonly catalog: PdfDictionary;
  readonly pages: readonly PageFacts[];
  readonly structure: StructureTree;
  readonly fonts: readonly FontUse[];
  readonly annotations: readonly Annotation[];
  /** Null without metadata. */
  readonly xmp: Xmp | null;
  /** All dictionaries with the number of the object they are in, those of streams too. */
  readonly dictionaries: readonly { readonly id: number; readonly dictionary: PdfDictionary }[];
  readonly streams: readonly { readonly id: number; readonly stream: PdfStream }[];
}

/** More pages than this are a loop in the page tree. */
const pageLimit = 100_000;

export function inspectPdf(file: PdfFile): Inspection {
  const catalog = file.dictionary(file.trailer.get('Root')) ?? new Map<string, PdfValue>();
  const pages = readPages(file, catalog);
  const metadata = file.resolve(catalog.get('Metadata'));
  const dictionaries: { id: number; dictionary: PdfDictionary }[] = [];
  const streams: { id: number; stream: PdfStream }[] = [];
  for (const id of file.ids) {
    const value = file.object(id);
    if (value instanceof PdfStream) streams.push({ id, stream: value });
    collect(value, id, dictionaries);
  }
  collect(file.trailer, 0, dictionaries);
  return {
    file,
    catalog,
    pages,
    structure: readStructure(file, catalog),
    fonts: findFonts(file, pages),
    annotations: pages.flatMap((page) => annotationsOf(file, page)),
    xmp: metadata instanceof PdfStream ? readXmp(file.decode(metadata)) : null,
    dictionaries,
    streams,
  };
}

function readPages(file: PdfFile, catalog: PdfDictionary): PageFacts[] {
  const pages: PageFacts[] = [];
  const seen = new Set<number>();
  const visit = (value: PdfValue | undefined, inherited: PdfDictionary): void => {
    const id = value instanceof PdfReference ? value.id : 0;
    const dictionary = file.dictionary(value);
    if (dictionary === undefined || seen.has(id) || pages.length > pageLimit) return;
    if (id !== 0) seen.add(id);
    // Resources and MediaBox may stand above the page (ISO 32000-1 §7.7.3.4).
    const merged = new Map([...inherited, ...dictionary]);
    if (dictionary.has('Kids')) {
      for (const key of merged.keys()) if (!inheritable.has(key)) merged.delete(key);
      for (const kid of file.array(dictionary.get('Kids'))) visit(kid, merged);
      return;
    }
    const inheritsResources = merged.has('Resources') && !dictionary.has('Resources');
    const content = walkContent(file, merged);
    pages.push({ number: pages.length + 1, id, dictionary: merged, inheritsResources, content });
  };
  visit(catalog.get('Pages'), new Map());
  return pages;
}

const inheritable = new Set(['Resources', 'MediaBox', 'CropBox', 'Rotate']);

function annotationsOf(file: PdfFile, page: PageFacts): Annotation[] {
  return file.array(page.dictionary.get('Annots')).flatMap((value) => {
    const dictionary = file.dictionary(value);
    const id = value instanceof PdfReference ? value.id : 0;
    return dictionary === undefined ? [] : [{ page, id, dictionary }];
  });
}

function collect(value: PdfValue, id: number, into: { id: number; dictionary: PdfDictionary }[]): void {
  if (value instanceof PdfStream) collect(value.dictionary, id, into);
  else if (value instanceof Map) {
    into.push({ id, dictionary: value });
    for (const one of (value as PdfDictionary).values()) collect(one, id, into);
  } else if (Array.isArray(value)) {
    for (const one of value as readonly PdfValue[]) collect(one, id, into);
  }
}

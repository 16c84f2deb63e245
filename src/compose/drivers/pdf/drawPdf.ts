import { deflateSync } from 'node:zlib';
import type { Asset } from '../../assets/asset.ts';
import type { DisplayList } from '../../displayList.ts';
import type { FontBook } from '../../fonts/fontBook.ts';
import { ContentTags } from './contentTags.ts';
import { embedFiles, type Attachment } from './embedFiles.ts';
import { embedFont } from './embedFont.ts';
import { fontSubset } from './fontSubset.ts';
import { drawPage } from './pageContent.ts';
import { Pictures } from './pictures.ts';
import { srgbProfile } from './srgbProfile.ts';
import { createCipher, type Protection } from './protect.ts';
import { SyncDocument, verbatim } from './syncDocument.ts';
import { dateString, textString } from './textString.ts';
import { UsedFaces } from './usedFaces.ts';
import { writeBookmarks } from './writeBookmarks.ts';
import { writeLinks } from './writeLinks.ts';
import { writeStructure } from './writeStructure.ts';
import { xmpPacket } from './xmpPacket.ts';

export interface PdfOptions {
  /** The document's own date, so that the same input gives the same bytes; null when it has none. */
  readonly date: Date | null;
  /** Looks a picture up; a list without pictures needs none. */
  readonly asset?: (name: string) => Asset;
  readonly attachments?: readonly Attachment[];
  /** Encrypts the file; it is then no PDF/A and says so, and its bytes differ each time. */
  readonly protection?: Protection;
}

/** Level 4 and more take twice the time for 3 % fewer bytes (docs/performance.md). */
const deflateLevel = 3;

/**
 * Draws a display list as PDF 1.7 that is PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1): tagged, with embedded
 * subsets, output intent and metadata. The same list and options give the same bytes.
 */
export function drawPdf(list: DisplayList, fonts: FontBook, options: PdfOptions): Uint8Array<ArrayBuffer> {
  const document = new SyncDocument();
  const tags = new ContentTags(list.structure, list.lang, list.pages.length, (count) => document.reserve(count));
  const faces = new UsedFaces(fonts);
  const pictures = new Pictures(document, options.asset ?? noAsset);
  const ink = { faces, tags, imageFor: (asset: string) => pictures.nameOf(asset) };
  const scale = 72 / list.unitsPerInch;
  const resources = document.reserve(1);
  const firstPage = document.reserve(list.pages.length);
  const pageNumbers = list.pages.map((_, index) => firstPage + index);

  list.pages.forEach((page, index) => {
    const id = firstPage + index;
    tags.beginPage(id);
    const { content, links } = drawPage(list, page, ink);
    const annotations = writeLinks(document, links, page, scale, tags, fonts);
    tags.endPage();
    const deflated = deflateSync(Buffer.from(content, 'latin1'), { level: deflateLevel });
    const contents = document.addStream('/Filter/FlateDecode', deflated);
    document.write(
      id,
      `<</Type/Page/Parent ${document.pages.id} 0 R/MediaBox[0 0 ${points(page.width * scale)} ` +
        `${points(page.height * scale)}]/Resources ${resources} 0 R/Contents ${contents} 0 R` +
        `/StructParents ${index}/Tabs/S${annotations}>>`,
    );
  });

  let fontResources = '';
  for (const { encoding, resource, groups, extras } of faces.all) {
    const font = embedFont(document, encoding.face, fontSubset(encoding, groups, extras));
    fontResources += `/${resource} ${font} 0 R`;
  }
  const pictureResources = pictures.resources === '' ? '' : `/XObject<<${pictures.resources}>>`;
  document.write(resources, `<</Font<<${fontResources}>>${pictureResources}>>`);
  Object.assign(document.pages.data, { Kids: verbatim(`[${references(pageNumbers)}]`), Count: list.pages.length });

  const structure = writeStructure(document, list, tags);
  const bookmarks = writeBookmarks(document, list, pageNumbers);
  embedFiles(document, options.attachments ?? []);
  describe(document, list, options, structure, bookmarks);
  const cipher = options.protection === undefined ? null : createCipher(options.protection);
  return document.finish(information(document, list.title, options.date), cipher);
}

/** What the catalog says of the document as a whole. */
function describe(
  document: SyncDocument,
  list: DisplayList,
  { date, protection }: PdfOptions,
  structure: number,
  bookmarks: number | null,
): void {
  const metadata = document.addStream(
    '/Type/Metadata/Subtype/XML',
    xmpPacket({ ...list, date }, protection === undefined),
  );
  const profile = document.addShared('/N 3/Filter/FlateDecode', srgbProfile);
  Object.assign(document.catalog, {
    Lang: verbatim(textString(list.lang)),
    MarkInfo: verbatim('<</Marked true>>'),
    StructTreeRoot: verbatim(`${structure} 0 R`),
    Metadata: verbatim(`${metadata} 0 R`),
    // The title bar shows the title, not the file's name (ISO 14289-1 §7.1).
    ViewerPreferences: verbatim('<</DisplayDocTitle true>>'),
    OutputIntents: verbatim(
      `[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB IEC61966-2.1)` +
        `/DestOutputProfile ${profile} 0 R>>]`,
    ),
    // Revision 6 of the encryption came after PDF 1.7 (ISO 32000-1 §7.12).
    ...(protection !== undefined && { Extensions: verbatim('<</ADBE<</BaseVersion/1.7/ExtensionLevel 8>>>>') }),
    ...(bookmarks !== null && { Outlines: verbatim(`${bookmarks} 0 R`), PageMode: 'UseOutlines' }),
  });
}

/** The information dictionary (ISO 32000-1 §14.3.3), equal to the metadata packet (ISO 19005-3 §6.1.5). */
function information(document: SyncDocument, title: string, date: Date | null): number {
  const time = date === null ? '' : `/CreationDate${dateString(date)}`;
  return document.add(`<</Title${textString(title)}/Creator(Postwerk)/Producer(Postwerk)${time}>>`);
}

function references(ids: readonly number[]): string {
  return ids.map((id) => `${id} 0 R`).join(' ');
}

function noAsset(name: string): never {
  throw new Error(`there is no picture "${name}"`);
}

function points(value: number): number {
  return Math.round(value * 1000) / 1000;
}

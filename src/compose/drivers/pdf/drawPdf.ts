import type { Asset } from '../../assets/asset.ts';
import type { PagedList } from '../../displayList.ts';
import type { FontBook } from '../../fonts/fontBook.ts';
import { Bookmarks } from './bookmarks.ts';
import { ByteWriter } from './byteWriter.ts';
import { ContentTags } from './contentTags.ts';
import { deflateContent } from './deflate.ts';
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

/** The operators of the page that is drawn. */
const content = new ByteWriter();

/**
 * Draws a display list as PDF 1.7 that is PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1): tagged, with embedded
 * subsets, output intent and metadata. The same list and options give the same bytes.
 */
export function drawPdf(list: PagedList, fonts: FontBook, options: PdfOptions): Uint8Array<ArrayBuffer> {
  const document = new SyncDocument(options.protection === undefined ? null : createCipher(options.protection));
  const tags = new ContentTags(list.structure, list.lang, list.pages.length, (count) => document.reserve(count));
  const faces = new UsedFaces(fonts);
  const pictures = new Pictures(document, options.asset ?? noAsset);
  const ink = { faces, tags, imageFor: (asset: string) => pictures.nameOf(asset) };
  const scale = 72 / list.unitsPerInch;
  const resources = document.reserve(1);
  const firstPage = document.reserve(list.pages.length);
  const pageNumbers = Array.from({ length: list.pages.length }, (_, index) => firstPage + index);
  const headings = new Bookmarks(list);

  let index = 0;
  for (const page of list.pages) {
    const id = firstPage + index;
    tags.beginPage(id);
    content.clear();
    const links = drawPage(content, list.unitsPerInch, page, ink);
    const annotations = writeLinks(document, links, page, scale, tags, fonts);
    headings.add(page, id);
    const contents = document.addStream('/Filter/FlateDecode', deflateContent(content.view()));
    document.write(
      id,
      `<</Type/Page/Parent ${document.pages.id} 0 R/MediaBox[0 0 ${points(page.width * scale)} ` +
        `${points(page.height * scale)}]/Resources ${resources} 0 R/Contents ${contents} 0 R` +
        `/StructParents ${index}/Tabs/S${annotations}>>`,
    );
    index += 1;
  }
  Object.assign(document.pages.data, { Kids: verbatim(`[${references(pageNumbers)}]`), Count: list.pages.length });

  let fontResources = '';
  for (const encoding of faces.all) {
    const font = embedFont(document, encoding.face, fontSubset(encoding));
    fontResources += `/${encoding.resource} ${font} 0 R`;
  }
  const pictureResources = pictures.resources === '' ? '' : `/XObject<<${pictures.resources}>>`;
  document.write(resources, `<</Font<<${fontResources}>>${pictureResources}>>`);

  const structure = writeStructure(document, list.structure, tags);
  const bookmarks = headings.write(document);
  embedFiles(document, options.attachments ?? []);
  describe(document, list, options, structure, bookmarks);
  return document.finish(information(document, list.title, options.date));
}

/** What the catalog says of the document as a whole. */
function describe(
  document: SyncDocument,
  list: PagedList,
  { date, protection }: PdfOptions,
  structure: number,
  bookmarks: number | null,
): void {
  const packet = xmpPacket({ title: list.title, lang: list.lang, date }, protection === undefined);
  const metadata = document.addStream('/Type/Metadata/Subtype/XML', packet);
  const profile = document.addShared('/N 3/Filter/FlateDecode', srgbProfile);
  const { catalog } = document;
  catalog['Lang'] = verbatim(textString(list.lang));
  catalog['MarkInfo'] = verbatim('<</Marked true>>');
  catalog['StructTreeRoot'] = verbatim(`${structure} 0 R`);
  catalog['Metadata'] = verbatim(`${metadata} 0 R`);
  // The title bar shows the title, not the file's name (ISO 14289-1 §7.1).
  catalog['ViewerPreferences'] = verbatim('<</DisplayDocTitle true>>');
  catalog['OutputIntents'] = verbatim(
    '[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB IEC61966-2.1)' +
      `/DestOutputProfile ${profile} 0 R>>]`,
  );
  // Revision 6 of the encryption came after PDF 1.7 (ISO 32000-1 §7.12).
  if (protection !== undefined) catalog['Extensions'] = verbatim('<</ADBE<</BaseVersion/1.7/ExtensionLevel 8>>>>');
  if (bookmarks !== null) {
    catalog['Outlines'] = verbatim(`${bookmarks} 0 R`);
    catalog['PageMode'] = 'UseOutlines';
  }
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

import { deflateSync } from 'node:zlib';
import type { Asset } from '../../assets/asset.ts';
import type { DisplayList } from '../../displayList.ts';
import type { FontBook } from '../../fonts/fontBook.ts';
import { embedFont } from './embedFont.ts';
import { fontSubset } from './fontSubset.ts';
import { drawPage } from './pageContent.ts';
import { type PdfReference, SyncDocument } from './syncDocument.ts';
import { UsedFaces } from './usedFaces.ts';

export interface PdfOptions {
  /** The document's own date, so that the same input gives the same bytes; null when it has none. */
  readonly date: Date | null;
  /** Looks a picture up; a list without pictures needs none. */
  readonly asset?: (name: string) => Asset;
}

/** Level 6 costs twice the time of level 4 for 9 % fewer bytes (docs/performance.md). */
const deflateLevel = 4;

/** Draws a display list as PDF 1.7 with embedded subsets. The same list and date give the same bytes. */
export function drawPdf(list: DisplayList, fonts: FontBook, options: PdfOptions): Uint8Array<ArrayBuffer> {
  const document = new SyncDocument({ title: list.title, lang: list.lang, date: options.date });
  const faces = new UsedFaces(fonts);
  const dictionaries = new Map<string, PdfReference>();
  const scale = 72 / list.unitsPerInch;
  for (const page of list.pages) {
    const drawn = drawPage(list, page, { faces, imageFor });
    const deflated = deflateSync(Buffer.from(drawn.content, 'latin1'), { level: deflateLevel });
    const target = document.addDrawnPage(points(page.width * scale), points(page.height * scale), deflated);
    for (const { resource } of drawn.fonts) {
      const dictionary = dictionaries.get(resource) ?? document.object({});
      dictionaries.set(resource, dictionary);
      target.fonts[resource] = dictionary;
    }
  }
  for (const { encoding, resource, groups, extras } of faces.all) {
    const font = dictionaries.get(resource);
    if (font !== undefined) embedFont(document, encoding.face, fontSubset(encoding, groups, extras), font);
  }
  return document.finish();
}

/** No template can name a picture yet: the markup's `img` is for the sender's logo, which comes with sender assets. */
function imageFor(asset: string): string {
  throw new Error(`there is no picture "${asset}"`);
}

function points(value: number): number {
  return Math.round(value * 1000) / 1000;
}

import { PDFiumLibrary } from '@hyzyla/pdfium';
import { PostwerkError } from '../../../errors.ts';
import { encodePng } from './encodePng.ts';

/** The engine is large; it is loaded when the first picture is wanted and kept. */
let pdfium: Promise<Awaited<ReturnType<typeof PDFiumLibrary.init>>> | null = null;

/** No picture is larger than this many pixels, whatever page size a PDF claims. */
const pixelLimit = 16_000_000;

/**
 * One page of a PDF as PNG.
 * @param page counts from 1.
 * @param dpi dots per inch; 96 for a screen, 203 or more to read barcodes back.
 * @throws PostwerkError `compose.no-picture` when the bytes are no PDF or have no such page.
 */
export async function pdfPagePng(bytes: Uint8Array, page: number, dpi: number): Promise<Uint8Array> {
  return withDocument(bytes, async (document) => {
    const pages = document.getPageCount();
    if (page < 1 || page > pages) throw noPicture(`there is no page ${page}, the document has ${pages}`);
    const source = document.getPage(page - 1);
    // PDF user space: 72 units an inch (ISO 32000-1 §8.3.2.3).
    const { originalWidth, originalHeight } = source.getOriginalSize();
    const scale = Math.min(dpi / 72, Math.sqrt(pixelLimit / (originalWidth * originalHeight)));
    // The library asks PDFium for BGRA and gives RGBA; pages are drawn on white, so alpha says nothing.
    const { data, width, height } = await source.render({ scale, render: 'bitmap', colorSpace: 'BGRA' });
    return encodePng(data, width, height);
  });
}

/** A page as dots: red, green, blue and an alpha that says nothing. */
export interface DrawnPage {
  readonly rgba: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** Counts from 0. */
  readonly index: number;
  readonly pages: number;
}

/** Draws the pages of a PDF one after the other, at `dpi` dots per inch, so that only one is in memory. */
export function drawPdfPages(bytes: Uint8Array, dpi: number, each: (page: DrawnPage) => void): Promise<void> {
  return withDocument(bytes, async (document) => {
    const pages = document.getPageCount();
    for (let index = 0; index < pages; index += 1) {
      const drawn = await document.getPage(index).render({ scale: dpi / 72, render: 'bitmap', colorSpace: 'BGRA' });
      each({ rgba: drawn.data, width: drawn.width, height: drawn.height, index, pages });
    }
  });
}

/** Number of pages of a PDF; throws as `pdfPagePng` does. */
export function pdfPageCount(bytes: Uint8Array): Promise<number> {
  return withDocument(bytes, async (document) => document.getPageCount());
}

type PdfDocument = Awaited<ReturnType<Awaited<ReturnType<typeof PDFiumLibrary.init>>['loadDocument']>>;

async function withDocument<T>(bytes: Uint8Array, read: (document: PdfDocument) => Promise<T>): Promise<T> {
  pdfium ??= PDFiumLibrary.init();
  const library = await pdfium;
  const document = await library.loadDocument(bytes).catch((error: unknown) => {
    throw noPicture(`the bytes are no readable PDF (${error instanceof Error ? error.message : String(error)})`);
  });
  try {
    return await read(document);
  } finally {
    document.destroy();
  }
}

function noPicture(detail: string): PostwerkError {
  return new PostwerkError('compose.no-picture', detail);
}

import { drawPdfPages } from '../compose/drivers/png/pdfPicture.ts';
import type { Rasterize } from '../dispatch/print/ipp.ts';
import { pwgPage, pwgSync, rasterDpi } from '../dispatch/print/pwgRaster.ts';

/**
 * A PDF as PWG raster, for printers of IPP Everywhere that take no PDF: drawn by PDFium at the printer's resolution, in
 * grey where the printer has no colour.
 */
export const rasterizePdf: Rasterize = async (pdf, { resolutions, rasterTypes, sheetBack, sides }) => {
  const dpi = rasterDpi(resolutions);
  const channels = rasterTypes.includes('srgb_8') || rasterTypes.length === 0 ? 3 : 1;
  const parts: Buffer[] = [pwgSync];
  await drawPdfPages(pdf, dpi, ({ rgba, width, height, index, pages }) => {
    const dots = channels === 3 ? withoutAlpha(rgba) : grey(rgba);
    parts.push(pwgPage({ width, height, channels, dots }, index, { dpi, pages, sides, sheetBack }));
  });
  return Buffer.concat(parts);
};

function withoutAlpha(rgba: Uint8Array): Uint8Array {
  const dots = new Uint8Array((rgba.length / 4) * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
    dots[to] = rgba[from] ?? 255;
    dots[to + 1] = rgba[from + 1] ?? 255;
    dots[to + 2] = rgba[from + 2] ?? 255;
  }
  return dots;
}

/** Luma of sRGB (ITU-R BT.709). */
function grey(rgba: Uint8Array): Uint8Array {
  const dots = new Uint8Array(rgba.length / 4);
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 1) {
    dots[to] = Math.round(
      0.2126 * (rgba[from] ?? 255) + 0.7152 * (rgba[from + 1] ?? 255) + 0.0722 * (rgba[from + 2] ?? 255),
    );
  }
  return dots;
}

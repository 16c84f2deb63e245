import type { Asset } from '../../assets/asset.ts';
import type { BarcodeItem, PagedList, ImageItem, LineItem, Page, RectItem, TextItem } from '../../displayList.ts';
import type { FontBook } from '../../fonts/fontBook.ts';
import { type Bitmap, cutBitmap } from '../../dots/bitmap.ts';
import { ByteSheet } from '../../dots/byteSheet.ts';
import { codeBitmap } from '../../dots/codeBitmap.ts';
import { createRunCache } from '../../dots/drawnRuns.ts';
import { isDark } from '../../dots/isDark.ts';
import { pictureDots } from '../../dots/pictureDots.ts';
import { rasterText } from '../../dots/rasterText.ts';
import { code128Content } from './code128Content.ts';

/** Finds a picture by name. */
type LookUp = (name: string) => Asset;

const label = new ByteSheet(64 * 1024);
const drawnRun = createRunCache(writeBitmapData);
const comma = 0x2c;

/**
 * Draws a display list of dots as TSPL2, the language of TSC's printers and of many others. Commands as in the TSPL/TSPL2
 * Programming Manual: SIZE in mm, REFERENCE and DIRECTION put the origin top left, CLS empties the image buffer, PRINT.
 *
 * All text is drawn as dots: printers of this language differ in code pages and fonts, and none has all our scripts.
 */
export function drawTspl(list: PagedList, fonts: FontBook, asset: LookUp): Uint8Array<ArrayBuffer> {
  label.length = 0;
  for (const page of list.pages) drawLabel(list, page, fonts, asset);
  return label.take();
}

function drawLabel({ title, unitsPerInch }: PagedList, page: Page, fonts: FontBook, asset: LookUp): void {
  const mm = (dots: number): string => `${Math.round((dots * 254) / unitsPerInch) / 10} mm`;
  label.text(`REM ${title.replaceAll(/[^\x20-\x7e]/g, '?')}\r\n`);
  label.text(`SIZE ${mm(page.width)},${mm(page.height)}\r\nREFERENCE 0,0\r\nDIRECTION 0,0\r\nCLS\r\n`);
  for (const item of page.items) {
    switch (item.kind) {
      case 'text':
        drawText(item, fonts);
        break;
      case 'rect':
        drawRect(item);
        break;
      case 'line':
        drawLine(item);
        break;
      case 'barcode':
        drawBarcode(item);
        break;
      case 'image':
        drawImage(item, asset);
        break;
    }
  }
  label.text('PRINT 1,1\r\n');
}

/** BAR, ERASE, REVERSE: x, y, width, height of a rectangle that is inked, wiped or turned to its opposite. */
function area(command: 'BAR' | 'ERASE' | 'REVERSE', left: number, top: number, right: number, bottom: number): void {
  const [x, y] = [Math.max(0, left), Math.max(0, top)];
  if (right <= x || bottom <= y) return;
  label.text(command).byte(0x20).number(x).byte(comma).number(y).byte(comma);
  label
    .number(right - x)
    .byte(comma)
    .number(bottom - y)
    .text('\r\n');
}

function drawText(item: TextItem, fonts: FontBook): void {
  if (item.text.trim() === '') return;
  const run = drawnRun(item, fonts);
  if (run === null) return;
  const { x, y, bytes, from, to } = run;
  if (x >= 0 && y >= 0 && isDark(item.color)) {
    bitmapAt(x, y).copy(bytes, from, to);
    return;
  }
  const dots = rasterText(item, fonts);
  if (dots === null) return;
  const reverse = (): void => {
    if (!isDark(item.color)) area('REVERSE', x, y, x + dots.bitmap.width, y + dots.bitmap.height);
  };
  // White on black: the place is turned to its opposite, written on, and turned back.
  reverse();
  drawBitmap(x, y, dots.bitmap);
  reverse();
}

function drawRect(item: RectItem): void {
  const [x, y] = [Math.round(item.x), Math.round(item.y)];
  const right = Math.max(x + 1, Math.round(item.x + item.width));
  const bottom = Math.max(y + 1, Math.round(item.y + item.height));
  if (item.fill !== undefined) area(isDark(item.fill) ? 'BAR' : 'ERASE', x, y, right, bottom);
  if (item.stroke === undefined || !isDark(item.stroke)) return;
  // Manuals differ in whether the lines of BOX lie inside or outside: four bars lie where they are.
  const thickness = Math.max(1, Math.round(item.strokeWidth ?? 1));
  const [left, top] = [x - Math.floor(thickness / 2), y - Math.floor(thickness / 2)];
  const [end, foot] = [right + Math.ceil(thickness / 2), bottom + Math.ceil(thickness / 2)];
  area('BAR', left, top, end, top + thickness);
  area('BAR', left, foot - thickness, end, foot);
  area('BAR', left, top + thickness, left + thickness, foot - thickness);
  area('BAR', end - thickness, top + thickness, end, foot - thickness);
}

/** Rules run along the axes. The coordinates are the middle of the stroke. */
function drawLine(item: LineItem): void {
  const thickness = Math.max(1, Math.round(item.width));
  const horizontal = Math.abs(item.x2 - item.x1) >= Math.abs(item.y2 - item.y1);
  const x = Math.max(0, Math.round(Math.min(item.x1, item.x2) - (horizontal ? 0 : thickness / 2)));
  const y = Math.max(0, Math.round(Math.min(item.y1, item.y2) - (horizontal ? thickness / 2 : 0)));
  const length = Math.round(horizontal ? Math.abs(item.x2 - item.x1) : Math.abs(item.y2 - item.y1));
  area('BAR', x, y, x + (horizontal ? length : thickness), y + (horizontal ? thickness : length));
}

/**
 * BARCODE x, y, type, height, no human readable line (it is laid out as text), no rotation, narrow and wide element. Every
 * other code is drawn as a bitmap: QRCODE and DMATRIX choose mask and encodation by themselves.
 */
function drawBarcode(item: BarcodeItem): void {
  const [x, y] = [Math.round(item.x), Math.round(item.y)];
  const { symbology, module } = item;
  const is128 = symbology === 'code128' || symbology === 'gs1-128' || symbology === 'sscc18' || symbology === 'ean14';
  const content = is128 && Number.isInteger(module) && x >= 0 && y >= 0 ? code128Content(item.bars ?? []) : null;
  if (content === null) {
    drawBitmap(x, y, codeBitmap(item));
    return;
  }
  label.text(`BARCODE ${x},${y},"128M",${Math.round(item.height)},0,0,${module},${module},"${content}"\r\n`);
}

function drawImage(item: ImageItem, asset: LookUp): void {
  const [x, y] = [Math.round(item.x), Math.round(item.y)];
  const width = Math.max(1, Math.round(item.x + item.width) - x);
  const height = Math.max(1, Math.round(item.y + item.height) - y);
  drawBitmap(x, y, pictureDots(asset(item.asset), item.asset, width, height));
}

/** BITMAP x, y, bytes of a row, rows, mode, data. A place is never negative: what would be outside is cut off. */
function drawBitmap(x: number, y: number, bitmap: Bitmap): void {
  const whole = x >= 0 && y >= 0;
  const left = whole ? bitmap : cutBitmap(bitmap, Math.max(0, -x), Math.max(0, -y));
  if (left !== null) writeBitmapData(bitmapAt(Math.max(0, x), Math.max(0, y)), left);
}

function bitmapAt(x: number, y: number): ByteSheet {
  return label.text('BITMAP ').number(x).byte(comma).number(y).byte(comma);
}

/** Mode 1 (OR) adds black dots to what is there; in the data a black dot is 0. */
function writeBitmapData(sheet: ByteSheet, { stride, height, bits }: Bitmap): void {
  sheet.number(stride).byte(comma).number(height).text(',1,');
  const size = stride * height;
  sheet.reserve(size);
  const { bytes, length } = sheet;
  for (let index = 0; index < size; index += 1) bytes[length + index] = ~(bits[index] ?? 0) & 0xff;
  sheet.length += size;
  sheet.text('\r\n');
}

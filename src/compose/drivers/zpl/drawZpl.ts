import type { Asset } from '../../assets/asset.ts';
import type { BarcodeItem, PagedList, ImageItem, Item, LineItem, Page, RectItem, TextItem } from '../../displayList.ts';
import type { FontBook } from '../../fonts/fontBook.ts';
import { type Bitmap, cutBitmap } from '../../dots/bitmap.ts';
import { ByteSheet } from '../../dots/byteSheet.ts';
import { codeBitmap } from '../../dots/codeBitmap.ts';
import { createRunCache } from '../../dots/drawnRuns.ts';
import { isDark } from '../../dots/isDark.ts';
import { pictureDots } from '../../dots/pictureDots.ts';
import { rasterText } from '../../dots/rasterText.ts';
import { code128Field } from './code128Field.ts';
import { writeComment, writeFieldData } from './fieldData.ts';
import { writeGraphic } from './graphicField.ts';
import { choosePrinterStyles, type PrinterStyle } from './printerFont.ts';

/** Finds a picture by name. */
type LookUp = (name: string) => Asset;

function noAsset(name: string): never {
  throw new Error(`nobody gave the driver the picture "${name}"`);
}

const label = new ByteSheet(64 * 1024);
const drawnRun = createRunCache(writeGraphic);
const lineFeed = 0x0a;
const comma = 0x2c;

/**
 * Draws a display list of dots as ZPL II, one ^XA … ^XZ a label. Commands as in the ZPL II Programming Guide
 * (P1099958-001): ^CI28 UTF-8, ^PW and ^LL print width and label length, ^LH label home.
 */
export function drawZpl(list: PagedList, fonts: FontBook, asset: LookUp = noAsset): Uint8Array<ArrayBuffer> {
  label.length = 0;
  for (const page of list.pages) drawLabel(list, page, fonts, asset);
  return label.take();
}

function drawLabel(list: PagedList, page: Page, fonts: FontBook, asset: LookUp): void {
  const styles = choosePrinterStyles(page.items);
  label.text('^XA\n');
  writeComment(label, list.title);
  label.text('\n^CI28\n^PW').number(Math.round(page.width));
  label.text('\n^LL').number(Math.round(page.height)).text('\n^LH0,0\n');
  for (let index = 0; index < page.items.length; index += 1) {
    const item = page.items[index] as Item;
    const before = label.length;
    switch (item.kind) {
      case 'text':
        drawText(item, fonts, styles?.[index]);
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
    if (label.length > before) label.byte(lineFeed);
  }
  label.text('^XZ\n');
}

/** ^FO: the top left corner of a field. */
function fieldOrigin(x: number, y: number): ByteSheet {
  return label.text('^FO').number(x).byte(comma).number(y);
}

/** A picture as a graphic field in whole dots. */
function drawImage(item: ImageItem, asset: LookUp): void {
  const [x, y] = [Math.round(item.x), Math.round(item.y)];
  const width = Math.max(1, Math.round(item.x + item.width) - x);
  const height = Math.max(1, Math.round(item.y + item.height) - y);
  drawGraphic(x, y, pictureDots(asset(item.asset), item.asset, width, height), false);
}

/** ^FT places the baseline, ^FO the top left corner; ^FR prints white on what is black. */
function drawText(item: TextItem, fonts: FontBook, style: PrinterStyle | undefined): void {
  if (item.text.trim() === '') return;
  const reverse = !isDark(item.color);
  if (style !== undefined) {
    label.text('^FT').number(Math.round(item.x)).byte(comma).number(Math.round(item.y));
    label.text('^A0N,').number(style.height).byte(comma).number(style.width);
    if (reverse) label.text('^FR');
    writeFieldData(label, item.text.replaceAll('\u00a0', ' '));
    return;
  }
  const run = drawnRun(item, fonts);
  if (run === null) return;
  if (run.x >= 0 && run.y >= 0) {
    fieldOrigin(run.x, run.y);
    if (reverse) label.text('^FR');
    label.copy(run.bytes, run.from, run.to);
    return;
  }
  const dots = rasterText(item, fonts);
  if (dots !== null) drawGraphic(dots.x, dots.y, dots.bitmap, reverse);
}

/** ^GB: width, height, thickness, colour. A box as thick as its shorter side is filled. */
function drawRect(item: RectItem): void {
  const [x, y] = [Math.round(item.x), Math.round(item.y)];
  const width = Math.max(1, Math.round(item.x + item.width) - x);
  const height = Math.max(1, Math.round(item.y + item.height) - y);
  if (item.fill !== undefined) {
    const color = isDark(item.fill) ? ',B^FS' : ',W^FS';
    fieldOrigin(x, y).text('^GB').number(width).byte(comma).number(height);
    label.byte(comma).number(Math.min(width, height)).text(color);
  }
  if (item.stroke !== undefined && isDark(item.stroke)) {
    const thickness = Math.max(1, Math.round(item.strokeWidth ?? 1));
    const half = Math.floor(thickness / 2);
    fieldOrigin(Math.max(0, x - half), Math.max(0, y - half)).text('^GB');
    label
      .number(width + thickness)
      .byte(comma)
      .number(height + thickness)
      .byte(comma)
      .number(thickness)
      .text('^FS');
  }
}

/** Rules run along the axes: a ^GB whose one side is the thickness. The coordinates are the middle of the stroke. */
function drawLine(item: LineItem): void {
  const thickness = Math.max(1, Math.round(item.width));
  const horizontal = Math.abs(item.x2 - item.x1) >= Math.abs(item.y2 - item.y1);
  const x = Math.min(item.x1, item.x2) - (horizontal ? 0 : thickness / 2);
  const y = Math.min(item.y1, item.y2) - (horizontal ? thickness / 2 : 0);
  const length = Math.round(horizontal ? Math.abs(item.x2 - item.x1) : Math.abs(item.y2 - item.y1));
  const [width, height] = horizontal ? [length, thickness] : [thickness, length];
  fieldOrigin(Math.max(0, Math.round(x)), Math.max(0, Math.round(y))).text('^GB');
  label.number(width).byte(comma).number(height).byte(comma).number(thickness).text('^FS');
}

/**
 * ^BY module width, ratio, height; ^BCN: height, no interpretation line (it is laid out as text), no UCC check digit.
 * Every other code is drawn as a graphic: ^BQ (which takes error correction and mask) would choose version and segments by
 * itself, ^BX the encodation, and print another symbol than the one that was proven; firmwares differ in where they put it.
 */
function drawBarcode(item: BarcodeItem): void {
  const [x, y] = [Math.round(item.x), Math.round(item.y)];
  const field = isCode128(item) ? code128Field(item.bars ?? []) : null;
  if (field !== null && Number.isInteger(item.module) && item.module >= 1 && item.module <= 10) {
    const height = Math.round(item.height);
    fieldOrigin(x, y).text('^BY').number(item.module).text(',3,').number(height);
    label.text('^BCN,').number(height).text(',N,N,N,N');
    writeFieldData(label, field);
    return;
  }
  drawGraphic(x, y, codeBitmap(item), false);
}

function isCode128({ symbology }: BarcodeItem): boolean {
  return symbology === 'code128' || symbology === 'gs1-128' || symbology === 'sscc18' || symbology === 'ean14';
}

/** ^FO takes no negative place: what would stand left of or above the label is cut off with it. */
function drawGraphic(x: number, y: number, bitmap: Bitmap, reverse: boolean): void {
  const whole = x >= 0 && y >= 0;
  const left = whole ? bitmap : cutBitmap(bitmap, Math.max(0, -x), Math.max(0, -y));
  if (left === null) return;
  fieldOrigin(Math.max(0, x), Math.max(0, y));
  if (reverse) label.text('^FR');
  writeGraphic(label, left);
}

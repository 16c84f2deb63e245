import { rasterCode } from '../../barcodes/rasterCode.ts';
import type { Asset } from '../../assets/asset.ts';
import type {
  BarcodeItem,
  DisplayList,
  ImageItem,
  Item,
  LineItem,
  Page,
  RectItem,
  TextItem,
} from '../../displayList.ts';
import type { FontBook } from '../../fonts/fontBook.ts';
import { code128Field } from './code128Field.ts';
import { type DotMatrix, graphicField } from './dotMatrix.ts';
import { comment, fieldData } from './fieldData.ts';
import { pictureDots } from './pictureDots.ts';
import { choosePrinterStyles, isDark, type PrinterStyle } from './printerFont.ts';
import { rasterField, rasterText } from './rasterText.ts';

/**
 * Draws a display list of dots as ZPL II, one ^XA … ^XZ a label. Commands as in the ZPL II Programming Guide
 * (P1099958-001): ^CI28 UTF-8, ^PW and ^LL print width and label length, ^LH label home.
 */
export function drawZpl(list: DisplayList, fonts: FontBook, asset: LookUp = noAsset): Uint8Array<ArrayBuffer> {
  const lines: string[] = [];
  for (const page of list.pages) drawLabel(list, page, fonts, asset, lines);
  return bytesOf(lines);
}

/** Line by line: together with one letter outside Latin-1 all the dots would be written as characters of two bytes. */
function bytesOf(lines: readonly string[]): Uint8Array<ArrayBuffer> {
  let most = 0;
  for (const line of lines) most += line.length * 3 + 1;
  const bytes = Buffer.allocUnsafe(most);
  let length = 0;
  for (const line of lines) {
    length += bytes.write(line, length);
    bytes[length] = 0x0a;
    length += 1;
  }
  return new Uint8Array(bytes.subarray(0, length));
}

/** Finds a picture by name. */
type LookUp = (name: string) => Asset;

function noAsset(name: string): never {
  throw new Error(`nobody gave the driver the picture "${name}"`);
}

function drawLabel(list: DisplayList, page: Page, fonts: FontBook, asset: LookUp, lines: string[]): void {
  const styles = choosePrinterStyles(page.items.filter((item) => item.kind === 'text'));
  lines.push(
    '^XA',
    comment(list.title),
    '^CI28',
    `^PW${Math.round(page.width)}`,
    `^LL${Math.round(page.height)}`,
    '^LH0,0',
  );
  for (const item of page.items) {
    const line = item.kind === 'image' ? drawImage(item, asset) : drawItem(item, fonts, styles);
    if (line !== '') lines.push(line);
  }
  lines.push('^XZ');
}

function drawItem(
  item: Exclude<Item, ImageItem>,
  fonts: FontBook,
  styles: ReadonlyMap<TextItem, PrinterStyle> | null,
): string {
  switch (item.kind) {
    case 'text':
      return drawText(item, fonts, styles);
    case 'rect':
      return drawRect(item);
    case 'line':
      return drawLine(item);
    case 'barcode':
      return drawBarcode(item);
  }
}

/** A picture as a graphic field in whole dots. */
function drawImage(item: ImageItem, asset: LookUp): string {
  const [x, y] = [Math.round(item.x), Math.round(item.y)];
  const width = Math.max(1, Math.round(item.x + item.width) - x);
  const height = Math.max(1, Math.round(item.y + item.height) - y);
  const { matrix, field } = pictureDots(asset(item.asset), item.asset, width, height);
  return x >= 0 && y >= 0 ? `^FO${x},${y}${field}` : graphicAt(x, y, matrix, '');
}

/** ^FT places the baseline, ^FO the top left corner; ^FR prints white on what is black. */
function drawText(item: TextItem, fonts: FontBook, styles: ReadonlyMap<TextItem, PrinterStyle> | null): string {
  if (item.text.trim() === '') return '';
  const reverse = isDark(item.color) ? '' : '^FR';
  const style = styles?.get(item);
  if (style !== undefined) {
    const font = `^A0N,${style.height},${style.width}`;
    return `^FT${Math.round(item.x)},${Math.round(item.y)}${font}${reverse}${fieldData(item.text.replaceAll('\u00a0', ' '))}`;
  }
  const field = rasterField(item, fonts);
  if (field === null) return '';
  if (field.x >= 0 && field.y >= 0) return `^FO${field.x},${field.y}${reverse}${field.field}`;
  const run = rasterText(item, fonts);
  return run === null ? '' : graphicAt(run.x, run.y, run.matrix, reverse);
}

/** ^GB: width, height, thickness, colour. A box as thick as its shorter side is filled. */
function drawRect(item: RectItem): string {
  const [x, y] = [Math.round(item.x), Math.round(item.y)];
  const width = Math.max(1, Math.round(item.x + item.width) - x);
  const height = Math.max(1, Math.round(item.y + item.height) - y);
  let out = '';
  if (item.fill !== undefined) {
    const color = isDark(item.fill) ? 'B' : 'W';
    out += `^FO${x},${y}^GB${width},${height},${Math.min(width, height)},${color}^FS`;
  }
  if (item.stroke !== undefined && isDark(item.stroke)) {
    const thickness = Math.max(1, Math.round(item.strokeWidth ?? 1));
    const half = Math.floor(thickness / 2);
    out += `^FO${Math.max(0, x - half)},${Math.max(0, y - half)}^GB${width + thickness},${height + thickness},${thickness}^FS`;
  }
  return out;
}

/** Rules run along the axes: a ^GB whose one side is the thickness. The coordinates are the middle of the stroke. */
function drawLine(item: LineItem): string {
  const thickness = Math.max(1, Math.round(item.width));
  const horizontal = Math.abs(item.x2 - item.x1) >= Math.abs(item.y2 - item.y1);
  const x = Math.min(item.x1, item.x2) - (horizontal ? 0 : thickness / 2);
  const y = Math.min(item.y1, item.y2) - (horizontal ? thickness / 2 : 0);
  const length = Math.round(horizontal ? Math.abs(item.x2 - item.x1) : Math.abs(item.y2 - item.y1));
  const [width, height] = horizontal ? [length, thickness] : [thickness, length];
  return `^FO${Math.max(0, Math.round(x))},${Math.max(0, Math.round(y))}^GB${width},${height},${thickness}^FS`;
}

/**
 * ^BY module width, ratio, height; ^BCN: height, no interpretation line (it is laid out as text), no UCC check digit.
 * Every other code is drawn as a graphic: ^BQ would choose version, mask and error correction by itself and print another
 * symbol than the one that was proven, and firmwares differ in where they put it.
 */
function drawBarcode(item: BarcodeItem): string {
  const [x, y] = [Math.round(item.x), Math.round(item.y)];
  const field = isCode128(item) ? code128Field(item.bars ?? []) : null;
  if (field !== null && Number.isInteger(item.module) && item.module >= 1 && item.module <= 10) {
    const height = Math.round(item.height);
    return `^FO${x},${y}^BY${item.module},3,${height}^BCN,${height},N,N,N,N${fieldData(field)}`;
  }
  return graphicAt(x, y, rasterCode(item), '');
}

function isCode128({ symbology }: BarcodeItem): boolean {
  return symbology === 'code128' || symbology === 'gs1-128' || symbology === 'sscc18' || symbology === 'ean14';
}

/** ^FO takes no negative place: what would stand left of or above the label is cut off with it. */
function graphicAt(x: number, y: number, matrix: DotMatrix, reverse: string): string {
  if (x >= 0 && y >= 0) return `^FO${x},${y}${reverse}${graphicField(matrix)}`;
  const [skipX, skipY] = [Math.max(0, -x), Math.max(0, -y)];
  const width = Math.max(0, matrix.width - skipX);
  const height = Math.max(0, matrix.height - skipY);
  if (width === 0 || height === 0) return '';
  const dots = new Uint8Array(width * height);
  for (let row = 0; row < height; row += 1) {
    const from = (row + skipY) * matrix.width + skipX;
    dots.set(matrix.dots.subarray(from, from + width), row * width);
  }
  return `^FO${Math.max(0, x)},${Math.max(0, y)}${reverse}${graphicField({ width, height, dots })}`;
}

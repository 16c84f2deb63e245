import { encodeBarcode } from '../../../../src/compose/barcodes/encodeBarcode.ts';
import type { Symbology } from '../../../../src/compose/barcodes/symbologies.ts';
import type { BarcodeItem, DisplayList, Item, TextItem } from '../../../../src/compose/displayList.ts';
import { Structure } from '../../../../src/compose/structure.ts';
import { createFontBook } from '../../../../src/compose/fonts/fontBook.ts';

export const fonts = createFontBook();

export function textItem(x: number, y: number, text: string, change: Partial<TextItem> = {}): TextItem {
  const { font = 'sans', size = 10 } = change;
  const width = (fonts.face(font).measure(text) * size) / 1000;
  return { kind: 'text', x, y, text, font, size, width, color: '#000000', ...change };
}

export function barcodeItem(x: number, y: number, symbology: Symbology, data: string, module: number): BarcodeItem {
  const { bars, matrix, ...code } = encodeBarcode({ symbology, data });
  return {
    kind: 'barcode',
    symbology,
    data: code.data,
    x,
    y,
    module,
    height: matrix === undefined ? 30 * module : matrix.length * module,
    alt: data,
    ...(bars && { bars }),
    ...(matrix && { matrix }),
  };
}

export function listOf(
  items: readonly Item[],
  change: Partial<DisplayList> & { size?: [number, number] } = {},
): DisplayList {
  const { size = [595.28, 841.89], ...rest } = change;
  return {
    unitsPerInch: 72,
    title: 'Sample',
    lang: 'de',
    structure: Structure.of([]),
    pages: [{ width: size[0], height: size[1], items }],
    ...rest,
  };
}

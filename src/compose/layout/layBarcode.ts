import { encodeBarcode, type EncodedBarcode } from '../barcodes/encodeBarcode.ts';
import type { Node } from '../markup/markupDocument.ts';
import { breakLines } from '../text/breakLines.ts';
import { splitWords } from '../text/splitWords.ts';
import type { Flow } from './flow.ts';
import { overflow, type LayoutContext } from './layoutContext.ts';
import { baselineOf, lineMarks } from './layText.ts';
import type { Mark } from './marks.ts';
import { addStructure, type StructureNode } from './structureTree.ts';
import type { BlockStyle } from './styleSheet.ts';

const defaultModule = 0.33 * (72 / 25.4);
const defaultQrModule = 0.5 * (72 / 25.4);
const defaultHeight = 12 * (72 / 25.4);

interface Symbol {
  readonly encoded: EncodedBarcode;
  readonly module: number;
  readonly quiet: number;
  /** With quiet zones. */
  readonly width: number;
  readonly height: number;
}

/** Width of a barcode with its quiet zones, in units. */
export function barcodeWidth(barcode: Node<'barcode'>, context: LayoutContext): number {
  return symbolOf(barcode, context).width;
}

function symbolOf({ attributes }: Node<'barcode'>, { units }: LayoutContext): Symbol {
  const encoded = encodeBarcode({ symbology: attributes.type, data: attributes.data });
  const rows = encoded.matrix?.length;
  const module = units.thickness(attributes.module ?? (rows === undefined ? defaultModule : defaultQrModule));
  if (rows === undefined) return sized(encoded, module, units.of(attributes.height ?? defaultHeight));
  if (attributes.height === undefined) return sized(encoded, module, rows * module);
  const fitting = units.of(attributes.height) / (rows + 2 * encoded.quietZone);
  const snapped = units.perInch === 72 ? fitting : Math.max(1, Math.floor(fitting));
  return sized(encoded, snapped, rows * snapped);
}

function sized(encoded: EncodedBarcode, module: number, height: number): Symbol {
  const quiet = encoded.quietZone * module;
  return { encoded, module, quiet, width: encoded.width * module + 2 * quiet, height };
}

/**
 * Adds a barcode, with quiet zones and with its content in plain characters below where that is wanted.
 *
 * Throws `compose.barcode-invalid` for data the symbology cannot carry and `compose.overflow` when it is wider than its
 * column: bars are never scaled down until nothing reads them.
 */
export function layBarcode(
  barcode: Node<'barcode'>,
  style: BlockStyle,
  width: number,
  parent: StructureNode | null,
  context: LayoutContext,
  flow: Flow,
): void {
  const { attributes, line } = barcode;
  const { units, sheet } = context;
  const { encoded, module, quiet, width: total, height } = symbolOf(barcode, context);
  if (total > width + 0.01) {
    const needed = `${units.inMillimetres(total)} wide with its quiet zones`;
    throw overflow('barcode', line, `it is ${needed}, its column ${units.inMillimetres(width)}; use a smaller module`);
  }
  const align = attributes.align ?? style.align;
  const free = width - total;
  const x = units.snap(align === 'right' ? free : align === 'center' ? free / 2 : 0);
  // A matrix code keeps its quiet zone above and below, too (ISO/IEC 18004 §5.3.8).
  const above = encoded.matrix === undefined ? 0 : quiet;
  const alt = attributes.alt ?? (encoded.humanReadable === '' ? encoded.data : encoded.humanReadable);
  const node = addStructure(parent, { role: 'Figure', alt });
  const marks: Mark[] = [
    {
      kind: 'barcode',
      symbology: attributes.type,
      data: encoded.data,
      x: x + quiet,
      y: above,
      module,
      height,
      ...(encoded.bars !== undefined && { bars: encoded.bars }),
      ...(encoded.matrix !== undefined && { matrix: encoded.matrix }),
      alt,
      node,
      line,
    },
  ];
  let bottom = above + height + above;
  if (attributes.text ?? encoded.matrix === undefined) {
    const plain = sheet.align(sheet.derive(style, 'barcode', attributes.style), 'center');
    // One element string after the other may start a line, no line breaks inside one.
    const text = (encoded.humanReadable === '' ? encoded.data : encoded.humanReadable).replaceAll(
      /(?!^)\(/gu,
      '\u200b(',
    );
    const lines = breakLines(splitWords([{ text, style: plain.text, line }], plain.text), total);
    if (lines === null) throw overflow('barcode', line, 'its plain characters are wider than the code');
    bottom += units.of(2);
    for (const words of lines) {
      const baseline = bottom + baselineOf(plain.text.leading, units);
      for (const mark of lineMarks(words, plain, total, baseline, node, units)) {
        marks.push(mark.kind === 'text' ? { ...mark, x: mark.x + x } : mark);
      }
      bottom += plain.text.leading;
    }
  }
  flow.add({ height: bottom, marks, element: 'barcode', line });
}

import { encodeBarcode } from '../barcodes/encodeBarcode.ts';
import type { Node } from '../markup/markupDocument.ts';
import { breakLines } from '../text/breakLines.ts';
import { measuredLine, widthOf } from '../text/plainLine.ts';
import { splitWords } from '../text/splitWords.ts';
import type { TextStyle } from '../text/textStyle.ts';
import type { Flow } from './flow.ts';
import { overflow, type LayoutContext } from './layoutContext.ts';
import { baselineOf, fitsLine } from './layPlainLine.ts';
import { lineMarks } from './layText.ts';
import { asOne, type Mark } from './marks.ts';
import { sizeBarcode, type SizedBarcode } from './sizeBarcode.ts';
import type { StructureNode } from './structureTree.ts';
import type { BlockStyle } from './styleSheet.ts';

/** A digit of EAN and UPC has seven modules of room; figures of this size fill them, and their height goes well with it. */
const digitSize = 10;
/** Light space between bars and digits, in modules (GS1 General Specifications §5.2.6.6 ask for half a module). */
const digitGap = 1;

/** Width of a barcode with its quiet zones, in units. */
export function barcodeWidth(barcode: Node<'barcode'>, context: LayoutContext): number {
  return sizedBarcode(barcode, context).total;
}

/** Sizes of the element, worked out once: columns by content ask for them before the page is made. */
function sizedBarcode(barcode: Node<'barcode'>, { units }: LayoutContext): SizedBarcode {
  const { type: symbology, data, options } = barcode.attributes;
  const encoded = encodeBarcode({ symbology, data, ...(options !== undefined && { options }) });
  return sizeBarcode(encoded, barcode, units);
}

/**
 * Adds a barcode, with quiet zones and with its content in plain characters below where that is wanted.
 *
 * Throws `compose.barcode-invalid` for data the symbology cannot carry, `compose.barcode-too-small` for modules that no
 * device prints, and `compose.overflow` when it is wider than its column: bars are never scaled down until nothing
 * reads them.
 */
export function layBarcode(
  barcode: Node<'barcode'>,
  style: BlockStyle,
  width: number,
  parent: StructureNode,
  context: LayoutContext,
  flow: Flow,
): void {
  const { attributes, line } = barcode;
  const { units, sheet } = context;
  const sized = sizedBarcode(barcode, context);
  const { encoded, module, total, quiet } = sized;
  if (total > width + 0.01) {
    const needed = `${units.inMillimetres(total)} wide with its quiet zones`;
    throw overflow('barcode', line, `it is ${needed}, its column ${units.inMillimetres(width)}; use a smaller module`);
  }
  const align = attributes.align ?? style.align;
  const free = width - total;
  const x = units.snap(align === 'right' ? free : align === 'center' ? free / 2 : 0);
  const alt = attributes.alt ?? (encoded.plain === '' ? encoded.data : encoded.plain);
  const node = context.structure.add(parent, 'Figure', undefined, { alt });
  const plain = sheet.align(sheet.derive(style, 'barcode', attributes.style), 'center');
  const shows = attributes.text ?? sized.entry.plain;
  const marks: Mark[] = [];
  let y = 0;

  /** Plain characters in the middle of a stretch, the first baseline below `top`; returns where they end. */
  const write = (text: string, textStyle: TextStyle, left: number, room: number, top: number): number => {
    // On a page written from right to left the digits keep their order (UAX #9: LRI, PDI).
    const shown = context.mirrored ? `\u2066${text}\u2069` : text;
    const whole = plain.plainLines === null ? null : measuredLine(text.replaceAll('\u200b', ''), textStyle);
    const advance = whole === null ? 0 : widthOf(whole.advance, textStyle);
    if (whole !== null && !context.mirrored && fitsLine(advance, room)) {
      const start = units.snap(Math.max(0, room - advance) / 2) + left;
      const baseline = top + baselineOf(textStyle.leading, units);
      marks.push({
        kind: 'text',
        x: units.snap(start),
        y: baseline,
        text: whole.text,
        style: textStyle,
        width: advance,
        node,
        line,
        rtl: undefined,
        rotate: undefined,
      });
      return top + textStyle.leading;
    }
    const lines = breakLines(splitWords([{ text: shown, style: textStyle, line }], textStyle), room);
    if (lines === null) throw overflow('barcode', line, 'its plain characters are wider than the code');
    let bottom = top;
    for (const words of lines) {
      const baseline = bottom + baselineOf(textStyle.leading, units);
      for (const mark of lineMarks(words, plain, room, baseline, node, context)) {
        marks.push(mark.kind === 'text' ? { ...mark, x: units.snap(mark.x + left) } : mark);
      }
      bottom += textStyle.leading;
    }
    return bottom;
  };

  if (sized.entry.shape === 'retail' && shows && encoded.plain !== '') {
    y = write(encoded.plain, plain.text, x, total, 0) + units.of(2);
  }
  // Digits of an add-on stand above its bars, in the height that these leave free.
  const left = context.mirrored ? quiet[1] : quiet[0];
  const place = { x: x + left, y: y + quiet[2] };
  const { data: content, height, bars, posts, matrix, hexagons, blocks } = sized.item;
  const code = { symbology: attributes.type, data: content, module, height, bars, posts, matrix, hexagons, blocks };
  marks.push({ kind: 'barcode', ...place, ...code, alt, node, line });
  let bottom = place.y + sized.item.height + quiet[3];
  if (shows && encoded.digits !== undefined) {
    const digits = digitStyle(plain.text, module, units.snap);
    const below = place.y + sized.barHeight + units.snap(digitGap * module) - units.snap(digits.leading * 0.04);
    for (const group of encoded.digits) {
      const room = (group.to - group.from) * module;
      const from = context.mirrored ? encoded.width * module - group.to * module : group.from * module;
      const end = write(group.text, digits, place.x + from, room, group.above ? place.y : below);
      bottom = Math.max(bottom, end);
    }
  } else if (shows && sized.entry.shape !== 'retail') {
    // One element string after the other may start a line, no line breaks inside one.
    const text = (encoded.plain === '' ? encoded.data : encoded.plain).replaceAll(/(?!^)\(/gu, '\u200b(');
    bottom = write(text, plain.text, x, total, bottom + units.of(2));
  }
  flow.add({ height: bottom, mark: asOne(marks), element: 'barcode', line });
}

/** The style of the digits: its size follows the module, so that each stands below its bars. */
function digitStyle(style: TextStyle, module: number, snap: (units: number) => number): TextStyle {
  const size = Math.max(1, snap(digitSize * module));
  const factor = size / style.size;
  return { ...style, size, scale: style.scale * factor, blank: style.blank * factor, leading: snap(size) };
}

import { PostwerkError } from '../../errors.ts';
import { codeWidth } from '../barcodes/codeWidth.ts';
import { swissCross } from '../barcodes/encodeQrSymbol.ts';
import type { EncodedBarcode } from '../barcodes/encodedBarcode.ts';
import { hexagonHeight } from '../barcodes/maxiCode.ts';
import { symbologies, type SymbologyEntry } from '../barcodes/symbologies.ts';
import type { BarcodeItem, CodeBlock } from '../displayList.ts';
import type { Node } from '../markup/markupDocument.ts';
import type { Units } from './units.ts';

/** A code in units, at the origin. */
export interface SizedBarcode {
  readonly entry: SymbologyEntry;
  readonly encoded: EncodedBarcode;
  readonly module: number;
  /** Left, right, above, below; on whole dots. */
  readonly quiet: readonly [number, number, number, number];
  /** Width with quiet zones. */
  readonly total: number;
  /** Height of the bars that have digits below. */
  readonly barHeight: number;
  readonly item: Omit<BarcodeItem, 'kind' | 'x' | 'y' | 'alt' | 'tag' | 'line'>;
}

const pointsPerMillimetre = 72 / 25.4;
const defaultHeight = 12 * pointsPerMillimetre;
/** Guard bars of EAN and UPC reach five modules further down (GS1 General Specifications §5.2.3.2). */
const guardLength = 5;
/** An add-on begins so much lower, to leave room for its digits. */
const addOnTop = 10;
/** GS1 General Specifications §5.3.2.4: bearer bars at least twice as thick as a narrow bar. */
const bearerThickness = 2;
/** What a print head makes of one dot depends on its heat: codes need two. On paper, what 300 dpi can still show. */
const leastDots = 2;
const leastPoints = 0.12 * pointsPerMillimetre;

/**
 * Sizes of a code: whole dots on labels.
 *
 * Throws `compose.barcode-too-small` when a module is smaller than devices print it.
 */
export function sizeBarcode(encoded: EncodedBarcode, barcode: Node<'barcode'>, units: Units): SizedBarcode {
  const { type: symbology } = barcode.attributes;
  const entry: SymbologyEntry = symbologies[symbology];
  const module = moduleOf(encoded, entry, barcode, units);
  checkModule(module, barcode, units);
  const bars = encoded.bars === undefined ? undefined : onDots(encoded.bars, module, units);
  const [left, right, above, below] = encoded.quiet;
  const quiet: SizedBarcode['quiet'] = [
    units.cover(left * module),
    units.cover(right * module),
    units.cover(above * module),
    units.cover(below * module),
  ];
  if (entry.shape === 'bars' && symbology !== 'itf14' && bars !== undefined) {
    // Nearly every code of a label or letter: nothing but bars.
    const height = units.of(barcode.attributes.height ?? defaultHeight);
    const total = codeWidth({ bars, module }) + quiet[0] + quiet[1];
    const item = { symbology, data: encoded.data, module, bars, height };
    return { entry, encoded, module, quiet, total, barHeight: height, item };
  }
  const marks = { module, ...(bars && { bars }), ...(encoded.matrix && { matrix: encoded.matrix }) };
  const hexagons = entry.shape === 'hexagons' ? { hexagons: true as const } : {};
  const width = codeWidth({ ...marks, ...hexagons });
  const wanted = units.of(barcode.attributes.height ?? defaultHeight);
  const sizes = { entry, encoded, module, quiet, total: width + quiet[0] + quiet[1] };
  const item = { symbology, data: encoded.data, ...marks, ...hexagons };

  switch (entry.shape) {
    case 'matrix': {
      const height = (encoded.matrix?.length ?? 0) * module;
      const blocks = symbology === 'swissqrcode' ? { blocks: crossBlocks(height) } : {};
      return { ...sizes, barHeight: height, item: { ...item, height, ...blocks } };
    }
    case 'hexagons': {
      const height = units.cover(hexagonHeight * module);
      return { ...sizes, barHeight: height, item: { ...item, height } };
    }
    case 'posts': {
      const height = units.cover((encoded.height ?? 0) * module);
      const posts = (encoded.posts ?? []).map(({ top, bottom }) => ({
        top: units.snap(top * module),
        bottom: units.snap(bottom * module),
      }));
      return { ...sizes, barHeight: height, item: { ...item, height, posts } };
    }
    case 'retail': {
      const height = wanted + units.snap(guardLength * module);
      const addOn = encoded.addOn ?? Number.POSITIVE_INFINITY;
      const posts = (encoded.guards ?? []).map((isGuard, index) => ({
        top: index >= addOn ? addOnTop * module : 0,
        bottom: isGuard || index >= addOn ? height : wanted,
      }));
      return { ...sizes, barHeight: wanted, item: { ...item, height, posts } };
    }
    case 'bars': {
      const bearer = { x: -quiet[0], width: sizes.total, height: bearerThickness * module };
      const blocks = [
        { ...bearer, y: -bearer.height },
        { ...bearer, y: wanted },
      ];
      return {
        ...sizes,
        quiet: [quiet[0], quiet[1], bearer.height, bearer.height],
        barHeight: wanted,
        item: { ...item, height: wanted, blocks },
      };
    }
  }
}

/** For a matrix code `height` is the side of the square with its quiet zone. The Swiss QR code is 46 mm, no other size. */
function moduleOf(encoded: EncodedBarcode, entry: SymbologyEntry, barcode: Node<'barcode'>, units: Units): number {
  const { module, height, type } = barcode.attributes;
  const rows = encoded.matrix?.length ?? 0;
  const fit = (side: number, modules: number): number =>
    units.perInch === 72 ? side / modules : Math.floor(units.of(side) / modules);
  if (type === 'swissqrcode') return fit(swissCross.code * pointsPerMillimetre, rows);
  if (entry.shape === 'matrix' && height !== undefined) return fit(height, rows + encoded.quiet[2] + encoded.quiet[3]);
  if (entry.shape === 'hexagons' && height !== undefined) return fit(height, hexagonHeight + 2);
  return units.thickness(module ?? entry.module * pointsPerMillimetre);
}

function checkModule(module: number, { attributes, line }: Node<'barcode'>, { perInch, inMillimetres }: Units): void {
  const isPaper = perInch === 72;
  if (module >= (isPaper ? leastPoints : leastDots)) return;
  const size = isPaper ? `${((module / 72) * 25.4).toFixed(2)} mm` : `${module} dot of a head of ${perInch} dpi`;
  const least = isPaper
    ? `${(leastPoints / pointsPerMillimetre).toFixed(2)} mm`
    : `${leastDots} dots (${inMillimetres(leastDots)})`;
  const detail = `<barcode> in markup line ${line}: a module of this ${attributes.type} would be ${size}, at least ${least} are needed; make the code larger`;
  throw new PostwerkError('compose.barcode-too-small', detail, { line });
}

/** Widths that are no whole modules become whole dots on a label. */
function onDots(bars: readonly number[], module: number, units: Units): readonly number[] {
  if (units.perInch === 72 || bars.every(Number.isInteger)) return bars;
  return bars.map((bar) => Math.max(1, Math.round(bar * module)) / module);
}

/**
 * The Swiss cross as dark rectangles around the white one (Style guide QR-bill §4.1: 7 mm with its white edge). The
 * modules below are light.
 */
function crossBlocks(side: number): CodeBlock[] {
  const unit = (side * swissCross.side) / swissCross.code / 19.8;
  const origin = (side - 19.8 * unit) / 2;
  const at = (x: number, y: number, width: number, height: number): CodeBlock => ({
    x: origin + x * unit,
    y: origin + y * unit,
    width: width * unit,
    height: height * unit,
  });
  return [
    at(1.4, 1.4, 17, 3),
    at(1.4, 4.4, 6.85, 3.85),
    at(11.55, 4.4, 6.85, 3.85),
    at(1.4, 8.25, 3, 3.3),
    at(15.4, 8.25, 3, 3.3),
    at(1.4, 11.55, 6.85, 3.85),
    at(11.55, 11.55, 6.85, 3.85),
    at(1.4, 15.4, 17, 3),
  ];
}

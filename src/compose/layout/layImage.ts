import type { Node } from '../markup/markupDocument.ts';
import type { Flow } from './flow.ts';
import { overflow, type LayoutContext } from './layoutContext.ts';
import { artifact, type StructureNode } from './structureTree.ts';
import type { BlockStyle } from './styleSheet.ts';

/** Width and height of a picture in units. What the markup leaves out follows from the picture's own ratio. */
export function imageSize(image: Node<'img'>, context: LayoutContext): { width: number; height: number } {
  const { units } = context;
  const { asset, width, height } = image.attributes;
  if (width !== undefined && height !== undefined) return { width: units.of(width), height: units.of(height) };
  const own = context.assetSize(asset, image.line);
  const ratio = own.width / own.height;
  return width === undefined
    ? { width: units.of((height ?? 0) * ratio), height: units.of(height ?? 0) }
    : { width: units.of(width), height: units.of(width / ratio) };
}

/**
 * Adds a picture.
 *
 * Throws `compose.overflow` when it is wider than its column, and `compose.unknown-picture` where a size that is left out
 * belongs to no picture.
 */
export function layImage(
  image: Node<'img'>,
  style: BlockStyle,
  width: number,
  parent: StructureNode,
  context: LayoutContext,
  flow: Flow,
): void {
  const { asset, alt, align = style.align } = image.attributes;
  const { units } = context;
  const { width: own, height } = imageSize(image, context);
  const { line } = image;
  if (own > width + 0.01) {
    const detail = `the picture is ${units.inMillimetres(own)} wide, its column ${units.inMillimetres(width)}`;
    throw overflow('img', line, detail);
  }
  const x = units.snap(align === 'right' ? width - own : align === 'center' ? (width - own) / 2 : 0);
  // A picture without words is decoration (PDF/UA-1 §7.3).
  const node = alt === '' ? artifact : context.structure.add(parent, 'Figure', undefined, { alt });
  const mark = { kind: 'image', x, y: 0, width: own, height, asset, alt, node, line } as const;
  flow.add({ height, mark, element: 'img', line });
}

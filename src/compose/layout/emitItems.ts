import { codeWidth } from '../barcodes/codeWidth.ts';
import type { Item } from '../displayList.ts';
import type { Mark, TextMark } from './marks.ts';
import type { StructureNode } from './structureTree.ts';

type Emit = (marks: readonly Mark[], x: number, y: number, artifact: boolean, into: Item[]) => void;

/**
 * Turns marks into items of the display list at their place on the page. All items of a kind have the same properties in
 * the same order, undefined where there is nothing to say: who reads thousands of them then knows where each stands.
 *
 * @param round brings numbers to the grid.
 * @param mirror width of the page, where it is written from right to left: everything was laid out as if it were written
 *   from left to right, and here each mark finds its place on the other side. Only places are mirrored, never marks.
 */
export function createEmitter(round: (units: number) => number, mirror: number | null): Emit {
  function emit(marks: readonly Mark[], dx: number, dy: number, artifact: boolean, into: Item[]): void {
    for (const mark of marks) {
      if (mark.kind === 'group') emit(mark.marks, dx + mark.x, dy + mark.y, artifact, into);
      else into.push(itemOf(mark, round(placeOf(mark, dx + mark.x)), round(dy + mark.y), artifact));
    }
  }

  function placeOf(mark: Exclude<Mark, { kind: 'group' }>, x: number): number {
    if (mirror === null || (mark.kind === 'text' && mark.rotate !== undefined)) return x;
    return mirror - x - widthOf(mark);
  }

  function itemOf(mark: Exclude<Mark, { kind: 'group' }>, x: number, y: number, artifact: boolean): Item {
    switch (mark.kind) {
      case 'text':
        return textItem(mark, x, y, artifact);
      case 'rect':
        return {
          kind: 'rect',
          x,
          y,
          width: thousandths(mark.width),
          height: thousandths(mark.height),
          fill: mark.fill,
          line: mark.line,
        };
      case 'barcode': {
        const { symbology, data, module, height, bars, posts, matrix, hexagons, blocks, alt, line } = mark;
        const tag = tagOf(mark, artifact);
        // biome-ignore format: one property after the other says no more.
        return { kind: 'barcode', x, y, symbology, data, module, height, bars, posts, matrix, hexagons, blocks, alt, line, tag };
      }
      case 'image': {
        const { width, height, asset, alt, line } = mark;
        return { kind: 'image', x, y, width, height, asset, alt, line, tag: tagOf(mark, artifact) };
      }
    }
  }

  return emit;
}

function widthOf(mark: Exclude<Mark, { kind: 'group' }>): number {
  return mark.kind === 'barcode' ? codeWidth(mark) : mark.width;
}

/** Language, direction, link and turn are rare: an item has all four of them or none, so that texts have two shapes. */
function textItem(mark: TextMark, x: number, y: number, artifact: boolean): Item {
  const { text, style, width, line, rtl, rotate } = mark;
  const { size, color, lang, link } = style;
  const font = style.face.name;
  const tag = tagOf(mark, artifact);
  const item = { kind: 'text', x, y, text, font, size, width: thousandths(width), color, line, tag } as const;
  if (lang === undefined && rtl === undefined && link === undefined && rotate === undefined) return item;
  return { ...item, lang, rtl, href: link?.href, rotate };
}

function tagOf({ node }: { readonly node: StructureNode | null }, artifact: boolean): number | undefined {
  return node === null || artifact ? undefined : node.index;
}

export function thousandths(units: number): number {
  return Math.round(units * 1000) / 1000;
}

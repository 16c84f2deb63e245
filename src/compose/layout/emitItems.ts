import { codeWidth } from '../barcodes/codeWidth.ts';
import type { Item, TextItem } from '../displayList.ts';
import type { Mark, TextMark } from './marks.ts';
import type { StructureNode } from './structureTree.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };
type Emit = (marks: readonly Mark[], x: number, y: number, artifact: boolean, into: Item[]) => void;

/**
 * Turns marks into items of the display list at their place on the page.
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
        const { node, line, ...rest } = mark;
        return { ...rest, x, y, ...placed(node, line, artifact) };
      }
      case 'image': {
        const { node, line, ...rest } = mark;
        return { ...rest, x, y, ...placed(node, line, artifact) };
      }
    }
  }

  return emit;
}

function widthOf(mark: Exclude<Mark, { kind: 'group' }>): number {
  return mark.kind === 'barcode' ? codeWidth(mark) : mark.width;
}

/** Items of text are what pages consist of: one shape for nearly all of them, without copies on the way. */
function textItem(
  { text, style, width, node, line, rtl, rotate }: TextMark,
  x: number,
  y: number,
  artifact: boolean,
): Item {
  const { size, color } = style;
  const font = style.face.name;
  const advance = thousandths(width);
  // Each kind as a whole: a property that is added later lies outside of the object.
  const item: Writable<TextItem> =
    node === null || artifact
      ? { kind: 'text', x, y, text, font, size, width: advance, color, line }
      : { kind: 'text', x, y, text, font, size, width: advance, color, line, tag: node.index };
  if (style.lang !== undefined) item.lang = style.lang;
  if (rtl !== undefined) item.rtl = rtl;
  if (style.link !== undefined) item.href = style.link.href;
  if (rotate !== undefined) item.rotate = rotate;
  return item;
}

function placed(node: StructureNode | null, line: number, artifact: boolean): { tag?: number; line: number } {
  return node === null || artifact ? { line } : { tag: node.index, line };
}

export function thousandths(units: number): number {
  return Math.round(units * 1000) / 1000;
}

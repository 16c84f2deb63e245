import { codeWidth } from '../barcodes/codeWidth.ts';
import type { Item } from '../displayList.ts';
import type { Mark } from './marks.ts';
import type { StructureNode } from './structureTree.ts';

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
      case 'text': {
        const { style } = mark;
        return {
          kind: 'text',
          x,
          y,
          text: mark.text,
          font: style.face.name,
          size: style.size,
          width: thousandths(mark.width),
          color: style.color,
          ...(style.lang !== undefined && { lang: style.lang }),
          ...(mark.rtl !== undefined && { rtl: mark.rtl }),
          ...(style.link !== undefined && { href: style.link.href }),
          ...(mark.rotate !== undefined && { rotate: mark.rotate }),
          ...placed(mark.node, mark.line, artifact),
        };
      }
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

function placed(node: StructureNode | null, line: number, artifact: boolean): { tag?: number; line: number } {
  return node === null || artifact ? { line } : { tag: node.index, line };
}

export function thousandths(units: number): number {
  return Math.round(units * 1000) / 1000;
}

import { codeWidth } from '../barcodes/codeWidth.ts';
import type { Item } from '../displayList.ts';
import type { TextStyle } from '../text/textStyle.ts';
import type { Cells } from './cells.ts';
import { baselineOf } from './layPlainLine.ts';
import type { Mark } from './marks.ts';
import { baselineOfRow, downOf, innerHeight, type Row, type RowFrame } from './row.ts';
import { decorate } from './rowDecoration.ts';
import type { Slab } from './slab.ts';
import { artifact, type StructureNode, type StructureTree } from './structureTree.ts';

/** Collects the items of one page after the other, and grows only with the largest. */
export class ItemList {
  readonly #items: Item[] = [];
  #count = 0;

  add(item: Item): void {
    this.#items[this.#count] = item;
    this.#count += 1;
  }

  /** The items since the last time, as a list of their own. */
  take(): Item[] {
    const items = this.#items.slice(0, this.#count);
    this.#count = 0;
    return items;
  }
}

type PlacedMark = Exclude<Mark, { kind: 'group' | 'row' }>;

/**
 * Turns marks into items of the display list at their place on the page. All items of a kind have the same properties in
 * the same order, undefined where there is nothing to say: who reads thousands of them then knows where each stands.
 */
export class Emitter {
  /** Places on the page are whole parts of a unit, so many of them. */
  readonly #parts: number;
  readonly #mirror: number | null;
  readonly #structure: StructureTree;

  /**
   * @param grid whether places are whole units: dots of a label. Others are thousandths.
   * @param mirror width of the page, where it is written from right to left: everything was laid out as if it were written
   *   from left to right, and here each mark finds its place on the other side. Only places are mirrored, never marks.
   * @param structure has numbered its elements.
   */
  constructor(grid: boolean, mirror: number | null, structure: StructureTree) {
    this.#parts = grid ? 1 : 1000;
    this.#mirror = mirror;
    this.#structure = structure;
  }

  /** Adds a mark that stands so far to the right and down on the page. @param isArtifact whatever its tag is. */
  emit(mark: Mark, dx: number, dy: number, isArtifact: boolean, into: ItemList): void {
    if (mark.kind === 'row') this.#emitRow(mark, dx, dy, isArtifact, into);
    else if (mark.kind !== 'group') into.add(this.#itemOf(mark, dx, dy, isArtifact));
    else for (const each of mark.marks) this.emit(each, dx + mark.x, dy + mark.y, isArtifact, into);
  }

  #emitRow(row: Row, dx: number, dy: number, isArtifact: boolean, into: ItemList): void {
    const { cells, first, frame, line } = row;
    const shared = baselineOfRow(row);
    const inner = innerHeight(row, shared);
    if (frame.decoration !== null) {
      decorate(frame.decoration, frame.paddingTop + inner + frame.paddingBottom, (x, y, width, height, fill) => {
        into.add(rectItem(this.#across(dx + x, width), this.#round(dy + y), width, height, fill, line));
      });
    }
    for (let at = first; at !== 0; at = cells.next(at)) {
      const top = dy + downOf(at, row, inner, shared);
      const lines = cells.lines(at);
      const style = cells.style(at);
      if (style !== null) this.#emitLine(cells, at, style, dx, top, frame, isArtifact, into);
      else if (lines === 0) this.#emitStack(cells.slabs(at), dx + cells.x(at), top, isArtifact, into);
      else this.#emitLines(cells, lines, dx, top, frame, isArtifact, into);
    }
  }

  #emitLines(
    cells: Cells,
    first: number,
    dx: number,
    dy: number,
    grid: RowFrame,
    isArtifact: boolean,
    into: ItemList,
  ): void {
    let top = dy;
    for (let line = first; line !== 0; line = cells.next(line)) {
      const style = cells.style(line) as TextStyle;
      top += cells.gap(line);
      this.#emitLine(cells, line, style, dx, top, grid, isArtifact, into);
      top += style.leading;
    }
  }

  #emitLine(
    cells: Cells,
    line: number,
    style: TextStyle,
    dx: number,
    top: number,
    grid: RowFrame,
    isArtifact: boolean,
    into: ItemList,
  ): void {
    const width = cells.width(line);
    const x = this.#across(dx + cells.x(line), width);
    const y = this.#round(top + baselineOf(style.leading, grid));
    const tag = this.#tagOf(cells.node(line), isArtifact);
    into.add(textItem(cells.text(line), style, width, x, y, cells.line(line), tag));
  }

  #emitStack(slabs: readonly Slab[], x: number, y: number, isArtifact: boolean, into: ItemList): void {
    let top = y;
    for (let index = 0; index < slabs.length; index += 1) {
      const { gap, mark, height } = slabs[index] as Slab;
      if (mark !== null) this.emit(mark, x, top + gap, isArtifact, into);
      top += gap + height;
    }
  }

  #itemOf(mark: PlacedMark, dx: number, dy: number, isArtifact: boolean): Item {
    const y = this.#round(dy + mark.y);
    switch (mark.kind) {
      case 'text': {
        const { text, style, width, line, rtl, rotate } = mark;
        const x = rotate === undefined ? this.#across(dx + mark.x, width) : this.#round(dx + mark.x);
        return textItem(text, style, width, x, y, line, this.#tagOf(mark.node, isArtifact), rtl, rotate);
      }
      case 'rect': {
        const { width, height, fill, line } = mark;
        return rectItem(this.#across(dx + mark.x, width), y, width, height, fill, line);
      }
      case 'barcode': {
        const { symbology, data, module, height, bars, posts, matrix, hexagons, blocks, alt, line } = mark;
        const x = this.#across(dx + mark.x, codeWidth(mark));
        const tag = this.#tagOf(mark.node, isArtifact);
        // biome-ignore format: one property after the other says no more.
        return { kind: 'barcode', x, y, symbology, data, module, height, bars, posts, matrix, hexagons, blocks, alt, line, tag };
      }
      case 'image': {
        const { width, height, asset, alt, line } = mark;
        const x = this.#across(dx + mark.x, width);
        return { kind: 'image', x, y, width, height, asset, alt, line, tag: this.#tagOf(mark.node, isArtifact) };
      }
    }
  }

  /** Left end on the page of what is `width` wide. */
  #across(x: number, width: number): number {
    return this.#round(this.#mirror === null ? x : this.#mirror - x - width);
  }

  #round(units: number): number {
    return Math.round(units * this.#parts) / this.#parts;
  }

  #tagOf(node: StructureNode, isArtifact: boolean): number | undefined {
    return node === artifact || isArtifact ? undefined : this.#structure.index(node);
  }
}

function rectItem(x: number, y: number, width: number, height: number, fill: string, line: number): Item {
  return { kind: 'rect', x, y, width: thousandths(width), height: thousandths(height), fill, line };
}

/** Language, direction, link and turn are rare: an item has all four of them or none, so that texts have two shapes. */
function textItem(
  text: string,
  style: TextStyle,
  width: number,
  x: number,
  y: number,
  line: number,
  tag: number | undefined,
  rtl?: true,
  rotate?: number,
): Item {
  const { size, color, lang, link } = style;
  const font = style.face.name;
  const item = { kind: 'text', x, y, text, font, size, width: thousandths(width), color, line, tag } as const;
  if (lang === undefined && rtl === undefined && link === undefined && rotate === undefined) return item;
  return { ...item, lang, rtl, href: link?.href, rotate };
}

export function thousandths(units: number): number {
  return Math.round(units * 1000) / 1000;
}

import type { Mark } from './marks.ts';
import type { Row } from './row.ts';
import type { RowGroup } from './rowGroup.ts';
import { keep, newSlab, type PageStart, type Slab, type TableRun } from './slab.ts';

export interface NewSlab {
  readonly height: number;
  readonly mark: Mark | null;
  readonly element: string;
  readonly line: number;
  readonly baseline?: number | null;
  readonly keep?: number;
  readonly row?: Row | RowGroup | null;
}

/** Collects slabs from top to bottom and settles the space between them. */
export class Flow {
  readonly slabs: Slab[] = [];
  /** Whether its slabs are broken into pages: only there something can begin on a new one. */
  readonly isBody: boolean;
  #gap = 0;
  #space = 0;
  #tie: number = keep.free;
  #start: PageStart | null = null;

  constructor(isBody = false) {
    this.isBody = isBody;
  }

  /** Space between blocks: of all that meet, the largest counts. */
  addGap(units: number): void {
    if (units > this.#gap) this.#gap = units;
  }

  /** Explicit space, which is added to the gap. */
  addSpace(units: number): void {
    this.#space += units;
  }

  /** What is added next begins a page. */
  startOn(start: PageStart): void {
    // Of a section and its heading, the one that asks for a side counts.
    if (this.#start === null || start !== 'page') this.#start = start;
  }

  add(slab: NewSlab, own: number = slab.keep ?? keep.free, table: TableRun | null = null, carried = 0): void {
    const { height, mark, baseline = null, row = null, element, line } = slab;
    this.addOwn(newSlab(height, mark, baseline, row, element, line), own, table, carried);
  }

  /** The same for a slab that no flow holds yet, and that becomes this one's. */
  addOwn(slab: Slab, own: number = keep.free, table: TableRun | null = null, carried = 0): void {
    slab.gap = this.#space + (this.slabs.length === 0 ? 0 : this.#gap);
    slab.keep = own > this.#tie ? own : this.#tie;
    slab.start = this.#start;
    slab.table = table;
    slab.carried = carried;
    this.slabs.push(slab);
    this.#gap = 0;
    this.#space = 0;
    this.#tie = keep.free;
    this.#start = null;
  }

  /** Ties everything added since `from` together. */
  keepTogether(from: number): void {
    for (let index = from + 1; index < this.slabs.length; index += 1) {
      const slab = this.slabs[index];
      if (slab !== undefined && slab.keep < keep.wished) slab.keep = keep.wished;
    }
  }

  /** Ties what was added since `from` to what comes next. */
  keepWithNext(from: number): void {
    if (this.slabs.length > from && this.#tie < keep.wished) this.#tie = keep.wished;
  }

  /** Ties the lines added since `from`: at least `orphans` stay on the page, at least `widows` go to the next. */
  tieLines(from: number, orphans: number, widows: number): void {
    const count = this.slabs.length - from;
    for (let index = 1; index < count; index += 1) {
      const slab = this.slabs[from + index];
      if (slab !== undefined) slab.keep = index < orphans || count - index < widows ? keep.lines : keep.free;
    }
  }
}

import type { Mark } from './marks.ts';
import type { Row } from './row.ts';
import { keep, type Slab } from './slab.ts';

export interface NewSlab {
  readonly height: number;
  readonly marks: readonly Mark[];
  readonly element: string;
  readonly line: number;
  readonly baseline?: number | null;
  readonly keep?: number;
  readonly row?: Row;
}

/** Collects slabs from top to bottom and settles the space between them. */
export class Flow {
  readonly slabs: Slab[] = [];
  #gap = 0;
  #space = 0;
  #tie: number = keep.free;

  /** Space between blocks: of all that meet, the largest counts. */
  addGap(units: number): void {
    if (units > this.#gap) this.#gap = units;
  }

  /** Explicit space, which is added to the gap. */
  addSpace(units: number): void {
    this.#space += units;
  }

  add(slab: NewSlab): void {
    this.slabs.push({
      height: slab.height,
      gap: this.#space + (this.slabs.length === 0 ? 0 : this.#gap),
      keep: Math.max(slab.keep ?? keep.free, this.#tie),
      marks: slab.marks,
      baseline: slab.baseline ?? null,
      head: null,
      row: slab.row ?? null,
      element: slab.element,
      line: slab.line,
    });
    this.#gap = 0;
    this.#space = 0;
    this.#tie = keep.free;
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
}

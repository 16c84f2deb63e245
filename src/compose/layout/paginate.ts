import { overflow } from './layoutContext.ts';
import type { Mark } from './marks.ts';
import { part, splitRow } from './row.ts';
import { keep, type Slab } from './slab.ts';
import type { Units } from './units.ts';

/** Content at a height of the body. Repeated table heads are artifacts. */
export interface Piece {
  readonly y: number;
  readonly marks: readonly Mark[];
  readonly artifact: boolean;
}

const tolerance = 0.01;

/**
 * Breaks slabs into pages. `capacity` is the height of the body of a page, from 0.
 *
 * Every slab comes on exactly one page, in order; only table heads are repeated. Slabs tied to each other stay together
 * if a page is tall enough; otherwise the weakest ties are given up first. Throws `compose.overflow` when one slab alone
 * is taller than a page and cannot be split.
 */
export function paginate(
  slabs: readonly Slab[],
  capacity: (page: number) => number,
  units: Units,
): readonly (readonly Piece[])[] {
  const pages: Piece[][] = [[]];
  let used = 0;
  let empty = true;

  const isStart = (): boolean => empty && pages.length > 1;
  const leadOf = (slab: Slab, atStart: boolean): number => (atStart ? (slab.head?.height ?? 0) : slab.gap);
  /** Something stands on the page before `slab`, and be it only space, which may end there. */
  const begunBefore = (slab: Slab): boolean => !empty || (!isStart() && slab.gap > 0);
  const room = (): number => capacity(pages.length - 1) - used + tolerance;

  function newPage(): void {
    pages.push([]);
    used = 0;
    empty = true;
  }

  function place(slab: Slab): void {
    const page = pages[pages.length - 1] ?? [];
    const lead = leadOf(slab, isStart());
    if (isStart() && slab.head !== null) page.push({ y: 0, marks: slab.head.marks, artifact: true });
    page.push({ y: used + lead, marks: slab.marks, artifact: false });
    used += lead + slab.height;
    empty = false;
  }

  function heightOf(from: number, to: number, atStart: boolean): number {
    let height = 0;
    for (let index = from; index < to; index += 1) {
      const slab = slabs[index] as Slab;
      height += leadOf(slab, atStart && index === from) + slab.height;
    }
    return height;
  }

  function placeRange(from: number, to: number, level: number): void {
    let start = from;
    while (start < to) {
      let end = start + 1;
      while (end < to && (slabs[end] as Slab).keep > level) end += 1;
      placeGroup(start, end, level);
      start = end;
    }
  }

  function placeGroup(from: number, to: number, level: number): void {
    if (heightOf(from, to, isStart()) > room()) {
      const fitsNext = heightOf(from, to, true) <= capacity(pages.length) + tolerance;
      if (begunBefore(slabs[from] as Slab) && fitsNext) newPage();
      else if (to - from > 1) return placeRange(from, to, level + 1);
      else return placeTall(slabs[from] as Slab);
    }
    for (let index = from; index < to; index += 1) place(slabs[index] as Slab);
  }

  /** A slab that fits neither here nor on an empty page like the next. */
  function placeTall(tall: Slab): void {
    let slab = tall;
    for (;;) {
      const available = room() - leadOf(slab, isStart());
      if (slab.height <= available) return place(slab);
      const parts = slab.row === null ? null : splitRow(slab.row, available, units.snap);
      if (parts === null) {
        // The first page may be the smaller one; anywhere else an empty page is all there is.
        const hope = begunBefore(slab) || capacity(pages.length) > capacity(pages.length - 1) + tolerance;
        if (!hope) throw tooTall(slab, available);
        newPage();
        continue;
      }
      place(part(slab, parts[0]));
      newPage();
      slab = part(slab, parts[1]);
    }
  }

  function tooTall(slab: Slab, available: number): Error {
    const [is, has] = [units.inMillimetres(slab.height), units.inMillimetres(Math.max(0, available))];
    return overflow(slab.element, slab.line, `it is ${is} high, a page has room for ${has}`);
  }

  placeRange(0, slabs.length, keep.free);
  return pages;
}

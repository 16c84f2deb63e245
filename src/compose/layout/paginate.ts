import { overflow } from './layoutContext.ts';
import { Pieces } from './pieces.ts';
import { keep, stackHeight, type CarryRows, type PageStart, type Slab } from './slab.ts';
import { carriesOf, part, splitRow } from './splitRow.ts';
import type { Units } from './units.ts';

export interface BrokenPage {
  readonly pieces: Pieces;
  /** How far down the body reaches. */
  height: number;
  /** Left empty, so that what follows begins on the wanted side of a sheet. */
  blank: boolean;
}

const tolerance = 0.01;

/**
 * Breaks slabs into pages. `capacity` is the height of the body of a page, from 0.
 *
 * Every slab comes on exactly one page, in order; only table heads are repeated, and carried sums come where a page ends
 * inside their table. Slabs tied to each other stay together if a page is tall enough; otherwise the weakest ties are
 * given up first. Throws `compose.overflow` when one slab alone is taller than a page and cannot be split.
 */
export function paginate(
  slabs: readonly Slab[],
  capacity: (page: number) => number,
  units: Units,
): readonly BrokenPage[] {
  const pages: BrokenPage[] = [];
  let page = begin();
  let limit = capacity(0) + tolerance;
  let empty = true;
  /** Rows carried from the upper parts of the row that is being split. */
  let carriedInside = 0;

  function begin(): BrokenPage {
    const next: BrokenPage = { pieces: new Pieces(), height: 0, blank: false };
    pages.push(next);
    return next;
  }

  const isStart = (): boolean => empty && pages.length > 1;

  /** Sums that the row at `index` goes on from: those of a row of its table before it, or of its own upper part. */
  function carryInto(index: number, inside: boolean): CarryRows | null {
    const slab = slabs[index];
    if (slab === undefined || slab.table === null || slab.table.carry === null) return null;
    return inside || slabs[index - 1]?.table === slab.table ? slab.table.carry : null;
  }

  /** Room for the sum that is carried from the page if it ends before the slab at `index`. */
  const footBefore = (index: number): number => carryInto(index, false)?.footHeight() ?? 0;

  function leadOf(slab: Slab, index: number, inside: boolean, atStart: boolean): number {
    if (!atStart) return slab.gap;
    return (slab.table?.head?.height ?? 0) + (carryInto(index, inside)?.headHeight() ?? 0);
  }

  /** Something stands on the page before `slab`, and be it only space, which may end there. */
  const begunBefore = (slab: Slab): boolean => !empty || (!isStart() && slab.gap > 0);

  function newPage(): void {
    page = begin();
    limit = capacity(pages.length - 1) + tolerance;
    empty = true;
  }

  /** Ends the page before the slab at `next`, or `inside` it. */
  function breakPage(next: number, inside: boolean): void {
    // A page too small for the next row passes on what it was given.
    const carry = empty ? null : carryInto(next, inside);
    if (carry !== null) {
      page.pieces.add(page.height, carry.foot(carriedInto(next, inside)), true);
      page.height += carry.footHeight();
    }
    newPage();
  }

  const carriedInto = (next: number, inside: boolean): number =>
    inside ? carriedInside : (slabs[next - 1]?.carried ?? 0);

  function place(slab: Slab, index: number, inside: boolean): void {
    let lead = slab.gap;
    if (isStart()) {
      lead = 0;
      const head = slab.table?.head ?? null;
      if (head !== null) {
        page.pieces.add(0, head.mark, true);
        lead = head.height;
      }
      const carry = carryInto(index, inside);
      if (carry !== null) {
        page.pieces.add(lead, carry.head(carriedInto(index, inside)), true);
        lead += carry.headHeight();
      }
    }
    page.pieces.add(page.height + lead, slab.mark, false);
    page.height += lead + slab.height;
    empty = false;
  }

  function heightOf(from: number, to: number, atStart: boolean): number {
    let height = 0;
    for (let index = from; index < to; index += 1) {
      const slab = slabs[index] as Slab;
      height += leadOf(slab, index, false, atStart && index === from) + slab.height;
    }
    return height;
  }

  function placeRange(from: number, to: number, level: number): void {
    let start = from;
    while (start < to) {
      let end = start + 1;
      while (end < to) {
        const next = slabs[end] as Slab;
        if (next.keep <= level || next.start !== null) break;
        end += 1;
      }
      placeGroup(start, end, level);
      start = end;
    }
  }

  function placeGroup(from: number, to: number, level: number): void {
    const first = slabs[from] as Slab;
    if (first.start !== null && level === keep.free) startPage(first.start, from);
    const foot = footBefore(to);
    if (page.height + heightOf(from, to, isStart()) + foot > limit) {
      const fitsNext = heightOf(from, to, true) + foot <= capacity(pages.length) + tolerance;
      if (begunBefore(first) && fitsNext) breakPage(from, false);
      else if (to - from > 1) return placeRange(from, to, level + 1);
      else return placeTall(first, from);
    }
    for (let index = from; index < to; index += 1) place(slabs[index] as Slab, index, false);
  }

  function startPage(start: PageStart, index: number): void {
    if (!empty) breakPage(index, false);
    // Pages count from 0 here, so that the front of a sheet has an even number.
    const wanted = start === 'page' ? null : start === 'front' ? 1 : 0;
    if (wanted === null || pages.length % 2 === wanted) return;
    page.blank = true;
    newPage();
  }

  /** A slab that fits neither here nor on an empty page like the next. */
  function placeTall(tall: Slab, index: number): void {
    const foot = footBefore(index + 1);
    const insideFoot = tall.table?.carry?.footHeight() ?? 0;
    let slab = tall;
    let inside = false;
    for (;;) {
      const available = limit - page.height - leadOf(slab, index, inside, isStart());
      if (slab.height + foot <= available) return place(slab, index, inside);
      const parts = slab.row === null ? null : splitRow(slab.row, available - insideFoot);
      if (parts === null) {
        // The first page may be the smaller one; anywhere else an empty page is all there is.
        const hope = begunBefore(slab) || capacity(pages.length) + tolerance > limit + tolerance;
        if (!hope) throw tooTall(slab, available - foot);
        breakPage(index, inside);
        continue;
      }
      place(part(slab, parts[0]), index, inside);
      inside = true;
      carriedInside = tall.carried - carriesOf(parts[1].row ?? null);
      breakPage(index, true);
      slab = part(slab, parts[1]);
    }
  }

  function tooTall(slab: Slab, available: number): Error {
    const [is, has] = [units.inMillimetres(slab.height), units.inMillimetres(Math.max(0, available))];
    return overflow(slab.element, slab.line, `it is ${is} high, a page has room for ${has}`);
  }

  // Most documents have one page, and nothing to weigh.
  if (stackHeight(slabs) <= limit && slabs.every(({ start }) => start === null)) {
    for (let index = 0; index < slabs.length; index += 1) place(slabs[index] as Slab, index, false);
  } else placeRange(0, slabs.length, keep.free);
  return pages;
}

import type { PageFrame } from './pageFrame.ts';
import { paginate, type BrokenPage } from './paginate.ts';
import { keep, type Slab } from './slab.ts';
import type { Units } from './units.ts';

/**
 * Breaks the body into pages whose measures may depend on which page is the last.
 *
 * What is broken as if no page were the last stays so if it leaves room for what the last page brings. Otherwise there is
 * one page more, and the end of the content goes over to it. Trying on until a count confirms itself would not come to
 * an end: without the last page's footer everything may fit one page less, which then is the last.
 */
export function settlePages(slabs: readonly Slab[], frame: PageFrame, units: Units): readonly BrokenPage[] {
  const broken = (content: readonly Slab[], count: number | null): readonly BrokenPage[] =>
    paginate(
      content,
      (number) => frame.bodyHeight({ number, count: count === null ? null : Math.max(count, number + 1) }),
      units,
    );
  const open = broken(slabs, null);
  if (!frame.endMatters || fits(open, frame)) return open;
  const count = open.length;
  const sameCount = broken(slabs, count);
  if (sameCount.length === count && fits(sameCount, frame)) return sameCount;
  const endOver = broken(endOnNewPage(slabs), count + 1);
  if (endOver.length === count + 1 && fits(endOver, frame)) return endOver;
  if (fits(sameCount, frame)) return sameCount;
  // Room for both on every page always fits.
  return paginate(
    slabs,
    (number) =>
      Math.min(
        frame.bodyHeight({ number, count: null }),
        frame.bodyHeight({ number, count: number + 1 }),
        frame.bodyHeight({ number, count: number + 2 }),
      ),
    units,
  );
}

/** The same slabs; those that are tied to the last one begin a page with it. */
function endOnNewPage(slabs: readonly Slab[]): readonly Slab[] {
  let index = slabs.length - 1;
  while (index > 0 && (slabs[index]?.keep ?? keep.free) > keep.free) index -= 1;
  return slabs.map((slab, at) => (at === index && slab.start === null ? { ...slab, start: 'page' } : slab));
}

function fits(pages: readonly BrokenPage[], frame: PageFrame): boolean {
  return pages.every((page, number) => page.height <= frame.bodyHeight({ number, count: pages.length }) + 0.02);
}

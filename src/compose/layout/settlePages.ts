import type { PageFrame, PageNumber } from './pageFrame.ts';
import { paginate, type BrokenPage } from './paginate.ts';
import type { Slab } from './slab.ts';
import type { Units } from './units.ts';

/**
 * Breaks the body into pages whose measures may depend on which page is the last.
 *
 * First no page is the last one; then the last is where it was found. Where the higher footer of a last page pushes
 * content on to one more page, which then is the last, this may go round in circles: a page that ends before the content
 * does is not the last, and without its footer everything would fit. So the third try leaves room for both on every page,
 * and always fits.
 */
export function settlePages(slabs: readonly Slab[], frame: PageFrame, units: Units): readonly BrokenPage[] {
  const heightAs = (page: PageNumber): number => frame.bodyHeight(page);
  const open = paginate(slabs, (number) => heightAs({ number, count: null }), units);
  if (!frame.endMatters || fits(open, frame)) return open;
  const found = open.length;
  const closed = paginate(
    slabs,
    (number) => heightAs({ number, count: number + 1 < found ? found : number + 1 }),
    units,
  );
  if (fits(closed, frame)) return closed;
  return paginate(
    slabs,
    (number) =>
      Math.min(
        heightAs({ number, count: null }),
        heightAs({ number, count: number + 1 }),
        heightAs({ number, count: number + 2 }),
      ),
    units,
  );
}

function fits(pages: readonly BrokenPage[], frame: PageFrame): boolean {
  return pages.every((page, number) => page.height <= frame.bodyHeight({ number, count: pages.length }) + 0.02);
}

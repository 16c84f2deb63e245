import type { Store } from '../../store/db.ts';
import { countFreeSsccs, setSsccState, type SsccState, takeSsccs } from '../../store/ssccNumbers.ts';
import type { StampFile } from './stampFile.ts';

/** The site's SSCC numbers, leased from headquarters in advance. */
export interface SsccNumbers {
  /**
   * The next numbers, in order; they are this caller's alone when it returns, whatever happens then. The same `request`
   * gets the same numbers again. Throws `site.numbers-used-up`.
   */
  take(count: number, request?: string): Promise<string[]>;
  /** Says what became of numbers; headquarters hears of it. */
  set(
    ssccs: readonly string[],
    state: Exclude<SsccState, 'free' | 'reserved'>,
    detail: { readonly reason?: string; readonly shipment?: string },
  ): Promise<void>;
  /** How many may still be given out without headquarters. */
  left(): Promise<number>;
}

export function createSsccNumbers(store: Store, stamp: StampFile): SsccNumbers {
  let last: Promise<unknown> = Promise.resolve();
  return {
    take(count, request) {
      // One after the other: the file and the transaction belong together.
      const taken = last.then(async () => {
        const options = { witness: stamp.mark, ...(request === undefined ? {} : { request }) };
        const numbers = await takeSsccs(store, count, request ?? 'label', options);
        await stamp.confirm();
        return numbers;
      });
      last = taken.catch(() => undefined);
      return taken;
    },
    async set(ssccs, state, detail) {
      await setSsccState(store, ssccs, state, detail);
    },
    left: () => countFreeSsccs(store),
  };
}

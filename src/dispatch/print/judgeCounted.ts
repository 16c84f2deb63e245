/** A delivery in a stream of labels: where the printer's counter stood before it, and how many labels it makes. */
export interface CountedPlace {
  readonly counterBefore: number;
  readonly labels: number;
}

export interface CounterFacts {
  /** The printer's counter now. */
  readonly counter: number;
  /** Nothing of the stream is in the printer any more: what is not out now will not come out. */
  readonly settled: boolean;
  /** The printer lost its power, or stopped with an error, since the stream began, or may have. */
  readonly interrupted: boolean;
}

/**
 * - `printed`: the counter proves that it is out. `not-printed`: the counter proves that it is not.
 * - `suspect`: the one the printer was interrupted in. `waiting`: it may still come out of the printer.
 * - `foreign`: the counter does not fit what was sent; it proves nothing.
 */
export type CountedVerdict = 'printed' | 'not-printed' | 'suspect' | 'waiting' | 'foreign';

/**
 * What a counter says of the labels of one stream, given in the order in which they were sent. At most one is
 * `suspect`.
 */
export function judgeCounted(stream: readonly CountedPlace[], facts: CounterFacts): CountedVerdict[] {
  const [first, last] = [stream[0], stream.at(-1)];
  if (first === undefined || last === undefined) return [];
  const { counter, settled, interrupted } = facts;
  // Set back (another printer, a new main board), or somebody else printed here as well.
  if (counter < first.counterBefore || counter > last.counterBefore + last.labels) return stream.map(() => 'foreign');
  let nextIsSuspect = interrupted;
  return stream.map(({ counterBefore, labels }) => {
    if (counter >= counterBefore + labels) return 'printed';
    if (!settled) return 'waiting';
    // A part of its labels is out: nobody but a person can say which.
    const begun = counter > counterBefore;
    const verdict = begun || nextIsSuspect ? 'suspect' : 'not-printed';
    nextIsSuspect = false;
    return verdict;
  });
}

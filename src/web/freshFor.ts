/**
 * A value that many pages show and that costs something to find out: asked for once and shared while it is fresh. The
 * longer it took, the longer it is kept, so that finding it out never takes more than about a twentieth of the time.
 *
 * @param leastMs how long it is kept at least
 */
export function freshFor<T>(leastMs: number, find: () => Promise<T>): () => Promise<T> {
  let value: Promise<T> | null = null;
  let until = 0;
  return async () => {
    if (value !== null && Date.now() < until) return await value;
    const began = Date.now();
    // While it is being found out everybody waits for the same answer.
    until = Number.POSITIVE_INFINITY;
    value = find();
    try {
      const found = await value;
      until = Date.now() + Math.max(leastMs, 20 * (Date.now() - began));
      return found;
    } catch (error) {
      value = null;
      throw error;
    }
  };
}

/** One row of `npm run bench -- … --json`. */
export interface BenchRow {
  /** `postwerk`, or the name of the peer measured beside it. */
  readonly engine: string;
  readonly work: string;
  readonly documentsPerSecond: number;
  /** Processor time of all threads of the process. */
  readonly cpuMsPerDocument: number;
  /** Mean size of a document. */
  readonly bytes: number;
  readonly rssMb: number;
  /** Of documents of many pages. */
  readonly pages?: number;
  readonly cpuMsPerPage?: number;
}

/**
 * Runs `work` one document after the other: first for as long to warm up (the engine compiles for seconds), then measured.
 *
 * @param work makes document number `seed` and tells its size in bytes.
 */
export async function measure(
  engine: string,
  name: string,
  seconds: number,
  work: (seed: number) => Promise<number> | number,
): Promise<BenchRow> {
  let seed = 0;
  const run = async (milliseconds: number): Promise<{ count: number; bytes: number; elapsed: number }> => {
    const start = performance.now();
    let count = 0;
    let bytes = 0;
    while (count < 3 || performance.now() - start < milliseconds) {
      bytes += await work(seed);
      seed += 1;
      count += 1;
    }
    return { count, bytes, elapsed: performance.now() - start };
  };
  await run(Math.max(3_000, seconds * 1000));
  const before = process.cpuUsage();
  const { count, bytes, elapsed } = await run(seconds * 1000);
  const { user, system } = process.cpuUsage(before);
  return {
    engine,
    work: name,
    documentsPerSecond: Math.round((count / elapsed) * 10_000) / 10,
    cpuMsPerDocument: Math.round((user + system) / count) / 1000,
    bytes: Math.round(bytes / count),
    rssMb: Math.round(process.memoryUsage.rss() / 1e6),
  };
}

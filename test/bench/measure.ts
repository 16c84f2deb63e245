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
 * Least time to warm up, milliseconds: the engine compiles for six seconds and more, and composes twice as much after them
 * as in the second. The peers get the same.
 */
export const warmUp = 8_000;

/**
 * Messages are there before the clock runs, so many at a time. Sixteen long ones would be a heap of their own, and what is
 * measured would be the collector that copies them.
 */
const batch = 16;

/**
 * Runs `work` one document after the other: first to warm up, then measured.
 *
 * @param message makes the input of document number `seed`, outside of what is measured.
 * @param work makes the document and tells its size in bytes.
 * @param atOnce how many messages are held.
 */
export async function measure<Input>(
  engine: string,
  name: string,
  seconds: number,
  message: (seed: number) => Input,
  work: (input: Input) => Promise<number> | number,
  atOnce = batch,
): Promise<BenchRow> {
  let seed = 0;
  const run = async (milliseconds: number): Promise<{ count: number; bytes: number; elapsed: number; cpu: number }> => {
    const total = { count: 0, bytes: 0, elapsed: 0, cpu: 0 };
    while (total.count < 3 || total.elapsed < milliseconds) {
      const inputs = Array.from({ length: atOnce }, (_, index) => message(seed + index));
      seed += atOnce;
      const before = process.cpuUsage();
      const start = performance.now();
      for (const input of inputs) {
        total.bytes += await work(input);
        total.count += 1;
        if (performance.now() - start + total.elapsed > 2 * milliseconds) break;
      }
      total.elapsed += performance.now() - start;
      const { user, system } = process.cpuUsage(before);
      total.cpu += user + system;
    }
    return total;
  };
  await run(Math.max(warmUp, seconds * 1000));
  const { count, bytes, elapsed, cpu } = await run(seconds * 1000);
  return {
    engine,
    work: name,
    documentsPerSecond: Math.round((count / elapsed) * 10_000) / 10,
    cpuMsPerDocument: Math.round(cpu / count) / 1000,
    bytes: Math.round(bytes / count),
    rssMb: Math.round(process.memoryUsage.rss() / 1e6),
  };
}

import { fileURLToPath } from 'node:url';
import type * as Pool from '../../src/compose/composePool.ts';
import type { ComposeRequest } from '../../src/compose/composeDocument.ts';
import { benchInvoice } from './data.ts';
import type { BenchRow } from './measure.ts';

/** One process: the compose pool at work with one thread, then with two (`threads-1`, `threads-2`). */
const seconds = Number(process.argv[2]);
const root = fileURLToPath(new URL('../..', import.meta.url));
const { createComposePool } = (await import(`${root}dist/compose/composePool.js`)) as typeof Pool;
const sliceSize = 25;

const rows = [await measureThreads(1), await measureThreads(2)];
process.stdout.write(JSON.stringify(rows));
process.exit(0);

async function measureThreads(threads: number): Promise<BenchRow> {
  const pool = createComposePool({ templatesDir: `${root}templates`, localesDir: `${root}locales`, threads });
  let seed = 0;
  let bytes = 0;
  const slice = async (): Promise<void> => {
    const requests = Array.from({ length: sliceSize }, (): ComposeRequest => {
      seed += 1;
      return { type: 'invoice', message: benchInvoice(seed, 12), locale: 'de', sender: null, formats: ['pdf'] };
    });
    for (const result of await pool.composeSlice(requests)) {
      if (!result.ok) throw new Error(`${result.code}: ${result.detail}`);
      bytes += result.composed.renditions[0]?.bytes.length ?? 0;
    }
  };
  const run = async (milliseconds: number): Promise<{ count: number; elapsed: number }> => {
    const start = performance.now();
    const before = seed;
    // Two slices for each thread are under way, so that none waits for the next.
    await Promise.all(
      Array.from({ length: threads * 2 }, async () => {
        while (performance.now() - start < milliseconds) await slice();
      }),
    );
    return { count: seed - before, elapsed: performance.now() - start };
  };
  // The engine compiles for each thread: as long as the work on one core is given (measure.ts).
  await run(Math.max(3000, seconds * 1000));
  bytes = 0;
  const cpu = process.cpuUsage();
  const { count, elapsed } = await run(seconds * 1000);
  const { user, system } = process.cpuUsage(cpu);
  const rssMb = Math.round(process.memoryUsage.rss() / 1e6);
  await pool.close();
  return {
    engine: 'postwerk',
    work: `threads-${threads}`,
    documentsPerSecond: Math.round((count / elapsed) * 10_000) / 10,
    cpuMsPerDocument: Math.round((user + system) / count) / 1000,
    bytes: Math.round(bytes / count),
    rssMb,
  };
}

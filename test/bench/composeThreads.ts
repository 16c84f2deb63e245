import { fileURLToPath } from 'node:url';
import type * as Pool from '../../src/compose/composePool.ts';
import type { ComposeRequest } from '../../src/compose/composeDocument.ts';
import { benchInvoice } from './data.ts';
import { type BenchRow, warmUp } from './measure.ts';

/**
 * One process: the compose pool at work with one thread and with two (`threads-1`, `threads-2`), by turns, so that both
 * have the same hours of a machine that others share.
 */
const seconds = Number(process.argv[2]);
const root = fileURLToPath(new URL('../..', import.meta.url));
const { createComposePool } = (await import(`${root}dist/compose/composePool.js`)) as typeof Pool;
const sliceSize = 25;
const turns = 5;
/**
 * Slices that are composed again and again: a worker takes messages from the store and lets go of them, and a process
 * that holds ten thousand of them is kept busy by its garbage collector instead.
 */
const slices = Array.from({ length: 40 }, messages);

const runs = [openRun(1), openRun(2)];
// The engine compiles for each thread.
for (const run of runs) await run.compose(Math.max(warmUp, seconds * 1000));
for (let turn = 0; turn < turns; turn += 1)
  for (const run of runs) run.add(await run.compose((seconds * 2000) / turns));
process.stdout.write(JSON.stringify(runs.map((run) => run.row())));
for (const run of runs) await run.pool.close();
process.exit(0);

interface Turn {
  readonly count: number;
  readonly bytes: number;
  readonly milliseconds: number;
  readonly cpuMicroseconds: number;
}

function openRun(threads: number) {
  const pool = createComposePool({ templatesDir: `${root}templates`, localesDir: `${root}locales`, threads });
  const done: Turn[] = [];
  let next = 0;

  async function compose(milliseconds: number): Promise<Turn> {
    const cpu = process.cpuUsage();
    const start = performance.now();
    let count = 0;
    let bytes = 0;
    let end = start;
    // Two slices for each thread are under way, so that none waits for the next.
    await Promise.all(
      Array.from({ length: threads * 2 }, async () => {
        while (performance.now() - start < milliseconds) {
          const slice = slices[next % slices.length] as readonly ComposeRequest[];
          next += 1;
          for (const result of await pool.composeSlice(slice)) {
            if (!result.ok) throw new Error(`${result.code}: ${result.detail}`);
            bytes += result.composed.renditions[0]?.bytes.length ?? 0;
          }
          count += slice.length;
          end = performance.now();
        }
      }),
    );
    const { user, system } = process.cpuUsage(cpu);
    return { count, bytes, milliseconds: end - start, cpuMicroseconds: user + system };
  }

  function row(): BenchRow {
    const sum = (of: (turn: Turn) => number): number => done.reduce((total, turn) => total + of(turn), 0);
    const count = sum((turn) => turn.count);
    return {
      engine: 'postwerk',
      work: `threads-${threads}`,
      documentsPerSecond: Math.round((count / sum((turn) => turn.milliseconds)) * 10_000) / 10,
      cpuMsPerDocument: Math.round(sum((turn) => turn.cpuMicroseconds) / count) / 1000,
      bytes: Math.round(sum((turn) => turn.bytes) / count),
      rssMb: Math.round(process.memoryUsage.rss() / 1e6),
    };
  }

  return { pool, compose, row, add: (turn: Turn) => done.push(turn) };
}

function messages(_: unknown, slice: number): ComposeRequest[] {
  return Array.from({ length: sliceSize }, (_, index) => {
    const message = benchInvoice(slice * sliceSize + index, 12);
    return { type: 'invoice', message, locale: 'de', sender: null, formats: ['pdf'] };
  });
}

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ComposeRequest } from '../../src/compose/composeDocument.ts';
import { composeThreadLimits } from '../../src/compose/composePool.ts';
import { benchInvoice, benchLabel } from './data.ts';
import type { BenchRow } from './measure.ts';

const documents = Number(process.env['BENCH_DOCUMENTS'] ?? 100_000);
const parts = 10;
const sliceSize = 25;
const locales = ['de', 'hu', 'en'];

interface Answer {
  readonly bytes: number;
  readonly cpuMicroseconds: number;
  readonly rss: number;
}

/**
 * Memory of one composing process over 100,000 documents, half invoices and half labels in three languages, in ten parts:
 * it must not grow. Its heap has the limits of a thread of the compose pool; the figure is the largest of each part.
 */
export async function benchMemory(): Promise<{ results: BenchRow[] }> {
  const { maxOldGenerationSizeMb = 0, maxYoungGenerationSizeMb = 0 } = composeThreadLimits(512);
  const child = fork(
    fileURLToPath(new URL('./composingProcess.mjs', import.meta.url)),
    [fileURLToPath(new URL('../..', import.meta.url))],
    // The young generation is three half-spaces.
    {
      execArgv: [
        `--max-old-space-size=${maxOldGenerationSizeMb}`,
        `--max-semi-space-size=${maxYoungGenerationSizeMb / 3}`,
      ],
    },
  );
  const results: BenchRow[] = [];
  const count = documents / parts;
  for (let part = 0; part < parts; part += 1) {
    const total = { bytes: 0, cpuMicroseconds: 0, rss: 0 };
    const start = performance.now();
    for (let done = 0; done < count; done += sliceSize) {
      child.send(Array.from({ length: sliceSize }, (_, index) => requestOf(part * count + done + index)));
      const [answer] = (await once(child, 'message')) as [Answer];
      total.bytes += answer.bytes;
      total.cpuMicroseconds += answer.cpuMicroseconds;
      total.rss = Math.max(total.rss, answer.rss);
    }
    results.push({
      engine: 'postwerk',
      work: `after-${(part + 1) * count}`,
      documentsPerSecond: Math.round((count / (performance.now() - start)) * 10_000) / 10,
      cpuMsPerDocument: Math.round(total.cpuMicroseconds / count) / 1000,
      bytes: Math.round(total.bytes / count),
      rssMb: Math.round(total.rss / 1e6),
    });
  }
  child.kill();
  return { results };
}

function requestOf(seed: number): ComposeRequest {
  const common = { locale: locales[seed % locales.length] ?? 'de', sender: null };
  return seed % 2 === 0
    ? { ...common, type: 'invoice', message: benchInvoice(seed, 12), formats: ['pdf'] }
    : { ...common, type: 'shipping-label', message: benchLabel(seed), formats: ['zpl'] };
}

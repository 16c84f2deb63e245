import { Worker } from 'node:worker_threads';
import { composeThreadLimits } from '../../src/compose/composePool.ts';
import type { BenchRow } from './measure.ts';

/** What a bench thread is asked for. */
export interface ComposeBench {
  readonly engine: 'postwerk' | 'pdfmake';
  readonly seconds: number;
}

/**
 * Documents per second on one core, from message to finished bytes, proof of every barcode included; pdfmake beside it
 * with its fonts parsed once, drawing what it can of the same content. Each engine runs alone in a thread with the
 * memory settings of the compose pool.
 */
export async function benchCompose({ seconds }: { readonly seconds: number }): Promise<{ results: BenchRow[] }> {
  const results: BenchRow[] = [];
  for (const engine of ['postwerk', 'pdfmake'] as const) results.push(...(await runThread({ engine, seconds })));
  return { results };
}

async function runThread(workerData: ComposeBench): Promise<BenchRow[]> {
  const thread = new Worker(new URL('./composeThread.ts', import.meta.url), {
    workerData,
    resourceLimits: composeThreadLimits(1024),
  });
  const rows = await new Promise<BenchRow[]>((resolve, reject) => {
    thread.once('message', resolve);
    thread.once('error', reject);
  });
  await thread.terminate();
  return rows;
}

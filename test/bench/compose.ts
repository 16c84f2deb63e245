import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { BenchRow } from './measure.ts';

/** Room for short-lived objects as in the threads of the compose pool (composePool.ts, `composeThreadLimits`). */
const youngGeneration = '--max-semi-space-size=64';

/**
 * Documents per second on one core, from message to finished bytes, proof of every barcode included; pdfmake beside it,
 * as documented and with our patch that parses its fonts once, drawing what it can of the same content. Each engine runs in a process of its own, one
 * after the other, with the memory settings of the compose pool.
 */
export async function benchCompose({ seconds }: { readonly seconds: number }): Promise<{ results: BenchRow[] }> {
  const run = promisify(execFile);
  const file = fileURLToPath(new URL('./composeEngine.ts', import.meta.url));
  const results: BenchRow[] = [];
  for (const engine of ['postwerk', 'pdfmake', 'pdfmake-cached-fonts']) {
    // execArgv carries the loader that this process was started with.
    const { stdout } = await run(process.execPath, [...process.execArgv, youngGeneration, file, engine, `${seconds}`]);
    results.push(...(JSON.parse(stdout) as BenchRow[]));
  }
  return { results };
}

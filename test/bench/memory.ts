import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { BenchRow } from './measure.ts';

/**
 * Memory of one composing process over 100,000 documents of all types and three languages, in ten parts: it must not
 * grow. Young generation as in the threads of the compose pool.
 */
export async function benchMemory(): Promise<{ results: BenchRow[] }> {
  const file = fileURLToPath(new URL('./memoryEngine.ts', import.meta.url));
  const args = [...process.execArgv, '--max-semi-space-size=32', file];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return { results: JSON.parse(stdout) as BenchRow[] };
}

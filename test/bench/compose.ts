import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { BenchRow } from './measure.ts';
import { installPeers } from './peers/installPeers.ts';
import { peerNames } from './peers/openPeer.ts';

/** Room for short-lived objects as in the threads of the compose pool (composePool.ts, `composeThreadLimits`). */
const youngGeneration = '--max-semi-space-size=32';

const path = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/**
 * Documents per second on one core, from message to finished bytes, tags and proof included; beside it the peers
 * (peers/), which draw what they can of the same content. Each engine runs in a process of its own, one after the other,
 * with the memory settings of the compose pool. Then the compose pool with one thread and with two.
 */
export async function benchCompose({ seconds }: { readonly seconds: number }): Promise<{ results: BenchRow[] }> {
  const run = promisify(execFile);
  const results: BenchRow[] = [];
  const measured = async (file: string, ...args: string[]): Promise<BenchRow[]> => {
    // execArgv carries the loader that this process was started with.
    const { stdout } = await run(process.execPath, [...process.execArgv, youngGeneration, path(file), ...args]);
    return JSON.parse(stdout) as BenchRow[];
  };
  say('postwerk');
  results.push(...(await measured('./composeEngine.ts', 'postwerk', `${seconds}`)));
  for (const peer of installPeers() ? peerNames : []) {
    say(peer);
    try {
      results.push(...(await measured('./composeEngine.ts', peer, `${seconds}`)));
    } catch (error) {
      const lines = (error as Error).message.split('\n');
      say(`${peer} is left out: ${(lines.find((line) => line.includes('Error: ')) ?? lines[0] ?? '').trim()}`);
    }
  }
  say('compose pool with one thread and with two');
  results.push(...(await measured('./composeThreads.ts', `${seconds}`)));
  return { results };
}

function say(text: string): void {
  process.stderr.write(`bench compose: ${text}\n`);
}

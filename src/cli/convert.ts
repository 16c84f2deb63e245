import { convertBytes } from '../intake/convertBytes.ts';
import { PostwerkError } from '../errors.ts';
import type { Message } from '../model/message.ts';
import { explain } from './explain.ts';
import { print, say } from './print.ts';
import { readInput } from './readInput.ts';

/**
 * `postwerk convert FILE…`: the messages of all files as one JSON array. A file that cannot be read as any supported
 * format is told on standard error, by name, and the others go on; the exit code is then 1.
 */
export async function convertFiles(files: readonly string[]): Promise<number> {
  const messages: Message[] = [];
  let failed = 0;
  for (const file of files) {
    try {
      messages.push(...convertBytes(await readInput(file), file));
    } catch (error) {
      if (!(error instanceof PostwerkError)) throw error;
      failed += 1;
      say(`${file}: ${explain(error)}`);
    }
  }
  print(JSON.stringify(messages, null, 2));
  return failed === 0 ? 0 : 1;
}

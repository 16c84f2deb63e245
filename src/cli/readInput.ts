import { readFile } from 'node:fs/promises';
import { PostwerkError } from '../errors.ts';

/**
 * A file's bytes, or standard input for `-`.
 *
 * @throws PostwerkError `cli.unreadable-file`
 */
export async function readInput(file: string): Promise<Buffer> {
  if (file === '-') {
    const chunks: Buffer[] = [];
    for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  }
  try {
    return await readFile(file);
  } catch (error) {
    throw new PostwerkError('cli.unreadable-file', `${file}: ${(error as Error).message}`, {}, { cause: error });
  }
}

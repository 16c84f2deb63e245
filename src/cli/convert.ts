import { readFile } from 'node:fs/promises';
import { PostwerkError } from '../errors.ts';
import { convertBytes } from '../intake/convertBytes.ts';
import type { Message } from '../model/message.ts';
import { print } from './print.ts';

/** `postwerk convert FILE…`: the messages of all files as one JSON array. The first bad file ends it, by name. */
export async function convertFiles(files: readonly string[]): Promise<void> {
  const messages: Message[] = [];
  for (const file of files) {
    try {
      messages.push(...convertBytes(await readInput(file), file));
    } catch (error) {
      if (error instanceof PostwerkError) {
        throw new PostwerkError(error.code, `${file}: ${error.detail}`, error.place, { cause: error });
      }
      throw error;
    }
  }
  print(JSON.stringify(messages, null, 2));
}

/** A file's bytes, or standard input for `-`. */
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

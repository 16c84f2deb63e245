import { Readable } from 'node:stream';
import { PostwerkError } from '../errors.ts';

/**
 * Passes a request body on and fails when no byte comes for `idleMs` while we wait for one. Time that we need
 * ourselves does not count, so a slow store never makes the client look slow.
 *
 * @throws PostwerkError intake.too-slow; intake.truncated when the connection ends before the body does
 */
export function impatientBody(body: Readable, idleMs: number): Readable {
  return Readable.from(chunksWithin(body, idleMs), { objectMode: false });
}

async function* chunksWithin(body: Readable, idleMs: number): AsyncGenerator<Buffer> {
  // Not for await: leaving the loop would destroy the socket on which the answer still has to go out.
  const chunks = body.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer>;
  for (;;) {
    const next = await nextWithin(chunks, idleMs);
    if (next.done === true) return;
    yield next.value;
  }
}

async function nextWithin(chunks: AsyncIterator<Buffer>, idleMs: number): Promise<IteratorResult<Buffer>> {
  let timer: NodeJS.Timeout | undefined;
  const tooSlow = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      const detail = `No byte came for ${Math.round(idleMs / 1000)} seconds.`;
      reject(new PostwerkError('intake.too-slow', detail));
    }, idleMs);
  });
  try {
    return await Promise.race([chunks.next().catch(refuseTruncated), tooSlow]);
  } finally {
    clearTimeout(timer);
  }
}

function refuseTruncated(error: unknown): never {
  const detail = 'The connection ended before the body was complete.';
  throw new PostwerkError('intake.truncated', detail, {}, { cause: error });
}

/**
 * Reads a whole body into memory, never more than `limit` bytes of it.
 *
 * @throws PostwerkError intake.body-too-large, and what `impatientBody` throws
 */
export async function collectBody(body: Readable, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw bodyTooLarge(limit);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

export function bodyTooLarge(limit: number): PostwerkError {
  return new PostwerkError('intake.body-too-large', `A JSON or XML body may have ${limit / (1024 * 1024)} MiB.`);
}

import { type ErrorCode, PostwerkError } from '../errors.ts';
import { decodeUtf8, invalidUtf8Offset } from './formats/decodeText.ts';
import { parseJson } from './formats/jsonSyntax.ts';

/** One line of NDJSON: its value, or why it is none. `line` counts from 1, empty lines included. */
export type NdjsonLine =
  | { readonly line: number; readonly value: unknown }
  | {
      readonly line: number;
      readonly error: { readonly code: ErrorCode; readonly detail: string; readonly column?: number };
    };

export interface NdjsonOptions {
  /** Longest line in bytes, without its line end. */
  readonly maxLineBytes?: number;
}

const newline = 0x0a;

/**
 * Reads NDJSON line by line from a byte stream. A broken line is a value of its own and its neighbours go on. Memory
 * stays at one line and one chunk: of a line over the limit nothing is kept.
 *
 * @throws PostwerkError intake.truncated when the stream fails before its end; a PostwerkError of the stream is
 *   passed on as it is
 */
export async function* readNdjson(
  stream: AsyncIterable<Uint8Array>,
  { maxLineBytes = 1024 * 1024 }: NdjsonOptions = {},
): AsyncGenerator<NdjsonLine, void, undefined> {
  const chunks = stream[Symbol.asyncIterator]();
  let line = 1;
  let parts: Uint8Array[] = [];
  let size = 0;
  let ended = false;
  const take = (): NdjsonLine | undefined => {
    const read = readLine(line, parts, size, maxLineBytes);
    parts = [];
    size = 0;
    line += 1;
    return read;
  };
  try {
    for (;;) {
      const next = await nextChunk(chunks, line);
      if (next.done === true) break;
      const chunk = next.value;
      let start = 0;
      for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
        size += end - start;
        if (size <= maxLineBytes + 1) parts.push(chunk.subarray(start, end));
        start = end + 1;
        const read = take();
        if (read !== undefined) yield read;
      }
      size += chunk.length - start;
      // One byte more is kept for a carriage return, which does not count.
      if (size > maxLineBytes + 1) parts = [];
      // Copied (Buffer's own slice would not), so that the rest of a line does not keep its whole chunk alive.
      else if (start < chunk.length) parts.push(Uint8Array.prototype.slice.call(chunk, start));
    }
    ended = true;
    if (size > 0) {
      const read = take();
      if (read !== undefined) yield read;
    }
  } finally {
    if (!ended) await chunks.return?.();
  }
}

async function nextChunk(chunks: AsyncIterator<Uint8Array>, line: number): Promise<IteratorResult<Uint8Array>> {
  try {
    return await chunks.next();
  } catch (error) {
    if (error instanceof PostwerkError) throw error;
    const detail = `The stream ended in the middle of line ${line}: ${(error as Error).message}.`;
    throw new PostwerkError('intake.truncated', detail, { line }, { cause: error });
  }
}

function readLine(line: number, parts: readonly Uint8Array[], size: number, limit: number): NdjsonLine | undefined {
  const bytes = size > limit + 1 ? undefined : withoutReturn(parts.length === 1 ? parts[0] : Buffer.concat(parts));
  if (bytes === undefined || bytes.length > limit) {
    const detail = `The line has ${size} bytes; a line may have ${limit}.`;
    return { line, error: { code: 'intake.line-too-long', detail } };
  }
  try {
    const text = decodeUtf8(bytes);
    return text.trim() === '' ? undefined : { line, value: parseJson(text) };
  } catch (error) {
    if (!(error instanceof PostwerkError)) throw error;
    return { line, error: lineError(error, bytes) };
  }
}

/** Within one line only the column says where; for broken UTF-8 it is the byte, counted from 1. */
function lineError(error: PostwerkError, bytes: Uint8Array): { code: ErrorCode; detail: string; column?: number } {
  if (error.code === 'intake.invalid-utf8') {
    return { code: error.code, detail: error.detail, column: invalidUtf8Offset(bytes) + 1 };
  }
  const detail = error.detail.replace(/^At line 1, column/u, 'At column');
  const { column } = error.place;
  return column === undefined ? { code: error.code, detail } : { code: error.code, detail, column };
}

function withoutReturn(bytes: Uint8Array | undefined): Uint8Array {
  if (bytes === undefined) return new Uint8Array();
  return bytes.at(-1) === 0x0d ? bytes.subarray(0, -1) : bytes;
}

import { fillDocuments, isObject, type LooseDocument } from './fillNumbers.ts';

/** Numbers are taken for so many lines at a time: each taking is a commit. */
const linesAtOnce = 100;
/** A line that is longer is left as it is; intake refuses it (readNdjson.ts). */
const longestLine = 1024 * 1024;
const newline = 0x0a;

/**
 * A job as NDJSON, made at a site: as `fillNumbers`, line by line. What is not a document in JSON stays as it is, byte for
 * byte; intake says what is wrong with it.
 *
 * @param take gives numbers; `slice` counts the takings, so that a repeat of the same job gets the same numbers
 */
export async function* fillLines(
  stream: AsyncIterable<unknown>,
  siteId: string,
  numbered: ReadonlySet<string>,
  take: (count: number, slice: number) => Promise<readonly string[]>,
): AsyncGenerator<Buffer> {
  let lines: Buffer[] = [];
  let slice = 0;
  const filled = async (): Promise<Buffer> => {
    const read = lines.map(readDocument);
    const documents = read.filter((document) => document !== null);
    const made = (await fillDocuments(documents, siteId, numbered, (count) => take(count, slice)))[Symbol.iterator]();
    const bytes = read.map((document, at) => {
      const line = lines[at] ?? Buffer.alloc(0);
      const next: unknown = document === null ? null : made.next().value;
      return next === null || next === document ? line : Buffer.from(`${JSON.stringify(next)}\n`);
    });
    lines = [];
    slice += 1;
    return Buffer.concat(bytes);
  };
  for await (const line of splitLines(stream)) {
    lines.push(line);
    if (lines.length >= linesAtOnce) yield await filled();
  }
  if (lines.length > 0) yield await filled();
}

/** Lines with their ends; one that is too long comes in pieces, of which none is a document. */
async function* splitLines(stream: AsyncIterable<unknown>): AsyncGenerator<Buffer> {
  let parts: Buffer[] = [];
  let size = 0;
  for await (const part of stream) {
    const chunk = part as Buffer;
    let start = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
      yield Buffer.concat([...parts, chunk.subarray(start, end + 1)]);
      parts = [];
      size = 0;
      start = end + 1;
    }
    parts.push(chunk.subarray(start));
    size += chunk.length - start;
    if (size <= longestLine) continue;
    yield Buffer.concat(parts);
    parts = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(parts);
}

function readDocument(line: Buffer): LooseDocument | null {
  try {
    const value: unknown = JSON.parse(line.toString('utf8'));
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

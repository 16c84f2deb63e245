import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { PostwerkError } from '../../../src/errors.ts';
import { type NdjsonLine, readNdjson } from '../../../src/intake/readNdjson.ts';

async function* chunks(...parts: (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield typeof part === 'string' ? Buffer.from(part) : part;
}

async function linesOf(stream: AsyncIterable<Uint8Array>, maxLineBytes?: number): Promise<NdjsonLine[]> {
  const lines: NdjsonLine[] = [];
  for await (const line of readNdjson(stream, maxLineBytes === undefined ? {} : { maxLineBytes })) lines.push(line);
  return lines;
}

describe('readNdjson', () => {
  it('reads lines with any line end, empty lines, a byte order mark and no last line end', async () => {
    expect(await linesOf(chunks('\ufeff{"a":1}\n', '\n  \n{"a":2}\r\n', '[3]'))).toEqual([
      { line: 1, value: { a: 1 } },
      { line: 4, value: { a: 2 } },
      { line: 5, value: [3] },
    ]);
  });

  it('reads the same from any cutting of the bytes', async () => {
    const bytes = Buffer.from('{"a":"ü🚚"}\n{"b":2}\n\n{"c":3}');
    const whole = await linesOf(chunks(bytes));
    for (let size = 1; size < bytes.length; size += 1) {
      const parts: Uint8Array[] = [];
      for (let at = 0; at < bytes.length; at += size) parts.push(bytes.subarray(at, at + size));
      expect(await linesOf(chunks(...parts))).toEqual(whole);
    }
  });

  it('reads nothing from an empty stream', async () => {
    expect(await linesOf(chunks())).toEqual([]);
    expect(await linesOf(chunks('\n\n'))).toEqual([]);
  });

  it('names line and column of a broken line and goes on', async () => {
    const [first, second, third] = await linesOf(chunks('{"a":1}\n{"a":}\n{"a":3}\n'));
    expect(first).toEqual({ line: 1, value: { a: 1 } });
    expect(second).toEqual({
      line: 2,
      error: { code: 'intake.invalid-json', column: 6, detail: 'At column 6: expected a value, found "}".' },
    });
    expect(third).toEqual({ line: 3, value: { a: 3 } });
  });

  it('names the byte of invalid UTF-8 in its own line', async () => {
    const bad = Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}\n')]);
    expect(await linesOf(chunks('{}\n', bad, '{}'))).toEqual([
      { line: 1, value: {} },
      {
        line: 2,
        error: { code: 'intake.invalid-utf8', column: 7, detail: 'Byte 0xC3 at offset 6 is not valid UTF-8.' },
      },
      { line: 3, value: {} },
    ]);
  });

  it('refuses a line over the limit, to the byte, and reads the next', async () => {
    const fitting = `"${'x'.repeat(98)}"`;
    const lines = await linesOf(chunks(`${fitting}\r\n"x${fitting.slice(1)}\n${'y'.repeat(5_000)}\n7`), 100);
    expect(lines).toEqual([
      { line: 1, value: 'x'.repeat(98) },
      { line: 2, error: { code: 'intake.line-too-long', detail: 'The line has 101 bytes; a line may have 100.' } },
      { line: 3, error: { code: 'intake.line-too-long', detail: 'The line has 5000 bytes; a line may have 100.' } },
      { line: 4, value: 7 },
    ]);
  });

  it('keeps nothing of a line of 1 GB', async () => {
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (let index = 0; index < 1_000; index += 1) yield Buffer.alloc(1024 * 1024, 'a');
      yield Buffer.from('\n{"a":1}\n');
    }
    const before = process.memoryUsage().rss;
    const lines = await linesOf(endless());
    expect(process.memoryUsage().rss - before).toBeLessThan(500e6); // what is thrown away is freed when the engine finds the time
    expect(lines.map((line) => ('error' in line ? line.error.code : line.value))).toEqual([
      'intake.line-too-long',
      { a: 1 },
    ]);
  });

  it('keeps of a chunk only the beginning of the next line', async () => {
    const chunk = Buffer.from('{"a":1}\n{"b"');
    const later = Buffer.from(':2}\n');
    async function* reusing(): AsyncGenerator<Uint8Array> {
      yield chunk;
      chunk.fill('!');
      yield later;
    }
    expect(await linesOf(reusing())).toEqual([
      { line: 1, value: { a: 1 } },
      { line: 2, value: { b: 2 } },
    ]);
  });

  it('says truncated when the stream fails, after the lines that were whole', async () => {
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('{"a":1}\n{"a"');
      throw new Error('aborted');
    }
    const seen: NdjsonLine[] = [];
    const reading = (async () => {
      for await (const line of readNdjson(failing())) seen.push(line);
    })();
    await expect(reading).rejects.toMatchObject({ code: 'intake.truncated', place: { line: 2 } });
    expect(seen).toEqual([{ line: 1, value: { a: 1 } }]);
  });

  it('passes an error with a code on as it is', async () => {
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('{}\n');
      throw new PostwerkError('intake.body-too-large', 'too much');
    }
    await expect(linesOf(failing())).rejects.toMatchObject({ code: 'intake.body-too-large' });
  });

  it('closes the source when the reader stops early', async () => {
    const source = Readable.from([Buffer.from('1\n2\n'), Buffer.from('3\n')]);
    for await (const line of readNdjson(source)) if (line.line === 1) break;
    expect(source.destroyed).toBe(true);
  });
});

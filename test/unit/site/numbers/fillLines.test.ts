import { expect, test } from 'vitest';
import { fillLines } from '../../../../src/site/numbers/fillLines.ts';

const numbered = new Set(['shipping-label']);

/** Sends the text in pieces of `size` bytes; numbers tell which taking they are of. */
async function fill(text: string, size = 7): Promise<{ text: string; takings: (readonly [number, number])[] }> {
  const bytes = Buffer.from(text);
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
    bytes.subarray(at * size, (at + 1) * size),
  );
  const takings: (readonly [number, number])[] = [];
  const filled: Buffer[] = [];
  const lines = fillLines(piecewise(pieces), 'linz', numbered, async (count, slice) => {
    takings.push([count, slice]);
    return Array.from({ length: count }, (_, at) => `${slice}/${at}`);
  });
  for await (const part of lines) filled.push(part);
  return { text: Buffer.concat(filled).toString(), takings };
}

async function* piecewise(pieces: readonly Buffer[]): AsyncGenerator<Buffer> {
  yield* pieces;
}

const label = (number: string, more: object = {}) =>
  JSON.stringify({ type: 'shipping-label', site: 'linz', message: { number, ...more } });

test('lines without a number get the next ones in their order, and the others stay byte for byte', async () => {
  const whole = `  ${label('C', { sscc: '9' })}\r\n`;
  const { text, takings } = await fill(`${label('A')}\n${whole}not json\n\n${label('D')}`);
  expect(takings).toEqual([[2, 0]]);
  expect(text).toBe(`${label('A', { sscc: '0/0' })}\n${whole}not json\n\n${label('D', { sscc: '0/1' })}\n`);
});

test('a document without a site gets this one’s', async () => {
  const { text, takings } = await fill('{"type":"invoice","message":{"number":"Ü"}}\n', 1);
  expect(JSON.parse(text)).toEqual({ type: 'invoice', message: { number: 'Ü' }, site: 'linz' });
  expect(takings).toEqual([]);
});

test('a long job takes its numbers slice by slice, each under its own count', async () => {
  const { text, takings } = await fill(`${Array.from({ length: 250 }, (_, at) => label(String(at))).join('\n')}\n`, 64);
  expect(takings).toEqual([
    [100, 0],
    [100, 1],
    [50, 2],
  ]);
  const ssccs = text
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { message: { sscc: string } }).message.sscc);
  expect(new Set(ssccs).size).toBe(250);
});

test('a line without end is handed on as it comes', async () => {
  const text = 'x'.repeat(3 * 1024 * 1024);
  expect((await fill(text, 65_536)).text).toBe(text);
});

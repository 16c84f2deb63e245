import { expect, test } from 'vitest';
import { decodeFrame, encodeFrame } from '../../../src/model/frame.ts';

const bytes = new Map([
  ['a', Buffer.from([1, 2, 3])],
  ['b', Buffer.alloc(0)],
  ['c', Buffer.from('ü')],
]);

test('what is sent is what arrives', () => {
  const frame = decodeFrame<{ text: string }>(encodeFrame({ body: { text: 'Győr' }, bytes }));
  expect(frame.body).toEqual({ text: 'Győr' });
  expect([...frame.bytes].map(([name, own]) => [name, Buffer.from(own)])).toEqual([...bytes]);
});

test.each([
  ['nothing', () => Buffer.alloc(0)],
  ['a head alone', () => Buffer.from([0, 0, 0, 9])],
  ['cut off', (whole: Buffer) => whole.subarray(0, -1)],
  ['too long', (whole: Buffer) => Buffer.concat([whole, Buffer.from('x')])],
  ['other text', () => Buffer.concat([Buffer.from([0, 0, 0, 2]), Buffer.from('{}')])],
  ['no text', () => Buffer.concat([Buffer.from([0, 0, 0, 1]), Buffer.from('{')])],
  ['a length that is none', () => framed('{"body":1,"cuts":[["a",-1]]}')],
])('%s is refused', (_name, spoil) => {
  expect(() => decodeFrame(spoil(encodeFrame({ body: 1, bytes })))).toThrow('site.broken-frame');
});

function framed(json: string): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(json.length);
  return Buffer.concat([head, Buffer.from(json)]);
}

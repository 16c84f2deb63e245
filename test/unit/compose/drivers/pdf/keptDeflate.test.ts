import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { KeptDeflate } from '../../../../../src/compose/drivers/pdf/keptDeflate.ts';

const settings = [{ level: 3 }, { level: 1, windowBits: 12, memLevel: 8 }];

it.each(settings)('gives the bytes of deflateSync, whatever was deflated before: %j', (options) => {
  const kept = new KeptDeflate(options);
  const some = fc.oneof(
    fc.uint8Array({ maxLength: 3000, size: 'max' }),
    fc.array(fc.constantFrom('/TD<</MCID ', '>>BDC\n', '12 0 R ', 'x'), { maxLength: 9000, size: 'max' }).map(joined),
  );
  fc.assert(
    fc.property(some, (bytes) => {
      expect(Buffer.compare(kept.deflate(bytes), deflateSync(bytes, options))).toBe(0);
    }),
  );
});

it.each(settings)('takes what does not get smaller, far beyond its first room: %j', (options) => {
  const kept = new KeptDeflate(options);
  let state = 7;
  const noise = Uint8Array.from({ length: 700_000 }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state >>> 24;
  });
  expect(Buffer.compare(kept.deflate(noise), deflateSync(noise, options))).toBe(0);
  expect(Buffer.compare(kept.deflate(new Uint8Array(0)), deflateSync(new Uint8Array(0), options))).toBe(0);
});

it('keeps the state of zlib on this version of Node', () => {
  expect(new KeptDeflate({ level: 3 }).isKept).toBe(true);
});

function joined(parts: readonly string[]): Uint8Array {
  return Buffer.from(parts.join(''));
}

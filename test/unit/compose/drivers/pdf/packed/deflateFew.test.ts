import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deflateFew } from '../../../../../../src/compose/drivers/pdf/packed/deflateFew.ts';

const phrases = ['<</Type/Page/Parent 3 0 R', '/MediaBox[0 0 595.28 841.89]', '12 0 R ', '>>\n', 'x', '0 ', 'ÿþ'];

describe('deflateFew', () => {
  it('gives what zlib reads back, whatever the bytes', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 4096, size: 'max' }),
          fc.array(fc.constantFrom(...phrases), { maxLength: 300 }).map((said) => Buffer.from(said.join(''), 'latin1')),
        ),
        (bytes) => {
          // Throws where the checksum is another.
          expect(Buffer.compare(inflateSync(deflateFew(bytes)), bytes)).toBe(0);
        },
      ),
    );
  });

  it('takes one byte, none, and the longest repetition', () => {
    for (const length of [0, 1, 2, 3, 4, 257, 258, 259, 260, 261, 262, 4096]) {
      const bytes = new Uint8Array(length).fill(0x41);
      expect(inflateSync(deflateFew(bytes))).toEqual(Buffer.from(bytes));
    }
  });

  it('gives the same bytes whatever came before', () => {
    const bytes = Buffer.from(phrases.join('').repeat(3), 'latin1');
    const first = Buffer.from(deflateFew(bytes));
    deflateFew(Buffer.from('MediaBox 0 0 R '.repeat(100)));
    expect(Buffer.from(deflateFew(bytes))).toEqual(first);
  });

  it('takes a third of the room of objects that are alike', () => {
    const bytes = Buffer.from(
      Array.from({ length: 60 }, (_, index) => `<</S/TD/P ${index} 0 R/K ${index * 7}>>\n`).join(''),
    );
    expect(deflateFew(bytes).length).toBeLessThan(bytes.length / 3);
  });
});

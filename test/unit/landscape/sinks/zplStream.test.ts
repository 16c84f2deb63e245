import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openZplStream, type ZplPart } from '../../../../src/landscape/sinks/zplStream.ts';

const words = (parts: readonly ZplPart[]): string[] =>
  parts.map((part) => {
    if (part.kind === 'label') return part.bytes.toString('latin1');
    return part.kind === 'graphic' ? `~DG${part.parameters}` : '~HS';
  });

describe('openZplStream', () => {
  it('gives labels and status requests in the order they came, and drops what is neither', () => {
    const parts = openZplStream().push(Buffer.from('~HS\r\n^XA1^XZ\r\n^XA2^XZ~HS~SD10'));
    expect(words(parts)).toEqual(['~HS', '^XA1^XZ', '^XA2^XZ', '~HS']);
  });

  it('gives the same parts however the bytes are cut', () => {
    const text = '~HS^XA^FDone^FS^XZ ~HS noise ~DGR:A.GRF,2,1,FF:\n^XA^FDtwo^FS^XZ^XA^XZ~HS';
    const whole = words(openZplStream().push(Buffer.from(text)));
    expect(whole).toHaveLength(7);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: text.length }), { maxLength: 12 }), (cuts) => {
        const stream = openZplStream();
        const points = [0, ...[...cuts].sort((a, b) => a - b), text.length];
        const parts = points.slice(1).flatMap((to, index) => stream.push(Buffer.from(text.slice(points[index], to))));
        expect(words(parts)).toEqual(whole);
      }),
    );
  });

  it('gives no label before its ^XZ has come', () => {
    const stream = openZplStream();
    expect(stream.push(Buffer.from('^XA^FDhalf'))).toEqual([]);
    expect(words(stream.push(Buffer.from('^FS^XZ')))).toEqual(['^XA^FDhalf^FS^XZ']);
  });
});

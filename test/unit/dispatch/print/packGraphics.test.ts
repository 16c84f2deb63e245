import { createHash } from 'node:crypto';
import { ready } from 'zpl-renderer-js';
import { describe, expect, it } from 'vitest';
import { drawZpl } from '../../../../src/compose/drivers/zpl/drawZpl.ts';
import { packGraphics } from '../../../../src/dispatch/print/packGraphics.ts';
import { printZpl } from '../../../support/zplPrinter.ts';
import { barcodeItem, fonts, listOf, textItem } from '../../compose/drivers/sampleList.ts';

const zpl = drawZpl(
  listOf(
    [
      textItem(20.25, 60, 'Őrségi Fűrészüzem', { size: 40, font: 'sans-bold' }),
      textItem(20, 100, '上海港物流有限公司', { size: 32, font: 'hans' }),
      textItem(20, 130, 'x', { size: 12 }),
      barcodeItem(40, 160, 'gs1datamatrix', '(01)09521234543213(10)LOT1', 6),
    ],
    { unitsPerInch: 203, size: [480, 320] },
  ),
  fonts,
);

/** A label drawn dot by dot, in short. */
function drawn(bytes: Uint8Array): string[] {
  return printZpl(bytes).map(({ dots }) => createHash('sha256').update(dots).digest('hex'));
}

describe('pictures as zlib data', () => {
  it('are the same dots in fewer bytes', async () => {
    const packed = packGraphics(zpl);
    expect(packed.length).toBeLessThan(zpl.length * 0.7);
    expect(Buffer.from(packed).toString()).toContain(':Z64:');
    expect(drawn(packed)).toEqual(drawn(zpl));
    const { api } = await ready;
    const [one, other] = await Promise.all(
      [zpl, packed].map((bytes) => api.zplToBase64Async(Buffer.from(bytes).toString(), 60, 40, 8)),
    );
    expect(one).toBe(other);
  });

  it('leave everything else as it is, and what is packed already', () => {
    const plain = Buffer.from('^XA^FO1,1^GB2,2,2^FS^FDGyőr^FS^FO0,0^GFA,4,4,1,HF:::^FS^XZ');
    expect(Buffer.from(packGraphics(plain))).toEqual(plain);
    const packed = packGraphics(zpl);
    expect(packGraphics(packed)).toEqual(packed);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeBarcode } from '../../../../src/compose/barcodes/encodeBarcode.ts';
import type { Symbology } from '../../../../src/compose/barcodes/symbologies.ts';
import { loadCodeReader } from '../../../../src/compose/proof/codeReader.ts';
import { drawCode } from '../../../../src/compose/proof/drawCode.ts';
import { readCode128 } from '../../../../src/compose/proof/readCode128.ts';

/** What the general decoder sees in a picture of the same bars. */
async function seen(bars: readonly number[], symbology: Symbology) {
  const reader = await loadCodeReader();
  const item = { kind: 'barcode', symbology, data: '', x: 0, y: 0, module: 1, height: 30, alt: '', bars } as const;
  const { width, height } = drawCode(item, reader.canvas);
  const found = reader.read(width, height, 'Code128', symbology === 'gs1-128');
  return found === null ? null : { text: found.text, symbologyIdentifier: found.symbologyIdentifier };
}

function read(bars: readonly number[], symbology: Symbology) {
  const found = readCode128(bars, symbology === 'gs1-128');
  return found === null ? null : { text: found.text, symbologyIdentifier: found.symbologyIdentifier };
}

function barsOf(symbology: Symbology, data: string): readonly number[] {
  return encodeBarcode({ symbology, data }).bars ?? [];
}

describe('readCode128', () => {
  it('reads every character of code sets B and C as the general decoder does', async () => {
    const printable = Array.from({ length: 95 }, (_, index) => String.fromCharCode(0x20 + index));
    const pairs = Array.from({ length: 100 }, (_, index) => String(index).padStart(2, '0'));
    for (const part of [...printable.map((character) => `x${character}y`), ...pairs.map((pair) => `${pair}${pair}`)]) {
      const bars = barsOf('code128', part);
      const found = read(bars, 'code128');
      expect(found).toEqual({ text: part, symbologyIdentifier: ']C0' });
      expect(found).toEqual(await seen(bars, 'code128'));
    }
  });

  it.each([
    '(00)376104250021234569',
    '(02)04012345000009(37)12(10)AB12',
    '(10)AB12(21)7',
    '(01)09521234543213(3103)000123(15)261231(10)A-1',
    '(8008)261122123059(420)1020',
    '(403)GYR-14(3301)001255',
    '(255)9521234543213(99)x',
  ])('reads %s with its identifiers as the general decoder does', async (data) => {
    const bars = barsOf('gs1-128', data);
    expect(read(bars, 'gs1-128')).toEqual({ text: data, symbologyIdentifier: ']C1' });
    expect(read(bars, 'gs1-128')).toEqual(await seen(bars, 'gs1-128'));
  });

  it('reads no damaged code otherwise than the general decoder', async () => {
    await loadCodeReader();
    const text = fc.stringMatching(/^[ -~]{1,20}$/);
    await fc.assert(
      fc.asyncProperty(text, fc.nat(), fc.integer({ min: -2, max: 3 }), fc.nat(), async (data, at, by, to) => {
        const bars = [...barsOf('code128', data)];
        const [one, other] = [at % bars.length, to % bars.length];
        bars[one] = Math.max(1, (bars[one] ?? 1) + by);
        bars[other] = Math.max(1, (bars[other] ?? 1) - by);
        const found = read(bars, 'code128');
        expect(found).toEqual(found === null ? null : await seen(bars, 'code128'));
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['nothing', []],
    ['a wrong stop', [...barsOf('code128', 'AB').slice(0, -1), 3]],
    ['a missing character', barsOf('code128', 'AB').filter((_, index) => index < 6 || index > 11)],
    ['two characters that changed places', swapped(barsOf('code128', 'AB'))],
    ['bars of no width', barsOf('code128', 'AB').map((bar, index) => (index === 8 ? 0 : bar))],
  ])('does not read %s', (_, bars) => {
    expect(readCode128(bars, false)).toBeNull();
  });
});

function swapped(bars: readonly number[]): number[] {
  return [...bars.slice(0, 6), ...bars.slice(12, 18), ...bars.slice(6, 12), ...bars.slice(18)];
}

import bwip from 'bwip-js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { code128Bars, code128ValuesOf, fnc1Token } from '../../../../src/compose/barcodes/code128.ts';

function bwipBars(bcid: string, text: string): number[] {
  const [symbol] = bwip.raw({ bcid, text });
  return symbol !== undefined && 'sbs' in symbol ? symbol.sbs : [];
}

function codes(text: string): number[] {
  return Array.from(text, (character) => character.charCodeAt(0));
}

function modules(bars: readonly number[]): number {
  return bars.reduce((sum, bar) => sum + bar, 0);
}

describe('code128Bars', () => {
  it.each(['A', '1', '12', '123', '1234', 'RE-2026-000123', 'AB12CD3456', '12345A', '~ ^_>', '0012AB0012'])(
    'encodes "%s" as bwip-js does, or shorter',
    (text) => {
      const bars = code128Bars(codes(text));
      const reference = bwipBars('code128', text);
      expect(modules(bars)).toBeLessThanOrEqual(modules(reference));
    },
  );

  it('has the check character and the stop of bwip-js', () => {
    for (const text of ['A', '1234', 'RE-AB', '~ ^_>'])
      expect(code128Bars(codes(text))).toEqual(bwipBars('code128', text));
  });

  it('is never longer than the symbol of bwip-js', () => {
    const text = fc.stringMatching(/^[0-9A-Za-z ./-]{1,40}$/);
    fc.assert(
      fc.property(text, (data) => {
        expect(modules(code128Bars(codes(data)))).toBeLessThanOrEqual(modules(bwipBars('code128', data)));
      }),
      { numRuns: 300 },
    );
  });

  it('encodes a GS1 element string as bwip-js does', () => {
    const tokens = [fnc1Token, ...codes('00376104250021234569')];
    expect(code128Bars(tokens)).toEqual(bwipBars('gs1-128', '(00)376104250021234569'));
  });

  it('reads its values back', () => {
    expect(code128ValuesOf(code128Bars(codes('A12345')))).toEqual([104, 33, 17, 99, 23, 45]);
    expect(code128ValuesOf([9, 9, 9, 9, 9, 9, 2, 1, 1, 2, 3, 2, 2, 3, 3, 1, 1, 1, 2])).toBeNull();
  });
});

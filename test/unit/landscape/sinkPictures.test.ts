import { describe, expect, it } from 'vitest';
import { labelSize } from '../../../src/landscape/sinkPictures.ts';

describe('labelSize', () => {
  it.each([
    ['^XA^PW839^LL1183', 104.875, 8],
    ['^XA^PW1240^LL1748', 1240 / 12, 12],
    ['^XA^PW2480^LL3496', 2480 / 24, 24],
    ['^XA^FO1,1', 105, 8],
  ])('of %s', (zpl, widthMm, dotsPerMm) => {
    expect(labelSize(zpl)).toMatchObject({ widthMm, dotsPerMm });
  });
});

import { describe, expect, it } from 'vitest';
import { rasterField, rasterText } from '../../../../../src/compose/drivers/zpl/rasterText.ts';
import { fonts, textItem } from '../sampleList.ts';

describe('rasterText', () => {
  it('joins Arabic letters and sets them from right to left', () => {
    const rtl = textItem(10, 60, 'سلام', { font: 'arabic', size: 40, rtl: true });
    const ltr = textItem(10, 60, 'سلام', { font: 'arabic', size: 40 });
    const [joined, other] = [rasterText(rtl, fonts), rasterText(ltr, fonts)];
    expect(joined?.matrix.dots).not.toEqual(other?.matrix.dots);
    // Joined letters leave no white column between seen, lam and alef.
    const { width, height, dots } = joined?.matrix ?? { width: 0, height: 0, dots: new Uint8Array() };
    const isWhite = (column: number): boolean =>
      Array.from({ length: height }, (_, row) => dots[row * width + column]).every((dot) => dot === 0);
    const gaps = Array.from({ length: width }, (_, column) => column).filter(isWhite);
    expect(gaps.length).toBeLessThan(width / 10);
    // Kept apart although text, face and size are the same.
    expect(rasterField(rtl, fonts)?.field).not.toBe(rasterField(ltr, fonts)?.field);
  });

  it.each([
    ['georgian', 'საქართველო'],
    ['hans', '运单号'],
    ['thai', 'น้ำ'],
  ])('draws %s', (font, text) => {
    expect(rasterText(textItem(10, 60, text, { font, size: 30 }), fonts)?.matrix.dots.includes(1)).toBe(true);
  });
});

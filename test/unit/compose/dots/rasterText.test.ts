import { describe, expect, it } from 'vitest';
import { createRunCache } from '../../../../src/compose/dots/drawnRuns.ts';
import { rasterText } from '../../../../src/compose/dots/rasterText.ts';
import type { TextItem } from '../../../../src/compose/displayList.ts';
import { fonts, textItem } from '../drivers/sampleList.ts';
import { rowsOf } from './rowsOf.ts';

function drawn(item: TextItem): string[] {
  const run = rasterText(item, fonts);
  return run === null ? [] : rowsOf(run.bitmap);
}

describe('rasterText', () => {
  it('joins Arabic letters and sets them from right to left', () => {
    const rtl = drawn(textItem(10, 60, 'سلام', { font: 'arabic', size: 40, rtl: true }));
    expect(rtl).not.toEqual(drawn(textItem(10, 60, 'سلام', { font: 'arabic', size: 40 })));
    // Joined letters leave no white column between seen, lam and alef.
    const width = rtl[0]?.length ?? 0;
    const gaps = Array.from({ length: width }, (_, column) => rtl.every((row) => row[column] === '.')).filter(Boolean);
    expect(gaps.length).toBeLessThan(width / 10);
  });

  it.each([
    ['georgian', 'საქართველო'],
    ['hans', '运单号'],
    ['thai', 'น้ำ'],
  ])('draws %s', (font, text) => {
    expect(drawn(textItem(10, 60, text, { font, size: 30 })).join('')).toContain('#');
  });

  it('loses no thin stroke at the size of a caption', () => {
    for (let size = 14; size <= 40; size += 1) {
      const bar = '#'.repeat(Math.floor(size / 6));
      for (const sign of ['-', '+', '–']) {
        expect(drawn(textItem(10, 60, sign, { size })).join(' '), `${sign} at ${size} dots`).toContain(bar);
      }
    }
  });

  it('shows nothing of spaces', () => {
    expect(rasterText(textItem(10, 60, '  '), fonts)).toBeNull();
  });
});

describe('runs drawn before', () => {
  const drawnRun = createRunCache((sheet, { stride, height, bits }) => sheet.copy(bits, 0, stride * height));
  const bytesOf = (item: TextItem): string => {
    const run = drawnRun(item, fonts);
    return run === null ? '' : Buffer.from(run.bytes.subarray(run.from, run.to)).toString('hex');
  };

  it('are the same bytes as when they were drawn first, at any place, after any number of others', () => {
    const item = textItem(20.25, 60, 'Győr', { size: 30 });
    const [run, bytes] = [drawnRun(item, fonts), bytesOf(item)];
    const fresh = rasterText(item, fonts)?.bitmap;
    expect(bytes).toBe(Buffer.from(fresh?.bits ?? []).toString('hex'));
    for (let number = 0; number < 40_000; number += 1) {
      const other = drawnRun(textItem(20, 60, `№ ${number}`, { size: 30 }), fonts);
      if (other === null) throw new Error('a number was not drawn');
      if (number % 1000 === 0) expect(bytesOf(item)).toBe(bytes);
    }
    const moved = drawnRun({ ...item, x: 120.25, y: 71 }, fonts);
    expect([moved?.x, moved?.y]).toEqual([(run?.x ?? 0) + 100, (run?.y ?? 0) + 11]);
  });

  it('are kept apart by direction, face, size and part of a dot', () => {
    const plain = { font: 'arabic', size: 40 };
    const all = [
      textItem(10, 60, 'سلام', plain),
      textItem(10, 60, 'سلام', { ...plain, rtl: true }),
      textItem(10, 60, 'سلام', { ...plain, size: 41 }),
      textItem(10.25, 60, 'سلام', plain),
    ];
    expect(new Set(all.map(bytesOf)).size).toBe(4);
  });
});

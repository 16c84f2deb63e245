import { describe, expect, it } from 'vitest';
import { testPageMessage } from '../../../src/pipeline/testPageMessage.ts';

interface TestPage {
  readonly number: string;
  readonly page: { readonly width: number; readonly height: number };
  readonly content: { readonly height: number };
  readonly small?: boolean;
  readonly code: { readonly type: string; readonly module: number };
  readonly marks: readonly {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  }[];
}

const now = new Date('2026-11-22T09:23:01Z');
const pageOf = (widthMm: number, heightMm: number, dpi: 203 | 300 | 600, id = 'gate-3') =>
  testPageMessage(
    { id, name: 'Gate 3', uri: 'socket://gate-3', driver: 'zpl', dpi, media: { name: 'x', widthMm, heightMm } },
    { id: 'linz', name: 'Linz' },
    now,
  ) as TestPage;

describe('a test page', () => {
  it.each([
    [105, 148, 203],
    [101.6, 152.4, 300],
    [148, 210, 600],
    [60, 40, 203],
    [50, 25, 300],
  ] as const)('of %i × %i mm at %i dpi stays on its media, in whole dots', (width, height, dpi) => {
    const { page, marks, content } = pageOf(width, height, dpi);
    expect(page).toEqual({ width, height });
    expect(content.height).toBeGreaterThan(5);
    for (const mark of marks) {
      expect(mark.x).toBeGreaterThanOrEqual(0);
      expect(mark.y).toBeGreaterThanOrEqual(0);
      expect(mark.x + mark.width).toBeLessThanOrEqual(width);
      expect(mark.y + mark.height).toBeLessThanOrEqual(height);
      const thickness = (Math.min(mark.width, mark.height) * dpi) / 25.4;
      expect(Math.abs(thickness - Math.round(thickness))).toBeLessThan(0.01);
      expect(thickness).toBeGreaterThan(0.99);
    }
  });

  it('has bars of one to four dots where there is room for them', () => {
    const dots = (page: TestPage) => new Set(page.marks.map(({ width }) => Math.round((width * 203) / 25.4)));
    for (const count of [1, 2, 3, 4]) expect(dots(pageOf(105, 148, 203))).toContain(count);
    const small = pageOf(50, 30, 203);
    expect([small.small, small.marks.length]).toEqual([true, 4]);
  });

  it('carries the id as Code 128, and as Data Matrix where that would be too wide', () => {
    expect(pageOf(105, 148, 203).code.type).toBe('code128');
    expect(pageOf(105, 148, 203, 'x'.repeat(64)).code.type).toBe('datamatrix');
    expect(pageOf(50, 30, 203, 'gate-3-of-the-warehouse').code.type).toBe('datamatrix');
    for (const dpi of [203, 300, 600] as const) {
      const modules = (pageOf(105, 148, dpi).code.module * dpi) / 25.4;
      expect(modules).toBeGreaterThan(1.99);
    }
  });

  it('is called by device and second', () => {
    expect(pageOf(105, 148, 203).number).toBe('TEST-gate-3-20261122-092301');
  });
});

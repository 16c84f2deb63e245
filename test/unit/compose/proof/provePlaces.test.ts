import { describe, expect, it } from 'vitest';
import type { Item, RectItem } from '../../../../src/compose/displayList.ts';
import type { Finding } from '../../../../src/compose/proof/finding.ts';
import { provePlaces } from '../../../../src/compose/proof/provePlaces.ts';
import { barcodeItem, fonts, listOf, textItem } from '../drivers/sampleList.ts';

function prove(...items: Item[]): Finding[] {
  const findings: Finding[] = [];
  for (const page of listOf(items).pages) provePlaces(page, 1, 72, fonts, findings);
  return findings;
}
const rect = (x: number, y: number, width: number, height: number, fill: string): RectItem => ({
  kind: 'rect',
  x,
  y,
  width,
  height,
  fill,
});

describe('texts', () => {
  it('may stand close together, beside and below one another', () => {
    const first = textItem(50, 100, 'Ägypten gj');
    expect(
      prove(first, textItem(50 + first.width, 100, 'ffÉ'), textItem(50, 110, 'Åß'), textItem(50, 109, ' ')),
    ).toEqual([]);
  });

  it('must not lie on one another', () => {
    expect(prove(textItem(50, 100, 'Amount due'), textItem(90, 103, '1.234,56', { line: 9 }))).toMatchObject([
      {
        code: 'overlap',
        page: 1,
        x: 90,
        line: 9,
        sentence: '"Amount due" and "1.234,56" lie on one another on page 1.',
      },
    ]);
  });

  it('count by their ink: a descender beside an ascender is room enough', () => {
    const line = 'mmmmmmmmmmg';
    expect(prove(textItem(50, 100, line), textItem(50, 107, 'hmmmm'))).toEqual([]);
    expect(prove(textItem(50, 100, line), textItem(50, 107, 'mmmmmmmmmmh'))).toHaveLength(1);
  });

  it('are found far apart in the order of drawing', () => {
    const many = Array.from({ length: 300 }, (_, index) =>
      textItem(50 + (index % 5) * 100, 20 + 12 * Math.floor(index / 5), 'text'),
    );
    expect(prove(...many)).toEqual([]);
    expect(prove(...many, textItem(52, 21, 'late'))).toHaveLength(1);
  });

  it('must stand on the page', () => {
    expect(prove(textItem(580, 100, 'too far right'))).toMatchObject([
      { code: 'clipped', sentence: '"too far right" reaches beyond the edge of page 1.' },
    ]);
    expect(prove(textItem(50, 5, 'high'))).toMatchObject([{ code: 'clipped', y: 0 }]);
    expect(prove(textItem(50, 841.5, 'g'))).toMatchObject([{ code: 'clipped' }]);
    expect(prove(textItem(50, 841.5, 'm'))).toEqual([]);
  });

  it('that are rotated are watermarks', () => {
    expect(prove(textItem(50, 100, 'COPY', { size: 90, rotate: 45 }), textItem(60, 100, 'Amount'))).toEqual([]);
  });

  it('stand on areas, not below them', () => {
    const text = textItem(50, 100, 'Net');
    expect(prove(rect(40, 90, 100, 14, '#eeeeee'), text)).toEqual([]);
    expect(prove(text, rect(40, 103, 100, 0.5, '#999999'), rect(40, 103, 100, 20, '#ffffff'))).toEqual([]);
    expect(prove(text, rect(40, 90, 100, 14, '#ffffff'))).toMatchObject([
      { code: 'overlap', sentence: '"Net" is covered by something drawn later on page 1.' },
    ]);
    const picture = { kind: 'image', x: 40, y: 60, width: 60, height: 60, asset: 'a.png', alt: '' } as const;
    expect(prove(picture, text)).toEqual([]);
    expect(prove(text, picture)).toHaveLength(1);
  });

  it('are told at most twenty times', () => {
    expect(prove(...Array.from({ length: 50 }, () => textItem(50, 100, 'same')))).toHaveLength(20);
  });

  it('cost the same on a crowded page as on an empty one', () => {
    const page = (count: number): Item[] =>
      Array.from({ length: count }, (_, index) =>
        textItem(20 + (index % 50) * 11, 10 + 2 * Math.floor(index / 50), '.', { size: 1 }),
      );
    const time = (count: number): number => {
      const items = page(count);
      let best = Infinity;
      for (let round = 0; round < 7; round += 1) {
        const start = performance.now();
        prove(...items);
        best = Math.min(best, performance.now() - start);
      }
      return best;
    };
    time(1000);
    expect(time(16_000) / time(2000)).toBeLessThan(40);
  });
});

describe('barcodes', () => {
  const code = barcodeItem(200, 100, 'code128', 'RE-2026-0815', 1);
  const bottom = code.y + code.height;

  it('have their plain characters below and neighbours at a distance', () => {
    expect(prove(code, textItem(200, bottom + 10, 'RE-2026-0815'), textItem(100, 110, 'Number'))).toEqual([]);
  });

  it.each([
    ['a text beside the bars', textItem(185, 110, 'No.')],
    ['a text on the bars', textItem(230, 110, 'No.')],
    ['a dark area', rect(188, 90, 5, 60, '#000000')],
    ['a rule', { kind: 'line', x1: 150, y1: 110, x2: 300, y2: 110, width: 0.5, color: '#333333' } as const],
    ['another code', barcodeItem(180, 80, 'qrcode', 'x', 1)],
    ['something drawn over it', rect(200, 100, 50, 10, '#ffffff')],
  ])('need their quiet zone: %s', (_what, item) => {
    const findings = prove(code, item);
    expect(findings[0]).toMatchObject({
      code: 'quiet-zone',
      x: 190,
      sentence: expect.stringContaining('RE-2026-0815') as string,
    });
  });

  it('may stand on light areas and in a frame', () => {
    const frame: RectItem = { kind: 'rect', x: 180, y: 90, width: 200, height: 60, stroke: '#000000', strokeWidth: 1 };
    expect(prove(rect(180, 90, 200, 60, '#fff6d5'), frame, code)).toEqual([]);
  });

  it('need the zone on all sides when they are squares', () => {
    const square = barcodeItem(200, 100, 'qrcode', 'https://example.org', 2);
    const below = square.y + square.height;
    expect(prove(square, textItem(200, below + 8 + 10, 'Scan me'))).toEqual([]);
    expect(prove(square, textItem(200, below + 8, 'Scan me'))).toMatchObject([{ code: 'quiet-zone' }]);
  });

  it('must not be cut by the page', () => {
    expect(prove(barcodeItem(3, 100, 'code128', 'A', 1))).toMatchObject([
      { sentence: expect.stringContaining('edge of the page') as string },
    ]);
  });
});

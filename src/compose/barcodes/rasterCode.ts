import type { BarcodeItem } from '../displayList.ts';
import { codeWidth } from './codeWidth.ts';
import { isDarkAt } from './maxiCode.ts';

/** One byte a dot, 1 is dark, row by row, without quiet zone. */
export interface RasteredCode {
  readonly width: number;
  readonly height: number;
  readonly dots: Uint8Array;
}

/**
 * Draws a code in whole dots, one unit of the display list a dot: for printers that have no command for it, and for the
 * proof.
 */
export function rasterCode(item: BarcodeItem): RasteredCode {
  const width = Math.round(codeWidth(item));
  const height = Math.max(1, Math.round(item.height));
  const dots = new Uint8Array(width * height);
  const fill = (left: number, top: number, right: number, bottom: number): void => {
    for (let row = Math.max(0, top); row < Math.min(height, bottom); row += 1) {
      dots.fill(1, row * width + Math.max(0, left), row * width + Math.min(width, right));
    }
  };
  const { module } = item;
  if (item.hexagons && item.matrix !== undefined) {
    for (let row = 0; row < height; row += 1) {
      for (let column = 0; column < width; column += 1) {
        if (isDarkAt(item.matrix, (column + 0.5) / module, (row + 0.5) / module)) dots[row * width + column] = 1;
      }
    }
  } else {
    item.matrix?.forEach((row, y) => {
      row.forEach((dark, x) => {
        if (dark) fill(round(x * module), round(y * module), round((x + 1) * module), round((y + 1) * module));
      });
    });
  }
  let at = 0;
  item.bars?.forEach((bar, index) => {
    const post = item.posts?.[index >> 1];
    if (index % 2 === 0) {
      const [top, bottom] = post === undefined ? [0, height] : [round(post.top), round(post.bottom)];
      fill(round(at * module), top, round((at + bar) * module), bottom);
    }
    at += bar;
  });
  for (const block of item.blocks ?? []) {
    fill(round(block.x), round(block.y), round(block.x + block.width), round(block.y + block.height));
  }
  return { width, height, dots };
}

function round(units: number): number {
  return Math.round(units);
}

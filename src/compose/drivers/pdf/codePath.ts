import type { BarcodeItem } from '../../displayList.ts';

/**
 * Dark modules as rectangles of one path: no seams between them, whatever a viewer does with edges.
 *
 * @param height of the page, in the item's units.
 */
export function codePath(item: BarcodeItem, height: number): { path: string; columns: number } {
  const { x, y, module, bars, matrix } = item;
  let path = '';
  let columns = matrix?.[0]?.length ?? 0;
  if (bars !== undefined) {
    let at = 0;
    bars.forEach((bar, index) => {
      if (index % 2 === 0) path += box(x + at * module, height - y - item.height, bar * module, item.height);
      at += bar;
    });
    columns = at;
  }
  matrix?.forEach((row, rowIndex) => {
    const bottom = height - y - (rowIndex + 1) * module;
    for (const { start, length } of darkRuns(row)) path += box(x + start * module, bottom, length * module, module);
  });
  return { path, columns };
}

function box(left: number, bottom: number, width: number, height: number): string {
  return `${round(left)} ${round(bottom)} ${round(width)} ${round(height)} re\n`;
}

/** Neighbouring dark modules of a row as one stretch. */
function darkRuns(row: readonly boolean[]): { start: number; length: number }[] {
  const runs: { start: number; length: number }[] = [];
  let start = -1;
  for (let index = 0; index <= row.length; index += 1) {
    if (row[index] === true) {
      if (start < 0) start = index;
    } else if (start >= 0) {
      runs.push({ start, length: index - start });
      start = -1;
    }
  }
  return runs;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

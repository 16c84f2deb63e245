import { asOne, type Mark } from './marks.ts';
import type { Slab } from './slab.ts';

/** Rows one below the other that are never broken apart: a table's head, or its carried sums. */
export function stackRows(rows: readonly Slab[]): { height: number; mark: Mark | null } {
  const marks: Mark[] = [];
  let height = 0;
  for (const row of rows) {
    if (row.mark !== null) marks.push({ kind: 'group', x: 0, y: height, marks: [row.mark] });
    height += row.height;
  }
  return { height, mark: asOne(marks) };
}

import type { Mark } from './marks.ts';
import type { Slab } from './slab.ts';

/** Rows one below the other that are never broken apart: a table's head, or its carried sums. */
export function stackRows(rows: readonly Slab[]): { height: number; marks: readonly Mark[] } {
  const marks: Mark[] = [];
  let height = 0;
  for (const row of rows) {
    marks.push({ kind: 'group', x: 0, y: height, marks: row.marks });
    height += row.height;
  }
  return { height, marks };
}

import type { BuiltRows } from './layRows.ts';
import type { Mark } from './marks.ts';

/** Rows one below the other that are never broken apart: a table's head, or its carried sums. */
export function stackRows(rows: readonly BuiltRows[]): { height: number; marks: readonly Mark[] } {
  const marks: Mark[] = [];
  let height = 0;
  for (const { slab } of rows) {
    marks.push({ kind: 'group', x: 0, y: height, marks: slab.marks });
    height += slab.height;
  }
  return { height, marks };
}

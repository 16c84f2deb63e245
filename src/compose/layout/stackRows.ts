import { asOne, type Mark } from './marks.ts';
import { stackHeight, stackMarks, type Slab } from './slab.ts';

/** Rows one below the other that are never broken apart: a table's head, or its carried sums. */
export function stackRows(rows: readonly Slab[]): { height: number; mark: Mark | null } {
  const marks: Mark[] = [];
  stackMarks(rows, 0, 0, marks);
  return { height: stackHeight(rows), mark: asOne(marks) };
}

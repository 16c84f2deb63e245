import type { Node } from '../markup/markupDocument.ts';
import type { CarrySums } from './carrySums.ts';
import { layRows } from './layRows.ts';
import type { Mark } from './marks.ts';
import type { CarryRows, Slab } from './slab.ts';
import type { BlockStyle } from './styleSheet.ts';
import type { Grid } from './tableColumns.ts';
import { artifact } from './structureTree.ts';
import { stackRows } from './stackRows.ts';

/**
 * The rows that say what is carried over a page break, laid out for each break with the sum that has come together there.
 * Their height is settled by the widest sum, so that pages can be broken before sums are known. Artifacts: the rows of
 * the table already say all of it.
 */
export function carryRows(table: Node<'table'>, sums: CarrySums, style: BlockStyle, grid: Grid): CarryRows {
  const lay = (to: 'foot' | 'head', sum: string): { height: number; mark: Mark | null } => {
    const group = table.children.find(
      (child): child is Node<'tcarry'> => child.name === 'tcarry' && child.attributes.to === to,
    );
    if (group === undefined) return { height: 0, mark: null };
    // Words are kept by element, and these say something else each time.
    const context = { ...grid.context, carriedSum: sum, words: new Map() };
    const own = context.sheet.derive(style, 'tcarry', group.attributes.style);
    const rows: Slab[] = [];
    layRows(group, own, artifact, grid, context, (slab) => rows.push(slab));
    return stackRows(rows);
  };
  let footHeight: number | null = null;
  let headHeight: number | null = null;
  // Asked only where a page ends: most tables never do. Methods, no getters: the engine would hold on to the getters of the
  // last table, and to its whole document with them, until the next full collection.
  return {
    footHeight() {
      footHeight ??= lay('foot', sums.widest).height;
      return footHeight;
    },
    headHeight() {
      headHeight ??= lay('head', sums.widest).height;
      return headHeight;
    },
    foot: (rows) => lay('foot', sums.text(rows)).mark,
    head: (rows) => lay('head', sums.text(rows)).mark,
  };
}

import { type Mark, movedMark } from './marks.ts';
import { Row } from './row.ts';
import { movedDecoration } from './rowDecoration.ts';
import type { RowGroup } from './rowGroup.ts';
import type { Slab, TableRun } from './slab.ts';

/** The same slabs, `indent` units further in. */
export function indentSlabs(slabs: readonly Slab[], indent: number): Slab[] {
  // Rows know their table by its object, so that each table is moved once.
  const tables = new Map<TableRun, TableRun>();
  const moved = (mark: Mark | null): Mark | null => movedMark(mark, indent, 0);

  function movedTable(table: TableRun): TableRun {
    const known = tables.get(table);
    if (known !== undefined) return known;
    const { head, carry } = table;
    const copy: TableRun = {
      head: head === null ? null : { height: head.height, mark: moved(head.mark) },
      carry:
        carry === null
          ? null
          : {
              footHeight: () => carry.footHeight(),
              headHeight: () => carry.headHeight(),
              foot: (rows) => moved(carry.foot(rows)),
              head: (rows) => moved(carry.head(rows)),
            },
    };
    tables.set(table, copy);
    return copy;
  }

  return slabs.map((slab) => ({
    ...slab,
    mark: moved(slab.mark),
    row: slab.row === null ? null : movedRow(slab.row, indent),
    table: slab.table === null ? null : movedTable(slab.table),
  }));
}

function movedRow(row: Row | RowGroup, indent: number): Row | RowGroup {
  const { cells } = row;
  if ('rows' in row) {
    const rows = row.rows.map((each) => ({
      ...each,
      first: cells.addMoved(each.first, indent),
      decoration: movedDecoration(each.decoration, indent),
    }));
    return { ...row, rows };
  }
  const { first, frame, line } = row;
  const moved = { ...frame, decoration: movedDecoration(frame.decoration, indent) };
  return new Row({ cells, first: cells.addMoved(first, indent), frame: moved, line });
}

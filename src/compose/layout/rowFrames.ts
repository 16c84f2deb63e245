import type { Node } from '../markup/markupDocument.ts';
import type { TakenColumns } from '../markup/tableGrid.ts';
import { colorOf } from './layoutContext.ts';
import type { RowFrame } from './row.ts';
import type { Stretch } from './rowDecoration.ts';
import type { Grid } from './tableColumns.ts';

export type RowsElement = Node<'thead'> | Node<'tbody'> | Node<'tfoot'> | Node<'tcarry'>;

/** The frames of the rows of one group: most rows have the frame of the one before them, or of the one before that. */
export class RowFrames {
  readonly #group: RowsElement;
  readonly #grid: Grid;
  readonly #known: RowFrame[] = [];

  constructor(group: RowsElement, grid: Grid) {
    this.#group = group;
    this.#grid = grid;
  }

  /**
   * Of the row at `index`.
   *
   * @param striped whether the table's zebra falls on this row.
   * @param taken columns whose cells go on in the next row: no rule is drawn through these.
   */
  frameOf(index: number, striped: boolean, taken: TakenColumns): RowFrame {
    const group = this.#group;
    const grid = this.#grid;
    const row = group.children[index] as Node<'tr'>;
    const { rules = 'none' } = grid.table.attributes;
    const { 'rule-above': ruleAbove = 0, 'rule-below': ruleBelow, fill } = row.attributes;
    const { units } = grid.context;
    const next = group.children[index + 1] ?? firstBelow(group, grid.table);
    const inHead = group.name === 'thead';
    const closesHead = inHead && next === undefined && rules !== 'none';
    const hairline = closesHead || (!inHead && rules === 'rows' && next?.attributes['rule-above'] === undefined);
    const above = units.thickness(ruleAbove);
    const below = ruleBelow === undefined ? (hairline ? grid.hairline : 0) : units.thickness(ruleBelow);
    const stripe = striped && group.name === 'tbody' && grid.zebra !== null ? grid.zebra : '';
    const background = fill === undefined ? stripe : colorOf(grid.context, fill);
    const { left, width } = grid;
    if (below > 0 && taken.length > 0) return this.#frame(background, above, below, freeStretches(taken, grid));
    const known = this.#known;
    for (let at = 0; at < known.length; at += 1) {
      const { decoration } = known[at] as RowFrame;
      if (
        (decoration?.below ?? 0) === below &&
        (decoration?.background ?? '') === background &&
        (decoration?.above ?? 0) === above
      )
        return known[at] as RowFrame;
    }
    const frame = this.#frame(background, above, below, [{ x: left, width }]);
    known.push(frame);
    return frame;
  }

  #frame(background: string, above: number, below: number, stretches: readonly Stretch[]): RowFrame {
    const { paddingTop, paddingBottom, context, left, width, ruleColor } = this.#grid;
    const isPlain = background === '' && above === 0 && below === 0;
    return {
      element: 'tr',
      paddingTop,
      paddingBottom,
      alignBaselines: true,
      decoration: isPlain ? null : { left, width, background, ruleColor, above, below, stretches },
      snap: context.units.snap,
    };
  }
}

/** The row that comes after the last of a group. */
function firstBelow(group: RowsElement, table: Node<'table'>): Node<'tr'> | undefined {
  if (group.name === 'thead' || group.name === 'tcarry') return undefined;
  return table.children[table.children.indexOf(group) + 1]?.children[0];
}

/** What a rule below the row may cross: neighbouring columns, with the gaps between them, that no cell reaches over. */
function freeStretches(taken: TakenColumns, { lefts, widths }: Grid): Stretch[] {
  const stretches: Stretch[] = [];
  let from: number | null = null;
  for (let column = 0; column <= lefts.length; column += 1) {
    const free = column < lefts.length && (taken[column] ?? 0) === 0;
    if (free) from ??= column;
    else if (from !== null) {
      const x = lefts[from] ?? 0;
      stretches.push({ x, width: (lefts[column - 1] ?? 0) + (widths[column - 1] ?? 0) - x });
      from = null;
    }
  }
  return stretches;
}

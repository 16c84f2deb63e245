import type { Node } from '../markup/markupDocument.ts';
import type { TakenColumns } from '../markup/tableGrid.ts';
import { colorOf } from './layoutContext.ts';
import type { RectMark } from './marks.ts';
import type { RowFrame } from './row.ts';
import type { Grid } from './tableColumns.ts';

export type RowsElement = Node<'thead'> | Node<'tbody'> | Node<'tfoot'> | Node<'tcarry'>;

/** What is drawn behind and between rows: '' for no background, thicknesses in units. */
interface Decoration {
  readonly background: string;
  readonly above: number;
  readonly below: number;
}

interface Stretch {
  readonly x: number;
  readonly width: number;
}

const noMarks: readonly RectMark[] = [];

export const undecorated: RowFrame['decorate'] = () => noMarks;

/** The frames of the rows of one group: most rows have the frame of the one before them, or of the one before that. */
export class RowFrames {
  readonly #group: RowsElement;
  readonly #grid: Grid;
  readonly #known: { readonly decoration: Decoration; readonly frame: RowFrame }[] = [];

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
    if (below > 0 && taken.length > 0) {
      return this.#frame({ background, above, below }, freeStretches(taken, grid));
    }
    for (const { decoration, frame } of this.#known) {
      if (decoration.below === below && decoration.background === background && decoration.above === above)
        return frame;
    }
    const decoration = { background, above, below };
    const frame = this.#frame(decoration, [{ x: grid.left, width: grid.width }]);
    this.#known.push({ decoration, frame });
    return frame;
  }

  #frame(decoration: Decoration, stretches: readonly Stretch[]): RowFrame {
    const { paddingTop, paddingBottom, context } = this.#grid;
    const { snap } = context.units;
    const decorate = decorator(decoration, stretches, this.#grid);
    return { element: 'tr', paddingTop, paddingBottom, alignBaselines: true, decorate, snap };
  }
}

/** @param stretches where the rule below is drawn. */
function decorator(
  { background, above, below }: Decoration,
  stretches: readonly Stretch[],
  { left, width, ruleColor }: Grid,
): RowFrame['decorate'] {
  if (background === '' && above === 0 && below === 0) return undecorated;
  return (height, line) => {
    const marks: RectMark[] = [];
    if (background !== '') marks.push(bar(left, width, 0, height, background, line));
    if (above > 0) marks.push(bar(left, width, 0, above, ruleColor, line));
    if (below > 0)
      for (const part of stretches) marks.push(bar(part.x, part.width, height - below, below, ruleColor, line));
    return marks;
  };
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

function bar(x: number, width: number, y: number, height: number, fill: string, line: number): RectMark {
  return { kind: 'rect', x, y, width, height, fill, line };
}

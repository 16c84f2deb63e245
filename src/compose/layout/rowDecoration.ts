import type { Node } from '../markup/markupDocument.ts';
import type { TakenColumns } from '../markup/tableGrid.ts';
import { colorOf } from './layoutContext.ts';
import type { RectMark } from './marks.ts';
import type { Row } from './row.ts';
import type { Grid } from './tableColumns.ts';

type RowsElement = Node<'thead'> | Node<'tbody'> | Node<'tfoot'> | Node<'tcarry'>;

interface Stretch {
  readonly x: number;
  readonly width: number;
}

const noMarks: readonly RectMark[] = [];

/**
 * Background and rules of the row at `index`, for when its height is known.
 *
 * @param striped whether the table's zebra falls on this row.
 * @param taken columns whose cells go on in the next row: no rule is drawn through these.
 */
export function rowDecoration(
  group: RowsElement,
  index: number,
  striped: boolean,
  taken: TakenColumns,
  grid: Grid,
): Row['decorate'] {
  const row = group.children[index] as Node<'tr'>;
  const { rules = 'none' } = grid.table.attributes;
  const { 'rule-above': above = 0, 'rule-below': below, fill } = row.attributes;
  const { units } = grid.context;
  const next = group.children[index + 1] ?? firstBelow(group, grid.table);
  const inHead = group.name === 'thead';
  const closesHead = inHead && next === undefined && rules !== 'none';
  const hairline = closesHead || (!inHead && rules === 'rows' && next?.attributes['rule-above'] === undefined);
  const ruleAbove = units.thickness(above);
  const ruleBelow = below === undefined ? (hairline ? grid.hairline : 0) : units.thickness(below);
  const stripe = striped && group.name === 'tbody' ? grid.zebra : null;
  const background = fill === undefined ? stripe : colorOf(grid.context, fill);
  if (background === null && ruleAbove === 0 && ruleBelow === 0) return () => noMarks;
  const free = ruleBelow > 0 && taken.length > 0 ? freeStretches(taken, grid) : null;
  const { line } = row;
  const { left, width, ruleColor } = grid;
  return (height) => {
    const below = height - ruleBelow;
    // Most rows have a rule below them, and nothing else.
    if (background === null && ruleAbove === 0 && free === null) {
      return [bar(left, width, below, ruleBelow, ruleColor, line)];
    }
    const marks: RectMark[] = [];
    if (background !== null) marks.push(bar(left, width, 0, height, background, line));
    if (ruleAbove > 0) marks.push(bar(left, width, 0, ruleAbove, ruleColor, line));
    if (free !== null) for (const part of free) marks.push(bar(part.x, part.width, below, ruleBelow, ruleColor, line));
    else if (ruleBelow > 0) marks.push(bar(left, width, below, ruleBelow, ruleColor, line));
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

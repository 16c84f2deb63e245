import type { Node } from '../markup/markupDocument.ts';
import { askedContents } from './contentWidth.ts';
import { columnWidths } from './columnWidths.ts';
import { decimalColumns, type DecimalColumn } from './decimalColumns.ts';
import { colorOf, overflow, type LayoutContext } from './layoutContext.ts';
import type { StructureNode } from './structureTree.ts';
import type { BlockStyle } from './styleSheet.ts';

/** What all rows of a table share. Units. */
export interface Grid {
  readonly table: Node<'table'>;
  readonly context: LayoutContext;
  /** Left edge and width of each column. */
  readonly lefts: readonly number[];
  readonly widths: readonly number[];
  readonly left: number;
  readonly width: number;
  readonly paddingTop: number;
  readonly paddingRight: number;
  readonly paddingBottom: number;
  readonly paddingLeft: number;
  readonly hairline: number;
  readonly ruleColor: string;
  readonly zebra: string | null;
  readonly decimals: readonly (DecimalColumn | null)[];
  readonly node: StructureNode;
}

/** Settles the columns of a table. Throws `compose.overflow` when the fixed ones alone are wider than `width`. */
export function settleGrid(
  table: Node<'table'>,
  style: BlockStyle,
  width: number,
  node: StructureNode,
  context: LayoutContext,
): Grid {
  const { units } = context;
  const { cols, gap = 8, padding = [2, 0, 2, 0], align = 'left' } = table.attributes;
  const between = units.of(gap);
  const own = context.sheet.derive(style, 'table', table.attributes.style);
  const decimals = decimalColumns(table, own, context);
  const widths = columnWidths(
    cols,
    width - between * (cols.length - 1),
    (side) => askedContents(table, own, decimals, context, side),
    units,
  );
  if (widths === null) {
    throw overflow('table', table.line, `its fixed columns are wider than ${units.inMillimetres(width)}`);
  }
  let total = between * (cols.length - 1);
  for (const column of widths) total += column;
  const free = Math.max(0, width - total);
  const left = units.snap(align === 'right' ? free : align === 'center' ? free / 2 : 0);
  let x = left;
  const lefts = widths.map((column) => {
    const start = x;
    x += column + between;
    return start;
  });
  const [top, right, bottom, inset] = padding;
  const { 'rule-color': ruleColor, 'rule-weight': weight = 0.5, zebra } = table.attributes;
  return {
    table,
    context,
    lefts,
    widths,
    left,
    width: total,
    paddingTop: units.of(top),
    paddingRight: units.of(right),
    paddingBottom: units.of(bottom),
    paddingLeft: units.of(inset),
    hairline: units.thickness(weight),
    ruleColor: ruleColor === undefined ? context.ruleColor : colorOf(context, ruleColor),
    zebra: zebra === undefined ? null : colorOf(context, zebra),
    decimals,
    node,
  };
}

import type { Cell, Node } from '../markup/markupDocument.ts';
import { columnContents, holdsBlocks } from './contentWidth.ts';
import { columnWidths } from './columnWidths.ts';
import { Flow, type NewSlab } from './flow.ts';
import { layText } from './layText.ts';
import { colorOf, overflow, type LayoutContext } from './layoutContext.ts';
import type { Mark, RectMark } from './marks.ts';
import { buildRow, type RowCell } from './row.ts';
import { keep, type TableHead } from './slab.ts';
import { addStructure, type StructureNode } from './structureTree.ts';
import type { BlockStyle } from './styleSheet.ts';

interface Grid {
  readonly table: Node<'table'>;
  readonly context: LayoutContext;
  /** Left edge and width of each column. */
  readonly lefts: readonly number[];
  readonly widths: readonly number[];
  readonly left: number;
  readonly width: number;
  /** Units: top, right, bottom, left. */
  readonly padding: readonly [number, number, number, number];
  readonly hairline: number;
  readonly ruleColor: string;
  readonly node: StructureNode | null;
}

/** Adds a table: its head as one slab that comes again on each page, and each row as a slab. */
export function layTable(
  table: Node<'table'>,
  style: BlockStyle,
  width: number,
  parent: StructureNode | null,
  context: LayoutContext,
  flow: Flow,
): void {
  if (table.children.every((group) => group.children.length === 0)) return;
  const grid = settleGrid(table, style, width, parent, context);
  const own = context.sheet.derive(style, 'table', table.attributes.style);
  let head: TableHead | null = null;
  let first = true;
  for (const group of table.children) {
    const groupStyle = context.sheet.derive(own, group.name, group.attributes.style);
    if (group.name === 'thead') {
      const rows = group.children.map((row, index) => layRow(row, group.children[index + 1], groupStyle, true, grid));
      head = addHead(rows, flow);
      continue;
    }
    for (const [index, row] of group.children.entries()) {
      const from = flow.slabs.length;
      const slab = layRow(row, group.children[index + 1], groupStyle, false, grid);
      flow.add({ ...slab, keep: first && head !== null ? keep.always : keep.free });
      const added = flow.slabs[from];
      if (added !== undefined) added.head = head;
      if (row.attributes['keep-with-next'] === true) flow.keepWithNext(from);
      first = false;
    }
  }
}

function settleGrid(
  table: Node<'table'>,
  style: BlockStyle,
  width: number,
  parent: StructureNode | null,
  context: LayoutContext,
): Grid {
  const { units } = context;
  const { cols, gap = 8, padding = [2, 0, 2, 0], align = 'left' } = table.attributes;
  const between = units.of(gap);
  const widths = columnWidths(
    cols,
    width - between * (cols.length - 1),
    () => columnContents(table, style, context),
    units,
  );
  if (widths === null) {
    throw overflow('table', table.line, `its fixed columns are wider than ${units.inMillimetres(width)}`);
  }
  const total = widths.reduce((sum, column) => sum + column, between * (cols.length - 1));
  const free = Math.max(0, width - total);
  const left = units.snap(align === 'right' ? free : align === 'center' ? free / 2 : 0);
  let x = left;
  const lefts = widths.map((column) => {
    const start = x;
    x += column + between;
    return start;
  });
  const [top, right, bottom, inset] = padding;
  const { 'rule-color': ruleColor, 'rule-weight': weight = 0.5 } = table.attributes;
  return {
    table,
    context,
    lefts,
    widths,
    left,
    width: total,
    padding: [units.of(top), units.of(right), units.of(bottom), units.of(inset)],
    hairline: units.thickness(weight),
    ruleColor: ruleColor === undefined ? context.ruleColor : colorOf(context, ruleColor),
    node: addStructure(parent, { role: 'Table' }),
  };
}

function addHead(rows: readonly NewSlab[], flow: Flow): TableHead | null {
  const [first] = rows;
  if (first === undefined) return null;
  const marks: Mark[] = [];
  let height = 0;
  for (const row of rows) {
    marks.push({ kind: 'group', x: 0, y: height, marks: row.marks });
    height += row.height;
  }
  flow.add({ height, marks, baseline: first.baseline ?? null, element: 'thead', line: first.line });
  return { height, marks };
}

function layRow(
  row: Node<'tr'>,
  next: Node<'tr'> | undefined,
  groupStyle: BlockStyle,
  inHead: boolean,
  grid: Grid,
): NewSlab {
  const { context, table } = grid;
  const { units, sheet } = context;
  const style = sheet.derive(groupStyle, 'tr', row.attributes.style);
  const node = addStructure(grid.node, { role: 'TR' });
  const cells: RowCell[] = [];
  let column = 0;
  for (const cell of row.children) {
    cells.push(layCell(cell, column, style, inHead, node, grid));
    column += cell.attributes.colspan ?? 1;
  }
  const { 'rule-above': above = 0, 'rule-below': below, fill } = row.attributes;
  const { rules = 'none' } = table.attributes;
  const closesHead = inHead && next === undefined && rules !== 'none';
  const hairline = closesHead || (!inHead && rules === 'rows' && next?.attributes['rule-above'] === undefined);
  const ruleAbove = units.thickness(above);
  const ruleBelow = below === undefined ? (hairline ? grid.hairline : 0) : units.thickness(below);
  const bar = (y: number, height: number, color: string): RectMark => ({
    kind: 'rect',
    x: grid.left,
    y,
    width: grid.width,
    height,
    fill: color,
    line: row.line,
  });
  return buildRow(
    {
      cells,
      paddingTop: grid.padding[0],
      paddingBottom: grid.padding[2],
      alignBaselines: true,
      decorate: (height) => {
        const marks: RectMark[] = [];
        if (fill !== undefined) marks.push(bar(0, height, colorOf(context, fill)));
        if (ruleAbove > 0) marks.push(bar(0, ruleAbove, grid.ruleColor));
        if (ruleBelow > 0) marks.push(bar(height - ruleBelow, ruleBelow, grid.ruleColor));
        return marks;
      },
      element: 'tr',
      line: row.line,
    },
    units.snap,
  );
}

function layCell(
  cell: Cell,
  column: number,
  rowStyle: BlockStyle,
  inHead: boolean,
  parent: StructureNode | null,
  grid: Grid,
): RowCell {
  const { context, table, lefts, widths, padding } = grid;
  const { attributes } = cell;
  const span = attributes.colspan ?? 1;
  const last = column + span - 1;
  const left = (lefts[column] ?? 0) + padding[3];
  const width = (lefts[last] ?? 0) + (widths[last] ?? 0) - padding[1] - left;
  const derived = context.sheet.derive(rowStyle, cell.name, attributes.style, attributes.lang);
  const style = context.sheet.align(derived, attributes.align ?? table.attributes.aligns?.[column]);
  const node = addStructure(parent, {
    role: cell.name === 'th' ? 'TH' : 'TD',
    ...(cell.name === 'th' && { scope: scopeOf(cell, inHead) }),
    ...(span > 1 && { colSpan: span }),
    ...(attributes.lang !== undefined && { lang: attributes.lang }),
  });
  const flow = new Flow();
  if (holdsBlocks(cell)) context.layBlocks(cell.children, style, width, node, context, flow);
  else layText(cell, style, width, node, context, flow);
  return { x: left, valign: attributes.valign ?? 'top', slabs: flow.slabs };
}

function scopeOf(cell: Node<'th'>, inHead: boolean): 'Row' | 'Column' {
  const scope = cell.attributes.scope ?? (inHead ? 'column' : 'row');
  return scope === 'column' ? 'Column' : 'Row';
}

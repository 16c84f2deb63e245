import type { Node } from '../markup/markupDocument.ts';
import { giveUpChildren } from '../markup/openNode.ts';
import { carrySumsOf } from './carrySums.ts';
import type { Flow } from './flow.ts';
import { carryRows } from './layCarry.ts';
import { layRows } from './layRows.ts';
import type { LayoutContext } from './layoutContext.ts';
import { keep, type Slab, type TableHead, type TableRun } from './slab.ts';
import { stackRows } from './stackRows.ts';
import type { StructureNode } from './structureTree.ts';
import type { BlockStyle } from './styleSheet.ts';
import { settleGrid } from './tableColumns.ts';

const roles = { thead: 'THead', tbody: 'TBody', tfoot: 'TFoot' } as const;

/** Adds a table: its head as one slab that comes again on each page, and each row as a slab. */
export function layTable(
  table: Node<'table'>,
  style: BlockStyle,
  width: number,
  parent: StructureNode,
  context: LayoutContext,
  flow: Flow,
): void {
  if (table.children.every((group) => group.children.length === 0)) return;
  const node = context.structure.add(parent, 'Table');
  const grid = settleGrid(table, style, width, node, context);
  const own = context.sheet.derive(style, 'table', table.attributes.style);
  const sums = carrySumsOf(table, context);
  const carry = sums === null ? null : carryRows(table, sums, own, grid);
  // A table of plain rows needs no groups (ISO 32000-2 §14.8.4.8.3).
  const grouped = table.children.length > 1;
  let head: TableHead | null = null;
  let run: TableRun = { head, carry };
  let carried = 0;
  let first = true;
  for (const group of table.children) {
    if (group.name === 'tcarry' || group.children.length === 0) continue;
    const groupStyle = context.sheet.derive(own, group.name, group.attributes.style);
    const groupNode = grouped ? context.structure.add(node, roles[group.name]) : node;
    const from = flow.slabs.length;
    if (group.name === 'thead') {
      const rows: Slab[] = [];
      layRows(group, groupStyle, groupNode, grid, context, (slab) => rows.push(slab));
      head = addHead(rows, flow);
      run = { head, carry };
      continue;
    }
    layRows(group, groupStyle, groupNode, grid, context, (slab, upper, lower, carries) => {
      carried += carries;
      const isFirst = flow.slabs.length === from;
      const tie = first && head !== null ? keep.always : tieOf(group, upper, isFirst);
      const place = flow.slabs.length;
      flow.addOwn(slab, tie, run, carried);
      if (lower.attributes['keep-with-next'] === true) flow.keepWithNext(place);
      first = false;
      // A row of the body is laid out once: a long table need not be held beside what became of it.
      if (flow.isBody && upper === lower) giveUpChildren(lower);
    });
    if (group.name !== 'tbody') continue;
    if (group.attributes['keep-together'] === true) flow.keepTogether(from);
    if (group.attributes['keep-with-next'] === true) flow.keepWithNext(from);
  }
}

/** A table's foot never stands alone at the top of a page, nor does a row that wants to follow its predecessor. */
function tieOf(group: { readonly name: string }, row: Node<'tr'>, isFirst: boolean): number {
  const tied = row.attributes['keep-with-previous'] === true || (group.name === 'tfoot' && isFirst);
  return tied ? keep.wished : keep.free;
}

function addHead(rows: readonly Slab[], flow: Flow): TableHead | null {
  const [first] = rows;
  if (first === undefined) return null;
  const { height, mark } = stackRows(rows);
  flow.add({ height, mark, baseline: first.baseline, element: 'thead', line: first.line });
  return { height, mark };
}

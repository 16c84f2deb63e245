import type { ColumnWidth } from './attributeValues.ts';
import type { OpenNode } from './openNode.ts';
import { freeColumn, nextRow, takeColumns, type TakenColumns } from './tableGrid.ts';
import type { ElementName } from './vocabulary.ts';

/** Reports what is wrong with an element. */
export type FailAt = (detail: string, node: OpenNode) => never;

type Check = (node: OpenNode, styleNames: Set<string>, fail: FailAt) => void;

/** What the vocabulary's table cannot say: counts and places of children. Called when an element is complete. */
export const checksOfChildren: Partial<Record<ElementName, Check>> = {
  style: declareStyle,
  document: (node, _, fail) => checkRoot(node, fail),
  label: (node, _, fail) => checkRoot(node, fail),
  columns: (node, _, fail) => checkColumns(node, fail),
  table: (node, _, fail) => checkTable(node, fail),
  img: (node, _, fail) => checkImage(node, fail),
};

function declareStyle(node: OpenNode, styleNames: Set<string>, fail: FailAt): void {
  const name = node.attributes['name'] as string;
  if (styleNames.has(name)) fail(`style "${name}" is declared twice`, node);
  styleNames.add(name);
}

function checkRoot(node: OpenNode, fail: FailAt): void {
  const taken = new Set<string>();
  for (const [index, child] of elements(node).entries()) {
    if (child.name === 'styles' && index > 0) fail('<styles> must be the first child of the root', child);
    if (child.name === 'header' || child.name === 'footer') {
      const key = `<${child.name} on="${(child.attributes['on'] as string | undefined) ?? 'all'}">`;
      if (taken.has(key)) fail(`there is a second ${key}`, child);
      taken.add(key);
    }
  }
}

function checkColumns(node: OpenNode, fail: FailAt): void {
  const widths = node.attributes['widths'] as readonly ColumnWidth[];
  const columns = elements(node).length;
  if (columns !== widths.length) {
    fail(`<columns> has ${widths.length} widths and ${columns} <column> elements`, node);
  }
}

function checkImage(node: OpenNode, fail: FailAt): void {
  if (node.attributes['width'] === undefined && node.attributes['height'] === undefined) {
    fail('<img> needs a width or a height; the other follows from the picture', node);
  }
}

function checkTable(node: OpenNode, fail: FailAt): void {
  const columns = (node.attributes['cols'] as readonly ColumnWidth[]).length;
  const aligns = node.attributes['aligns'] as readonly string[] | undefined;
  if (aligns !== undefined && aligns.length !== columns) {
    fail(`<table> has ${columns} cols and ${aligns.length} aligns`, node);
  }
  checkGroups(node, fail);
  for (const group of node.children) if (group.name !== 'characters') checkRows(group, columns, fail);
}

/** Head, carried sums, bodies, foot: in the order in which they are read, carried sums once for each end. */
const order: Readonly<Record<string, number>> = { thead: 0, tcarry: 1, tbody: 2, tfoot: 3 };

function checkGroups(table: OpenNode, fail: FailAt): void {
  let last = -1;
  const carried = new Set<unknown>();
  for (const group of table.children) {
    if (group.name === 'characters') continue;
    const place = order[group.name] ?? 0;
    if (group.name === 'thead' && last >= 0)
      fail('<thead> must be the first child of <table>, and the only one', group);
    if (place < last || (group.name === 'tfoot' && place === last)) {
      fail(`<table> holds <thead>, <tcarry>, <tbody> and one <tfoot>, in this order`, group);
    }
    last = place;
    if (group.name !== 'tcarry') continue;
    const to = group.attributes['to'];
    if (carried.has(to)) fail(`there is a second <tcarry to="${to as string}">`, group);
    carried.add(to);
    if (table.attributes['carry-format'] === undefined) {
      fail('<tcarry> needs the attribute "carry-format" of its <table>', group);
    }
  }
}

function checkRows(group: OpenNode, columns: number, fail: FailAt): void {
  const taken: TakenColumns = [];
  // Between cells and rows stands no text: the vocabulary has none there.
  const rows = group.children as readonly OpenNode[];
  let left = rows.length;
  for (const row of rows) {
    let column = freeColumn(taken, 0);
    const cells = row.children as readonly OpenNode[];
    for (let index = 0; index < cells.length; index += 1) {
      const cell = cells[index] as OpenNode;
      const { colspan, rowspan } = cell.attributes;
      const wide = (colspan as number | undefined) ?? 1;
      const high = (rowspan as number | undefined) ?? 1;
      if (high > left) fail(`<${cell.name}> spans ${high} rows, its <${group.name}> has ${left} left`, cell);
      for (let other = column + 1; other < column + wide; other += 1) {
        if ((taken[other] ?? 0) > 0) fail(`<${cell.name}> overlaps a cell that spans rows`, cell);
      }
      takeColumns(taken, column, wide, high);
      column = freeColumn(taken, column + wide);
    }
    if (column !== columns) fail(`<tr> fills ${column} of the table's ${columns} columns`, row);
    if (row.attributes['carry'] !== undefined && group.name !== 'tbody') {
      fail('only rows of <tbody> can be carried', row);
    }
    nextRow(taken);
    left -= 1;
  }
}

function elements(node: OpenNode): readonly OpenNode[] {
  return node.children.filter((child): child is OpenNode => child.name !== 'characters');
}

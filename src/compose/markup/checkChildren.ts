import type { ColumnWidth } from './attributeValues.ts';
import type { OpenNode } from './openNode.ts';
import type { ElementName } from './vocabulary.ts';

type Fail = (detail: string, at: number) => never;

type Check = (node: OpenNode, styleNames: Set<string>, fail: Fail) => void;

/** What the vocabulary's table cannot say: counts and places of children. Called when an element is complete. */
export const checksOfChildren: Partial<Record<ElementName, Check>> = {
  style: declareStyle,
  document: (node, _, fail) => checkRoot(node, fail),
  label: (node, _, fail) => checkRoot(node, fail),
  columns: (node, _, fail) => checkColumns(node, fail),
  table: (node, _, fail) => checkTable(node, fail),
};

function declareStyle(node: OpenNode, styleNames: Set<string>, fail: Fail): void {
  const name = node.attributes['name'] as string;
  if (styleNames.has(name)) fail(`style "${name}" is declared twice`, node.offset);
  styleNames.add(name);
}

function checkRoot(node: OpenNode, fail: Fail): void {
  const taken = new Set<string>();
  for (const [index, child] of elements(node).entries()) {
    if (child.name === 'styles' && index > 0) fail('<styles> must be the first child of the root', child.offset);
    if (child.name === 'header' || child.name === 'footer') {
      const key = `<${child.name} on="${(child.attributes['on'] as string | undefined) ?? 'all'}">`;
      if (taken.has(key)) fail(`there is a second ${key}`, child.offset);
      taken.add(key);
    }
  }
}

function checkColumns(node: OpenNode, fail: Fail): void {
  const widths = node.attributes['widths'] as readonly ColumnWidth[];
  const columns = elements(node).length;
  if (columns !== widths.length) {
    fail(`<columns> has ${widths.length} widths and ${columns} <column> elements`, node.offset);
  }
}

function checkTable(node: OpenNode, fail: Fail): void {
  const columns = (node.attributes['cols'] as readonly ColumnWidth[]).length;
  const aligns = node.attributes['aligns'] as readonly string[] | undefined;
  if (aligns !== undefined && aligns.length !== columns) {
    fail(`<table> has ${columns} cols and ${aligns.length} aligns`, node.offset);
  }
  for (const [index, group] of elements(node).entries()) {
    if (group.name === 'thead' && index > 0)
      fail('<thead> must be the first child of <table>, and the only one', group.offset);
    for (const row of elements(group)) {
      const spanned = elements(row).reduce((sum, cell) => sum + Number(cell.attributes['colspan'] ?? 1), 0);
      if (spanned !== columns) fail(`<tr> fills ${spanned} of the table's ${columns} columns`, row.offset);
    }
  }
}

function elements(node: OpenNode): readonly OpenNode[] {
  return node.children.filter((child): child is OpenNode => child.name !== 'characters');
}

import type { ElementDetails, StructureElement } from '../displayList.ts';

/**
 * A structure element while layout goes on. It gets its parent and its index at the end, in the order of the markup,
 * whatever was laid out first. Children are a chain: a list for each of thousands of cells would be larger than what it
 * holds, and so would be another object for what is told of an element in the end.
 */
export interface StructureNode extends StructureElement {
  parent: number;
  first: StructureNode | null;
  last: StructureNode | null;
  /** The next child of the same parent. */
  next: StructureNode | null;
  index: number;
  /** The link a Link element was made for. */
  readonly link: object | null;
}

/** An element that no parent holds yet. */
export function createStructure(role: string, lang?: string, details?: ElementDetails, link?: object): StructureNode {
  return {
    role,
    parent: -1,
    lang,
    details,
    first: null,
    last: null,
    next: null,
    index: -1,
    link: link ?? null,
  };
}

/** Adds a child; below an artifact (null) everything is artifact. */
export function addStructure(
  parent: StructureNode | null,
  role: string,
  lang?: string,
  details?: ElementDetails,
  link?: object,
): StructureNode | null {
  return parent === null ? null : append(parent, createStructure(role, lang, details, link));
}

/** Makes `child` the last child of `parent`. */
export function append(parent: StructureNode, child: StructureNode): StructureNode {
  if (parent.last === null) parent.first = child;
  else parent.last.next = child;
  parent.last = child;
  return child;
}

/** Hands all children of one element over to another. */
export function moveChildren(from: StructureNode, to: StructureNode): void {
  if (from.first === null) return;
  if (to.last === null) to.first = from.first;
  else to.last.next = from.first;
  to.last = from.last;
  from.first = null;
  from.last = null;
}

/** Numbers the tree in reading order, parents before children. An empty group says nothing and is left out. */
export function numberStructure(root: StructureNode): StructureElement[] {
  const elements: StructureElement[] = [];
  const visit = (node: StructureNode, parent: number): void => {
    if (node.first === null && node.role === 'Sect') return;
    node.index = elements.length;
    node.parent = parent;
    elements.push(node);
    for (let child = node.first; child !== null; child = child.next) visit(child, node.index);
  };
  visit(root, -1);
  return elements;
}

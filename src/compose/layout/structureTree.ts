import type { StructureElement } from '../displayList.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * A structure element while layout goes on. It gets its index at the end, in the order of the markup, whatever was laid
 * out first. Children are a chain: a list for each of thousands of cells would be larger than what it holds.
 */
export interface StructureNode {
  readonly element: Writable<StructureElement>;
  first: StructureNode | null;
  last: StructureNode | null;
  /** The next child of the same parent. */
  next: StructureNode | null;
  index: number;
  /** The link a Link element was made for. */
  link: object | null;
}

/** An element that no parent holds yet. */
export function createStructure(role: string, lang?: string): StructureNode {
  return nodeOf(role, lang, nothing);
}

type Details = Omit<StructureElement, 'role' | 'parent' | 'lang'>;
const nothing: Details = {};

/** A document has thousands of elements: all of one shape, whatever there is to tell of them. */
function nodeOf(role: string, lang: string | undefined, details: Details): StructureNode {
  const { alt, scope, colSpan, rowSpan, listNumbering } = details;
  const element = { role, parent: -1, lang, alt, scope, colSpan, rowSpan, listNumbering };
  return { element, first: null, last: null, next: null, index: -1, link: null };
}

/** Adds a child; below an artifact (null) everything is artifact. */
export function addStructure(
  parent: StructureNode | null,
  element: Omit<StructureElement, 'parent'>,
): StructureNode | null {
  return parent === null ? null : append(parent, nodeOf(element.role, element.lang, element));
}

/** The same for an element of which there is nothing to tell but its role. */
export function addElement(parent: StructureNode | null, role: string): StructureNode | null {
  return parent === null ? null : append(parent, createStructure(role));
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
    if (node.first === null && node.element.role === 'Sect') return;
    node.index = elements.length;
    node.element.parent = parent;
    elements.push(node.element);
    for (let child = node.first; child !== null; child = child.next) visit(child, node.index);
  };
  visit(root, -1);
  return elements;
}

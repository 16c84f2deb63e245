import type { StructureElement } from '../displayList.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * A structure element while layout goes on. It gets its index at the end, in the order of the markup, whatever was laid
 * out first.
 */
export interface StructureNode {
  readonly element: Writable<StructureElement>;
  readonly children: StructureNode[];
  index: number;
  /** The link a Link element was made for. */
  link?: object;
}

export function createStructure(role: string): StructureNode {
  return { element: { role, parent: -1 }, children: [], index: -1 };
}

/** Adds a child; below an artifact (null) everything is artifact. */
export function addStructure(
  parent: StructureNode | null,
  element: Omit<StructureElement, 'parent'>,
): StructureNode | null {
  if (parent === null) return null;
  const node: StructureNode = { element: { parent: -1, ...element }, children: [], index: -1 };
  parent.children.push(node);
  return node;
}

/** The same for an element of which there is nothing to tell but its role, as of most. */
export function addElement(parent: StructureNode | null, role: string): StructureNode | null {
  if (parent === null) return null;
  const node: StructureNode = { element: { role, parent: -1 }, children: [], index: -1 };
  parent.children.push(node);
  return node;
}

/** Numbers the tree in reading order, parents before children. An empty group says nothing and is left out. */
export function numberStructure(root: StructureNode): StructureElement[] {
  const elements: StructureElement[] = [];
  const visit = (node: StructureNode, parent: number): void => {
    if (node.element.role === 'Sect' && node.children.length === 0) return;
    node.index = elements.length;
    node.element.parent = parent;
    elements.push(node.element);
    for (const child of node.children) visit(child, node.index);
  };
  visit(root, -1);
  return elements;
}

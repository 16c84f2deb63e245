import type { StructureElement } from '../../displayList.ts';

/**
 * Which structure elements a file has, and which of them each element of the display list becomes. What is asked of all of
 * them, more than once, stands in lists: thousands of objects are not in a cache.
 */
export interface JoinedElements {
  /** By index of the display list: the element that stands for it, itself as a rule. */
  readonly targets: Int32Array;
  /** By index of the display list: number among those that are written, of the one that stands for it. */
  readonly numbers: Int32Array;
  readonly count: number;
  /** By index of the display list: role and parent, which is -1 for the root. */
  readonly roles: readonly string[];
  readonly parents: Int32Array;
  /** By index of the display list: 1 where nothing else is told of an element. */
  readonly plain: Uint8Array;
}

const cells = new Set(['TD', 'TH', 'LBody']);

/**
 * The only paragraph of a cell or list item says nothing that these do not, so they take its place: a row of an invoice
 * has a fifth fewer elements.
 */
export function joinElements(structure: readonly StructureElement[]): JoinedElements {
  const { length } = structure;
  const targets = new Int32Array(length);
  const numbers = new Int32Array(length);
  const children = new Int32Array(length);
  const parents = new Int32Array(length);
  const plain = new Uint8Array(length);
  const roles: string[] = [];
  for (let index = 0; index < length; index += 1) {
    const { role, parent, lang, details } = structure[index] as StructureElement;
    roles.push(role);
    parents[index] = parent;
    if (lang === undefined && details === undefined) plain[index] = 1;
    if (parent >= 0) children[parent] = (children[parent] ?? 0) + 1;
  }
  let count = 0;
  for (let index = 0; index < length; index += 1) {
    const parent = parents[index] ?? -1;
    const joins =
      roles[index] === 'P' && plain[index] === 1 && children[parent] === 1 && cells.has(roles[parent] ?? '');
    targets[index] = joins ? parent : index;
    numbers[index] = joins ? (numbers[parent] ?? 0) : count;
    if (!joins) count += 1;
  }
  return { targets, numbers, count, roles, parents, plain };
}

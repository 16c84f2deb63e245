import type { Structure } from '../../displayList.ts';
import { KeptNumbers } from './keptNumbers.ts';

/**
 * Which structure elements a file has, and which of them each element of the display list becomes. The arrays may be longer
 * than the list, and are valid until the next document is drawn.
 */
export interface JoinedElements {
  /** By index of the display list: the element that stands for it, itself as a rule. */
  readonly targets: Int32Array;
  /** By index of the display list: number among those that are written, of the one that stands for it. */
  readonly numbers: Int32Array;
  readonly count: number;
}

/** One document is drawn at a time. */
const kept = { targets: new KeptNumbers(), numbers: new KeptNumbers(), children: new KeptNumbers() };

const cells = new Set(['TD', 'TH', 'LBody']);

/**
 * The only paragraph of a cell or list item says nothing that these do not, so they take its place: a row of an invoice
 * has a fifth fewer elements.
 */
export function joinElements(structure: Structure): JoinedElements {
  const { length } = structure;
  const targets = kept.targets.zeros(length);
  const numbers = kept.numbers.zeros(length);
  const children = kept.children.zeros(length);
  for (let index = 0; index < length; index += 1) {
    const parent = structure.parent(index);
    if (parent >= 0) children[parent] = (children[parent] ?? 0) + 1;
  }
  let count = 0;
  for (let index = 0; index < length; index += 1) {
    const parent = structure.parent(index);
    const joins =
      structure.role(index) === 'P' &&
      children[parent] === 1 &&
      cells.has(structure.role(parent)) &&
      structure.special(index) === null;
    targets[index] = joins ? parent : index;
    numbers[index] = joins ? (numbers[parent] ?? 0) : count;
    if (!joins) count += 1;
  }
  return { targets, numbers, count };
}

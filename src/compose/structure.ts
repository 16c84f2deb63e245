import type { StructureElement } from './displayList.ts';

/** All roles that have been met, by number. */
const roleNames: string[] = [];
const roleNumbers = new Map<string, number>();

/** Number of a role: what an element is of which nothing else is told. */
export function numberOfRole(role: string): number {
  let number = roleNumbers.get(role);
  if (number === undefined) roleNumbers.set(role, (number = roleNames.push(role) - 1));
  return number;
}

/** What is told of the few elements that have more than a role. */
export type SpecialElement = Omit<StructureElement, 'parent'>;

/**
 * The structure elements of a document (ISO 32000-2 §14.8) in reading order, parents before their children, each known by
 * its index. They are numbers in one list: as objects they would be a fifth of what is alive of a long document, and copied
 * with it whenever garbage is collected.
 */
export class Structure {
  readonly length: number;
  /** By element: its kind, which is the number of its role, or as ~index one of the special elements; and its parent. */
  readonly #table: Int32Array;
  readonly #special: readonly SpecialElement[];

  /** @param table kind and parent of each element; the parent of the root is -1. */
  constructor(table: Int32Array, special: readonly SpecialElement[]) {
    this.length = table.length / 2;
    this.#table = table;
    this.#special = special;
  }

  static of(elements: readonly StructureElement[]): Structure {
    const table = elements.flatMap(({ parent }, index) => [~index, parent]);
    return new Structure(Int32Array.from(table), elements);
  }

  /** Standard structure type; '' for an element that is not there. */
  role(index: number): string {
    const kind = this.#table[2 * index];
    if (kind === undefined) return '';
    return (kind >= 0 ? roleNames[kind] : this.#special[~kind]?.role) ?? '';
  }

  /** Index of the parent, -1 for the root. */
  parent(index: number): number {
    return this.#table[2 * index + 1] ?? -1;
  }

  /** What more is told of an element than its role; null where it is nothing. */
  special(index: number): SpecialElement | null {
    const kind = this.#table[2 * index] ?? 0;
    const element = kind >= 0 ? undefined : this.#special[~kind];
    return element === undefined || (element.lang === undefined && element.details === undefined) ? null : element;
  }

  /** Each element as a whole, for who looks at few of them. */
  *[Symbol.iterator](): Iterator<StructureElement> {
    for (let index = 0; index < this.length; index += 1) {
      const { lang, details } = this.special(index) ?? {};
      yield {
        role: this.role(index),
        parent: this.parent(index),
        ...(lang !== undefined && { lang }),
        ...(details !== undefined && { details }),
      };
    }
  }
}

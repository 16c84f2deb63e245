import type { ElementDetails } from '../displayList.ts';
import { numberOfRole, Structure, type SpecialElement } from '../structure.ts';

/** A structure element while layout goes on: its number in the tree. */
export type StructureNode = number;

/** What nobody reads aloud: headers, footers, rules. Below it everything is artifact. */
export const artifact: StructureNode = -1;

/** Numbers of one element in the table: its kind (`Structure`), its links, 0 for none, as the root is nobody's child, and its index. */
const width = 5;
const firstOf = 1;
const lastOf = 2;
const nextOf = 3;
const indexOf = 4;

interface Special extends SpecialElement {
  /** The link that a Link element was made for. */
  readonly link: object | undefined;
}

/**
 * The structure elements of a document while it is laid out. They get their indices at the end, in the order of the markup,
 * whatever was laid out first.
 */
export class StructureTree {
  readonly root: StructureNode;
  #table = new Int32Array(64 * width);
  #count = 0;
  readonly #special: Special[] = [];

  constructor() {
    this.root = this.create('Document');
  }

  /** An element that no parent holds yet. */
  create(role: string, lang?: string, details?: ElementDetails, link?: object): StructureNode {
    const node = this.#count;
    this.#count += 1;
    if (this.#table.length < this.#count * width) {
      const larger = new Int32Array(2 * this.#table.length);
      larger.set(this.#table);
      this.#table = larger;
    }
    const plain = lang === undefined && details === undefined && link === undefined;
    this.#table[node * width] = plain ? numberOfRole(role) : ~(this.#special.push({ role, lang, details, link }) - 1);
    return node;
  }

  /** A new child of `parent`. */
  add(parent: StructureNode, role: string, lang?: string, details?: ElementDetails): StructureNode {
    return parent === artifact ? artifact : this.append(parent, this.create(role, lang, details));
  }

  /** Makes `child` the last child of `parent`. */
  append(parent: StructureNode, child: StructureNode): StructureNode {
    this.#chain(parent, child, child);
    return child;
  }

  /** Hands all children of one element over to another. */
  moveChildren(from: StructureNode, to: StructureNode): void {
    const table = this.#table;
    const first = table[from * width + firstOf] ?? 0;
    if (first === 0) return;
    this.#chain(to, first, table[from * width + lastOf] ?? 0);
    table[from * width + firstOf] = 0;
    table[from * width + lastOf] = 0;
  }

  /** The element of a link: one for one link, however many runs and lines it has (ISO 32000-2 §14.8.4.7.2). */
  link(parent: StructureNode, link: object): StructureNode {
    if (parent === artifact) return artifact;
    const last = this.#table[parent * width + lastOf] ?? 0;
    const kind = last === 0 ? 0 : (this.#table[last * width] ?? 0);
    if (kind < 0 && this.#special[~kind]?.link === link) return last;
    return this.append(parent, this.create('Link', undefined, undefined, link));
  }

  #chain(parent: StructureNode, first: StructureNode, last: StructureNode): void {
    const table = this.#table;
    const before = table[parent * width + lastOf] ?? 0;
    if (before === 0) table[parent * width + firstOf] = first;
    else table[before * width + nextOf] = first;
    table[parent * width + lastOf] = last;
  }

  /** Numbers the elements in reading order, parents before children. An empty group says nothing and is left out. */
  numbered(): Structure {
    const table = this.#table;
    const group = numberOfRole('Sect');
    const numbered = new Int32Array(2 * this.#count);
    let count = 0;
    const visit = (node: StructureNode, parent: number): void => {
      const at = node * width;
      const kind = table[at] ?? 0;
      let child = table[at + firstOf] ?? 0;
      if (child === 0 && kind === group) return;
      const index = count;
      count += 1;
      table[at + indexOf] = index;
      numbered[2 * index] = kind;
      numbered[2 * index + 1] = parent;
      for (; child !== 0; child = table[child * width + nextOf] ?? 0) visit(child, index);
    };
    visit(this.root, -1);
    return new Structure(numbered.subarray(0, 2 * count), this.#special);
  }

  /** Index of an element that has been numbered. */
  index(node: StructureNode): number {
    return this.#table[node * width + indexOf] ?? 0;
  }
}

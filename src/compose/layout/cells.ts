import type { TextStyle } from '../text/textStyle.ts';
import type { Slab } from './slab.ts';
import { artifact, type StructureNode } from './structureTree.ts';

/** How a cell stands in its row. */
export type Valign = 'top' | 'middle' | 'bottom';
const valigns: readonly Valign[] = ['top', 'middle', 'bottom'];

/** Numbers of one cell in the lists. */
const placesOf = 3;
const numbersOf = 6;
const lineOf = 1;
const valignOf = 2;
const rowSpanOf = 3;
const nextOf = 4;
const styleOf = 5;
/** Contents of so many cells stand in one list: one list of all would be kept until the next full collection of garbage. */
const chunkBits = 10;
const chunk = 1 << chunkBits;

/**
 * The cells of all rows of a document, property by property, from when they are laid out until their page is drawn. As
 * objects they would be most of what is alive of a long document, and copied with it whenever garbage is collected. A cell
 * is known by its number, from 1; the cells of a row are a chain.
 */
export class Cells {
  /** Left edge; width of the one line, and the space above it. */
  #places = new Float64Array(32 * placesOf);
  /**
   * Structure element and line of the one line, or the first of several; how the cell stands in its row, and over how many;
   * the next of its row; style.
   */
  #numbers = new Int32Array(32 * numbersOf);
  readonly #contents: (string | readonly Slab[])[][] = [['']];
  /** Styles of the lines by their numbers: a few for all cells. */
  readonly #styles: (TextStyle | null)[] = [null];
  #count = 0;

  /**
   * A cell that holds one line of text and nothing else, as most do, or one of several. `x` is where the line begins, `gap`
   * the space above it.
   */
  addLine(
    x: number,
    valign: Valign,
    text: string,
    width: number,
    style: TextStyle,
    node: StructureNode,
    line: number,
    gap = 0,
  ): number {
    const at = this.#add(valign, text, style, node, line);
    this.#place(at, x, width, gap);
    return at;
  }

  /** A cell of several lines, one below the other: a chain as the cells of a row are. */
  addLines(valign: Valign, first: number): number {
    const at = this.#add(valign, '', null, artifact, first);
    this.#place(at, this.x(first), 0, 0);
    return at;
  }

  /** A cell of slabs, one below the other. */
  addStack(x: number, valign: Valign, slabs: readonly Slab[]): number {
    const at = this.#add(valign, slabs, null, artifact, 0);
    this.#place(at, x, 0, 0);
    return at;
  }

  /** A cell in the place of another one, with a part of what that holds. */
  addPart(of: number, slabs: readonly Slab[]): number {
    const at = this.addStack(this.x(of), this.valign(of), slabs);
    this.setRowSpan(at, this.rowSpan(of));
    return at;
  }

  /** The cells of a row again, `by` units further to the right. */
  addMoved(first: number, by: number): number {
    if (first === 0) return 0;
    return this.chain(
      this.row(first).map((of) => {
        const line = this.style(of) === null ? this.addMoved(this.lines(of), by) : this.line(of);
        const at = this.#add(this.valign(of), this.#content(of), this.style(of), this.node(of), line);
        this.#place(at, this.x(of) + by, this.width(of), this.gap(of));
        this.setRowSpan(at, this.rowSpan(of));
        return at;
      }),
    );
  }

  /** Says over how many rows a cell reaches, itself included. */
  setRowSpan(at: number, rows: number): void {
    this.#numbers[at * numbersOf + rowSpanOf] = rows;
  }

  /** Makes one cell the next in the row of another. */
  link(before: number, next: number): void {
    this.#numbers[before * numbersOf + nextOf] = next;
  }

  /** Makes a row of cells; the first of them, 0 where there are none. */
  chain(cells: readonly number[]): number {
    for (let index = 1; index < cells.length; index += 1) this.link(cells[index - 1] ?? 0, cells[index] ?? 0);
    return cells[0] ?? 0;
  }

  /** The cells of a row, from its first on. */
  row(first: number): number[] {
    const cells: number[] = [];
    for (let at = first; at !== 0; at = this.next(at)) cells.push(at);
    return cells;
  }

  /** The next cell of the row; 0 behind the last. */
  next(at: number): number {
    return this.#numbers[at * numbersOf + nextOf] ?? 0;
  }

  x(at: number): number {
    return this.#places[at * placesOf] ?? 0;
  }

  valign(at: number): Valign {
    return valigns[this.#numbers[at * numbersOf + valignOf] ?? 0] ?? 'top';
  }

  /** How many rows the cell reaches over, itself included. */
  rowSpan(at: number): number {
    return this.#numbers[at * numbersOf + rowSpanOf] ?? 1;
  }

  /** The first line of a cell of several, 0 for any other. */
  lines(at: number): number {
    return this.style(at) === null ? this.line(at) : 0;
  }

  /** Style of the one line; null for a cell of several or of slabs. */
  style(at: number): TextStyle | null {
    return this.#styles[this.#numbers[at * numbersOf + styleOf] ?? 0] ?? null;
  }

  /** Of the one line, as its width, its structure element and its line of the markup. */
  text(at: number): string {
    return this.#content(at) as string;
  }

  width(at: number): number {
    return this.#places[at * placesOf + 1] ?? 0;
  }

  /** Space above the line. */
  gap(at: number): number {
    return this.#places[at * placesOf + 2] ?? 0;
  }

  node(at: number): StructureNode {
    return this.#numbers[at * numbersOf] ?? artifact;
  }

  line(at: number): number {
    return this.#numbers[at * numbersOf + lineOf] ?? 0;
  }

  /** Of a cell that is not made of lines. */
  slabs(at: number): readonly Slab[] {
    return this.#content(at) as readonly Slab[];
  }

  #content(at: number): string | readonly Slab[] {
    return this.#contents[at >> chunkBits]?.[at & (chunk - 1)] ?? '';
  }

  #add(
    valign: Valign,
    content: string | readonly Slab[],
    style: TextStyle | null,
    node: StructureNode,
    line: number,
  ): number {
    this.#count += 1;
    const at = this.#count;
    if (this.#places.length <= at * placesOf) this.#grow();
    const list = at >> chunkBits;
    if (list === this.#contents.length) this.#contents.push([]);
    this.#contents[list]?.push(content);
    this.#numbers[at * numbersOf] = node;
    this.#numbers[at * numbersOf + lineOf] = line;
    this.#numbers[at * numbersOf + valignOf] = valigns.indexOf(valign);
    this.#numbers[at * numbersOf + rowSpanOf] = 1;
    this.#numbers[at * numbersOf + styleOf] = this.#numberOf(style);
    return at;
  }

  #place(at: number, x: number, width: number, gap: number): void {
    this.#places[at * placesOf] = x;
    this.#places[at * placesOf + 1] = width;
    this.#places[at * placesOf + 2] = gap;
  }

  #numberOf(style: TextStyle | null): number {
    const known = this.#styles.indexOf(style);
    return known < 0 ? this.#styles.push(style) - 1 : known;
  }

  #grow(): void {
    const before = { places: this.#places, numbers: this.#numbers };
    this.#places = new Float64Array(2 * before.places.length);
    this.#numbers = new Int32Array(2 * before.numbers.length);
    this.#places.set(before.places);
    this.#numbers.set(before.numbers);
  }
}

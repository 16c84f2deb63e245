/** Bytes of a cross reference: kind, offset or stream, generation or number in the stream (ISO 32000-1 table 18). */
const widths = [1, 4, 2] as const;
const rowLength = 1 + widths[0] + widths[1] + widths[2];

/** Where the objects of a file are (ISO 32000-1 §7.5.8), by number. */
export class CrossReferences {
  readonly #kinds: Uint8Array;
  readonly #places: Uint32Array;
  readonly #numbers: Uint16Array;

  /** @param size numbers there are; those of no object are free. */
  constructor(size: number) {
    this.#kinds = new Uint8Array(size);
    this.#places = new Uint32Array(size);
    this.#numbers = new Uint16Array(size).fill(0xffff);
  }

  /** An object that stands by itself. */
  setOffset(id: number, offset: number): void {
    this.#set(id, 1, offset, 0);
  }

  /** An object in an object stream. */
  setPacked(id: number, stream: number, number: number): void {
    this.#set(id, 2, stream, number);
  }

  #set(id: number, kind: number, place: number, number: number): void {
    this.#kinds[id] = kind;
    this.#places[id] = place;
    this.#numbers[id] = number;
  }

  /** Entries of the stream's dictionary. */
  get dictionary(): string {
    const { length } = this.#kinds;
    return (
      `/Type/XRef/Size ${length}/W[${widths.join(' ')}]` +
      `/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns ${rowLength - 1}>>`
    );
  }

  /**
   * One row for each object, as differences to the row above (PNG's Up, ISO 32000-1 §7.4.4.4): objects that follow each
   * other in one object stream then have equal rows, which deflate to almost nothing.
   */
  rows(): Uint8Array {
    const size = this.#kinds.length;
    const rows = new Uint8Array(size * rowLength);
    let [kindAbove, placeAbove, numberAbove] = [0, 0, 0];
    for (let id = 0, at = 0; id < size; id += 1, at += rowLength) {
      const kind = this.#kinds[id] ?? 0;
      const place = this.#places[id] ?? 0;
      const number = this.#numbers[id] ?? 0;
      rows[at] = 2;
      rows[at + 1] = kind - kindAbove;
      rows[at + 2] = (place >>> 24) - (placeAbove >>> 24);
      rows[at + 3] = (place >>> 16) - (placeAbove >>> 16);
      rows[at + 4] = (place >>> 8) - (placeAbove >>> 8);
      rows[at + 5] = place - placeAbove;
      rows[at + 6] = (number >>> 8) - (numberAbove >>> 8);
      rows[at + 7] = number - numberAbove;
      kindAbove = kind;
      placeAbove = place;
      numberAbove = number;
    }
    return rows;
  }
}

/** Column and row of the grid, in points: a line of text is one row high and a word some columns wide. */
const cellWidth = 64;
const cellHeight = 16;
const parts = 1000;
const farthest = 1e9;

/** A length as the grid counts it: whole thousandths of a unit, which the engine hands on without an object for each. */
export function onGrid(units: number): number {
  return Math.max(-farthest, Math.min(farthest, units * parts)) | 0;
}

/**
 * The boxes of a page by the cells they cover, so that only neighbours are compared: finding what a box touches costs
 * the same on a page of ten marks and of ten thousand. Buffers are kept from page to page. Boxes are told as
 * `onGrid` gives them.
 */
export class PageGrid {
  #columns = 1;
  #rows = 1;
  #cellWidth = cellWidth;
  #cellHeight = cellHeight;
  /** First entry of each cell, -1 for none. */
  #heads = new Int32Array(0);
  #entries = 0;
  #nextEntry = new Int32Array(1024);
  #boxOfEntry = new Int32Array(1024);
  #boxes = 0;
  #left = new Int32Array(256);
  #top = new Int32Array(256);
  #right = new Int32Array(256);
  #bottom = new Int32Array(256);
  /** Query that saw a box last: one that covers several cells is reported once. */
  #seen = new Int32Array(256);
  #query = 0;
  #found = new Int32Array(256);

  /** Empties the grid for a page of this size, in units; `scale` is units per point. */
  reset(width: number, height: number, scale: number): void {
    this.#cellWidth = onGrid(cellWidth * scale);
    this.#cellHeight = onGrid(cellHeight * scale);
    this.#columns = Math.max(1, Math.ceil(onGrid(width) / this.#cellWidth));
    this.#rows = Math.max(1, Math.ceil(onGrid(height) / this.#cellHeight));
    const cells = this.#columns * this.#rows;
    if (this.#heads.length < cells) this.#heads = new Int32Array(cells);
    this.#heads.fill(-1, 0, cells);
    this.#entries = 0;
    this.#seen.fill(0, 0, this.#boxes);
    this.#boxes = 0;
    this.#query = 0;
  }

  get size(): number {
    return this.#boxes;
  }

  /** Adds a box; its number counts from 0 in the order of adding. What is off the page counts for the cells at the edge. */
  add(left: number, top: number, right: number, bottom: number): void {
    const box = this.#boxes;
    if (box === this.#left.length) this.#growBoxes();
    this.#left[box] = left;
    this.#top[box] = top;
    this.#right[box] = right;
    this.#bottom[box] = bottom;
    this.#boxes += 1;
    const lastColumn = this.#column(right);
    const lastRow = this.#row(bottom);
    for (let row = this.#row(top); row <= lastRow; row += 1) {
      for (let column = this.#column(left); column <= lastColumn; column += 1) {
        const entry = this.#entries;
        if (entry === this.#nextEntry.length) this.#growEntries();
        const cell = row * this.#columns + column;
        this.#boxOfEntry[entry] = box;
        this.#nextEntry[entry] = this.#heads[cell] ?? -1;
        this.#heads[cell] = entry;
        this.#entries += 1;
      }
    }
  }

  /**
   * Looks for the boxes that share more than `slack` with the given one in both directions.
   * @returns how many there are; `found` gives their numbers until the next call.
   */
  touching(left: number, top: number, right: number, bottom: number, slack: number): number {
    if (this.#boxes === 0) return 0;
    let count = 0;
    this.#query += 1;
    const lastColumn = this.#column(right);
    const lastRow = this.#row(bottom);
    for (let row = this.#row(top); row <= lastRow; row += 1) {
      for (let column = this.#column(left); column <= lastColumn; column += 1) {
        let entry = this.#heads[row * this.#columns + column] ?? -1;
        while (entry >= 0) {
          const box = this.#boxOfEntry[entry] ?? 0;
          entry = this.#nextEntry[entry] ?? -1;
          if (
            (this.#left[box] ?? 0) < right - slack &&
            (this.#right[box] ?? 0) > left + slack &&
            (this.#top[box] ?? 0) < bottom - slack &&
            (this.#bottom[box] ?? 0) > top + slack &&
            this.#seen[box] !== this.#query
          ) {
            this.#seen[box] = this.#query;
            this.#found[count] = box;
            count += 1;
          }
        }
      }
    }
    return count;
  }

  found(index: number): number {
    return this.#found[index] ?? 0;
  }

  #column(x: number): number {
    return Math.min(this.#columns - 1, Math.max(0, Math.floor(x / this.#cellWidth)));
  }

  #row(y: number): number {
    return Math.min(this.#rows - 1, Math.max(0, Math.floor(y / this.#cellHeight)));
  }

  #growBoxes(): void {
    this.#left = doubled(this.#left);
    this.#top = doubled(this.#top);
    this.#right = doubled(this.#right);
    this.#bottom = doubled(this.#bottom);
    this.#seen = doubled(this.#seen);
    this.#found = doubled(this.#found);
  }

  #growEntries(): void {
    this.#nextEntry = doubled(this.#nextEntry);
    this.#boxOfEntry = doubled(this.#boxOfEntry);
  }
}

function doubled(from: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(from.length * 2);
  larger.set(from);
  return larger;
}

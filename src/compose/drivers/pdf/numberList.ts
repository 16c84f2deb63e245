const firstLength = 1024;
/** A longer array is given up with its document. */
const longestKept = 1 << 20;

/** Whole numbers, less than 2^31 each, in an array that grows and that is written again for the next document. */
export class NumberList {
  #numbers = new Int32Array(firstLength);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Begins anew. */
  clear(): void {
    this.#length = 0;
    if (this.#numbers.length > longestKept) this.#numbers = new Int32Array(firstLength);
  }

  push(value: number): void {
    if (this.#length === this.#numbers.length) {
      const longer = new Int32Array(2 * this.#length);
      longer.set(this.#numbers);
      this.#numbers = longer;
    }
    this.#numbers[this.#length] = value;
    this.#length += 1;
  }

  /** @returns 0 where there is none. */
  at(index: number): number {
    return index < this.#length ? (this.#numbers[index] ?? 0) : 0;
  }
}

/** Beyond this an array is given up with its document. */
const longestKept = 1 << 18;

/** An array of whole numbers that the next document uses again: making one anew takes longer than most documents need it. */
export class KeptNumbers {
  #numbers = new Int32Array(1024);

  /** The array, whose first `count` numbers are 0 and whose others are anything. It is valid until the next call. */
  zeros(count: number): Int32Array<ArrayBuffer> {
    const { length } = this.#numbers;
    if (length < count) this.#numbers = new Int32Array(Math.max(count, 2 * length));
    else if (length > longestKept && count <= longestKept) this.#numbers = new Int32Array(longestKept);
    else this.#numbers.fill(0, 0, count);
    return this.#numbers;
  }
}

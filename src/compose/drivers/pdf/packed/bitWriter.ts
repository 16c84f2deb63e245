const firstLength = 1 << 16;
/** A longer array is given up with its document. */
const longestKept = 1 << 23;

/** Bits written from the lowest of each byte on (RFC 1951 §3.1.1), into an array that the next document uses again. */
export class BitWriter {
  bytes = new Uint8Array(firstLength);
  /** Bytes that are full. */
  length = 0;
  /** Bits behind them, less than eight. */
  #held = 0;
  #count = 0;

  /** Begins anew, with the bits of another. */
  begin(other: BitWriter): void {
    if (this.bytes.length > longestKept) this.bytes = new Uint8Array(firstLength);
    this.bytes.set(other.view());
    this.length = other.length;
    this.#held = other.#held;
    this.#count = other.#count;
  }

  /** @param count of bits, at most 24. */
  put(bits: number, count: number): void {
    if (this.length + 8 > this.bytes.length) this.#grow();
    let held = this.#held | (bits << this.#count);
    let left = this.#count + count;
    for (; left >= 8; left -= 8) {
      this.bytes[this.length] = held;
      this.length += 1;
      held >>>= 8;
    }
    this.#held = held;
    this.#count = left;
  }

  /** Fills the byte that was begun with zeros. */
  align(): void {
    if (this.#count > 0) this.put(0, 8 - this.#count);
  }

  view(): Uint8Array<ArrayBuffer> {
    return this.bytes.subarray(0, this.length);
  }

  #grow(): void {
    const longer = new Uint8Array(2 * this.bytes.length);
    longer.set(this.bytes);
    this.bytes = longer;
  }
}

const firstLength = 1 << 16;
/** A longer array is given up with its document. */
const longestKept = 1 << 23;

/** Bytes written one after the other into an array that grows, and that is written again for the next document. */
export class ByteWriter {
  bytes = new Uint8Array(firstLength);
  length = 0;

  /** Begins anew: what `view` gave before is written over. */
  clear(): void {
    this.length = 0;
    if (this.bytes.length > longestKept) this.bytes = new Uint8Array(firstLength);
  }

  /** What is written, valid until more is. */
  view(): Uint8Array<ArrayBuffer> {
    return this.bytes.subarray(0, this.length);
  }

  /** The array with room for `count` bytes behind `length`. */
  room(count: number): Uint8Array<ArrayBuffer> {
    const needed = this.length + count;
    if (needed > this.bytes.length) {
      const longer = new Uint8Array(Math.max(needed, this.bytes.length * 2));
      longer.set(this.view());
      this.bytes = longer;
    }
    return this.bytes;
  }

  byte(value: number): void {
    this.room(1)[this.length] = value;
    this.length += 1;
  }

  copy(bytes: Uint8Array): void {
    this.room(bytes.length).set(bytes, this.length);
    this.length += bytes.length;
  }

  /** Characters up to U+00FF, a byte each. */
  text(text: string): void {
    const bytes = this.room(text.length);
    const at = this.length;
    for (let index = 0; index < text.length; index += 1) bytes[at + index] = text.charCodeAt(index);
    this.length = at + text.length;
  }

  /** A number as PDF writes it (ISO 32000-1 §7.3.3), rounded to `places`, without zeros at its end. */
  number(value: number, places = 3): void {
    const units = Math.round(value * (powers[places] ?? 1));
    if (units > -largest && units < largest) this.fixed(units, places);
    else this.text(`${Math.round(value)}`);
  }

  /** A whole number of units of 10^-places, less than 2^31 of them. */
  fixed(units: number, places: number): void {
    let rest = units;
    let digits = places;
    while (digits > 0 && rest % 10 === 0) {
      rest = (rest / 10) | 0;
      digits -= 1;
    }
    if (digits === 0) {
      this.integer(rest);
      return;
    }
    if (rest < 0) {
      this.byte(0x2d);
      rest = -rest;
    }
    const power = powers[digits] ?? 1;
    const whole = (rest / power) | 0;
    this.integer(whole);
    const bytes = this.room(digits + 1);
    bytes[this.length] = 0x2e;
    this.length += 1 + digits;
    this.#digits(rest - whole * power, digits);
  }

  /** A whole number of less than 2^31. */
  integer(value: number): void {
    let rest = value;
    if (rest < 0) {
      this.byte(0x2d);
      rest = -rest;
    }
    const count = digitsOf(rest);
    this.room(count);
    this.length += count;
    this.#digits(rest, count);
  }

  /** A reference to an object (ISO 32000-1 §7.3.10). */
  reference(id: number): void {
    this.integer(id);
    this.text(' 0 R');
  }

  /** The last `count` digits of a number, before the end. */
  #digits(value: number, count: number): void {
    const { bytes } = this;
    let rest = value;
    for (let at = this.length - 1; at >= this.length - count; at -= 1) {
      const tenth = (rest / 10) | 0;
      bytes[at] = 0x30 + rest - tenth * 10;
      rest = tenth;
    }
  }
}

const largest = 2 ** 31;
const powers = [1, 10, 100, 1e3, 1e4, 1e5, 1e6];

function digitsOf(value: number): number {
  let count = 1;
  for (let limit = 10; value >= limit && count < 10; limit *= 10) count += 1;
  return count;
}

import { unitAt } from '../../../model/unitAt.ts';

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
    for (let index = 0, count = text.length; index < count; index += 1) bytes[at + index] = unitAt(text, index);
    this.length = at + text.length;
  }

  /** A number as PDF writes it (ISO 32000-1 §7.3.3), rounded to `places`, without zeros at its end. */
  number(value: number, places = 3): void {
    const units = Math.round(value * (powers[places] ?? 1));
    if (units > -largest && units < largest) this.fixed(units, places);
    else this.text(`${Math.round(value)}`);
  }

  /** A whole number of less than 2^31. */
  integer(value: number): void {
    this.fixed(value, 0);
  }

  /** A whole number of units of 10^-places, less than 2^31 of them. */
  fixed(units: number, places: number): void {
    const bytes = this.room(longestNumber);
    let rest = units;
    if (units < 0) {
      rest = -units;
      bytes[this.length] = 0x2d;
      this.length += 1;
    }
    let decimals = places;
    while (decimals > 0) {
      const tenth = (rest / 10) | 0;
      if (tenth * 10 !== rest) break;
      rest = tenth;
      decimals -= 1;
    }
    const start = this.length;
    let at = start + Math.max(digitsOf(rest), decimals + 1);
    if (decimals > 0) at += 1;
    this.length = at;
    for (; decimals > 0; decimals -= 1) {
      const tenth = (rest / 10) | 0;
      at -= 1;
      bytes[at] = 0x30 + rest - tenth * 10;
      rest = tenth;
      if (decimals > 1) continue;
      at -= 1;
      bytes[at] = 0x2e;
    }
    while (at > start) {
      const tenth = (rest / 10) | 0;
      at -= 1;
      bytes[at] = 0x30 + rest - tenth * 10;
      rest = tenth;
    }
  }
}

const largest = 2 ** 31;
/** Sign, ten digits and a point. */
const longestNumber = 12;
const powers = [1, 10, 100, 1e3, 1e4, 1e5, 1e6];

function digitsOf(value: number): number {
  if (value < 10) return 1;
  if (value < 100) return 2;
  if (value < 1e3) return 3;
  if (value < 1e4) return 4;
  if (value < 1e5) return 5;
  if (value < 1e6) return 6;
  if (value < 1e7) return 7;
  if (value < 1e8) return 8;
  return value < 1e9 ? 9 : 10;
}

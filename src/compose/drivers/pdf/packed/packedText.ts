import { unitAt } from '../../../../model/unitAt.ts';
import { BitWriter } from './bitWriter.ts';
import {
  distanceExtraSizes,
  distanceStarts,
  distanceSymbol,
  farthestRepeat,
  longestRepeat,
  shortestRepeat,
} from './codeTables.ts';
import { type Gap, longestNumber, Series, type Stretch, type Sums } from './repeats.ts';
import { blockHeads, structureCode } from './structureCode.ts';

const { byteBits, byteSizes, lengthBits, lengthSizes, distanceBits, distanceSizes, endBits, endSize } = structureCode;

/**
 * Text that is deflated while it is written, as one block (RFC 1951 §3.2.7): who writes it knows what repeats, so that
 * nobody has to look for it.
 */
export class PackedText {
  /** Bytes of the text. */
  length = 0;
  readonly bits = new BitWriter();
  /** The sums of the checksum (RFC 1950 §8.2), not yet reduced: exact up to eight million bytes. */
  readonly #sums = new Float64Array(2);
  readonly #digits = new Uint8Array(longestNumber);
  readonly #references = new Series(' 0 R ');

  begin(isLast: boolean): void {
    this.length = 0;
    this.#references.begin();
    this.#sums.fill(0);
    this.bits.begin(isLast ? blockHeads.last : blockHeads.other);
  }

  end(): void {
    this.bits.put(endBits, endSize);
  }

  get low(): number {
    return this.#sums[0] ?? 0;
  }

  get high(): number {
    return this.#sums[1] ?? 0;
  }

  byte(value: number): void {
    this.bits.put(byteBits[value] ?? 0, byteSizes[value] ?? 0);
    this.#add(value);
  }

  /** Characters up to U+00FF, a byte each. */
  text(text: string): void {
    for (let index = 0, count = text.length; index < count; index += 1) this.byte(unitAt(text, index));
  }

  /** A whole number, not negative. */
  integer(value: number): void {
    const digits = this.#digits;
    for (let at = digitsOf(value, digits); at < longestNumber; at += 1) this.byte(digits[at] ?? 0);
  }

  /** A reference to an object (ISO 32000-1 §7.3.10): 12 0 R. */
  reference(id: number): void {
    this.integer(id);
    this.text(' 0 R');
  }

  /** Ends a reference of which only the number is written, and begins the next one likewise. */
  nextReference(id: number): void {
    this.next(this.#references, id);
  }

  /** Here a stretch begins. */
  from(stretch: Stretch): void {
    stretch.start = this.length;
    stretch.low = this.low;
    stretch.high = this.high;
  }

  /** Here it ends. */
  to(stretch: Stretch): void {
    stretch.length = this.length - stretch.start;
    stretch.high = this.high - stretch.high - stretch.length * stretch.low;
    stretch.low = this.low - stretch.low;
  }

  /** Writes a stretch again. False, and nothing written, where it is too far away or was never written. */
  again(stretch: Stretch): boolean {
    const { start, length } = stretch;
    const distance = this.length - start;
    if (start < 0 || distance > farthestRepeat || length > longestRepeat) return false;
    this.#repeat(length, distance);
    stretch.start = this.length;
    this.#count(stretch);
    return true;
  }

  /** Writes the gap of a series and its next number. What is like the number before is a repetition of it. */
  next(series: Series, value: number): void {
    const { gap, digits } = series;
    const distance = this.length - series.start;
    const isNear = series.start >= 0 && distance <= farthestRepeat;
    let rest = value;
    let restBefore = series.value;
    let at = longestNumber;
    while (rest !== restBefore) {
      const tenth = (rest / 10) | 0;
      at -= 1;
      digits[at] = 0x30 + rest - tenth * 10;
      rest = tenth;
      restBefore = (restBefore / 10) | 0;
      if (rest === 0) {
        series.first = at;
        break;
      }
    }
    const { first } = series;
    const alike = gap.length + at - first;
    series.value = value;
    series.start = this.length;
    if (isNear && alike >= shortestRepeat) {
      this.#repeat(alike, distance);
      this.#count(gap);
    } else {
      this.#write(gap);
      at = first;
    }
    const sums = this.#sums;
    let low = sums[0] ?? 0;
    let high = sums[1] ?? 0;
    for (let place = first; place < longestNumber; place += 1) {
      low += digits[place] ?? 0;
      high += low;
    }
    for (; at < longestNumber; at += 1) {
      const digit = digits[at] ?? 0;
      this.bits.put(byteBits[digit] ?? 0, byteSizes[digit] ?? 0);
    }
    sums[0] = low;
    sums[1] = high;
    this.length += longestNumber - first;
  }

  #write(gap: Gap): void {
    const { text } = gap;
    for (let index = 0, count = text.length; index < count; index += 1) {
      const value = unitAt(text, index);
      this.bits.put(byteBits[value] ?? 0, byteSizes[value] ?? 0);
    }
    this.#count(gap);
  }

  /** Adds to the checksum what a stretch adds. */
  #count({ length, low, high }: Sums): void {
    const sums = this.#sums;
    const before = sums[0] ?? 0;
    sums[1] = (sums[1] ?? 0) + length * before + high;
    sums[0] = before + low;
    this.length += length;
  }

  #repeat(length: number, distance: number): void {
    const symbol = distanceSymbol(distance);
    const size = distanceSizes[symbol] ?? 0;
    const extra = distance - (distanceStarts[symbol] ?? 0);
    this.bits.put(lengthBits[length] ?? 0, lengthSizes[length] ?? 0);
    this.bits.put((distanceBits[symbol] ?? 0) | (extra << size), size + (distanceExtraSizes[symbol] ?? 0));
  }

  #add(value: number): void {
    const sums = this.#sums;
    const low = (sums[0] ?? 0) + value;
    sums[0] = low;
    sums[1] = (sums[1] ?? 0) + low;
    this.length += 1;
  }
}

/** Writes the digits of a number at the end of an array: where they begin. */
function digitsOf(value: number, digits: Uint8Array): number {
  let at = longestNumber;
  let rest = value;
  do {
    const tenth = (rest / 10) | 0;
    at -= 1;
    digits[at] = 0x30 + rest - tenth * 10;
    rest = tenth;
  } while (rest > 0);
  return at;
}

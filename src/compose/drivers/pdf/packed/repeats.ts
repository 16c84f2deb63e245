/** Digits of a number. */
export const longestNumber = 12;

/** How many bytes something has, and what they add to the two sums of the checksum. */
export interface Sums {
  readonly length: number;
  readonly low: number;
  readonly high: number;
}

/** Something that was written between `from` and `to` and may be written `again`: where it began last. */
export class Stretch implements Sums {
  start = -1;
  length = 0;
  low = 0;
  high = 0;
}

/** What stands between numbers. */
export class Gap implements Sums {
  readonly text: string;
  readonly length: number;
  readonly low: number;
  readonly high: number;

  constructor(text: string) {
    let [low, high] = [0, 0];
    for (const byte of Buffer.from(text, 'latin1')) {
      low += byte;
      high += low;
    }
    this.text = text;
    this.length = text.length;
    this.low = low;
    this.high = high;
  }
}

/** Numbers with the same gap before each: where the last one stands, and its digits. */
export class Series {
  readonly gap: Gap;
  value = 0;
  /** Where the gap before the last number begins; -1 for none. */
  start = -1;
  /** At the end of the array. */
  readonly digits = new Uint8Array(longestNumber);
  first = longestNumber;

  constructor(gap: string) {
    this.gap = new Gap(gap);
  }

  begin(): void {
    this.start = -1;
    this.value = -1;
  }
}

import { qrCapacity, type QrCapacity, type QrLevel } from './qrVersions.ts';

/** What a code shall hold. */
export interface QrContent {
  readonly data: string | Uint8Array;
  readonly level: QrLevel;
  /** The smallest version, 1 to 40, where more than the data asks for is wanted. */
  readonly minVersion?: number;
  readonly maxVersion?: number;
  /** Extended channel interpretation that says how bytes are to be read: 4 is ISO 8859-2, 26 UTF-8. */
  readonly eci?: number;
}

/** ISO/IEC 18004 table 5. */
const alphanumeric = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
const alphanumericPattern = /^[0-9A-Z $%*+./:-]*$/;

interface Mode {
  readonly indicator: number;
  /** Bits of the character count in versions 1 to 9, 10 to 26, 27 to 40 (ISO/IEC 18004 table 3). */
  readonly countBits: readonly [number, number, number];
}

const numericMode: Mode = { indicator: 1, countBits: [10, 12, 14] };
const alphanumericMode: Mode = { indicator: 2, countBits: [9, 11, 13] };
const byteMode: Mode = { indicator: 4, countBits: [8, 16, 16] };

const encoder = new TextEncoder();

export interface QrDataWords {
  readonly capacity: QrCapacity;
  /** Data codewords with terminator and padding (ISO/IEC 18004 §7.4.10). */
  readonly words: Uint8Array;
}

/** Data codewords in the smallest version that holds them, or null where none does. */
export function qrDataWords({ data, level, minVersion = 1, maxVersion = 40, eci }: QrContent): QrDataWords | null {
  const mode = typeof data === 'string' ? modeOf(data) : byteMode;
  const bytes = typeof data !== 'string' ? data : mode === byteMode ? encoder.encode(data) : null;
  const text = bytes === null ? (data as string) : '';
  const count = bytes === null ? text.length : bytes.length;
  const header = 4 + (eci === undefined ? 0 : 12);
  const bits = header + payloadBits(mode, count);
  for (let version = minVersion; version <= maxVersion; version += 1) {
    const countBits = mode.countBits[version < 10 ? 0 : version < 27 ? 1 : 2];
    const capacity = capacityOf(version, level);
    if (bits + countBits > capacity.dataWords * 8) continue;
    const out = new BitWriter(capacity.dataWords);
    // ECI designator below 128: one byte behind the mode indicator 0111 (ISO/IEC 18004 §7.4.2).
    if (eci !== undefined) out.write((7 << 8) | eci, 12);
    out.write(mode.indicator, 4);
    out.write(count, countBits);
    if (bytes !== null) for (const byte of bytes) out.write(byte, 8);
    else if (mode === numericMode) writeNumeric(text, out);
    else writeAlphanumeric(text, out);
    return { capacity, words: out.padded() };
  }
  return null;
}

const capacities = new Map<string, QrCapacity>();

function capacityOf(version: number, level: QrLevel): QrCapacity {
  const key = `${version}${level}`;
  let capacity = capacities.get(key);
  if (capacity === undefined) {
    capacity = qrCapacity(version, level);
    capacities.set(key, capacity);
  }
  return capacity;
}

function modeOf(text: string): Mode {
  if (!alphanumericPattern.test(text)) return byteMode;
  return /^\d*$/.test(text) ? numericMode : alphanumericMode;
}

/** Three digits are ten bits, two characters eleven (ISO/IEC 18004 §7.4.3, §7.4.4). */
function payloadBits(mode: Mode, count: number): number {
  if (mode === byteMode) return count * 8;
  if (mode === numericMode) return Math.floor(count / 3) * 10 + [0, 4, 7][count % 3]!;
  return Math.floor(count / 2) * 11 + (count % 2) * 6;
}

function writeNumeric(text: string, out: BitWriter): void {
  for (let at = 0; at < text.length; at += 3) {
    const digits = text.slice(at, at + 3);
    out.write(Number(digits), digits.length * 3 + 1);
  }
}

function writeAlphanumeric(text: string, out: BitWriter): void {
  for (let at = 0; at < text.length; at += 2) {
    const first = alphanumeric.indexOf(text.charAt(at));
    if (at + 1 === text.length) out.write(first, 6);
    else out.write(first * 45 + alphanumeric.indexOf(text.charAt(at + 1)), 11);
  }
}

class BitWriter {
  readonly #words: Uint8Array;
  #at = 0;
  #pending = 0;
  #count = 0;

  constructor(words: number) {
    this.#words = new Uint8Array(words);
  }

  /** At most 16 bits. */
  write(value: number, bits: number): void {
    this.#pending = (this.#pending << bits) | value;
    this.#count += bits;
    while (this.#count >= 8) {
      this.#count -= 8;
      this.#words[this.#at] = this.#pending >>> this.#count;
      this.#at += 1;
    }
    this.#pending &= (1 << this.#count) - 1;
  }

  /** Up to four zero bits end the data; 236 and 17 in turn fill what is left. */
  padded(): Uint8Array {
    const left = (this.#words.length - this.#at) * 8 - this.#count;
    this.write(0, Math.min(4, left));
    if (this.#count > 0) this.write(0, 8 - this.#count);
    for (let pad = 0xec; this.#at < this.#words.length; pad ^= 0xec ^ 0x11) {
      this.#words[this.#at] = pad;
      this.#at += 1;
    }
    return this.#words;
  }
}

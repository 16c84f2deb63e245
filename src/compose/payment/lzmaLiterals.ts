/** Probabilities have 11 bits and move by a 32nd of what is missing (LZMA specification, "range coder"). */
const half = 1 << 10;
const moveBits = 5;
const topValue = 2 ** 24;
/** lc = 3, lp = 0, pb = 2, as by square prescribes. */
const literalContextBits = 3;
const positionMask = 3;

/**
 * An LZMA stream of literals only, with its end marker, without header. Texts of some hundred characters hardly repeat
 * themselves: searching for matches would cost more time than it saves modules.
 */
export function lzmaLiterals(bytes: Uint8Array): Uint8Array {
  const coder = new RangeCoder();
  const isMatch = new Uint16Array(12 * 16).fill(half);
  const literals = new Uint16Array(0x300 << literalContextBits).fill(half);
  let before = 0;
  bytes.forEach((byte, index) => {
    coder.bit(isMatch, index & positionMask, 0);
    const context = (before >> (8 - literalContextBits)) * 0x300;
    let symbol = 1;
    for (let bit = 7; bit >= 0; bit -= 1) {
      const value = (byte >> bit) & 1;
      coder.bit(literals, context + symbol, value);
      symbol = (symbol << 1) | value;
    }
    before = byte;
  });
  writeEnd(coder, isMatch, bytes.length & positionMask);
  return coder.finish();
}

/** The end marker is a match of the shortest length at the greatest distance. */
function writeEnd(coder: RangeCoder, isMatch: Uint16Array, position: number): void {
  const fresh = (size: number): Uint16Array => new Uint16Array(size).fill(half);
  coder.bit(isMatch, position, 1);
  coder.bit(fresh(1), 0, 0);
  coder.bit(fresh(1), 0, 0);
  const tree = (bits: number, digit: number): void => {
    const states = fresh(1 << bits);
    let symbol = 1;
    for (let bit = 0; bit < bits; bit += 1) {
      coder.bit(states, symbol, digit);
      symbol = (symbol << 1) | digit;
    }
  };
  // Length 2; slot 63; 26 direct bits; four bits of alignment.
  tree(3, 0);
  tree(6, 1);
  coder.ones(26);
  tree(4, 1);
}

class RangeCoder {
  readonly #out: number[] = [];
  #low = 0;
  #range = 0xffffffff;
  #cache = 0;
  #pending = 1;

  bit(states: Uint16Array, at: number, value: number): void {
    const probability = states[at] ?? half;
    const bound = (this.#range >>> 11) * probability;
    if (value === 0) {
      this.#range = bound;
      states[at] = probability + (((1 << 11) - probability) >> moveBits);
    } else {
      this.#low += bound;
      this.#range -= bound;
      states[at] = probability - (probability >> moveBits);
    }
    this.#normalise();
  }

  /** So many ones of even chances. */
  ones(count: number): void {
    for (let bit = 0; bit < count; bit += 1) {
      this.#range = Math.floor(this.#range / 2);
      this.#low += this.#range;
      this.#normalise();
    }
  }

  finish(): Uint8Array {
    for (let byte = 0; byte < 5; byte += 1) this.#shift();
    return Uint8Array.from(this.#out);
  }

  #normalise(): void {
    while (this.#range < topValue) {
      this.#range = (this.#range * 256) >>> 0;
      this.#shift();
    }
  }

  /** Bytes of 255 wait, because a carry may still turn them over. */
  #shift(): void {
    if (this.#low < 0xff000000 || this.#low > 0xffffffff) {
      const carry = this.#low > 0xffffffff ? 1 : 0;
      let byte = this.#cache;
      for (; this.#pending > 0; this.#pending -= 1) {
        this.#out.push((byte + carry) & 0xff);
        byte = 0xff;
      }
      this.#cache = Math.floor(this.#low / topValue) & 0xff;
    }
    this.#pending += 1;
    this.#low = (this.#low % topValue) * 256;
  }
}

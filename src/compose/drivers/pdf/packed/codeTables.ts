import type { PrefixCode } from './prefixCode.ts';

/** Symbols of RFC 1951 §3.2.5: bytes, the end of the block, lengths of repetitions. */
export const endOfBlock = 256;
export const firstLength = 257;
export const symbolCount = 286;
/** Those of their distances, of an alphabet of their own. */
export const distanceSymbolCount = 30;
/** A repetition has so many bytes, and begins so far back. */
export const shortestRepeat = 3;
export const longestRepeat = 258;
export const farthestRepeat = 32_768;

/** How many extra bits a symbol has. */
const lengthExtras = [...[0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2], ...[3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0]];
const distanceExtras = Array.from({ length: distanceSymbolCount }, (_, symbol) => Math.max(0, (symbol >> 1) - 1));

/** Where the range of each symbol begins. */
function startsOf(extras: readonly number[], first: number): Uint16Array {
  let start = first;
  return Uint16Array.from(extras, (extra) => (start += 1 << extra) - (1 << extra));
}

// The longest length has a symbol of its own, and so is no longer the last of the range before.
const lengthStarts = startsOf(lengthExtras.slice(0, -1), shortestRepeat);
export const distanceStarts = startsOf(distanceExtras, 1);
export const distanceExtraSizes = Uint8Array.from(distanceExtras);

/** Symbol of each distance up to 256, and behind those of each 128th part of one. */
const nearSymbols = new Uint8Array(512);
for (let distance = 1, symbol = 0; distance <= farthestRepeat; distance += 1) {
  if (distanceStarts[symbol + 1] === distance) symbol += 1;
  nearSymbols[distance <= 256 ? distance - 1 : 256 + ((distance - 1) >> 7)] = symbol;
}

/** Symbol of a distance. */
export function distanceSymbol(distance: number): number {
  return nearSymbols[distance <= 256 ? distance - 1 : 256 + ((distance - 1) >> 7)] ?? 0;
}

/** Two codes as they are written. */
export interface CodeTables {
  /** By byte. */
  readonly byteBits: Uint16Array;
  readonly byteSizes: Uint8Array;
  /** By length, with the extra bits. */
  readonly lengthBits: Uint32Array;
  readonly lengthSizes: Uint8Array;
  /** By distance symbol, without the extra bits. */
  readonly distanceBits: Uint16Array;
  readonly distanceSizes: Uint8Array;
  readonly endBits: number;
  readonly endSize: number;
}

/** @param distances has codes of at most 11 bits: with its extra bits, up to 13, a distance is written at once. */
export function codeTables(code: PrefixCode, distances: PrefixCode): CodeTables {
  const lengthBits = new Uint32Array(longestRepeat + 1);
  const lengthSizes = new Uint8Array(longestRepeat + 1);
  const setLength = (length: number, symbol: number, more: number, extra: number): void => {
    const size = code.lengths[symbol] ?? 0;
    lengthBits[length] = (code.bits[symbol] ?? 0) | (more << size);
    lengthSizes[length] = size + extra;
  };
  lengthStarts.forEach((start, symbol) => {
    const extra = lengthExtras[symbol] ?? 0;
    for (let more = 0; more < 1 << extra; more += 1) setLength(start + more, firstLength + symbol, more, extra);
  });
  setLength(longestRepeat, symbolCount - 1, 0, 0);
  return {
    byteBits: code.bits.subarray(0, endOfBlock),
    byteSizes: code.lengths.subarray(0, endOfBlock),
    lengthBits,
    lengthSizes,
    distanceBits: distances.bits,
    distanceSizes: distances.lengths,
    endBits: code.bits[endOfBlock] ?? 0,
    endSize: code.lengths[endOfBlock] ?? 0,
  };
}

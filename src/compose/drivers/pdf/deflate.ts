import { deflateSync } from 'node:zlib';

/** Level 4 and more search longer for repetitions: twice the time for 3 % fewer bytes (docs/performance.md). */
export function deflateContent(bytes: Uint8Array): Uint8Array {
  return deflateSync(bytes, { level: 3 });
}

/** Objects repeat each other word by word: level 1 finds that in half the time for 2 % more bytes.
 * Short blocks (little memory) suit them better, for numbers and dictionaries have other letters. */
export function deflateObjects(bytes: Uint8Array): Uint8Array {
  return deflateSync(bytes, { level: 1, windowBits: 13, memLevel: 6 });
}

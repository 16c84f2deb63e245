import { KeptDeflate } from './keptDeflate.ts';

/** Level 4 and more search longer for repetitions: twice the time for 3 % fewer bytes (docs/performance.md). */
const content = new KeptDeflate({ level: 3 });

/**
 * Objects repeat each other word by word: level 1 finds that in half the time for 2 % more bytes. Short blocks (little
 * memory) suit them better, for numbers and dictionaries have other letters.
 */
const objects = new KeptDeflate({ level: 1, windowBits: 13, memLevel: 6 });

/** The operators of a page, deflated: valid until the next page is. */
export function deflateContent(bytes: Uint8Array): Uint8Array {
  return content.deflate(bytes);
}

/** Objects of the file, deflated: valid until the next ones are. */
export function deflateObjects(bytes: Uint8Array): Uint8Array {
  return objects.deflate(bytes);
}

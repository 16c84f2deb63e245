import { KeptDeflate } from './keptDeflate.ts';
import { deflateFew } from './packed/deflateFew.ts';

/** Level 4 and more search longer for repetitions: twice the time for 3 % fewer bytes (docs/performance.md). */
const content = new KeptDeflate({ level: 3 });

/**
 * Objects repeat each other word by word: level 1 finds that in half the time for 2 % more bytes. What repeats is near,
 * so that a short window finds it in fewer bits.
 */
const objects = new KeptDeflate({ level: 1, windowBits: 12, memLevel: 8 });

/** The operators of a page, deflated: valid until the next page is. */
export function deflateContent(bytes: Uint8Array): Uint8Array {
  return content.deflate(bytes);
}

/** So many bytes are few: codes of their own would save a tenth of them. */
const few = 4096;

/** Objects of a file, deflated: valid until the next ones are. */
export function deflateObjects(bytes: Uint8Array): Uint8Array {
  return bytes.length > few ? objects.deflate(bytes) : deflateFew(bytes);
}

/** Objects that many files have, deflated once: valid until the next ones are. */
export function deflateShared(bytes: Uint8Array): Uint8Array {
  return objects.deflate(bytes);
}

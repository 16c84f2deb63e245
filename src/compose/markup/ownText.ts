/**
 * The same text with letters of its own. A part of a string keeps the whole string in memory, so that a word in a cache
 * would keep the markup of its document.
 */
export function ownText(part: string): string {
  return part.length < shortest ? part : ` ${part}`.slice(1);
}

/** V8 copies shorter parts anyway. */
const shortest = 13;

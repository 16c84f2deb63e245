import bidiFactory, { type Bidi } from 'bidi-js';

// The package exports the function itself; its types take it for a property.
const bidi = (bidiFactory as unknown as () => Bidi)();

/** Anything that may read from right to left or steer direction: Hebrew to Arabic, their presentation forms, marks. */
function steersDirection(unit: number): boolean {
  return (
    (unit >= 0x590 && unit <= 0x8ff) ||
    (unit >= 0xfb1d && unit <= 0xfefc) ||
    unit === 0x200f ||
    (unit >= 0x202b && unit <= 0x202e) ||
    (unit >= 0x2066 && unit <= 0x2069) ||
    // High surrogates of the blocks from U+10800 and U+1E800.
    unit === 0xd802 ||
    unit === 0xd803 ||
    unit === 0xd83a ||
    unit === 0xd83b
  );
}

/** Whether a text has characters for which order is more than left to right. */
export function hasDirection(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit >= 0x590 && steersDirection(unit)) return true;
  }
  return false;
}

/** Captions and phrases come again in every document. */
const known = { rtl: new Map<string, Uint8Array>(), ltr: new Map<string, Uint8Array>() };
const cacheSize = 4000;
const longestKept = 200;

/** Embedding level of each UTF-16 unit of a paragraph (UAX #9); odd levels read from right to left. */
export function bidiLevels(paragraph: string, rtl: boolean): Uint8Array {
  const direction = rtl ? 'rtl' : 'ltr';
  const cache = known[direction];
  let levels = cache.get(paragraph);
  if (levels === undefined) {
    levels = bidi.getEmbeddingLevels(paragraph, direction).levels;
    if (cache.size >= cacheSize) cache.clear();
    if (paragraph.length <= longestKept) cache.set(paragraph, levels);
  }
  return levels;
}

/**
 * Order in which the runs of one line are seen, from left to right (UAX #9 rule L2): from the highest level down to the
 * lowest odd one, every sequence of runs of at least that level is reversed.
 *
 * @param levels of the runs in logical order.
 * @returns indexes of the runs in visual order.
 */
export function visualOrder(levels: readonly number[]): number[] {
  const order = levels.map((_, index) => index);
  let highest = 0;
  let lowestOdd = Infinity;
  for (const level of levels) {
    if (level > highest) highest = level;
    if (level % 2 === 1 && level < lowestOdd) lowestOdd = level;
  }
  for (let level = highest; level >= lowestOdd; level -= 1) {
    let from = 0;
    while (from < order.length) {
      if ((levels[order[from] ?? 0] ?? 0) < level) {
        from += 1;
        continue;
      }
      let to = from;
      while (to < order.length && (levels[order[to] ?? 0] ?? 0) >= level) to += 1;
      order.splice(from, to - from, ...order.slice(from, to).toReversed());
      from = to;
    }
  }
  return order;
}

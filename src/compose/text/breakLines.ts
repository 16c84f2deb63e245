import type { Word, Words } from './splitWords.ts';

/** Room for the rounding of sums, in units. */
const tolerance = 0.001;

/**
 * Breaks words into lines of at most `width`, as many on each line as go. A part without a place to break that is
 * wider than a whole line is broken between two characters. Returns null when not even one character fits.
 */
export function breakLines({ words, maxWidth, broken }: Words, width: number): readonly (readonly Word[])[] | null {
  if (words.length === 0) return [];
  const limit = width + tolerance;
  // Soft hyphens are not drawn inside a line, so one that ends the text is the only one to look for.
  if (maxWidth <= limit && !broken && words[words.length - 1]?.softHyphen === false) return [words];

  const lines: Word[][] = [];
  let line: Word[] = [];
  let used = 0;
  const finish = (): void => {
    lines.push(withHyphen(line));
    line = [];
    used = 0;
  };

  let index = 0;
  while (index < words.length) {
    let end = index;
    let part = 0;
    for (; ; end += 1) {
      const word = words[end];
      if (word === undefined) break;
      part += word.width;
      if (word.mayBreak) break;
    }
    const last = words[Math.min(end, words.length - 1)];
    const needed = last?.softHyphen === true ? part + hyphenWidth(last) : part;
    if (used + needed <= limit) {
      for (; index <= end && index < words.length; index += 1) line.push(words[index] as Word);
      used += part + (last?.gap ?? 0);
      if (last?.mustBreak === true) finish();
    } else if (line.length > 0) {
      finish();
    } else {
      const broken = breakPart(words.slice(index, end + 1), limit);
      if (broken === null) return null;
      const rest = broken.pop() ?? [];
      for (const full of broken) lines.push(full);
      line = rest;
      used = rest.reduce((sum, word) => sum + word.width + word.gap, 0);
      index = end + 1;
      if (last?.mustBreak === true) finish();
    }
  }
  if (line.length > 0) finish();
  return lines;
}

/** Fills lines letter by letter with one part that has no place to break. */
function breakPart(part: readonly Word[], limit: number): Word[][] | null {
  const lines: Word[][] = [];
  let line: Word[] = [];
  let used = 0;
  for (const word of part) {
    const letters = lettersOf(word.text);
    let from = 0;
    while (from < letters.length) {
      const fitting = lettersThatFit(word, letters, from, limit - used);
      if (fitting === from) {
        if (line.length === 0) return null;
        lines.push(line);
        line = [];
        used = 0;
        continue;
      }
      const text = letters.slice(from, fitting).join('');
      const width = widthOf(word, text);
      const whole = fitting === letters.length;
      line.push({
        ...word,
        text,
        width,
        gap: whole ? word.gap : 0,
        mayBreak: !whole || word.mayBreak,
        softHyphen: whole && word.softHyphen,
      });
      used += width;
      from = fitting;
      if (whole) continue;
      // Alone the rest may be narrower than as the end of this word: Arabic letters change with their neighbours.
      lines.push(line);
      line = [];
      used = 0;
    }
  }
  lines.push(line);
  return lines;
}

/**
 * Index of the first letter that is too many. Widths grow with length: doubling finds a reach that is too wide, halving
 * the place in it, so that a text of any length costs in proportion to what fits.
 */
function lettersThatFit(word: Word, letters: readonly string[], from: number, room: number): number {
  const fits = (end: number): boolean => {
    const width = widthOf(word, letters.slice(from, end).join(''));
    return width + (end === letters.length && word.softHyphen ? hyphenWidth(word) : 0) <= room;
  };
  let reach = 16;
  while (from + reach < letters.length && fits(from + reach)) reach *= 2;
  let low = from;
  let high = Math.min(from + reach, letters.length);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

// A letter with its marks: what UAX #29 comes to for Latin, Greek and Cyrillic. Intl.Segmenter takes seconds for a
// word of 100,000 letters.
const letterWithMarks = /\P{M}\p{M}*|\p{M}+/gu;

function lettersOf(text: string): readonly string[] {
  return text.match(letterWithMarks) ?? [];
}

function hyphenWidth(word: Word): number {
  return widthOf(word, `${word.text}-`) - word.width;
}

function widthOf({ style, level }: Word, text: string): number {
  return style.face.measure(text, level % 2 === 1) * style.scale;
}

function withHyphen(line: Word[]): Word[] {
  const last = line.at(-1);
  if (last?.softHyphen !== true) return line;
  return [...line.slice(0, -1), { ...last, text: `${last.text}-`, width: last.width + hyphenWidth(last) }];
}

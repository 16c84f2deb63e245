import { splitRuns } from './splitRuns.ts';
import type { StyledText, TextStyle } from './textStyle.ts';

/** The smallest piece of a line. A line may end after a word whose `mayBreak` is set. */
export interface Word {
  readonly text: string;
  readonly style: TextStyle;
  readonly line: number;
  readonly width: number;
  /** Width of the blank that follows when the line goes on; 0 for none. */
  gap: number;
  mayBreak: boolean;
  /** The line must end here. */
  mustBreak: boolean;
  /** Ends in a soft hyphen: a hyphen is drawn when the line ends here. */
  softHyphen: boolean;
}

export interface Words {
  readonly words: readonly Word[];
  /** Widest line when nothing but forced breaks breaks it. */
  readonly maxWidth: number;
  /** Widest part that has no place to break. */
  readonly minWidth: number;
}

// CSS Text 3 §4.1.1: runs of these collapse; no-break spaces are letters.
const blanks = /[ \t\r\n]+/u;
const breaksInside = /[-\u00ad\u200b\u2010\u2012-\u2014]/u;
// A dash between two letters or digits is a place to break; a leading minus is not.
const wordParts = /(?<=[\p{L}\p{N}][-\u2010\u2012-\u2014])(?=[\p{L}\p{N}])|(?<=[\u00ad\u200b])/u;
const zeroWidth = /[\u00ad\u200b]/gu;

/** Collapses white space and splits text into words with their widths. `'\n'` alone is a forced break. */
export function splitWords(texts: readonly (StyledText | null)[], breakStyle: TextStyle): Words {
  const words: Word[] = [];
  let last: Word | undefined;

  const add = (text: string, style: TextStyle, line: number, softHyphen: boolean): void => {
    for (const run of splitRuns(text, style, line)) {
      last = { ...run, line, gap: 0, mayBreak: false, mustBreak: false, softHyphen };
      words.push(last);
    }
  };

  for (const piece of texts) {
    if (piece === null) {
      if (last === undefined || last.mustBreak) add('', breakStyle, 0, false);
      if (last !== undefined) {
        last.mustBreak = true;
        last.mayBreak = true;
        last.gap = 0;
      }
      continue;
    }
    const parts = piece.text.split(blanks);
    for (let index = 0; index < parts.length; index += 1) {
      if (index > 0 && last !== undefined && !last.mustBreak) {
        last.gap = last.style.blank;
        last.mayBreak = true;
      }
      const part = parts[index];
      if (part === undefined || part === '') continue;
      if (!breaksInside.test(part)) {
        add(part, piece.style, piece.line, false);
        continue;
      }
      for (const [at, segment] of part.split(wordParts).entries()) {
        if (at > 0 && last !== undefined) last.mayBreak = true;
        add(segment.replace(zeroWidth, ''), piece.style, piece.line, segment.endsWith('\u00ad'));
      }
    }
  }
  if (last !== undefined) last.gap = 0;
  return { words, ...extremes(words) };
}

function extremes(words: readonly Word[]): { maxWidth: number; minWidth: number } {
  let maxWidth = 0;
  let minWidth = 0;
  let line = 0;
  let part = 0;
  for (const word of words) {
    part += word.width;
    line += word.width;
    if (word.mayBreak) {
      if (part > minWidth) minWidth = part;
      part = 0;
    }
    if (word.mustBreak) {
      if (line > maxWidth) maxWidth = line;
      line = 0;
    } else line += word.gap;
  }
  return { maxWidth: Math.max(maxWidth, line), minWidth: Math.max(minWidth, part) };
}

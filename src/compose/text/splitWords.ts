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
  /** Some line must end before the text does. */
  readonly broken: boolean;
}

// A dash between two letters or digits is a place to break; a leading minus is not.
const wordParts = /(?<=[\p{L}\p{N}][-\u2010\u2012-\u2014])(?=[\p{L}\p{N}])|(?<=[\u00ad\u200b])/u;
const zeroWidth = /[\u00ad\u200b]/gu;

/** Collapses white space and splits text into words with their widths. Null stands for a forced break. */
export function splitWords(texts: readonly (StyledText | null)[], breakStyle: TextStyle): Words {
  const words: Word[] = [];
  for (const piece of texts) {
    if (piece === null) addBreak(words, breakStyle);
    else addText(words, piece);
  }
  const last = words.at(-1);
  if (last !== undefined) last.gap = 0;
  return measureWords(words);
}

function addBreak(words: Word[], style: TextStyle): void {
  const last = words.at(-1);
  if (last === undefined || last.mustBreak) addWord(words, '', style, 0, false);
  const end = words.at(-1);
  if (end === undefined) return;
  end.mustBreak = true;
  end.mayBreak = true;
  end.gap = 0;
}

function addText(words: Word[], { text, style, line }: StyledText): void {
  let index = 0;
  while (index < text.length) {
    if (isBlank(text.charCodeAt(index))) {
      allowBreak(words);
      while (index < text.length && isBlank(text.charCodeAt(index))) index += 1;
    }
    const from = index;
    let dashes = false;
    while (index < text.length) {
      const unit = text.charCodeAt(index);
      if (isBlank(unit)) break;
      if (unit === 0x2d || unit === 0xad || (unit >= 0x200b && unit <= 0x2014)) dashes = true;
      index += 1;
    }
    if (index === from) continue;
    const word = text.slice(from, index);
    if (dashes) addParts(words, word, style, line);
    else addWord(words, word, style, line, false);
  }
}

/** CSS Text 3 §4.1.1: these collapse to one blank; no-break spaces are letters. */
function isBlank(unit: number): boolean {
  return unit === 0x20 || unit === 0x0a || unit === 0x09 || unit === 0x0d;
}

function allowBreak(words: Word[]): void {
  const last = words[words.length - 1];
  if (last === undefined || last.mustBreak) return;
  last.gap = last.style.blank;
  last.mayBreak = true;
}

function addParts(words: Word[], word: string, style: TextStyle, line: number): void {
  let first = true;
  for (const part of word.split(wordParts)) {
    const last = words.at(-1);
    if (!first && last !== undefined) last.mayBreak = true;
    addWord(words, part.replace(zeroWidth, ''), style, line, part.endsWith('\u00ad'));
    first = false;
  }
}

function addWord(words: Word[], text: string, style: TextStyle, line: number, softHyphen: boolean): void {
  for (const run of splitRuns(text, style, line)) {
    words.push({
      text: run.text,
      style: run.style,
      line,
      width: run.width,
      gap: 0,
      mayBreak: false,
      mustBreak: false,
      softHyphen,
    });
  }
}

function measureWords(words: readonly Word[]): Words {
  let maxWidth = 0;
  let minWidth = 0;
  let line = 0;
  let part = 0;
  let broken = false;
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
      broken = true;
    } else line += word.gap;
  }
  return { words, maxWidth: Math.max(maxWidth, line), minWidth: Math.max(minWidth, part), broken };
}

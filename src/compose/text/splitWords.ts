import { unitAt } from '../../model/unitAt.ts';
import { isRightToLeft } from '../../model/writingDirection.ts';
import { bidiLevels, hasDirection } from './bidiLevels.ts';
import { breaksWithoutBlanks, splitAtBreaks } from './lineBreaks.ts';
import { splitRuns, type WordLevels } from './splitRuns.ts';
import type { StyledText, TextStyle } from './textStyle.ts';

/** The smallest piece of a line. A line may end after a word whose `mayBreak` is set. */
export interface Word {
  readonly text: string;
  readonly style: TextStyle;
  readonly line: number;
  readonly width: number;
  /** Embedding level (UAX #9): odd reads from right to left. */
  readonly level: number;
  /** Width of the blank that follows when the line goes on; 0 for none. */
  gap: number;
  /** Embedding level of that blank. */
  gapLevel: number;
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
  const levels = levelsOf(texts, breakStyle);
  let from = 0;
  for (const piece of texts) {
    if (piece === null) addBreak(words, breakStyle);
    else addText(words, piece, levels, from);
    from += piece === null ? 1 : piece.text.length;
  }
  const last = words.at(-1);
  if (last !== undefined) last.gap = 0;
  return measureWords(words);
}

/** Levels of the whole paragraph; null where everything reads from left to right, as most do. */
function levelsOf(texts: readonly (StyledText | null)[], { language }: TextStyle): Uint8Array | null {
  const rtl = isRightToLeft(language);
  if (!rtl && !texts.some((piece) => piece !== null && hasDirection(piece.text))) return null;
  // A forced break ends a line, not the paragraph.
  const paragraph = texts.map((piece) => piece?.text ?? '\u2028').join('');
  // Line ends of the markup are blanks here; to the algorithm they would end the paragraph.
  return bidiLevels(paragraph.replaceAll(/[\n\r\t]/gu, ' '), rtl);
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

function addText(
  words: Word[],
  { text, style, line }: StyledText,
  levels: Uint8Array | null,
  paragraphAt: number,
): void {
  let index = 0;
  while (index < text.length) {
    if (isBlank(unitAt(text, index))) {
      allowBreak(words, levels?.[paragraphAt + index] ?? 0);
      while (index < text.length && isBlank(unitAt(text, index))) index += 1;
    }
    const from = index;
    let dashes = false;
    let wide = false;
    while (index < text.length) {
      const unit = unitAt(text, index);
      if (isBlank(unit)) break;
      if (unit === 0x2d || unit === 0xad || (unit >= 0x200b && unit <= 0x2014)) dashes = true;
      else if (unit >= 0xe00 && breaksWithoutBlanks(unit)) wide = true;
      index += 1;
    }
    if (index === from) continue;
    const word = text.slice(from, index);
    const at = levels === null ? null : { levels, from: paragraphAt + from };
    if (dashes || wide) addParts(words, partsOf(word, dashes, wide), style, line, at);
    else addWord(words, word, style, line, false, at);
  }
}

/** CSS Text 3 §4.1.1: these collapse to one blank; no-break spaces are letters. */
function isBlank(unit: number): boolean {
  return unit === 0x20 || unit === 0x0a || unit === 0x09 || unit === 0x0d;
}

function allowBreak(words: Word[], level: number): void {
  const last = words[words.length - 1];
  if (last === undefined || last.mustBreak) return;
  last.gap = last.style.blank;
  last.gapLevel = level;
  last.mayBreak = true;
}

function partsOf(word: string, dashes: boolean, wide: boolean): readonly string[] {
  const parts = dashes ? word.split(wordParts) : [word];
  return wide ? parts.flatMap(splitAtBreaks) : parts;
}

function addParts(
  words: Word[],
  parts: readonly string[],
  style: TextStyle,
  line: number,
  at: WordLevels | null,
): void {
  let from = 0;
  for (const part of parts) {
    const last = words.at(-1);
    if (from > 0 && last !== undefined) last.mayBreak = true;
    const partAt = at === null ? null : { levels: at.levels, from: at.from + from };
    const text = at === null ? part.replace(zeroWidth, '') : part;
    addWord(words, text, style, line, part.endsWith('\u00ad'), partAt);
    from += part.length;
  }
}

function addWord(
  words: Word[],
  text: string,
  style: TextStyle,
  line: number,
  softHyphen: boolean,
  at: WordLevels | null = null,
): void {
  const runs = splitRuns(text, style, line, at);
  for (const [index, run] of runs.entries()) {
    words.push({
      text: run.text,
      style: run.style,
      line,
      width: run.width,
      level: run.level,
      gap: 0,
      gapLevel: 0,
      mayBreak: false,
      mustBreak: false,
      softHyphen: softHyphen && index === runs.length - 1,
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

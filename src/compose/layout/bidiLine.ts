import { visualOrder } from '../text/bidiLevels.ts';
import type { Word } from '../text/splitWords.ts';
import type { TextStyle } from '../text/textStyle.ts';

/** A run of one line where order is more than left to right. */
export interface PlacedRun {
  readonly text: string;
  readonly style: TextStyle;
  readonly line: number;
  readonly width: number;
  readonly rtl: boolean;
  /** Distance of its start from the start of the line. */
  readonly x: number;
}

interface Run {
  text: string;
  readonly style: TextStyle;
  readonly level: number;
  readonly line: number;
}

/**
 * The runs of one line in reading order, each with its place in visual order (UAX #9 rule L2).
 *
 * @param fromRight Places count from the right edge, as on pages that are mirrored at the end (emitItems.ts).
 */
export function placeRuns(line: readonly Word[], fromRight: boolean): { runs: PlacedRun[]; width: number } {
  const runs = joinedRuns(line);
  const order = visualOrder(runs.map(({ level }) => level));
  if (fromRight) order.reverse();
  const widths = runs.map(({ text, style, level }) => style.face.measure(text, level % 2 === 1) * style.scale);
  const places: number[] = [];
  let width = 0;
  for (const index of order) {
    places[index] = width;
    width += widths[index] ?? 0;
  }
  const placed = runs.map(({ text, style, level, line: at }, index) => ({
    text,
    style,
    line: at,
    width: widths[index] ?? 0,
    rtl: level % 2 === 1,
    x: places[index] ?? 0,
  }));
  return { runs: placed, width };
}

/** Neighbours of one style and level are one run; a blank belongs to the side that has its level. */
function joinedRuns(line: readonly Word[]): Run[] {
  const runs: Run[] = [];
  const add = (text: string, style: TextStyle, level: number, at: number): void => {
    const last = runs.at(-1);
    if (last !== undefined && last.style === style && last.level === level) last.text += text;
    else runs.push({ text, style, level, line: at });
  };
  line.forEach((word, index) => {
    if (word.text !== '') add(word.text, word.style, word.level, word.line);
    const next = line[index + 1];
    if (word.gap === 0 || next === undefined) return;
    const style = word.gapLevel === word.level || word.gapLevel !== next.level ? word.style : next.style;
    add(' ', style, word.gapLevel, word.line);
  });
  return runs;
}

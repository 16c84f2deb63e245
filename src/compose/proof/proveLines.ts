import type { DisplayList } from '../displayList.ts';
import { type FiguresOnPaper, saysFigure, type SeenTexts } from './figuresOnPaper.ts';
import type { Finding } from './finding.ts';
import { findingAt } from './proveTexts.ts';

/** A line of the message as it must stand in a table: its number and its figure. */
export interface ExpectedLine {
  readonly identifier: string;
  /** As the locale writes it. */
  readonly figure: string;
  /** Another way to write it (with the currency's sign), asked for where the first is not found. */
  readonly otherwise?: () => string;
}

/**
 * Looks for the figure of every line, after its number, in the message's order; and for numbers that stand twice, which
 * is a line printed twice.
 */
export function proveLines(
  expected: readonly ExpectedLine[],
  paper: FiguresOnPaper,
  structure: DisplayList['structure'],
): Finding[] {
  const first = walk(expected, paper.runs, (text, { figure }) => text === figure);
  const inRuns = first.missing === null;
  const { missing, numbers } = inRuns ? first : walk(expected, paper.cells, saysLine);
  const seen = inRuns ? paper.runs : paper.cells;
  if (missing !== null) return [missingLine(missing, expected, numbers, seen)];
  const twice = repeated(expected, numbers[0] ?? -1, seen, structure);
  return twice === null ? [] : [twice];
}

function saysLine(cell: string, { figure, otherwise }: ExpectedLine): boolean {
  return saysFigure(cell, figure) || (otherwise !== undefined && saysFigure(cell, otherwise()));
}

interface Walk {
  /** The line that was not found, null when all were. */
  readonly missing: number | null;
  /** Index of the text that is each line's number; -1 where it is not printed beside its figure. */
  readonly numbers: readonly number[];
}

/** One pass over the texts: each line is looked for behind the one before it. */
function walk(
  expected: readonly ExpectedLine[],
  seen: SeenTexts,
  says: (text: string, line: ExpectedLine) => boolean,
): Walk {
  const { texts } = seen;
  const numbers: number[] = [];
  let from = 0;
  for (const [index, line] of expected.entries()) {
    let at = from;
    while (at < texts.length && !says(texts[at] ?? '', line)) at += 1;
    if (at >= texts.length) return { missing: index, numbers };
    numbers.push(numberOf(line, seen, from, at));
    from = at + 1;
  }
  return { missing: null, numbers };
}

/** The first text on the baseline of a line's figure (at `figure`) that is its number. */
function numberOf({ identifier }: ExpectedLine, seen: SeenTexts, from: number, figure: number): number {
  const baseline = seen.items[figure]?.y ?? 0;
  for (let at = from; at < figure; at += 1) {
    if (seen.texts[at] !== identifier || seen.pages[at] !== seen.pages[figure]) continue;
    if (Math.abs((seen.items[at]?.y ?? 0) - baseline) < 0.5) return at;
  }
  return -1;
}

function missingLine(
  index: number,
  expected: readonly ExpectedLine[],
  numbers: readonly number[],
  seen: SeenTexts,
): Finding {
  const line = expected[index];
  const before = numbers.at(-1) ?? -1;
  const own = seen.texts.indexOf(line?.identifier ?? '', before + 1);
  const at = own >= 0 ? own : Math.max(0, before);
  const item = seen.items[at];
  const number = line?.identifier ?? index + 1;
  const sentence = `Line ${number} should say "${line?.figure ?? ''}" on paper; it does not stand there.`;
  return item === undefined ? nowhere('lines', sentence) : findingAt('lines', seen.pages[at] ?? 1, item, sentence);
}

/** A number in the column, style and table of the first line's, that was there before. */
function repeated(
  expected: readonly ExpectedLine[],
  first: number,
  seen: SeenTexts,
  structure: DisplayList['structure'],
): Finding | null {
  const start = seen.items[first];
  const table = tableOf(start?.tag, structure);
  if (start === undefined || table === null) return null;
  const { x, font, size } = start;
  const numbers = new Set(expected.map(({ identifier }) => identifier));
  if (numbers.size < expected.length) return null;
  const before = new Set<string>();
  for (let at = first; at < seen.items.length; at += 1) {
    const item = seen.items[at];
    if (item === undefined || item.x !== x || item.size !== size || item.font !== font) continue;
    const text = seen.texts[at] ?? '';
    if (!numbers.has(text) || tableOf(item.tag, structure) !== table) continue;
    if (before.has(text)) {
      return findingAt('lines', seen.pages[at] ?? 1, item, `Line ${text} stands on paper more than once.`);
    }
    before.add(text);
  }
  return null;
}

/** Index of the table a mark stands in; null outside of tables. */
export function tableOf(tag: number | undefined, structure: DisplayList['structure']): number | null {
  for (let at = tag ?? -1; at >= 0; at = structure.parent(at)) if (structure.role(at) === 'Table') return at;
  return null;
}

/** What is missing everywhere frames its whole page, the first. */
export function nowhere(code: Finding['code'], sentence: string): Finding {
  return { code, page: 1, x: 0, y: 0, width: 0, height: 0, sentence };
}

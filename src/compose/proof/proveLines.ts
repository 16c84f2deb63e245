import type { DisplayList } from '../displayList.ts';
import type { Finding } from './finding.ts';
import { type FiguresOnPaper, saysFigure, type SeenText } from './figuresOnPaper.ts';
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
  const found = first.missing === null ? first : walk(expected, paper.cells, saysLine);
  const { missing, rows } = found;
  if (missing !== null) return [missingLine(missing, expected, paper, rows)];
  const twice = repeated(expected, rows, paper, structure);
  return twice === null ? [] : [twice];
}

function saysLine(cell: string, { figure, otherwise }: ExpectedLine): boolean {
  return saysFigure(cell, figure) || (otherwise !== undefined && saysFigure(cell, otherwise()));
}

interface Walk {
  /** The line that was not found, null when all were. */
  readonly missing: number | null;
  /** Where each line's number stands; null where it is not printed beside its figure. */
  readonly rows: readonly (SeenText | null)[];
}

/** One pass over the texts: each line is looked for behind the one before it. */
function walk(
  expected: readonly ExpectedLine[],
  seen: readonly SeenText[],
  says: (text: string, line: ExpectedLine) => boolean,
): Walk {
  const rows: (SeenText | null)[] = [];
  let at = 0;
  for (const [index, line] of expected.entries()) {
    let next = at;
    let found = seen[next];
    while (found !== undefined && !says(found.text, line)) {
      next += 1;
      found = seen[next];
    }
    if (found === undefined) return { missing: index, rows };
    rows.push(numberOf(line, found, seen, at, next));
    at = next + 1;
  }
  return { missing: null, rows };
}

/** The first text on the baseline of a line's figure that is its number. */
function numberOf(
  { identifier }: ExpectedLine,
  figure: SeenText,
  seen: readonly SeenText[],
  from: number,
  to: number,
): SeenText | null {
  for (let at = from; at < to; at += 1) {
    const candidate = seen[at];
    if (candidate?.text !== identifier || candidate.page !== figure.page) continue;
    if (Math.abs(candidate.item.y - figure.item.y) < 0.5) return candidate;
  }
  return null;
}

function missingLine(
  index: number,
  expected: readonly ExpectedLine[],
  paper: FiguresOnPaper,
  rows: readonly (SeenText | null)[],
): Finding {
  const line = expected[index];
  const wanted = line?.figure ?? '';
  const before = rows.at(-1) ?? null;
  const from = before === null ? 0 : paper.runs.findIndex(({ item }) => item === before.item) + 1;
  const own = paper.runs.slice(from).find(({ text }) => text === line?.identifier);
  const place = own ?? before ?? paper.runs[0];
  const sentence = `Line ${line?.identifier ?? index + 1} should say "${wanted}" on paper; it does not stand there.`;
  return place === undefined ? nowhere('lines', sentence) : findingAt('lines', place.page, place.item, sentence);
}

/** A number in the column and style of the numbers, in the table of the first row, that was there before. */
function repeated(
  expected: readonly ExpectedLine[],
  rows: readonly (SeenText | null)[],
  paper: FiguresOnPaper,
  structure: DisplayList['structure'],
): Finding | null {
  const first = rows[0] ?? null;
  if (first === null) return null;
  const { x, font, size } = first.item;
  const table = tableOf(first.item.tag, structure);
  if (table === null) return null;
  const numbers = new Set(expected.map(({ identifier }) => identifier));
  if (numbers.size < expected.length) return null;
  const seen = new Set<string>();
  for (const { text, page, item } of paper.runs) {
    if (item.x !== x || item.font !== font || item.size !== size || !numbers.has(text)) continue;
    if (tableOf(item.tag, structure) !== table) continue;
    if (seen.has(text)) return findingAt('lines', page, item, `Line ${text} stands on paper more than once.`);
    seen.add(text);
  }
  return null;
}

/** Index of the table a mark stands in; null outside of tables. */
function tableOf(tag: number | undefined, structure: DisplayList['structure']): number | null {
  for (let at = tag ?? -1; at >= 0; at = structure[at]?.parent ?? -1) if (structure[at]?.role === 'Table') return at;
  return null;
}

/** What is missing everywhere is shown at the top of the first page. */
export function nowhere(code: Finding['code'], sentence: string): Finding {
  return { code, page: 1, x: 0, y: 0, width: 0, height: 0, sentence };
}

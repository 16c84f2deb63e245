import type { ColumnWidth } from '../markup/attributeValues.ts';
import type { Units } from './units.ts';

/** What is asked of a column's content: how narrow it can be without breaking a word, or how wide it wants to be. */
export type Side = 'min' | 'max';

/** Part of the room that one endless word among the shares may take from columns that are as wide as their content. */
const mostForLongestWord = 0.4;

/**
 * Settles the widths of columns in `available` units, gaps already taken off. Fixed columns have their width; `auto`
 * columns are as wide as their content, but leave the shares room for their longest word, within reason; shares divide
 * what is left by weight. Where even longest words do not fit, columns shrink and words are broken.
 *
 * Returns null when the fixed columns alone do not fit. `contents` gives the widths of the columns that are not fixed
 * (for `max` those of `auto` columns are enough); it is asked only for what decides something, because measuring every
 * cell of a long table takes time.
 */
export function columnWidths(
  columns: readonly ColumnWidth[],
  available: number,
  contents: (side: Side) => readonly number[],
  units: Units,
): readonly number[] | null {
  let fixed = 0;
  let weights = 0;
  let hasAutos = false;
  for (const column of columns) {
    if (column.kind === 'fixed') fixed += units.of(column.width);
    else if (column.kind === 'share') weights += column.weight;
    else hasAutos = true;
  }
  const left = available - fixed;
  if (left < -0.01) return null;
  const autos = hasAutos ? autoWidths(columns, left, contents, units) : [];
  const shared = Math.max(0, left - sum(autos));
  // Edges on whole dots: the rounding of one column is made good by the next.
  const widths: number[] = [];
  let exact = 0;
  let edge = 0;
  for (let index = 0; index < columns.length; index += 1) {
    const column = columns[index] as ColumnWidth;
    if (column.kind === 'fixed') exact += units.of(column.width);
    else if (column.kind === 'share') exact += (shared * column.weight) / weights;
    else exact += autos[index] ?? 0;
    const next = units.snap(exact);
    widths.push(next - edge);
    edge = next;
  }
  return widths;
}

function autoWidths(
  columns: readonly ColumnWidth[],
  room: number,
  contents: (side: Side) => readonly number[],
  units: Units,
): number[] {
  const of = (kind: ColumnWidth['kind'], widths: readonly number[]): number[] =>
    columns.map((column, index) => (column.kind === kind ? units.cover(widths[index] ?? 0) : 0));
  const wanted = of('auto', contents('max'));
  const shares = columns.some((column) => column.kind === 'share');
  if (sum(wanted) + (shares ? room * mostForLongestWord : 0) <= room) return wanted;
  const mins = contents('min');
  const least = of('auto', mins);
  const forShares = Math.min(sum(of('share', mins)), room * mostForLongestWord);
  if (sum(wanted) + forShares <= room) return wanted;
  const forAutos = Math.max(Math.min(sum(least), room), room - forShares);
  if (sum(wanted) <= forAutos) return wanted;
  if (sum(least) >= forAutos) return least.map((width) => (width * forAutos) / sum(least));
  const stretch = (forAutos - sum(least)) / (sum(wanted) - sum(least));
  return wanted.map((width, index) => (least[index] ?? 0) + (width - (least[index] ?? 0)) * stretch);
}

function sum(values: readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

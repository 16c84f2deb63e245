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
  const fixed = columns.map((column) => (column.kind === 'fixed' ? units.of(column.width) : 0));
  const left = available - sum(fixed);
  if (left < -0.01) return null;
  const weights = columns.map((column) => (column.kind === 'share' ? column.weight : 0));
  const autos = columns.some((column) => column.kind === 'auto') ? autoWidths(columns, left, contents, units) : [];
  const shared = Math.max(0, left - sum(autos));
  return onDots(
    columns.map((_, index) => (fixed[index] ?? 0) + (autos[index] ?? 0) + shares(weights, shared, index)),
    units,
  );
}

function shares(weights: readonly number[], room: number, index: number): number {
  const all = sum(weights);
  return all === 0 ? 0 : (room * (weights[index] ?? 0)) / all;
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

/** Edges on whole dots: the rounding of one column is made good by the next. */
function onDots(widths: readonly number[], units: Units): number[] {
  let exact = 0;
  let edge = 0;
  return widths.map((width) => {
    exact += width;
    const next = units.snap(exact);
    const snapped = next - edge;
    edge = next;
    return snapped;
  });
}

function sum(values: readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

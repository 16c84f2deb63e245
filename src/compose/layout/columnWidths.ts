import type { ColumnWidth } from '../markup/attributeValues.ts';
import type { Units } from './units.ts';

/** Width of a column's content: as wide as it wants to be, and as narrow as it can be without breaking a word. */
export interface ContentWidth {
  readonly min: number;
  readonly max: number;
}

/** Part of the room that one endless word among the shares may take from columns that are as wide as their content. */
const mostForLongestWord = 0.4;

/**
 * Settles the widths of columns in `available` units, gaps already taken off. Fixed columns have their width; `auto`
 * columns are as wide as their content, but leave the shares room for their longest word, within reason; shares divide
 * what is left by weight. Where even longest words do not fit, columns shrink and words are broken.
 *
 * Returns null when the fixed columns alone do not fit. `contents` is asked only when there are `auto` columns.
 */
export function columnWidths(
  columns: readonly ColumnWidth[],
  available: number,
  contents: () => readonly ContentWidth[],
  units: Units,
): readonly number[] | null {
  const fixed = columns.map((column) => (column.kind === 'fixed' ? units.of(column.width) : 0));
  const left = available - sum(fixed);
  if (left < -0.01) return null;
  const weights = columns.map((column) => (column.kind === 'share' ? column.weight : 0));
  const autos = columns.some((column) => column.kind === 'auto') ? autoWidths(columns, left, contents(), units) : [];
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
  contents: readonly ContentWidth[],
  units: Units,
): number[] {
  const of = (kind: ColumnWidth['kind'], side: keyof ContentWidth): number[] =>
    columns.map((column, index) => (column.kind === kind ? units.cover(contents[index]?.[side] ?? 0) : 0));
  const wanted = of('auto', 'max');
  const least = of('auto', 'min');
  const forShares = Math.min(sum(of('share', 'min')), room * mostForLongestWord);
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

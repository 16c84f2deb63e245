import { unitAt } from '../../model/unitAt.ts';
import type { CarryFormat } from '../markup/attributeValues.ts';
import type { Node } from '../markup/markupDocument.ts';
import type { LayoutContext } from './layoutContext.ts';

/** What the rows of a table come to, from the first on. */
export interface CarrySums {
  /** The sum of the first `rows` rows that carry something, as the locale writes it. */
  text(rows: number): string;
  /** The longest of these texts. */
  readonly widest: string;
}

/** Sums of a table that shows what is carried, in exact decimal arithmetic; null for other tables. */
export function carrySumsOf(table: Node<'table'>, { sums: known }: Pick<LayoutContext, 'sums'>): CarrySums | null {
  const format = table.attributes['carry-format'];
  if (format === undefined || !table.children.some((group) => group.name === 'tcarry')) return null;
  const found = known.get(table);
  if (found !== undefined) return found;
  const values: string[] = [];
  for (const group of table.children) {
    if (group.name !== 'tbody') continue;
    for (const { attributes } of group.children) if (attributes.carry !== undefined) values.push(attributes.carry);
  }
  const sums = addUp(values, format);
  known.set(table, sums);
  return sums;
}

/** Adds plain decimals. All sums have the decimals of the row that has most, so that they stand below each other. */
export function addUp(values: readonly string[], format: CarryFormat): CarrySums {
  let present = 0;
  for (const value of values) present = Math.max(present, decimalsOf(value));
  // Money without cents gets two digits where a row has a part of one, as amounts do everywhere.
  const decimals = Math.max(format.decimals, present === 0 ? 0 : 2, present);
  const { sums, most, least } = smallSums(values, decimals) ?? exactSums(values, decimals);
  const write = (value: number | bigint): string => written(BigInt(value), decimals, format);
  const [top, bottom] = [write(most), write(least)];
  return {
    text: (rows) => write(sums[rows] ?? 0n),
    widest: bottom.length > top.length ? bottom : top,
  };
}

/** Sums in the last decimal, of no rows, of the first, of the first two and so on; the largest and the least of them. */
interface Sums {
  readonly sums: ArrayLike<number | bigint>;
  readonly most: number | bigint;
  readonly least: number | bigint;
}

/** Sums as long as all are whole numbers that a double says exactly, as they are but for runaway figures; else null. */
function smallSums(values: readonly string[], decimals: number): Sums | null {
  const sums = new Float64Array(values.length + 1);
  let [sum, most, least] = [0, 0, 0];
  for (const [index, value] of values.entries()) {
    const own = Number(scaled(value, decimals));
    sum += own;
    if (!Number.isSafeInteger(own) || !Number.isSafeInteger(sum)) return null;
    if (sum > most) most = sum;
    if (sum < least) least = sum;
    sums[index + 1] = sum;
  }
  return { sums, most, least };
}

function exactSums(values: readonly string[], decimals: number): Sums {
  const sums = [0n];
  let [sum, most, least] = [0n, 0n, 0n];
  for (const value of values) {
    sum += BigInt(scaled(value, decimals));
    if (sum > most) most = sum;
    if (sum < least) least = sum;
    sums.push(sum);
  }
  return { sums, most, least };
}

/** Digits after the point that say something. */
function decimalsOf(value: string): number {
  const point = value.indexOf('.');
  if (point < 0) return 0;
  let end = value.length;
  while (unitAt(value, end - 1) === 0x30) end -= 1;
  return Math.max(0, end - point - 1);
}

/** A value in the last decimal, as text. */
function scaled(value: string, decimals: number): string {
  const point = value.indexOf('.');
  const whole = point < 0 ? value : value.slice(0, point);
  const fraction = point < 0 ? '' : value.slice(point + 1, point + 1 + decimals);
  return whole + fraction.padEnd(decimals, '0');
}

function written(value: bigint, decimals: number, format: CarryFormat): string {
  const figures = (value < 0n ? -value : value).toString().padStart(decimals + 1, '0');
  const whole = figures.slice(0, figures.length - decimals);
  let text = '';
  for (let index = 0, count = whole.length; index < count; index += 1) {
    if (index > 0 && (whole.length - index) % 3 === 0) text += format.group;
    text += format.digits[unitAt(whole, index) - 0x30] ?? '';
  }
  if (decimals > 0) {
    text += format.mark;
    for (const digit of figures.slice(figures.length - decimals))
      text += format.digits[digit.charCodeAt(0) - 0x30] ?? '';
  }
  const { before, after } = value < 0n ? format.negative : format.positive;
  return before + text + after;
}

import { describe, expect, it } from 'vitest';
import { columnWidths, type Side } from '../../../../src/compose/layout/columnWidths.ts';
import { createUnits } from '../../../../src/compose/layout/units.ts';
import type { ColumnWidth } from '../../../../src/compose/markup/attributeValues.ts';

const points = createUnits(null);
const auto: ColumnWidth = { kind: 'auto' };
const share = (weight: number): ColumnWidth => ({ kind: 'share', weight });
const fixed = (width: number): ColumnWidth => ({ kind: 'fixed', width });
const widths = (
  columns: ColumnWidth[],
  room: number,
  contents: Record<Side, number>[] = [],
): readonly number[] | null => columnWidths(columns, room, (side) => contents.map((content) => content[side]), points);

describe('columnWidths', () => {
  it('divides what fixed columns leave by weight', () => {
    expect(widths([fixed(30), share(1), share(3)], 110)).toEqual([30, 20, 60]);
  });

  it('makes columns as wide as their content', () => {
    const contents = [
      { min: 10, max: 25 },
      { min: 20, max: 200 },
    ];
    expect(widths([auto, share(1)], 100, contents)).toEqual([25, 75]);
    expect(widths([auto, auto], 300, contents)).toEqual([25, 200]);
  });

  it('leaves the shares room for their longest word', () => {
    const contents = [
      { min: 10, max: 95 },
      { min: 20, max: 200 },
    ];
    expect(widths([auto, share(1)], 100, contents)).toEqual([80, 20]);
  });

  it('does not squeeze columns for one endless word', () => {
    const contents = [
      { min: 10, max: 50 },
      { min: 500, max: 600 },
    ];
    expect(widths([auto, share(1)], 100, contents)).toEqual([50, 50]);
  });

  it('shrinks between longest word and content, then below', () => {
    const contents = [
      { min: 20, max: 100 },
      { min: 40, max: 80 },
    ];
    expect(widths([auto, auto], 120, contents)).toEqual([60, 60]);
    expect(widths([auto, auto], 30, contents)).toEqual([10, 20]);
  });

  it('does not ask for contents that nobody needs', () => {
    const never = (): never => {
      throw new Error('asked');
    };
    expect(columnWidths([fixed(10), share(1)], 30, never, points)).toEqual([10, 20]);
  });

  it('says that fixed columns do not fit', () => {
    expect(widths([fixed(60), fixed(60)], 100)).toBeNull();
  });

  it('rounds content up to whole dots, wherever the column begins', () => {
    const contents = [
      { min: 5, max: 10.2 },
      { min: 0, max: 0 },
      { min: 5, max: 20.4 },
    ];
    const dots = columnWidths(
      [auto, share(1), auto, share(2)],
      99.7,
      (side) => contents.map((content) => content[side]),
      createUnits(203),
    );
    expect(dots).toEqual([11, 23, 21, 45]);
  });

  it('has edges on whole dots that add up', () => {
    const dots = columnWidths([share(1), share(1), share(1)], 100, () => [], createUnits(203));
    expect(dots?.every((width) => Number.isInteger(width))).toBe(true);
    expect(dots?.reduce((sum, width) => sum + width, 0)).toBe(100);
  });
});

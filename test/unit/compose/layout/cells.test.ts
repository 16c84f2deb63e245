import { describe, expect, it } from 'vitest';
import { createFontBook } from '../../../../src/compose/fonts/fontBook.ts';
import { Cells } from '../../../../src/compose/layout/cells.ts';
import { cellHeight, slabsOf } from '../../../../src/compose/layout/row.ts';
import { newSlab } from '../../../../src/compose/layout/slab.ts';
import { artifact } from '../../../../src/compose/layout/structureTree.ts';
import type { TextStyle } from '../../../../src/compose/text/textStyle.ts';

const face = createFontBook().face('sans');
const style: TextStyle = { face, size: 9, scale: 1, leading: 12, blank: 2, color: '#000000', language: 'en' };
const slabs = [newSlab(12, null, 9, null, 'p', 7)];

describe('Cells', () => {
  it('keep what a line or a stack of slabs was added with', () => {
    const cells = new Cells();
    const line = cells.addLine(10.5, 'middle', 'text', 20.25, style, 3, 8);
    const stack = cells.addStack(40, 'bottom', slabs);
    expect([line, stack].map((at) => [cells.x(at), cells.valign(at), cells.rowSpan(at)])).toEqual([
      [10.5, 'middle', 1],
      [40, 'bottom', 1],
    ]);
    expect([cells.text(line), cells.width(line), cells.node(line), cells.line(line)]).toEqual(['text', 20.25, 3, 8]);
    expect(cells.style(line)).toBe(style);
    expect(cells.style(stack)).toBeNull();
    expect(cells.slabs(stack)).toBe(slabs);
    expect(cells.node(stack)).toBe(artifact);
  });

  it('are chained to rows', () => {
    const cells = new Cells();
    const row = [1, 2, 3].map((x) => cells.addStack(x, 'top', slabs));
    expect(cells.row(cells.chain(row))).toEqual(row);
    expect(cells.chain([])).toBe(0);
    expect(cells.row(0)).toEqual([]);
  });

  it('are taken over in parts and to other places, and stay as they are themselves', () => {
    const cells = new Cells();
    const line = cells.addLine(5, 'top', 'a', 4, style, 1, 2);
    cells.setRowSpan(line, 3);
    const stack = cells.addStack(9, 'middle', slabs);
    const first = cells.chain([line, stack]);
    const part = cells.addPart(line, []);
    expect([cells.x(part), cells.rowSpan(part), cells.style(part), cells.slabs(part)]).toEqual([5, 3, null, []]);
    const moved = cells.row(cells.addMoved(first, 2));
    expect(moved.map((at) => [cells.x(at), cells.rowSpan(at), cells.valign(at)])).toEqual([
      [7, 3, 'top'],
      [11, 1, 'middle'],
    ]);
    expect(cells.text(moved[0] ?? 0)).toBe('a');
    expect(cells.slabs(moved[1] ?? 0)).toBe(slabs);
    expect(cells.row(first).map((at) => cells.x(at))).toEqual([5, 9]);
  });

  it('of several lines are moved with them, and become slabs with the space between them', () => {
    const cells = new Cells();
    const lines = cells.chain([
      cells.addLine(5, 'top', 'one', 4, style, 1, 2),
      cells.addLine(7, 'top', 'two', 6, style, 3, 4, 2.5),
    ]);
    const first = cells.addLines('middle', lines);
    for (let index = 0; index < 100; index += 1) cells.addStack(index, 'top', slabs);
    const moved = cells.addMoved(first, 10);
    expect([cells.valign(moved), cells.style(moved), cells.x(moved)]).toEqual(['middle', null, 15]);
    expect(cells.row(cells.lines(moved)).map((at) => [cells.text(at), cells.x(at), cells.gap(at)])).toEqual([
      ['one', 15, 0],
      ['two', 17, 2.5],
    ]);
    expect(cellHeight(cells, moved)).toBe(26.5);
    const [one, two] = slabsOf(cells, moved, { snap: (units) => units });
    expect([one?.gap, one?.height, one?.mark]).toMatchObject([0, 12, { text: 'one', x: 0, node: 1, line: 2 }]);
    expect([two?.gap, two?.height, two?.mark]).toMatchObject([2.5, 12, { text: 'two', x: 2, node: 3, line: 4 }]);
    expect([cells.lines(1), cells.lines(4)]).toEqual([0, 0]);
  });

  it('grow', () => {
    const cells = new Cells();
    const all = Array.from({ length: 5000 }, (_, index) =>
      cells.addLine(index / 4, 'top', `t${index}`, index, style, index, index),
    );
    expect(
      all.every((at, index) => cells.x(at) === index / 4 && cells.text(at) === `t${index}` && cells.line(at) === index),
    ).toBe(true);
    expect(cells.style(all[4999] ?? 0)).toBe(style);
  });
});

import { describe, expect, it } from 'vitest';
import { Flow } from '../../../../src/compose/layout/flow.ts';
import { paginate } from '../../../../src/compose/layout/paginate.ts';
import { type CarryRows, keep, type TableRun } from '../../../../src/compose/layout/slab.ts';
import { createUnits } from '../../../../src/compose/layout/units.ts';
import type { Mark } from '../../../../src/compose/layout/marks.ts';

const units = createUnits(null);
const mark = (line: number): Mark => ({ kind: 'rect', x: 0, y: 0, width: 1, height: 1, fill: '#000000', line });
const linesOf = (marks: readonly Mark[]): string[] =>
  marks.map((each) => (each.kind === 'group' ? '' : String(each.line)));

/** Feet and heads of 5 units, told by negative lines: -100 - rows, -200 - rows. */
const carry: CarryRows = {
  footHeight: () => 5,
  headHeight: () => 5,
  foot: (rows) => mark(-100 - rows),
  head: (rows) => mark(-200 - rows),
};
const run: TableRun = { head: { height: 10, mark: mark(0) }, carry };

function rows(heights: readonly number[], table: TableRun | null = run): Flow {
  const flow = new Flow(true);
  for (const [index, height] of heights.entries()) {
    flow.add({ height, mark: mark(index + 1), element: 'tr', line: index + 1 }, keep.free, table, index + 1);
  }
  return flow;
}
const pages = (flow: Flow, capacity: (page: number) => number): string[] =>
  paginate(flow.slabs, capacity, units).map(({ pieces }) => linesOf(pieces.marks).join(' | '));

describe('paginate', () => {
  it('carries sums from page to page, and keeps room for them', () => {
    expect(pages(rows([30, 30, 30, 30, 30]), () => 100)).toEqual(['1 | 2 | 3 | -103', '0 | -203 | 4 | 5']);
    // Three rows of 32 would fit without the foot.
    expect(pages(rows([32, 32, 32, 32]), () => 100)).toEqual(['1 | 2 | -102', '0 | -202 | 3 | 4']);
  });

  it('carries nothing where the page ends with the table or before its first row', () => {
    const flow = rows([30, 30, 30]);
    flow.add({ height: 40, mark: mark(9), element: 'p', line: 9 });
    expect(pages(flow, () => 100)).toEqual(['1 | 2 | 3', '9']);
    const late = new Flow(true);
    late.add({ height: 90, mark: mark(8), element: 'p', line: 8 });
    late.add({ height: 30, mark: mark(1), element: 'tr', line: 1 }, keep.free, run, 1);
    expect(pages(late, () => 100)).toEqual(['8', '0 | 1']);
  });

  it('begins pages, fronts and backs', () => {
    const flow = new Flow(true);
    const add = (line: number): void => flow.add({ height: 10, mark: mark(line), element: 'p', line });
    flow.startOn('page');
    add(1);
    flow.startOn('back');
    add(2);
    flow.startOn('front');
    add(3);
    flow.startOn('front');
    add(4);
    flow.startOn('page');
    add(5);
    const broken = paginate(flow.slabs, () => 100, units);
    expect(broken.map(({ pieces, blank }) => (blank ? 'blank' : linesOf(pieces.marks).join()))).toEqual([
      '1',
      '2',
      '3',
      'blank',
      '4',
      '5',
    ]);
  });

  it('ties as many lines as orphans and widows ask for', () => {
    const flow = new Flow(true);
    for (let line = 1; line <= 8; line += 1) flow.add({ height: 10, mark: mark(line), element: 'p', line });
    flow.tieLines(0, 3, 4);
    expect(pages(flow, () => 60)).toEqual(['1 | 2 | 3 | 4', '5 | 6 | 7 | 8']);
    flow.tieLines(0, 1, 1);
    expect(pages(flow, () => 60)).toEqual(['1 | 2 | 3 | 4 | 5 | 6', '7 | 8']);
  });

  it('ends also where pages have no room for anything but what comes again', () => {
    expect(() => pages(rows([30, 30, 30]), (page) => (page === 0 ? 40 : 20))).toThrow(/compose\.overflow/u);
  });
});

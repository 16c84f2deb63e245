import type { RectMark } from './marks.ts';

/** Background and rules of a row, in units; thicknesses are 0 where there is no rule. One object for all rows alike. */
export interface RowDecoration {
  readonly left: number;
  readonly width: number;
  /** '' for none. */
  readonly background: string;
  readonly ruleColor: string;
  readonly above: number;
  readonly below: number;
  /** Where the rule below is drawn. */
  readonly stretches: readonly Stretch[];
}

export interface Stretch {
  readonly x: number;
  readonly width: number;
}

type TakeBar = (x: number, y: number, width: number, height: number, fill: string) => void;

/** The bars that decorate a row of this height, from its upper left corner, in the order in which they are drawn. */
export function decorate(decoration: RowDecoration, height: number, take: TakeBar): void {
  const { left, width, background, ruleColor, above, below, stretches } = decoration;
  if (background !== '') take(left, 0, width, height, background);
  if (above > 0) take(left, 0, width, above, ruleColor);
  if (below > 0) for (const { x, width: wide } of stretches) take(x, height - below, wide, below, ruleColor);
}

/** The same as marks. */
export function decorationMarks(decoration: RowDecoration | null, height: number, line: number): RectMark[] {
  const marks: RectMark[] = [];
  if (decoration === null) return marks;
  decorate(decoration, height, (x, y, width, high, fill) => {
    marks.push({ kind: 'rect', x, y, width, height: high, fill, line });
  });
  return marks;
}

/** The same decoration, `by` units further to the right. */
export function movedDecoration(decoration: RowDecoration | null, by: number): RowDecoration | null {
  if (decoration === null) return null;
  const stretches = decoration.stretches.map(({ x, width }) => ({ x: x + by, width }));
  return { ...decoration, left: decoration.left + by, stretches };
}

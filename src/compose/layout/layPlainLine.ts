import type { Characters, Inline } from '../markup/markupDocument.ts';
import { type Advance, measureText, notPlain, plainLine, type PlainLine, widthOf } from '../text/plainLine.ts';
import type { TextStyle } from '../text/textStyle.ts';
import type { TextElement } from './layText.ts';
import type { LayoutContext } from './layoutContext.ts';
import type { TextMark } from './marks.ts';
import type { StructureNode } from './structureTree.ts';
import { newSlab, type Slab } from './slab.ts';
import type { BlockStyle } from './styleSheet.ts';
import type { Units } from './units.ts';

/** Room for the rounding of sums, in units; as in breakLines. */
const tolerance = 0.001;

/** The whole text of an element as one line: `notPlain` where it is not plain and all of one piece. */
export function plainAdvance(element: TextElement, style: BlockStyle, context: LayoutContext): Advance {
  const { text } = element;
  if (text === null || style.plainLines === null || context.mirrored) return notPlain;
  return element.measuredIn === style.text
    ? element.measured
    : measureText(element, text, style.text, style.plainLines);
}

/**
 * The texts between forced breaks, each as one line: addresses, most of the time. Null where one of them is not plain or
 * has no room on a line.
 */
export function plainLinesOf(
  { children }: TextElement,
  style: BlockStyle,
  width: number,
  context: LayoutContext,
): readonly PlainLine[] | null {
  if (children.length < 3 || children.length % 2 === 0 || style.plainLines === null || context.mirrored) return null;
  const lines: PlainLine[] = [];
  for (let index = 0; index < children.length; index += 1) {
    const child = children[index] as Inline;
    if (index % 2 === 1) {
      if (child.name !== 'br') return null;
      continue;
    }
    const line = child.name === 'characters' ? plainLine(child.text, style.text, style.plainLines) : null;
    if (line === null || !fitsLine(widthOf(line.advance, style.text), width)) return null;
    lines.push(line);
  }
  return lines;
}

/** Where a line begins in a column of `width`. */
export function startOf(advance: number, { align }: BlockStyle, width: number, { units }: LayoutContext): number {
  if (align !== 'right' && align !== 'center') return 0;
  const free = Math.max(0, width - advance);
  return units.snap(align === 'right' ? free : free / 2);
}

/** The mark of a whole line at the left end of its slab. */
export function lineMark(
  text: string,
  width: number,
  style: TextStyle,
  x: number,
  y: number,
  node: StructureNode,
  line: number,
): TextMark {
  return { kind: 'text', x, y, text, style, width, node, line, rtl: undefined, rotate: undefined };
}

/**
 * One run on one line, what most texts are, as a slab of its own.
 *
 * @param place of its characters among the children.
 */
export function plainSlab(
  text: string,
  advance: Advance,
  element: TextElement,
  style: BlockStyle,
  width: number,
  node: StructureNode,
  context: LayoutContext,
  place = 0,
): Slab {
  const { leading } = style.text;
  const baseline = baselineOf(leading, context.units);
  const line = element.text === null ? (element.children[place] as Characters).line : element.line;
  const own = widthOf(advance, style.text);
  const mark = lineMark(text, own, style.text, startOf(own, style, width, context), baseline, node, line);
  return newSlab(leading, mark, baseline, null, element.name, element.line);
}

/** Texts of one leading share their baselines, whatever their size. */
export function baselineOf(leading: number, units: Pick<Units, 'snap'>): number {
  return units.snap(leading * 0.75);
}

/** Whether a line of so much text stands in a column of `width` without a break. */
export function fitsLine(advance: number, width: number): boolean {
  return advance <= width + tolerance;
}

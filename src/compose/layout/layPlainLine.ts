import type { Characters, Inline } from '../markup/markupDocument.ts';
import { plainLine, type PlainLine } from '../text/plainLine.ts';
import type { Flow } from './flow.ts';
import type { TextElement } from './layText.ts';
import type { LayoutContext } from './layoutContext.ts';
import type { TextMark } from './marks.ts';
import type { StructureNode } from './structureTree.ts';
import type { BlockStyle } from './styleSheet.ts';

/** The whole text of an element as one line, where it is plain and all of one piece; null otherwise. */
export function plainLineOf(element: TextElement, style: BlockStyle, context: LayoutContext): PlainLine | null {
  const { children } = element;
  if (children.length !== 1 || style.plainLines === null || context.mirrored) return null;
  const only = children[0] as Inline;
  return only.name === 'characters' ? plainLine(only.text, style.text, style.plainLines) : null;
}

/** One run on one line: what most texts are. */
export function addPlainLine(
  { text, width: advance }: PlainLine,
  { name, line, children }: TextElement,
  style: BlockStyle,
  width: number,
  baseline: number,
  node: StructureNode | null,
  { units }: LayoutContext,
  flow: Flow,
): void {
  const free = Math.max(0, width - advance);
  const x = style.align === 'right' ? units.snap(free) : style.align === 'center' ? units.snap(free / 2) : 0;
  const mark: TextMark = {
    kind: 'text',
    x,
    y: baseline,
    text,
    style: style.text,
    width: advance,
    node,
    line: (children[0] as Characters).line,
  };
  flow.addLine(style.text.leading, [mark], baseline, name, line);
}

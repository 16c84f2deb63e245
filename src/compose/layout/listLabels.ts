import type { Node } from '../markup/markupDocument.ts';
import { splitWords, type Words } from '../text/splitWords.ts';
import type { LayoutContext } from './layoutContext.ts';
import type { BlockStyle } from './styleSheet.ts';

type List = Node<'ul'> | Node<'ol'>;

/** Space between a label and its item, in points. */
const gap = 5;
const leastIndent = 10;

/** What stands before an item, counted from 0: a bullet, or its number. */
export function listLabel(list: List, index: number): string {
  if (list.name === 'ul') return '•';
  const number = (list.attributes.start ?? 1) + index;
  const { numbering = '1' } = list.attributes;
  if (numbering === '1') return `${number}.`;
  let [letters, rest] = ['', number];
  while (rest > 0) {
    letters = String.fromCharCode(0x61 + ((rest - 1) % 26)) + letters;
    rest = Math.floor((rest - 1) / 26);
  }
  return `${numbering === 'A' ? letters.toUpperCase() : letters})`;
}

export function labelWords(list: List, index: number, style: BlockStyle): Words {
  return splitWords([{ text: listLabel(list, index), style: style.text, line: list.line }], style.text);
}

/** How far the items stand in, in units: with room for the widest label where the list does not say. */
export function listIndent(list: List, style: BlockStyle, { units }: LayoutContext): number {
  if (list.attributes.indent !== undefined) return units.of(list.attributes.indent);
  let widest = 0;
  if (list.name === 'ul') widest = labelWords(list, 0, style).maxWidth;
  else for (const index of list.children.keys()) widest = Math.max(widest, labelWords(list, index, style).maxWidth);
  return units.cover(Math.max(units.of(leastIndent), widest + units.of(gap)));
}

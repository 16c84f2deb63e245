import type { PlainLine } from '../text/plainLine.ts';
import type { TextStyle } from '../text/textStyle.ts';
import type { Characters } from './markupDocument.ts';
import type { ElementName } from './vocabulary.ts';

/** An element being read. Its children are the tree's; its type is settled by the checks of the vocabulary. */
export interface OpenNode {
  readonly name: ElementName;
  readonly line: number;
  /** Index of '<' in the markup, from which an error's column is found. */
  readonly offset: number;
  readonly attributes: Readonly<Record<string, unknown>>;
  children: (OpenNode | Characters)[];
  text: string | null;
  textLine: number;
  measured: PlainLine | null;
  measuredIn: TextStyle | null;
}

import type { PlainLine } from '../text/plainLine.ts';
import type { TextStyle } from '../text/textStyle.ts';
import type { Characters } from './markupDocument.ts';
import type { ElementName } from './vocabulary.ts';

/** An element being read. Its children are the tree's; its type is settled by the checks of the vocabulary. */
export class OpenNode {
  readonly name: ElementName;
  readonly line: number;
  /** Index of '<' in the markup, from which an error's column is found. */
  readonly offset: number;
  readonly attributes: Readonly<Record<string, unknown>>;
  children: readonly (OpenNode | Characters)[] = none;
  text: string | null = null;
  textLine = 0;
  measured: PlainLine | null = null;
  measuredIn: TextStyle | null = null;

  constructor(name: ElementName, line: number, offset: number, attributes: OpenNode['attributes']) {
    this.name = name;
    this.line = line;
    this.offset = offset;
    this.attributes = attributes;
  }
}

/** Most elements have one text or nothing. */
const none: OpenNode['children'] = [];

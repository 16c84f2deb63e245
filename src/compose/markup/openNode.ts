import { type Advance, notPlain } from '../text/plainLine.ts';
import type { TextStyle } from '../text/textStyle.ts';
import type { Characters } from './markupDocument.ts';
import type { ElementName } from './vocabulary.ts';

/**
 * An element being read. Its children are the tree's; its type is settled by the checks of the vocabulary.
 *
 * A class, whose objects the engine never allocates as long-lived on the evidence of those before; its fields are only
 * declared, so that each is written once.
 */
export class OpenNode {
  declare readonly name: ElementName;
  declare readonly line: number;
  /** Index of '<' in the markup, from which an error's column is found. */
  declare readonly offset: number;
  declare readonly attributes: Readonly<Record<string, unknown>>;
  declare children: readonly (OpenNode | Characters)[];
  declare text: string | null;
  declare textLine: number;
  declare measured: Advance;
  declare measuredIn: TextStyle | null;

  constructor(name: ElementName, line: number, offset: number, attributes: OpenNode['attributes']) {
    this.name = name;
    this.line = line;
    this.offset = offset;
    this.attributes = attributes;
    this.children = none;
    this.text = null;
    this.textLine = 0;
    this.measured = notPlain;
    this.measuredIn = null;
  }
}

/** Most elements have one text or nothing. */
const none: OpenNode['children'] = [];

/** Gives up the children of an element that nobody will ask for them again. */
export function giveUpChildren(element: { readonly children: readonly unknown[] }): void {
  (element as OpenNode).children = none;
}

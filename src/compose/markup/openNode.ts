import { type Advance, notPlain } from '../text/plainLine.ts';
import type { TextStyle } from '../text/textStyle.ts';
import type { Characters } from './markupDocument.ts';
import type { StartTag } from './startTag.ts';
import type { ElementName } from './vocabulary.ts';

type Children = readonly (OpenNode | Characters)[];

/** Most elements have one text or nothing. */
const none: Children = [];

/**
 * An element being read. Its children are the tree's; its type is settled by the checks of the vocabulary.
 *
 * A class, whose objects the engine never allocates as long-lived on the evidence of those before; its fields are only
 * declared, so that each is written once, and few, because a long document has tens of thousands of them.
 */
export class OpenNode {
  declare readonly tag: StartTag;
  declare readonly line: number;
  /** One text, or children. */
  declare content: string | Children;
  declare measured: Advance;
  declare measuredIn: TextStyle | null;

  constructor(tag: StartTag, line: number) {
    this.tag = tag;
    this.line = line;
    this.content = none;
    this.measured = notPlain;
    this.measuredIn = null;
  }

  get name(): ElementName {
    return this.tag.rules.name;
  }

  get attributes(): StartTag['attributes'] {
    return this.tag.attributes;
  }

  get text(): string | null {
    return typeof this.content === 'string' ? this.content : null;
  }

  set text(text: string) {
    this.content = text;
  }

  get children(): Children {
    return typeof this.content === 'string' ? none : this.content;
  }
}

/** Gives up the children of an element that nobody will ask for them again. */
export function giveUpChildren(element: { readonly children: readonly unknown[] }): void {
  (element as OpenNode).content = none;
}

import type { Advance } from '../text/plainLine.ts';
import type { TextStyle } from '../text/textStyle.ts';
import type { Value, ValueKind } from './attributeValues.ts';
import type { BlockName, Content, ElementName, InlineName, vocabulary } from './vocabulary.ts';

/** The parsed markup: what `parseMarkup` gives to `layOut`. All lengths are points. */
export interface MarkupDocument {
  readonly root: Node<'document'> | Node<'label'>;
  readonly styles: ReadonlyMap<string, Attributes<'style'>>;
  readonly headers: readonly Node<'header'>[];
  readonly footers: readonly Node<'footer'>[];
  /** Boxes and body in the order of the markup, which is the reading order; backgrounds and watermarks among them. */
  readonly content: readonly (Node<'background'> | Node<'watermark'> | Node<'box'> | Block)[];
}

type AttributeTable<N extends ElementName> = (typeof vocabulary)[N]['attributes'];

type RequiredNames<T> = { [K in keyof T]: T[K] extends `${string}!` ? K : never }[keyof T];
type KindOf<T> = T extends `${infer K extends ValueKind}!` ? K : T extends ValueKind ? T : never;

/** The attributes of an element with the types of their values. */
export type Attributes<N extends ElementName> = {
  readonly [K in RequiredNames<AttributeTable<N>>]: Value<KindOf<AttributeTable<N>[K]>>;
} & {
  readonly [K in Exclude<keyof AttributeTable<N>, RequiredNames<AttributeTable<N>>>]?: Value<
    KindOf<AttributeTable<N>[K]>
  >;
};

interface ChildrenOf extends Record<Content, unknown> {
  readonly document:
    | Node<'styles'>
    | Node<'header'>
    | Node<'footer'>
    | Node<'background'>
    | Node<'watermark'>
    | Node<'box'>
    | Block;
  readonly label: Node<'styles'> | Node<'box'> | Block;
  readonly styles: Node<'style'>;
  readonly blocks: Block;
  readonly columns: Node<'column'>;
  readonly items: Node<'li'>;
  readonly table: Node<'thead'> | Node<'tbody'> | Node<'tfoot'> | Node<'tcarry'>;
  readonly rows: Node<'tr'>;
  readonly cells: Node<'th'> | Node<'td'>;
  readonly cell: Block | Inline;
  readonly text: Inline;
  readonly nothing: never;
}

export interface Node<N extends ElementName> extends OneText {
  readonly name: N;
  /** Line of the start tag, from 1. */
  readonly line: number;
  readonly attributes: Attributes<N>;
  readonly children: readonly ChildrenOf[(typeof vocabulary)[N]['holds']][];
}

/** An element that holds one text and nothing else, as most do, has it itself and no children. */
export interface OneText {
  get text(): string | null;
  set text(text: string);
  /** How far the text reaches on one line, in the style it was measured in last: its column asks first, then its cell. */
  measured: Advance;
  measuredIn: TextStyle | null;
}

/** Text among other children. */
export interface Characters {
  readonly name: 'characters';
  readonly line: number;
  readonly text: string;
}

export type Block = { [N in BlockName]: Node<N> }[BlockName];
export type Inline = { [N in InlineName]: Node<N> }[InlineName] | Characters;
export type Cell = Node<'th'> | Node<'td'>;

import { PostwerkError } from '../../errors.ts';
import type { Color } from '../markup/attributeValues.ts';
import type { Block, Node } from '../markup/markupDocument.ts';
import type { Words } from '../text/splitWords.ts';
import type { Cells } from './cells.ts';
import type { CarrySums } from './carrySums.ts';
import type { Flow } from './flow.ts';
import type { StructureNode, StructureTree } from './structureTree.ts';
import type { BlockStyle, StyleSheet } from './styleSheet.ts';
import type { Units } from './units.ts';

/** Lays blocks one below the other in a column of `width` and adds their slabs to `flow`. */
export type LayBlocks = (
  blocks: readonly Block[],
  style: BlockStyle,
  width: number,
  node: StructureNode,
  context: LayoutContext,
  flow: Flow,
) => void;

/** Only the ratio of the two sides counts. `line` is the markup's, for the error of a picture that is not there. */
export type AssetSize = (name: string, line: number) => { readonly width: number; readonly height: number };

/** What every step of layout needs to know. */
export interface LayoutContext {
  readonly units: Units;
  readonly sheet: StyleSheet;
  readonly accent: string;
  /** Colour of rules that name none. */
  readonly ruleColor: string;
  /** The page is laid out from left to right and mirrored at the end (emitItems.ts). */
  readonly mirrored: boolean;
  /** Number and count of the page being made; null in the body, where they are not known yet. */
  readonly page: { readonly number: number; readonly count: number } | null;
  /** What stands for `<carried-sum/>`; null outside the rows of a `<tcarry>`. */
  readonly carriedSum: string | null;
  /** Elements for tagged output, which layout adds to. */
  readonly structure: StructureTree;
  /** Cells of rows that have been laid out. */
  readonly cells: Cells;
  /** Words of elements already split, by element: columns by content ask for them before the lines are made. */
  readonly words: Map<object, Words>;
  /** Sums of tables that show what is carried, by table: its columns ask for them before its rows. */
  readonly sums: Map<Node<'table'>, CarrySums>;
  readonly assetSize: AssetSize;
  /** Lines of nodes are pieces of a traced rendering; a run has one origin. */
  readonly traced: boolean;
  /** Here, because blocks hold tables and the cells of tables hold blocks. */
  readonly layBlocks: LayBlocks;
}

export function colorOf(context: LayoutContext, color: Color): string {
  return color === 'accent' ? context.accent : color;
}

/** Content that does not fit its place. */
export function overflow(element: string, line: number, detail: string): PostwerkError {
  return new PostwerkError('compose.overflow', `<${element}> in markup line ${line}: ${detail}`, { line });
}

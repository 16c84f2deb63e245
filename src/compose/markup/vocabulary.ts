import type { ValueKind } from './attributeValues.ts';

/**
 * Every element and attribute of the markup. The parser, the types of the parsed tree and the test of
 * `docs/templates.md` all read this one table. A kind that ends in `!` is a required attribute.
 *
 * `holds`: `blocks`, `text`, `cell` (text or blocks), `nothing`, or the names of the elements themselves.
 */
const vertical = { 'space-before': 'length', 'space-after': 'length' } as const;
const worded = { style: 'style', lang: 'language' } as const;
const cell = { align: 'alignment', valign: 'verticalAlignment', colspan: 'count', ...worded } as const;
const heading = { align: 'alignment', 'keep-with-next': 'truth', ...vertical, ...worded } as const;
const master = { on: 'pages', height: 'length!', ...worded } as const;
const root = { title: 'nonEmptyText!', lang: 'language!', margin: 'edges', accent: 'hexColor' } as const;

export const vocabulary = {
  document: { holds: 'document', attributes: { ...root, size: 'pageSize' } },
  label: { holds: 'label', attributes: { ...root, width: 'length!', height: 'length!', dpi: 'resolution' } },
  styles: { holds: 'styles', attributes: {} },
  style: {
    holds: 'nothing',
    attributes: {
      name: 'name!',
      size: 'length',
      weight: 'weight',
      color: 'color',
      leading: 'length',
      align: 'alignment',
      ...vertical,
    },
  },
  header: { holds: 'blocks', attributes: master },
  footer: { holds: 'blocks', attributes: master },
  box: {
    holds: 'blocks',
    attributes: {
      x: 'length!',
      y: 'length!',
      width: 'length!',
      height: 'length!',
      on: 'pages',
      valign: 'verticalAlignment',
      padding: 'edges',
      fill: 'color',
      stroke: 'color',
      'stroke-weight': 'length',
      shrink: 'percentage',
      ...worded,
    },
  },
  section: {
    holds: 'blocks',
    attributes: { 'keep-together': 'truth', 'keep-with-next': 'truth', ...vertical, ...worded },
  },
  h1: { holds: 'text', attributes: heading },
  h2: { holds: 'text', attributes: heading },
  h3: { holds: 'text', attributes: heading },
  p: { holds: 'text', attributes: { ...heading, 'keep-together': 'truth' } },
  columns: {
    holds: 'columns',
    attributes: {
      widths: 'columnWidths!',
      gap: 'length',
      'keep-with-next': 'truth',
      ...vertical,
      style: 'style',
    },
  },
  column: { holds: 'blocks', attributes: { valign: 'verticalAlignment', ...worded } },
  rule: { holds: 'nothing', attributes: { weight: 'length', color: 'color', ...vertical } },
  space: { holds: 'nothing', attributes: { height: 'length!' } },
  img: {
    holds: 'nothing',
    attributes: {
      asset: 'picture!',
      width: 'length!',
      height: 'length!',
      alt: 'text!',
      align: 'alignment',
      ...vertical,
    },
  },
  barcode: {
    holds: 'nothing',
    attributes: {
      type: 'symbology!',
      data: 'text!',
      module: 'length',
      height: 'length',
      text: 'truth',
      align: 'alignment',
      alt: 'nonEmptyText',
      style: 'style',
      ...vertical,
    },
  },
  table: {
    holds: 'table',
    attributes: {
      cols: 'columnWidths!',
      aligns: 'alignments',
      align: 'alignment',
      gap: 'length',
      padding: 'edges',
      rules: 'rules',
      'rule-weight': 'length',
      'rule-color': 'color',
      'keep-together': 'truth',
      'keep-with-next': 'truth',
      ...vertical,
      style: 'style',
    },
  },
  thead: { holds: 'rows', attributes: { style: 'style' } },
  tbody: { holds: 'rows', attributes: { style: 'style' } },
  tr: {
    holds: 'cells',
    attributes: {
      'keep-with-next': 'truth',
      'rule-above': 'length',
      'rule-below': 'length',
      fill: 'color',
      style: 'style',
    },
  },
  th: { holds: 'cell', attributes: { ...cell, scope: 'scope' } },
  td: { holds: 'cell', attributes: cell },
  b: { holds: 'text', attributes: {} },
  i: { holds: 'text', attributes: {} },
  span: { holds: 'text', attributes: worded },
  br: { holds: 'nothing', attributes: {} },
  'page-number': { holds: 'nothing', attributes: {} },
  'page-count': { holds: 'nothing', attributes: {} },
} as const satisfies Record<string, ElementEntry>;

export interface ElementEntry {
  readonly holds: Content;
  readonly attributes: Readonly<Record<string, ValueKind | `${ValueKind}!`>>;
}

export type Content = keyof typeof contents;
export type ElementName = keyof typeof vocabulary;

const blocks = ['h1', 'h2', 'h3', 'p', 'section', 'table', 'columns', 'rule', 'space', 'img', 'barcode'] as const;
const text = ['b', 'i', 'span', 'br', 'page-number', 'page-count'] as const;

/** Elements that may stand in each kind of content. `characters` says whether text may, too. */
export const contents = {
  document: { elements: ['styles', 'header', 'footer', 'box', ...blocks], characters: false },
  label: { elements: ['styles', 'box', ...blocks], characters: false },
  styles: { elements: ['style'], characters: false },
  blocks: { elements: blocks, characters: false },
  columns: { elements: ['column'], characters: false },
  table: { elements: ['thead', 'tbody'], characters: false },
  rows: { elements: ['tr'], characters: false },
  cells: { elements: ['th', 'td'], characters: false },
  cell: { elements: [...blocks, ...text], characters: true },
  text: { elements: text, characters: true },
  nothing: { elements: [], characters: false },
} as const;

export const elementNames = Object.keys(vocabulary) as readonly ElementName[];

export type BlockName = (typeof blocks)[number];
export type InlineName = (typeof text)[number];
/** Names of blocks, to tell a cell of blocks from a cell of text. */
export const blockNames: ReadonlySet<string> = new Set(blocks);

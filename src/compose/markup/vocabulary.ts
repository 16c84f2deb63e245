import type { ValueKind } from './attributeValues.ts';

/**
 * Every element and attribute of the markup. The parser, the types of the parsed tree and the test of
 * `docs/templates.md` all read this one table. A kind that ends in `!` is a required attribute.
 *
 * `holds`: `blocks`, `text`, `cell` (text or blocks), `nothing`, or the names of the elements themselves.
 */
const vertical = { 'space-before': 'length', 'space-after': 'length' } as const;
const worded = { style: 'style', lang: 'language' } as const;
const cell = {
  align: 'alignment',
  valign: 'verticalAlignment',
  colspan: 'count',
  rowspan: 'count',
  ...worded,
} as const;
const textBlock = { align: 'alignment', 'keep-with-next': 'truth', ...vertical, ...worded } as const;
const heading = { ...textBlock, 'start-on': 'pageStart' } as const;
const list = { indent: 'length', 'keep-together': 'truth', 'keep-with-next': 'truth', ...vertical, ...worded } as const;
const master = { on: 'pages', height: 'length!', ...worded } as const;
const root = { title: 'nonEmptyText!', lang: 'language!', margin: 'edges', accent: 'hexColor' } as const;

export const vocabulary = {
  document: { holds: 'document', attributes: { ...root, size: 'pageSize', duplex: 'truth' } },
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
  background: { holds: 'blocks', attributes: { on: 'pages', fill: 'color', ...worded } },
  watermark: { holds: 'text', attributes: { on: 'pages', size: 'length', angle: 'angle', ...worded } },
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
    attributes: {
      'keep-together': 'truth',
      'keep-with-next': 'truth',
      'start-on': 'pageStart',
      ...vertical,
      ...worded,
    },
  },
  h1: { holds: 'text', attributes: heading },
  h2: { holds: 'text', attributes: heading },
  h3: { holds: 'text', attributes: heading },
  p: { holds: 'text', attributes: { ...textBlock, 'keep-together': 'truth', widows: 'count', orphans: 'count' } },
  ul: { holds: 'items', attributes: list },
  ol: { holds: 'items', attributes: { ...list, numbering: 'numbering', start: 'count' } },
  li: { holds: 'cell', attributes: { 'keep-together': 'truth', ...vertical, ...worded } },
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
      width: 'length',
      height: 'length',
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
      options: 'options',
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
      'decimal-mark': 'decimalMark',
      align: 'alignment',
      gap: 'length',
      padding: 'edges',
      rules: 'rules',
      'rule-weight': 'length',
      'rule-color': 'color',
      zebra: 'color',
      'carry-format': 'carryFormat',
      'keep-together': 'truth',
      'keep-with-next': 'truth',
      'start-on': 'pageStart',
      ...vertical,
      style: 'style',
    },
  },
  thead: { holds: 'rows', attributes: { style: 'style' } },
  tbody: { holds: 'rows', attributes: { 'keep-together': 'truth', 'keep-with-next': 'truth', style: 'style' } },
  tfoot: { holds: 'rows', attributes: { style: 'style' } },
  tcarry: { holds: 'rows', attributes: { to: 'carryTo!', style: 'style' } },
  tr: {
    holds: 'cells',
    attributes: {
      carry: 'decimal',
      'keep-with-next': 'truth',
      'keep-with-previous': 'truth',
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
  a: { holds: 'text', attributes: { href: 'href!', ...worded } },
  br: { holds: 'nothing', attributes: {} },
  'page-number': { holds: 'nothing', attributes: {} },
  'page-count': { holds: 'nothing', attributes: {} },
  'carried-sum': { holds: 'nothing', attributes: {} },
} as const satisfies Record<string, ElementEntry>;

export interface ElementEntry {
  readonly holds: Content;
  readonly attributes: Readonly<Record<string, ValueKind | `${ValueKind}!`>>;
}

export type Content = keyof typeof contents;
export type ElementName = keyof typeof vocabulary;

const blocks = [
  'h1',
  'h2',
  'h3',
  'p',
  'ul',
  'ol',
  'section',
  'table',
  'columns',
  'rule',
  'space',
  'img',
  'barcode',
] as const;
const text = ['b', 'i', 'span', 'a', 'br', 'page-number', 'page-count', 'carried-sum'] as const;

/** Elements that may stand in each kind of content. `characters` says whether text may, too. */
export const contents = {
  document: {
    elements: ['styles', 'header', 'footer', 'background', 'watermark', 'box', ...blocks],
    characters: false,
  },
  label: { elements: ['styles', 'box', ...blocks], characters: false },
  styles: { elements: ['style'], characters: false },
  blocks: { elements: blocks, characters: false },
  columns: { elements: ['column'], characters: false },
  items: { elements: ['li'], characters: false },
  table: { elements: ['thead', 'tbody', 'tfoot', 'tcarry'], characters: false },
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

import { attributeOf, textOf } from '../readStructure.ts';
import { nameOf } from '../pdfValue.ts';
import type { Rule } from '../rule.ts';

/** ISO 32000-1 §14.8.4. */
const standard = new Set([
  ...[
    'Document',
    'Part',
    'Art',
    'Sect',
    'Div',
    'BlockQuote',
    'Caption',
    'TOC',
    'TOCI',
    'Index',
    'NonStruct',
    'Private',
  ],
  ...['P', 'H', 'H1', 'H2', 'H3', 'H4', 'H5', 'H6', 'L', 'LI', 'Lbl', 'LBody', 'Table', 'TR', 'TH', 'TD', 'THead'],
  ...['TBody', 'TFoot', 'Span', 'Quote', 'Note', 'Reference', 'BibEntry', 'Code', 'Link', 'Annot', 'Ruby', 'RB', 'RT'],
  ...['RP', 'Warichu', 'WT', 'WP', 'Figure', 'Formula', 'Form'],
]);
/** What an element may stand in, and what may stand in it. */
const inside: Readonly<Record<string, readonly string[]>> = {
  TR: ['Table', 'THead', 'TBody', 'TFoot'],
  THead: ['Table'],
  TBody: ['Table'],
  TFoot: ['Table'],
  TH: ['TR'],
  TD: ['TR'],
  LI: ['L'],
  LBody: ['LI'],
  TOCI: ['TOC'],
};
const contents: Readonly<Record<string, readonly string[]>> = {
  Table: ['TR', 'THead', 'TBody', 'TFoot', 'Caption'],
  THead: ['TR'],
  TBody: ['TR'],
  TFoot: ['TR'],
  TR: ['TH', 'TD'],
  L: ['L', 'LI', 'Caption'],
  LI: ['Lbl', 'LBody'],
  TOC: ['TOC', 'TOCI', 'Caption'],
};

/** The structure tree. */
export const structureRules: readonly Rule[] = [
  {
    id: 'tagged',
    clause: 'ISO 19005-3 §6.7.2.2; ISO 14289-1 §6.2, §7.1',
    says: 'The document says that it is tagged, without suspects.',
    *find({ file, catalog }) {
      const marks = file.dictionary(catalog.get('MarkInfo'));
      if (file.resolve(marks?.get('Marked')) !== true) yield 'Marked is not true';
      if (file.resolve(marks?.get('Suspects')) === true) yield 'Suspects is true';
    },
  },
  {
    id: 'structure-tree',
    clause: 'ISO 19005-3 §6.7.3.3; ISO 14289-1 §7.1',
    says: 'There is a structure tree, and every element knows its parent.',
    *find({ structure }) {
      if (structure.root === null) yield 'the catalog has no StructTreeRoot';
      else if (structure.nodes.length === 0) yield 'the structure tree is empty';
      yield* structure.problems;
    },
  },
  {
    id: 'structure-types',
    clause: 'ISO 19005-3 §6.7.3.4; ISO 14289-1 §7.1',
    says: 'Structure types are standard ones or mapped to them.',
    *find({ structure: { nodes, roleMap } }) {
      const unknown = new Set(nodes.filter(({ role }) => !standard.has(role)).map(({ type }) => type));
      for (const type of unknown) yield `"${type}" is no standard type`;
      for (const type of roleMap.keys()) {
        if (standard.has(type)) yield `the standard type ${type} is mapped`;
        if (isCircle(type, roleMap)) yield `the mapping of "${type}" goes in a circle`;
      }
    },
  },
  {
    id: 'structure-nesting',
    clause: 'ISO 14289-1 §7.2; ISO 32000-1 §14.8.4.3',
    says: 'Rows are in tables, cells in rows, items in lists, and nothing else is there.',
    *find({ structure: { nodes } }) {
      for (const { id, role, parent, children, marks } of nodes) {
        const above = inside[role];
        if (above !== undefined && !above.includes(parent?.role ?? '')) {
          yield `${role} (object ${id}) stands in ${parent?.role ?? 'the root'}`;
        }
        const below = contents[role];
        if (below === undefined) continue;
        for (const child of children) {
          if (!below.includes(child.role)) yield `${child.role} (object ${child.id}) stands in ${role}`;
        }
        if (marks.length > 0 && role !== 'LI') yield `${role} (object ${id}) has content of its own`;
      }
    },
  },
  {
    id: 'table-heads',
    clause: 'ISO 14289-1 §7.5',
    says: 'Head cells say what they are the head of.',
    *find({ file, structure: { nodes } }) {
      for (const node of nodes.filter(({ role }) => role === 'TH')) {
        const scope = nameOf(attributeOf(file, node, 'Scope'));
        const linked = nodes.some((cell) => attributeOf(file, cell, 'Headers') !== null);
        if (!linked && scope !== 'Row' && scope !== 'Column' && scope !== 'Both') {
          yield `TH (object ${node.id}) has no Scope`;
        }
      }
    },
  },
  {
    id: 'figure-text',
    clause: 'ISO 14289-1 §7.3, §7.7',
    says: 'Figures and formulas have a text that says the same.',
    *find({ file, structure: { nodes } }) {
      for (const { id, role, dictionary } of nodes) {
        if (role !== 'Figure' && role !== 'Formula') continue;
        if (textOf(file, dictionary, 'Alt').trim() === '' && textOf(file, dictionary, 'ActualText').trim() === '') {
          yield `${role} (object ${id}) has neither Alt nor ActualText`;
        }
      }
    },
  },
  {
    id: 'figure-box',
    clause: 'ISO 32000-1 §14.8.5.4.3',
    says: 'Figures say where they are.',
    *find({ file, structure: { nodes } }) {
      for (const node of nodes.filter(({ role }) => role === 'Figure')) {
        if (!Array.isArray(attributeOf(file, node, 'BBox'))) yield `Figure (object ${node.id}) has no BBox`;
      }
    },
  },
  {
    id: 'headings',
    clause: 'ISO 14289-1 §7.4.2, §7.4.4',
    says: 'Headings begin with H1 and skip no level, or are one H in each part.',
    *find({ structure: { nodes } }) {
      let before = 0;
      const levels = nodes.flatMap(({ role, id }) => (/^H[1-6]$/.test(role) ? [{ id, level: Number(role[1]) }] : []));
      for (const { id, level } of levels) {
        if (level > before + 1) yield `H${level} (object ${id}) follows ${before === 0 ? 'no heading' : `H${before}`}`;
        before = level;
      }
      if (levels.length > 0 && nodes.some(({ role }) => role === 'H')) yield 'H stands beside numbered headings';
      for (const { id, role, children } of nodes) {
        if (children.filter((child) => child.role === 'H').length > 1)
          yield `${role} (object ${id}) has more than one H`;
      }
    },
  },
  {
    id: 'notes',
    clause: 'ISO 14289-1 §7.9',
    says: 'Every note has an ID of its own.',
    *find({ file, structure: { nodes } }) {
      const seen = new Set<string>();
      for (const { id, role, dictionary } of nodes) {
        if (role !== 'Note') continue;
        const name = textOf(file, dictionary, 'ID');
        if (name === '' || seen.has(name))
          yield `Note (object ${id}) has ${name === '' ? 'no ID' : `the ID ${name} of another`}`;
        seen.add(name);
      }
    },
  },
];

function isCircle(type: string, roleMap: ReadonlyMap<string, string>): boolean {
  const seen = new Set<string>();
  for (let role: string | undefined = type; role !== undefined; role = roleMap.get(role)) {
    if (seen.has(role)) return true;
    seen.add(role);
  }
  return false;
}

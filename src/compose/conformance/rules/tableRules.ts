import { attributeOf, type StructureNode } from '../readStructure.ts';
import type { PdfFile } from '../pdfFile.ts';
import { PdfString, type PdfValue } from '../pdfValue.ts';
import type { Rule } from '../rule.ts';

/** Parts of tables and lists, and how cells fill a table. */
export const tableRules: readonly Rule[] = [
  {
    id: 'table-parts',
    clause: 'ISO 14289-1 §7.2; ISO 32000-1 §14.8.4.3.4',
    says: 'A table has one head, one foot and one caption at most, and a body where it has head or foot.',
    *find({ structure: { nodes } }) {
      for (const { id, children } of nodes.filter(({ role }) => role === 'Table')) {
        const roles = children.map(({ role }) => role);
        for (const part of ['THead', 'TFoot', 'Caption']) {
          if (roles.indexOf(part) !== roles.lastIndexOf(part)) yield `table ${id} has more than one ${part}`;
        }
        const caption = roles.indexOf('Caption');
        if (caption > 0 && caption < roles.length - 1) yield `the caption of table ${id} is neither first nor last`;
        const isParted = roles.includes('THead') || roles.includes('TFoot');
        if (isParted && !roles.includes('TBody')) yield `table ${id} has a head or foot, but no body`;
      }
    },
  },
  {
    id: 'list-captions',
    clause: 'ISO 14289-1 §7.2; ISO 32000-1 §14.8.4.3.3',
    says: 'The caption of a list or table of contents comes first and only once.',
    *find({ structure: { nodes } }) {
      for (const { id, role, children } of nodes) {
        if (role !== 'L' && role !== 'TOC') continue;
        if (children.slice(1).some((child) => child.role === 'Caption'))
          yield `that of ${role} (object ${id}) does not`;
      }
    },
  },
  {
    id: 'table-regular',
    clause: 'ISO 14289-1 §7.2',
    says: 'All rows of a table have the same number of columns, spans counted, and no cell lies on another.',
    *find({ file, structure: { nodes } }) {
      for (const table of nodes.filter(({ role }) => role === 'Table')) {
        const { widths, overlaps, overhang } = layCells(table, (cell, key) => {
          const span = attributeOf(file, cell, key);
          return typeof span === 'number' && span >= 1 ? span : 1;
        });
        if (new Set(widths).size > 1)
          yield `the rows of table ${table.id} have ${[...new Set(widths)].join(', ')} columns`;
        if (overlaps) yield `cells of table ${table.id} lie on each other`;
        if (overhang) yield `a cell of table ${table.id} reaches beyond its last row`;
      }
    },
  },
  {
    id: 'table-links',
    clause: 'ISO 14289-1 §7.5',
    says: 'Cells name only head cells that are there.',
    *find({ file, structure: { nodes } }) {
      for (const table of nodes.filter(({ role }) => role === 'Table')) {
        const cells = table.children.flatMap(rowsOf).flatMap((row) => row.children);
        const ids = new Set(cells.flatMap(({ dictionary }) => textsOf(file, [dictionary.get('ID') ?? null])));
        for (const cell of cells.filter(({ role }) => role === 'TD')) {
          const heads = attributeOf(file, cell, 'Headers');
          if (!Array.isArray(heads)) continue;
          for (const name of textsOf(file, heads as readonly PdfValue[])) {
            if (!ids.has(name)) yield `TD (object ${cell.id}) names ${JSON.stringify(name)}`;
          }
        }
      }
    },
  },
];

function textsOf(file: PdfFile, values: readonly PdfValue[]): string[] {
  return values.flatMap((value) => {
    const text = file.resolve(value);
    return text instanceof PdfString ? [text.bytes.toString('latin1')] : [];
  });
}

function rowsOf(child: StructureNode): readonly StructureNode[] {
  return (child.role === 'TR' ? [child] : child.children).filter(({ role }) => role === 'TR');
}

interface Grid {
  readonly widths: readonly number[];
  readonly overlaps: boolean;
  readonly overhang: boolean;
}

/** Puts each cell at the first free place of its row, as readers do. */
function layCells(table: StructureNode, spanOf: (cell: StructureNode, key: string) => number): Grid {
  const rows = table.children.flatMap(rowsOf);
  const taken = rows.map(() => new Set<number>());
  let [overlaps, overhang] = [false, false];
  rows.forEach((row, top) => {
    let column = 0;
    for (const cell of row.children) {
      while (taken[top]?.has(column) === true) column += 1;
      const [wide, high] = [spanOf(cell, 'ColSpan'), spanOf(cell, 'RowSpan')];
      overhang ||= top + high > rows.length;
      for (const places of taken.slice(top, top + high)) {
        for (let at = column; at < column + wide; at += 1) {
          overlaps ||= places.has(at);
          places.add(at);
        }
      }
      column += wide;
    }
  });
  return { widths: taken.map((places) => Math.max(-1, ...places) + 1), overlaps, overhang };
}

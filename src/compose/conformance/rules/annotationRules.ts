import { nameOf, PdfStream } from '../pdfValue.ts';
import { textOf } from '../readStructure.ts';
import type { Rule } from '../rule.ts';

const allowed = new Set([
  ...['Text', 'Link', 'FreeText', 'Line', 'Square', 'Circle', 'Polygon', 'PolyLine', 'Highlight', 'Underline'],
  ...['Squiggly', 'StrikeOut', 'Stamp', 'Caret', 'Ink', 'Popup', 'FileAttachment', 'Widget', 'PrinterMark'],
  ...['Watermark', 'Redact'],
]);
/** ISO 32000-1 table 165. */
const flag = { invisible: 1, hidden: 2, print: 4, noView: 32, toggleNoView: 256 } as const;

/** Annotations and embedded files. */
export const annotationRules: readonly Rule[] = [
  {
    id: 'annotation-types',
    clause: 'ISO 19005-3 §6.3.1; ISO 14289-1 §7.18.2',
    says: 'Annotations are of types that every reader knows and paper can show.',
    *find({ annotations }) {
      for (const { id, dictionary } of annotations) {
        const subtype = nameOf(dictionary.get('Subtype')) ?? '';
        if (!allowed.has(subtype)) yield `annotation ${id} is of type ${subtype}`;
      }
    },
  },
  {
    id: 'annotation-flags',
    clause: 'ISO 19005-3 §6.3.2',
    says: 'Annotations are printed and never hidden.',
    *find({ file, annotations }) {
      for (const { id, dictionary } of annotations) {
        if (nameOf(dictionary.get('Subtype')) === 'Popup') continue;
        const flags = file.resolve(dictionary.get('F'));
        if (typeof flags !== 'number') yield `annotation ${id} has no F`;
        else if ((flags & flag.print) === 0) yield `annotation ${id} is not printed`;
        else if ((flags & (flag.invisible | flag.hidden | flag.noView | flag.toggleNoView)) !== 0) {
          yield `annotation ${id} is hidden`;
        }
      }
    },
  },
  {
    id: 'annotation-appearance',
    clause: 'ISO 19005-3 §6.3.3',
    says: 'Annotations bring their appearance along, and only one.',
    *find({ file, annotations }) {
      for (const { id, dictionary } of annotations) {
        const subtype = nameOf(dictionary.get('Subtype'));
        const appearance = file.dictionary(dictionary.get('AP'));
        const [left, bottom, right, top] = file.array(dictionary.get('Rect')).map((one) => Number(file.resolve(one)));
        const empty = left === right && bottom === top;
        if (appearance === undefined) {
          if (subtype !== 'Popup' && subtype !== 'Link' && !empty) yield `annotation ${id} has no AP`;
        } else if (appearance.size !== 1 || !appearance.has('N')) yield `the AP of annotation ${id} has more than N`;
      }
    },
  },
  {
    id: 'annotation-text',
    clause: 'ISO 14289-1 §7.18.1, §7.18.5',
    says: 'Annotations say in words what they are.',
    *find({ file, annotations, structure }) {
      for (const { id, dictionary } of annotations) {
        const subtype = nameOf(dictionary.get('Subtype'));
        if (subtype === 'Popup' || isHidden(file.resolve(dictionary.get('F')))) continue;
        const node = structure.nodes.find(({ objects }) => objects.includes(id));
        const alt = subtype === 'Link' || node === undefined ? '' : textOf(file, node.dictionary, 'Alt');
        // A field says it itself or by its parent.
        const key = subtype === 'Widget' ? 'TU' : 'Contents';
        const parent = subtype === 'Widget' ? file.dictionary(dictionary.get('Parent')) : undefined;
        const own = textOf(file, dictionary, key) + (parent === undefined ? '' : textOf(file, parent, key));
        if (own.trim() === '' && alt === '') yield `annotation ${id} has no ${key}`;
      }
    },
  },
  {
    id: 'annotation-tagged',
    clause: 'ISO 14289-1 §7.18.1, §7.18.4, §7.18.5',
    says: 'Links stand in a Link element, fields in a Form, other annotations in an Annot.',
    *find({ file, annotations, structure }) {
      for (const { id, dictionary } of annotations) {
        const subtype = nameOf(dictionary.get('Subtype')) ?? '';
        if (subtype === 'Popup' || subtype === 'PrinterMark' || isHidden(file.resolve(dictionary.get('F')))) continue;
        const wanted = subtype === 'Link' ? 'Link' : subtype === 'Widget' ? 'Form' : 'Annot';
        const node = structure.nodes.find(({ objects }) => objects.includes(id));
        if (node?.role !== wanted) {
          yield `annotation ${id} stands in ${node?.role ?? 'no element'} instead of ${wanted}`;
          continue;
        }
        const key = file.resolve(dictionary.get('StructParent'));
        if (typeof key !== 'number' || structure.parents.get(key) !== node.id) {
          yield `the parent tree does not lead from annotation ${id} to its element`;
        }
      }
    },
  },
  {
    id: 'tab-order',
    clause: 'ISO 14289-1 §7.18.3',
    says: 'On pages with annotations the tabulator follows the structure.',
    *find({ annotations }) {
      for (const page of new Set(annotations.map((one) => one.page))) {
        if (nameOf(page.dictionary.get('Tabs')) !== 'S') yield `Tabs of page ${page.number} is not S`;
      }
    },
  },
  {
    id: 'attachment-described',
    clause: 'ISO 19005-3 §6.8; ISO 14289-1 §7.11, §7.18.7',
    says: 'An embedded file has two names, a MIME type, a date and a relationship to the document.',
    *find({ file, dictionaries }) {
      for (const { id, dictionary } of dictionaries) {
        const embedded = file.dictionary(dictionary.get('EF'));
        if (embedded === undefined) continue;
        for (const key of ['F', 'UF']) if (textOf(file, dictionary, key) === '') yield `file ${id} has no ${key}`;
        if (nameOf(dictionary.get('AFRelationship')) === undefined) yield `file ${id} has no AFRelationship`;
        const stream = file.resolve(embedded.get('F') ?? embedded.get('UF'));
        if (!(stream instanceof PdfStream)) {
          yield `file ${id} has no content`;
          continue;
        }
        if (!(nameOf(stream.dictionary.get('Subtype')) ?? '').includes('/')) yield `file ${id} has no MIME type`;
        const parameters = file.dictionary(stream.dictionary.get('Params'));
        if (parameters?.has('ModDate') !== true) yield `file ${id} has no ModDate`;
      }
    },
  },
  {
    id: 'attachment-associated',
    clause: 'ISO 19005-3 §6.8',
    says: 'An embedded file is associated with the document or a part of it.',
    *find({ file, dictionaries }) {
      const associated = new Set(
        dictionaries.flatMap(({ dictionary }) => file.array(dictionary.get('AF')).map((one) => file.dictionary(one))),
      );
      for (const { id, dictionary } of dictionaries) {
        if (dictionary.has('EF') && !associated.has(dictionary)) yield `file ${id} is in no AF`;
      }
    },
  },
];

function isHidden(flags: unknown): boolean {
  return typeof flags === 'number' && (flags & flag.hidden) !== 0;
}

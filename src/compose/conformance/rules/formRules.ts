import { nameOf, PdfStream } from '../pdfValue.ts';
import { attributeOf } from '../readStructure.ts';
import type { Rule } from '../rule.ts';

/** Forms, and appearances of annotations. */
export const formRules: readonly Rule[] = [
  {
    id: 'form-actions',
    clause: 'ISO 19005-3 §6.4.1',
    says: 'Fields of a form start nothing and bring their appearance along.',
    *find({ file, catalog, dictionaries }) {
      if (file.resolve(file.dictionary(catalog.get('AcroForm'))?.get('NeedAppearances')) === true) {
        yield 'NeedAppearances is true';
      }
      for (const { id, dictionary } of dictionaries) {
        const isWidget = nameOf(dictionary.get('Subtype')) === 'Widget';
        if (isWidget && dictionary.has('A')) yield `widget ${id} has an action`;
        if ((isWidget || dictionary.has('FT')) && dictionary.has('AA')) yield `field ${id} has AA`;
      }
    },
  },
  {
    id: 'appearance-form',
    clause: 'ISO 19005-3 §6.3.3',
    says: 'The appearance of a button has a part for each state, any other is one picture.',
    *find({ file, annotations }) {
      for (const { id, dictionary } of annotations) {
        const normal = file.resolve(file.dictionary(dictionary.get('AP'))?.get('N'));
        if (normal === null) continue;
        const parent = file.dictionary(dictionary.get('Parent'));
        const field = nameOf(file.resolve(dictionary.get('FT') ?? parent?.get('FT')));
        const isButton = nameOf(dictionary.get('Subtype')) === 'Widget' && field === 'Btn';
        if (normal instanceof PdfStream === isButton) yield `that of annotation ${id} is otherwise`;
      }
    },
  },
  {
    id: 'form-elements',
    clause: 'ISO 14289-1 §7.18.4',
    says: 'A Form element without a role holds one field and nothing else.',
    *find({ file, structure: { nodes } }) {
      for (const node of nodes.filter(({ role }) => role === 'Form')) {
        if (attributeOf(file, node, 'Role') !== null) continue;
        const rest = node.children.length + node.marks.length;
        if (node.objects.length !== 1 || rest > 0)
          yield `Form (object ${node.id}) holds ${node.objects.length} and ${rest} others`;
      }
    },
  },
  {
    id: 'printer-marks',
    clause: 'ISO 14289-1 §7.18.8',
    says: 'Marks for the printer stand in no element.',
    *find({ annotations, structure: { nodes } }) {
      for (const { id, dictionary } of annotations) {
        if (nameOf(dictionary.get('Subtype')) !== 'PrinterMark') continue;
        if (dictionary.has('StructParent') || nodes.some(({ objects }) => objects.includes(id)))
          yield `mark ${id} does`;
      }
    },
  },
];

import type { Inspection } from '../inspectPdf.ts';
import type { PdfDictionary, PdfValue } from '../pdfValue.ts';
import { PdfReference } from '../pdfValue.ts';
import { textOf } from '../readStructure.ts';
import type { Rule } from '../rule.ts';

/** Optional content. */
export const layerRules: readonly Rule[] = [
  {
    id: 'layers',
    clause: 'ISO 19005-3 §6.9; ISO 14289-1 §7.10',
    says: 'Settings of layers have names of their own, list all layers, and switch nothing by themselves.',
    *find(inspection) {
      const { file } = inspection;
      const properties = file.dictionary(inspection.catalog.get('OCProperties'));
      const all = file.array(properties?.get('OCGs')).flatMap((one) => (one instanceof PdfReference ? [one.id] : []));
      const seen = new Set<string>();
      for (const setting of settingsOf(inspection, properties)) {
        const name = textOf(file, setting, 'Name');
        if (name === '') yield 'a setting has no name';
        else if (seen.has(name)) yield `two settings have the name ${name}`;
        seen.add(name);
        if (setting.has('AS')) yield `the setting ${name} has AS`;
        if (!setting.has('Order')) continue;
        const listed = new Set(layersIn(inspection, setting.get('Order')));
        const missing = all.filter((id) => !listed.has(id));
        if (missing.length > 0) yield `the order of ${name} lacks ${missing.length} layers`;
      }
    },
  },
];

function settingsOf({ file }: Inspection, properties: PdfDictionary | undefined): PdfDictionary[] {
  const values = [properties?.get('D'), ...file.array(properties?.get('Configs'))];
  return values.flatMap((value) => file.dictionary(value) ?? []);
}

function* layersIn(inspection: Inspection, value: PdfValue | undefined): Generator<number> {
  if (value instanceof PdfReference && inspection.file.dictionary(value) !== undefined) yield value.id;
  else for (const one of inspection.file.array(value)) yield* layersIn(inspection, one);
}

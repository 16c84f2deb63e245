import type { Rule } from '../rule.ts';
import { containerOf, elementsNamed, fieldsOf, itemsOf, rdf, type XmpElement } from '../xmpTree.ts';
import { predefinedSchemas, xmpTypes, xmpValueProblem } from './xmpTypes.ts';

const extension = 'http://www.aiim.org/pdfa/ns/extension/';
const schemaSpace = 'http://www.aiim.org/pdfa/ns/schema#';
const propertySpace = 'http://www.aiim.org/pdfa/ns/property#';
const typeSpace = 'http://www.aiim.org/pdfa/ns/type#';
const fieldSpace = 'http://www.aiim.org/pdfa/ns/field#';

/** A structure of ISO 19005-3 §6.6.2.3.3: its namespace with prefix, texts it needs, lists it may have. */
interface Form {
  readonly space: string;
  readonly prefix: string;
  readonly texts: readonly string[];
  readonly lists: Readonly<Record<string, Form>>;
}
const field: Form = { space: fieldSpace, prefix: 'pdfaField', texts: ['name', 'valueType', 'description'], lists: {} };
const property: Form = {
  space: propertySpace,
  prefix: 'pdfaProperty',
  texts: ['name', 'valueType', 'category', 'description'],
  lists: {},
};
const valueType: Form = {
  space: typeSpace,
  prefix: 'pdfaType',
  texts: ['type', 'namespaceURI', 'prefix', 'description'],
  lists: { field },
};
const schema: Form = {
  space: schemaSpace,
  prefix: 'pdfaSchema',
  texts: ['schema', 'namespaceURI', 'prefix'],
  lists: { property, valueType },
};

/** What the metadata say, property by property. */
export const xmpRules: readonly Rule[] = [
  {
    id: 'xmp-extensions',
    clause: 'ISO 19005-3 §6.6.2.3.2, §6.6.2.3.3',
    says: 'Descriptions of own schemas are complete and in the prescribed form.',
    *find({ xmp }) {
      for (const container of xmp?.tree === null || xmp === null ? [] : elementsNamed(xmp.tree, extension, 'schemas')) {
        if (container.prefix !== 'pdfaExtension') yield `the prefix of schemas is ${container.prefix}`;
        if (containerOf(container) !== 'Bag') yield 'schemas is no Bag';
        for (const item of itemsOf(container)) yield* formProblems(item, schema);
      }
    },
  },
  {
    id: 'xmp-properties',
    clause: 'ISO 19005-3 §6.6.2.3.1',
    says: 'Every property of the metadata is one of its schema, with a value of its type.',
    *find({ xmp }) {
      if (xmp === null || xmp.tree === null) return;
      const described = describedProperties(xmp.tree);
      for (const [space, name, value] of propertiesOf(xmp.tree)) {
        const own = described.get(space);
        const types = xmpTypes[space] ?? (own === undefined ? undefined : Object.fromEntries(own));
        // What whole schemas are unknown is the matter of another rule.
        if (types === undefined) continue;
        const type = types[name] ?? own?.get(name);
        if (type === undefined && predefinedSchemas.has(space) && xmpTypes[space] === undefined) continue;
        if (type === undefined) {
          yield `${name} is no property of ${space}`;
          continue;
        }
        const problem = xmpValueProblem(type, value);
        if (problem !== null) yield `${name} ${problem}`;
      }
    },
  },
];

function* formProblems(item: XmpElement, form: Form): Generator<string> {
  const fields = fieldsOf(item);
  const attributes = [...item.attributes.keys()].filter((key) => !key.startsWith(`${rdf} `));
  for (const name of form.texts) {
    const given = fields.find((one) => one.uri === form.space && one.local === name);
    const short = item.attributes.get(`${form.space} ${name}`)?.value ?? '';
    if (given === undefined && short === '') yield `${form.prefix}:${name} is missing`;
    else if (given !== undefined && given.children.length > 0) yield `${form.prefix}:${name} is no text`;
    else if (name === 'category' && !/^(?:internal|external)$/.test(given?.text.trim() ?? short)) {
      yield `${form.prefix}:category is neither internal nor external`;
    }
  }
  for (const one of fields) {
    const list = form.lists[one.local];
    const isKnown = one.uri === form.space && (form.texts.includes(one.local) || list !== undefined);
    if (!isKnown) yield `${one.prefix}:${one.local} has no place in a description`;
    else if (one.prefix !== form.prefix) yield `the prefix of ${one.local} is ${one.prefix}`;
    if (!isKnown || list === undefined) continue;
    if (containerOf(one) !== 'Seq') yield `${one.local} is no Seq`;
    for (const part of itemsOf(one)) yield* formProblems(part, list);
  }
  if (attributes.some((key) => !form.texts.some((name) => key === `${form.space} ${name}`))) {
    yield `a description in ${form.prefix} has other attributes`;
  }
}

/** Properties that extension schemas describe: by namespace, name and type. */
function describedProperties(tree: XmpElement): Map<string, Map<string, string>> {
  const all = new Map<string, Map<string, string>>();
  for (const container of elementsNamed(tree, extension, 'schemas')) {
    for (const item of itemsOf(container)) {
      const textOf = (of: XmpElement, space: string, name: string): string =>
        fieldsOf(of)
          .find((one) => one.uri === space && one.local === name)
          ?.text.trim() ?? '';
      const list = fieldsOf(item).find((one) => one.uri === schemaSpace && one.local === 'property');
      const known = all.get(textOf(item, schemaSpace, 'namespaceURI')) ?? new Map<string, string>();
      for (const one of list === undefined ? [] : itemsOf(list)) {
        known.set(textOf(one, propertySpace, 'name'), textOf(one, propertySpace, 'valueType'));
      }
      all.set(textOf(item, schemaSpace, 'namespaceURI'), known);
    }
  }
  return all;
}

/** Properties of the packet: namespace, name, and the element, or the text of an attribute. */
function* propertiesOf(tree: XmpElement): Generator<readonly [string, string, XmpElement | string]> {
  for (const root of elementsNamed(tree, rdf, 'RDF')) {
    for (const description of root.children) {
      for (const [key, { value }] of description.attributes) {
        const [space = '', name = ''] = key.split(' ');
        if (space !== '' && space !== rdf && !space.endsWith('/namespace')) yield [space, name, value];
      }
      for (const one of description.children) yield [one.uri, one.local, one];
    }
  }
}

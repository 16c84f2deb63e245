import { valueReaders, type ValueKind } from './attributeValues.ts';
import { checksOfChildren } from './checkChildren.ts';
import { contents, elementNames, vocabulary, type ElementEntry, type ElementName } from './vocabulary.ts';

/** What the vocabulary says of one element, so that no document looks it up by name again. */
export interface ElementRules {
  readonly name: ElementName;
  readonly attributes: ReadonlyMap<string, AttributeRule>;
  readonly required: readonly string[];
  /** Attributes of the element when its tag has none: all have the same shape, and engines read them faster. */
  readonly absent: Readonly<Record<string, undefined>>;
  /** Elements that may stand in it. */
  readonly holds: ReadonlySet<ElementRules>;
  /** Whether text may. */
  readonly characters: boolean;
  /** A page number, which only masters can say. */
  readonly saysPage: boolean;
  readonly isMaster: boolean;
  /** Holds text or blocks, never both. */
  readonly isCell: boolean;
  readonly check: (typeof checksOfChildren)[ElementName];
}

interface AttributeRule {
  readonly kind: ValueKind;
  readonly read: (text: string) => unknown;
}

/** Elements that stand at a fixed place of a page: they know its number. */
export const masters: readonly ElementName[] = ['header', 'footer', 'background', 'watermark', 'box'];

export const rulesOf: ReadonlyMap<string, ElementRules> = readVocabulary();

function readVocabulary(): ReadonlyMap<string, ElementRules> {
  const rules = new Map<string, ElementRules & { readonly holds: Set<ElementRules> }>();
  for (const name of elementNames) {
    const { attributes, holds }: ElementEntry = vocabulary[name];
    const kinds = Object.entries(attributes).map(([attribute, spec]): [string, AttributeRule] => {
      const kind = spec.replace('!', '') as ValueKind;
      return [attribute, { kind, read: valueReaders[kind] }];
    });
    rules.set(name, {
      name,
      attributes: new Map(kinds),
      absent: Object.fromEntries(kinds.map(([attribute]) => [attribute, undefined])),
      required: Object.keys(attributes).filter((attribute) => attributes[attribute]?.endsWith('!')),
      holds: new Set(),
      characters: contents[holds].characters,
      saysPage: name === 'page-number' || name === 'page-count',
      isMaster: masters.includes(name),
      isCell: holds === 'cell',
      check: checksOfChildren[name],
    });
  }
  for (const [name, { holds }] of rules) {
    for (const child of contents[vocabulary[name as ElementName].holds].elements) {
      const held = rules.get(child);
      if (held !== undefined) holds.add(held);
    }
  }
  return rules;
}

/** Where an element may stand, as the end of a sentence. */
export function homesOf(element: ElementRules): string {
  const homes = [...rulesOf.values()].filter(({ holds }) => holds.has(element)).map(({ name }) => `<${name}>`);
  return homes.length === 0 ? '' : `; it may stand in ${homes.join(', ')}`;
}

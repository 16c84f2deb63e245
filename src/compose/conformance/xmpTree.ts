import { SaxesParser } from 'saxes';

/** An element of a metadata packet. */
export interface XmpElement {
  readonly uri: string;
  readonly local: string;
  readonly prefix: string;
  /** By namespace and name, namespace declarations left out. */
  readonly attributes: ReadonlyMap<string, { readonly prefix: string; readonly value: string }>;
  readonly children: XmpElement[];
  text: string;
}

export const rdf = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';

/** The root of a packet that is well-formed, else null. */
export function readXmpTree(source: string): XmpElement | null {
  const parser = new SaxesParser({ xmlns: true });
  let root: XmpElement | null = null;
  let isBroken = false;
  const open: XmpElement[] = [];
  parser.on('error', () => {
    isBroken = true;
  });
  parser.on('opentag', ({ uri, local, prefix, attributes }) => {
    const given = Object.values(attributes).filter((one) => one.prefix !== 'xmlns' && one.name !== 'xmlns');
    const element: XmpElement = {
      uri,
      local,
      prefix,
      attributes: new Map(given.map((one) => [`${one.uri} ${one.local}`, { prefix: one.prefix, value: one.value }])),
      children: [],
      text: '',
    };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on('text', (part) => {
    const last = open.at(-1);
    if (last !== undefined) last.text += part;
  });
  parser.on('closetag', () => {
    open.pop();
  });
  parser.write(source).close();
  return isBroken ? null : root;
}

/** All elements of this name below one, itself too. */
export function* elementsNamed(element: XmpElement, uri: string, local: string): Generator<XmpElement> {
  if (element.uri === uri && element.local === local) yield element;
  for (const child of element.children) yield* elementsNamed(child, uri, local);
}

/** Alt, Bag or Seq where a property holds several values, else ''. */
export function containerOf(property: XmpElement): string {
  const [only] = property.children;
  return only !== undefined && only.uri === rdf && /^(?:Alt|Bag|Seq)$/.test(only.local) ? only.local : '';
}

/** Items of a container. */
export function itemsOf(property: XmpElement): readonly XmpElement[] {
  return property.children[0]?.children.filter(({ uri, local }) => uri === rdf && local === 'li') ?? [];
}

/** Fields of a structure: of an item with parseType Resource, or of the description in it. */
export function fieldsOf(item: XmpElement): readonly XmpElement[] {
  const inner = item.children.find(({ uri, local }) => uri === rdf && local === 'Description');
  return inner?.children ?? item.children;
}

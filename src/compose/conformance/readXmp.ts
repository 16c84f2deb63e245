import { SaxesParser } from 'saxes';
import { readXmpTree, type XmpElement } from './xmpTree.ts';

/** What a metadata packet says (ISO 16684-1). */
export interface Xmp {
  /** Why it is no well-formed packet; null when it is. */
  readonly problem: string | null;
  /** The processing instruction it begins with. */
  readonly header: string;
  /** Properties by namespace and name, `http://purl.org/dc/elements/1.1/ title`: the text of the first item. */
  readonly properties: ReadonlyMap<string, string>;
  /** Prefix each property was written with. */
  readonly prefixes: ReadonlyMap<string, string>;
  /** Namespaces that extension schemas of the packet describe. */
  readonly described: ReadonlySet<string>;
  /** The packet as elements; null when it is not well-formed. */
  readonly tree: XmpElement | null;
}

const rdf = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';
const schema = 'http://www.aiim.org/pdfa/ns/schema#';

/** Reads a metadata packet; one that is not well-formed says so in `problem`. */
export function readXmp(bytes: Buffer): Xmp {
  const properties = new Map<string, string>();
  const prefixes = new Map<string, string>();
  const described = new Set<string>();
  const open: { uri: string; local: string }[] = [];
  let problem: string | null = null;
  let header = '';
  let text = '';
  // Depth of the property that is open: properties are the children of rdf:Description at the top.
  let property: { key: string; depth: number } | null = null;
  let top = -1;

  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => {
    problem ??= error.message.replace(/^\d+:\d+: /, '');
  });
  parser.on('processinginstruction', ({ target, body }) => {
    if (target === 'xpacket' && header === '') header = body;
  });
  parser.on('opentag', ({ uri, local, prefix, attributes }) => {
    text = '';
    const depth = open.length;
    if (uri === rdf && local === 'Description' && property === null) {
      top = depth;
      for (const { uri: space, local: name, prefix: own, value } of Object.values(attributes)) {
        if (space !== '' && space !== rdf && own !== 'xmlns' && own !== 'xml') note(space, name, own, value);
      }
    } else if (depth === top + 1 && top >= 0) {
      property = { key: `${uri} ${local}`, depth };
      prefixes.set(property.key, prefix);
    }
    open.push({ uri, local });
  });
  parser.on('text', (part) => {
    text += part;
  });
  parser.on('closetag', ({ uri, local }) => {
    open.pop();
    const said = text.trim();
    if (uri === schema && local === 'namespaceURI') described.add(said);
    if (property !== null && !properties.has(property.key) && (said !== '' || open.length === property.depth)) {
      properties.set(property.key, said);
    }
    if (property !== null && open.length === property.depth) property = null;
    if (open.length === top) top = -1;
    text = '';
  });

  function note(space: string, name: string, prefix: string, value: string): void {
    properties.set(`${space} ${name}`, value);
    prefixes.set(`${space} ${name}`, prefix);
  }

  const source = bytes.toString('utf8');
  if (source.includes('\ufffd')) problem = 'it is not UTF-8';
  const packet = source.replace(/^\ufeff/, '').trim();
  parser.write(packet).close();
  return { problem, header, properties, prefixes, described, tree: problem === null ? readXmpTree(packet) : null };
}

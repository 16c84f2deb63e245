import { type SaxesAttributeNS, SaxesParser } from 'saxes';
import { PostwerkError } from '../../errors.ts';
import { decodeXml } from './xmlEncoding.ts';

/** One element of an XML file. Comments and processing instructions are gone; text and CDATA are one text. */
export interface XmlElement {
  /** Local name with the prefix that the standard itself uses (`cbc:ID`), or `{namespace}local` for foreign ones. */
  readonly name: string;
  readonly namespace: string;
  readonly local: string;
  /** Attributes by local name; null when there are none. */
  readonly attributes: ReadonlyMap<string, string> | null;
  readonly children: readonly XmlElement[];
  /** Text directly in this element, trimmed; '' where there is none. */
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

export const xmlLimits = {
  bytes: 20 * 1024 * 1024,
  depth: 64,
  /** Elements and attributes together: an invoice of 10,000 lines has about 450,000. */
  nodes: 600_000,
} as const;

/** Prefixes as CEN/TS 16931-3-2, -3-3 and the OASIS and UN/CEFACT schemas write them. */
const standardPrefixes: ReadonlyMap<string, string> = new Map([
  ['urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2', 'cbc:'],
  ['urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2', 'cac:'],
  ['urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2', 'ext:'],
  ['urn:oasis:names:specification:ubl:schema:xsd:Invoice-2', ''],
  ['urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2', ''],
  ['urn:oasis:names:specification:ubl:schema:xsd:DespatchAdvice-2', ''],
  ['urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100', 'rsm:'],
  ['urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100', 'ram:'],
  ['urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100', 'udt:'],
  ['urn:un:unece:uncefact:data:standard:QualifiedDataType:100', 'qdt:'],
]);

interface OpenElement extends XmlElement {
  attributes: ReadonlyMap<string, string> | null;
  readonly children: OpenElement[];
  text: string;
}

/**
 * Reads an XML file into a tree. DOCTYPE is refused outright, so there are no entities to expand and nothing external
 * to fetch (OWASP XXE cheat sheet); depth, size and the number of nodes are limited.
 *
 * @param bytes the file, in UTF-8, UTF-16 or a declared single-byte encoding
 * @throws PostwerkError intake.invalid-xml, intake.xml-forbidden (both with line and column), intake.invalid-utf8,
 *   intake.body-too-large
 */
export function readXml(bytes: Uint8Array): XmlElement {
  let root: XmlElement | undefined;
  parse(bytes, {
    opened: (element, parent) => {
      if (parent === undefined) root = element;
    },
    chunkLength: 65_536,
  });
  if (root === undefined) throw new PostwerkError('intake.invalid-xml', 'The file has no root element.', { line: 1 });
  return root;
}

/**
 * The root element with name, namespace and attributes; what follows is read no further than the first chunk of text.
 * Same errors as `readXml`.
 */
export function readXmlRoot(bytes: Uint8Array): XmlElement {
  const found: { root?: XmlElement } = {};
  parse(bytes, {
    opened: (element) => {
      found.root ??= element;
      return 'enough';
    },
    chunkLength: 512,
  });
  if (!found.root) throw new PostwerkError('intake.invalid-xml', 'The file has no root element.', { line: 1 });
  return found.root;
}

interface Listener {
  /** Characters given to the parser at once; what is enough is looked for between them. */
  readonly chunkLength: number;
  opened(element: OpenElement, parent: OpenElement | undefined): 'enough' | void;
}

function parse(bytes: Uint8Array, listener: Listener): void {
  if (bytes.byteLength > xmlLimits.bytes) {
    const limit = xmlLimits.bytes / (1024 * 1024);
    throw new PostwerkError('intake.body-too-large', `An XML document may have ${limit} MiB.`);
  }
  const text = decodeXml(bytes);
  refuseDoctype(text);
  // XML 1.1 would allow control characters that no document can carry, so its files are read by the rules of 1.0.
  const parser = new SaxesParser({ xmlns: true, position: true, defaultXMLVersion: '1.0', forceXMLVersion: true });
  const stack: OpenElement[] = [];
  let nodes = 0;
  const reading = { enough: false };
  let start = { line: 1, column: 1 };
  const here = () => ({ line: parser.line, column: Math.max(1, parser.column) });

  parser.on('error', (error) => {
    throw new PostwerkError('intake.invalid-xml', sentence(error.message), here(), { cause: error });
  });
  parser.on('opentagstart', () => {
    start = here();
  });
  parser.on('opentag', (tag) => {
    const attributes = Object.values(tag.attributes);
    nodes += 1 + attributes.length;
    if (nodes > xmlLimits.nodes) {
      throw new PostwerkError('intake.xml-forbidden', `The file has more than ${xmlLimits.nodes} elements.`, here());
    }
    if (stack.length >= xmlLimits.depth) {
      const detail = `Elements are nested deeper than ${xmlLimits.depth} levels.`;
      throw new PostwerkError('intake.xml-forbidden', detail, here());
    }
    const element: OpenElement = {
      name: standardName(tag.uri, tag.local),
      namespace: tag.uri,
      local: tag.local,
      attributes: ownAttributes(attributes),
      children: [],
      text: '',
      ...start,
    };
    const parent = stack.at(-1);
    parent?.children.push(element);
    stack.push(element);
    if (listener.opened(element, parent) === 'enough') reading.enough = true;
  });
  parser.on('text', (chunk) => appendText(stack, chunk));
  parser.on('cdata', (chunk) => appendText(stack, chunk));
  parser.on('closetag', () => {
    const element = stack.pop();
    if (element !== undefined && element.text !== '') element.text = element.text.trim();
  });

  for (let index = 0; index < text.length && !reading.enough; index += listener.chunkLength) {
    parser.write(text.slice(index, index + listener.chunkLength));
  }
  if (!reading.enough) parser.close();
}

const prologParts: readonly (readonly [string, string])[] = [
  ['<?', '?>'],
  ['<!--', '-->'],
];

/** Refused before parsing, so that not even reading a DOCTYPE costs time. It can stand only before the root element. */
function refuseDoctype(text: string): void {
  let at = 0;
  for (;;) {
    while (/\s/u.test(text.charAt(at))) at += 1;
    const part = prologParts.find(([open]) => text.startsWith(open, at));
    const end = part === undefined ? -1 : text.indexOf(part[1], at);
    if (part === undefined || end === -1) break;
    at = end + part[1].length;
  }
  if (text.slice(at, at + 9).toUpperCase() !== '<!DOCTYPE') return;
  const before = text.slice(0, at).split('\n');
  const place = { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  const detail = 'The file has a DOCTYPE. Documents need none, and it could pull in foreign data.';
  throw new PostwerkError('intake.xml-forbidden', detail, place);
}

function appendText(stack: readonly OpenElement[], chunk: string): void {
  const element = stack.at(-1);
  if (element !== undefined) element.text = element.text === '' ? chunk : element.text + chunk;
}

function ownAttributes(attributes: readonly SaxesAttributeNS[]): ReadonlyMap<string, string> | null {
  let own: Map<string, string> | null = null;
  for (const { uri, local, value } of attributes) {
    if (uri !== '') continue;
    own ??= new Map();
    own.set(local, value.trim());
  }
  return own;
}

function standardName(namespace: string, local: string): string {
  const prefix = standardPrefixes.get(namespace);
  return prefix === undefined ? `{${namespace}}${local}` : `${prefix}${local}`;
}

/** saxes writes `3:14: unclosed tag: a`; the place goes into the error's own fields. */
function sentence(message: string): string {
  const text = message.replace(/^\d+:\d+: /u, '').replace(/\.$/u, '');
  return `The file is not well-formed XML: ${text}.`;
}

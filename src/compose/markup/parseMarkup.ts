import { SaxesParser } from 'saxes';
import { PostwerkError } from '../../errors.ts';
import { Unreadable, valueReaders, type ValueKind } from './attributeValues.ts';
import { checksOfChildren } from './checkChildren.ts';
import type { Attributes, MarkupDocument, Node } from './markupDocument.ts';
import { nearestName } from './nearestName.ts';
import type { OpenNode } from './openNode.ts';
import { blockNames, contents, elementNames, vocabulary, type ElementEntry, type ElementName } from './vocabulary.ts';

interface AttributeReader {
  readonly kind: ValueKind;
  readonly read: (text: string) => unknown;
  /** Values read before: documents say the same few lengths, styles and alignments again and again. */
  readonly known: Map<string, unknown>;
}

interface Rules {
  readonly mayHold: ReadonlySet<string>;
  readonly characters: boolean;
  readonly readers: ReadonlyMap<string, AttributeReader>;
  readonly required: readonly string[];
  readonly check: (typeof checksOfChildren)[ElementName];
}

/** Deeper trees are a runaway template, and layout recurses. */
const maxDepth = 64;
const mostKnown = 1000;
const masters = new Set<string>(['header', 'footer', 'box']);
const notBlank = /[^ \t\r\n]/u;

const rulesOf = new Map<string, Rules>(elementNames.map((name) => [name, rulesFor(name)]));

function rulesFor(name: ElementName): Rules {
  const entry: ElementEntry = vocabulary[name];
  const kinds = Object.entries(entry.attributes);
  const { elements, characters } = contents[entry.holds];
  return {
    mayHold: new Set<string>(elements),
    characters,
    readers: new Map(
      kinds.map(([name, spec]) => {
        const kind = spec.replace('!', '') as ValueKind;
        return [name, { kind, read: valueReaders[kind], known: new Map<string, unknown>() }];
      }),
    ),
    required: kinds.filter(([, spec]) => spec.endsWith('!')).map(([name]) => name),
    check: checksOfChildren[name],
  };
}

/**
 * Reads the markup that a template made (`docs/templates.md`) into a tree.
 *
 * Strict: anything that is not in the vocabulary, misplaced, misspelt or not well-formed XML throws
 * `compose.markup-invalid` with line and column. Lengths come out in points.
 */
export function parseMarkup(xml: string): MarkupDocument {
  const parser = new SaxesParser({ xmlns: false, position: true });
  const open: OpenNode[] = [];
  const styleNames = new Set<string>();
  let root: OpenNode | null = null;
  let line = 1;
  let offset = 0;

  const fail = (detail: string, at: number): never => {
    throw invalid(xml, detail, at);
  };

  parser.on('error', (error) => fail(error.message.replace(/^\d+:\d+: /u, ''), parser.position - 1));
  parser.on('doctype', () => fail('a document type declaration is not allowed', parser.position - 1));
  parser.on('processinginstruction', () => fail('a processing instruction is not allowed', parser.position - 1));

  parser.on('opentagstart', (tag) => {
    // The parser stands behind the character that ended the name, and has counted it when it is a line end.
    offset = xml.lastIndexOf('<', parser.position - 2);
    line = parser.columnIndex === 0 ? parser.line - 1 : parser.line;
    void tag;
  });

  parser.on('opentag', (tag) => {
    const rules = rulesOf.get(tag.name);
    if (rules === undefined) return fail(`unknown element <${tag.name}>${suggestion(tag.name, elementNames)}`, offset);
    const parent = open.at(-1);
    if (parent !== undefined && rulesOf.get(parent.name)?.mayHold.has(tag.name) !== true) {
      return fail(`<${tag.name}> cannot stand in <${parent.name}>${homesOf(tag.name)}`, offset);
    }
    if (parent === undefined && tag.name !== 'document' && tag.name !== 'label') {
      return fail(`the root must be <document> or <label>, not <${tag.name}>`, offset);
    }
    if ((tag.name === 'page-number' || tag.name === 'page-count') && !open.some((node) => masters.has(node.name))) {
      // The body is broken into pages after its lines, so that a page's number cannot be part of a line.
      return fail(`<${tag.name}> may stand only in <header>, <footer> and <box>`, offset);
    }
    if (open.length >= maxDepth) return fail(`elements are nested deeper than ${maxDepth} levels`, offset);
    const node: OpenNode = { name: tag.name as ElementName, line, offset, attributes: tag.attributes, children: [] };
    node.attributes = readAttributes(node, tag.attributes, rules, styleNames, fail);
    parent?.children.push(node);
    root ??= node;
    open.push(node);
  });

  const addText = (text: string): void => {
    const parent = open.at(-1);
    if (parent === undefined) return;
    const rules = rulesOf.get(parent.name);
    if (rules?.characters === true) parent.children.push({ name: 'characters', line: parent.line, text });
    else if (notBlank.test(text)) {
      fail(`text "${excerpt(text)}" cannot stand in <${parent.name}>; put it in a <p>`, parser.position - 1);
    }
  };
  parser.on('text', addText);
  parser.on('cdata', addText);

  parser.on('closetag', () => {
    const node = open.pop();
    if (node === undefined) return;
    if (node.name === 'td' || node.name === 'th') node.children = cellContent(node, fail);
    rulesOf.get(node.name)?.check?.(node, styleNames, fail);
  });

  parser.write(xml).close();
  if (root === null) return fail('the markup is empty', 0);
  return assemble(root);
}

function readAttributes(
  node: OpenNode,
  texts: Readonly<Record<string, string>>,
  rules: Rules,
  styleNames: ReadonlySet<string>,
  fail: (detail: string, at: number) => never,
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const name in texts) {
    const text = texts[name] ?? '';
    const reader = rules.readers.get(name);
    if (reader === undefined) {
      return fail(`<${node.name}> has no attribute "${name}"${suggestion(name, rules.readers.keys())}`, node.offset);
    }
    const value = reader.known.get(text) ?? readValue(reader, text);
    if (value instanceof Unreadable) {
      return fail(`<${node.name} ${name}="${excerpt(text)}">: expected ${value.expected}`, node.offset);
    }
    if (reader.kind === 'style' && !styleNames.has(text)) {
      return fail(`<${node.name} style="${text}">: no such style${suggestion(text, styleNames)}`, node.offset);
    }
    values[name] = value;
  }
  for (const name of rules.required) {
    if (values[name] === undefined) return fail(`<${node.name}> needs the attribute "${name}"`, node.offset);
  }
  return values;
}

function readValue(reader: AttributeReader, text: string): unknown {
  const value = reader.read(text);
  const free = reader.kind === 'text' || reader.kind === 'nonEmptyText';
  if (!free && reader.known.size < mostKnown && !(value instanceof Unreadable)) {
    reader.known.set(text, value);
  }
  return value;
}

/** A cell holds text or blocks; blank text between blocks is dropped. */
function cellContent(node: OpenNode, fail: (detail: string, at: number) => never): OpenNode['children'] {
  if (!node.children.some((child) => blockNames.has(child.name))) return node.children;
  return node.children.filter((child) => {
    if (blockNames.has(child.name)) return true;
    if (child.name === 'characters' && !notBlank.test(child.text)) return false;
    return fail(`<${node.name}> holds text beside blocks; put the text in a <p>`, node.offset);
  });
}

function assemble(root: OpenNode): MarkupDocument {
  const children = root.children as unknown as readonly Node<ElementName>[];
  const styles = children.filter((child): child is Node<'styles'> => child.name === 'styles');
  return {
    root: root as unknown as Node<'document'>,
    styles: new Map<string, Attributes<'style'>>(
      styles.flatMap((list) => list.children.map((style) => [style.attributes.name, style.attributes] as const)),
    ),
    headers: children.filter((child): child is Node<'header'> => child.name === 'header'),
    footers: children.filter((child): child is Node<'footer'> => child.name === 'footer'),
    content: children.filter(
      (child) => child.name !== 'styles' && child.name !== 'header' && child.name !== 'footer',
    ) as unknown as MarkupDocument['content'],
  };
}

function invalid(xml: string, detail: string, at: number): PostwerkError {
  const before = xml.slice(0, Math.max(0, at));
  const line = before.split('\n').length;
  const column = before.length - before.lastIndexOf('\n');
  return new PostwerkError('compose.markup-invalid', `line ${line}, column ${column}: ${detail}`, { line, column });
}

function suggestion(name: string, known: Iterable<string>): string {
  const nearest = nearestName(name, known);
  return nearest === null ? '' : `; did you mean "${nearest}"?`;
}

function homesOf(name: string): string {
  const homes = elementNames.filter((home) => rulesOf.get(home)?.mayHold.has(name) === true);
  return homes.length === 0 ? '' : `; it may stand in ${homes.map((home) => `<${home}>`).join(', ')}`;
}

function excerpt(text: string): string {
  const trimmed = text.trim();
  return trimmed.length > 40 ? `${trimmed.slice(0, 39)}…` : trimmed;
}

import { Unreadable, valueReaders, type ValueKind } from '../markup/attributeValues.ts';
import { nearestName } from '../markup/nearestName.ts';
import { contents, type ElementEntry, elementNames, vocabulary } from '../markup/vocabulary.ts';
import type { Grammar, OpenElement } from './openElement.ts';

/** Entities that need no declaration (XML 1.0 §4.6). */
const entities = ['amp', 'lt', 'gt', 'quot', 'apos'];

/**
 * The vocabulary of docs/templates.md as rules for a template that is not filled yet: what the parser of filled markup
 * will refuse on every document, refused before the first.
 *
 * @param root Name of the root element; null for a partial that no template uses, which may begin with any.
 */
export function createMarkupGrammar(root: 'document' | 'label' | null): Grammar {
  const styles = new Set<string>();
  /** A style's name is made by Handlebars, or its declaration is elsewhere. */
  let anyStyle = root === null;

  const entryOf = (name: string): ElementEntry | undefined => {
    return Object.hasOwn(vocabulary, name) ? vocabulary[name as keyof typeof vocabulary] : undefined;
  };

  function open(element: OpenElement, parents: readonly OpenElement[]): string | null {
    const { name } = element;
    if (entryOf(name) === undefined) return `unknown element <${name}>${suggestion(name, elementNames)}`;
    const parent = parents.at(-1);
    if (parent === undefined) {
      return root === null || name === root ? null : `the root must be <${root}>, not <${name}>`;
    }
    const above = entryOf(parent.name);
    if (above === undefined || (contents[above.holds].elements as readonly string[]).includes(name)) return null;
    const homes = elementNames.filter((home) => {
      const held: readonly string[] = contents[vocabulary[home].holds].elements;
      return held.includes(name);
    });
    const where = homes.length === 0 ? '' : `; it may stand in ${homes.map((home) => `<${home}>`).join(', ')}`;
    return `<${name}> cannot stand in <${parent.name}>${where}`;
  }

  function attribute(element: OpenElement, name: string): string | null {
    const entry = entryOf(element.name);
    if (entry === undefined) return null;
    if (element.attributes.has(name)) return `<${element.name}> has the attribute "${name}" twice`;
    if (Object.hasOwn(entry.attributes, name)) return null;
    return `<${element.name}> has no attribute "${name}"${suggestion(name, Object.keys(entry.attributes))}`;
  }

  function value(element: OpenElement, name: string, text: string | null): string | null {
    const kind = entryOf(element.name)?.attributes[name]?.replace('!', '') as ValueKind | undefined;
    if (element.name === 'style' && name === 'name') {
      if (text === null) anyStyle = true;
      else styles.add(text);
    }
    if (kind === undefined || text === null) return null;
    const read: unknown = valueReaders[kind](decoded(text));
    if (read instanceof Unreadable) return `<${element.name} ${name}="${text}">: expected ${read.expected}`;
    if (kind !== 'style' || anyStyle || styles.has(text)) return null;
    return `<${element.name} style="${text}">: no such style${suggestion(text, styles)}`;
  }

  function opened(element: OpenElement): string | null {
    const entry = entryOf(element.name);
    const required = Object.entries(entry?.attributes ?? {}).filter(([, kind]) => kind.endsWith('!'));
    const missing = required.find(([name]) => !element.attributes.has(name))?.[0];
    return missing === undefined ? null : `<${element.name}> needs the attribute "${missing}"`;
  }

  return {
    isVoid: () => false,
    splitPartials: false,
    open,
    attribute,
    value,
    opened,
    close: wrongCount,
    text(excerpt, parents) {
      const parent = parents.at(-1);
      if (parent === undefined) return root === null ? null : `${shortened(excerpt)} stands outside the root element`;
      const entry = entryOf(parent.name);
      if (entry === undefined || contents[entry.holds].characters) return null;
      return `${shortened(excerpt)} cannot stand in <${parent.name}>; put it in a <p>`;
    },
    entity: (name) =>
      entities.includes(name) ? null : `XML has no "&${name};"; write the character itself, or its number as &#160;`,
    declaration: (text) => `${shortened(text)} is not allowed in markup`,
  };
}

/** Rows and columns whose cells can be counted. */
function wrongCount(element: OpenElement, parents: readonly OpenElement[]): string | null {
  if (element.dynamic) return null;
  if (element.name === 'columns') {
    const widths = listLength(element.attributes.get('widths'));
    const columns = element.children.length;
    return widths === null || widths === columns
      ? null
      : `<columns> has ${widths} widths and ${columns} <column> elements`;
  }
  if (element.name !== 'tr') return null;
  const table = parents.findLast(({ name }) => name === 'table');
  const columns = listLength(table?.attributes.get('cols'));
  if (table === undefined || columns === null || spansRows.has(table)) return null;
  let filled = 0;
  for (const { attributes } of element.children) {
    if (attributes.has('rowspan')) spansRows.add(table);
    const span = attributes.get('colspan');
    if (span === null) return null;
    filled += Number(span ?? 1);
  }
  return filled === columns ? null : `<tr> fills ${filled} of the table's ${columns} columns`;
}

/** Tables with a cell that takes places of the rows below: their rows are counted when they are filled. */
const spansRows = new WeakSet<OpenElement>();

function listLength(text: string | null | undefined): number | null {
  return text === null || text === undefined ? null : text.trim().split(/\s+/u).length;
}

function decoded(text: string): string {
  return text
    .replaceAll(/&#(?:x([\da-f]+)|(\d+));/giu, (_, hex?: string, digits?: string) =>
      String.fromCodePoint(hex === undefined ? Number(digits) : Number.parseInt(hex, 16)),
    )
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}

/** `; did you mean "…"?`, where a name is near enough. */
export function suggestion(name: string, known: Iterable<string>): string {
  const nearest = nearestName(name, known);
  return nearest === null ? '' : `; did you mean "${nearest}"?`;
}

function shortened(text: string): string {
  const line = text.replaceAll(/\s+/gu, ' ');
  const short = line.length > 40 ? `${line.slice(0, 39)}…` : line;
  return short.startsWith('{{') ? short : `"${short}"`;
}

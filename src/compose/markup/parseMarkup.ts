import { PostwerkError } from '../../errors.ts';
import { checksOfChildren } from './checkChildren.ts';
import { decodeReferences } from './decodeReferences.ts';
import type { Attributes, MarkupDocument, Node } from './markupDocument.ts';
import type { OpenNode } from './openNode.ts';
import { ownText } from './ownText.ts';
import { excerpt, type Fail, readStartTag, type StartTag, suggestion } from './startTag.ts';
import { blockNames, contents, elementNames, vocabulary, type ElementName } from './vocabulary.ts';

interface Rules {
  /** A page number, which only masters can say. */
  readonly saysPage: boolean;
  readonly mayHold: ReadonlySet<string>;
  readonly characters: boolean;
  readonly check: (typeof checksOfChildren)[ElementName];
}

/** Deeper trees are a runaway template, and layout recurses. */
const maxDepth = 64;
const masters = new Set<string>(['header', 'footer', 'background', 'watermark', 'box']);
const notBlank = /[^ \t\r\n]/u;
const slash = 0x2f;
const exclamation = 0x21;
const question = 0x3f;

const rulesOf = new Map<ElementName, Rules>(
  elementNames.map((name) => {
    const { elements, characters } = contents[vocabulary[name].holds];
    const saysPage = name === 'page-number' || name === 'page-count';
    return [name, { saysPage, mayHold: new Set<string>(elements), characters, check: checksOfChildren[name] }];
  }),
);

/**
 * Reads the markup that a template made (`docs/templates.md`) into a tree.
 *
 * Strict: anything that is not in the vocabulary, misplaced, misspelt or not well-formed XML 1.0 throws
 * `compose.markup-invalid` with line and column. Lengths come out in points. Document types, processing instructions and
 * entities beyond the five of XML are refused.
 *
 * @param pieces Where the pieces of a traced rendering begin (templates/origins.ts). Each node's `line` is then the number
 *   of the piece it begins in, from 1, and text is split where a piece ends.
 */
export function parseMarkup(xml: string, pieces: readonly number[] | null = null): MarkupDocument {
  return new MarkupReader(xml, pieces).read();
}

class MarkupReader {
  readonly #xml: string;
  readonly #pieces: readonly number[] | null;
  readonly #open: OpenNode[] = [];
  /** Rules of the open elements, innermost last. */
  readonly #rules: Rules[] = [];
  readonly #styleNames = new Set<string>();
  #root: OpenNode | null = null;
  #line = 1;
  /** Where the next line end is; -1 behind the last. */
  #lineEnd: number;

  constructor(xml: string, pieces: readonly number[] | null) {
    this.#xml = xml;
    this.#pieces = pieces;
    this.#lineEnd = xml.indexOf('\n');
  }

  read(): MarkupDocument {
    const xml = this.#xml;
    let at = 0;
    for (;;) {
      const tag = xml.indexOf('<', at);
      if (tag < 0) break;
      if (tag > at) this.#text(at, tag);
      const unit = xml.charCodeAt(tag + 1);
      if (unit === slash) at = this.#endTag(tag);
      else if (unit === exclamation) at = this.#declaration(tag);
      else if (unit === question) at = this.#fail('a processing instruction is not allowed', tag);
      else at = this.#startTag(tag);
    }
    if (at < xml.length) this.#text(at, xml.length);
    const unclosed = this.#open.at(-1);
    if (unclosed !== undefined) this.#fail(`<${unclosed.name}> is not closed`, unclosed.offset);
    if (this.#root === null) return this.#fail('the markup is empty; it needs a <document> or <label>', 0);
    return assemble(this.#root);
  }

  #startTag(at: number): number {
    const xml = this.#xml;
    const tag = readStartTag(xml, at, this.#fail);
    const parent = this.#open.at(-1);
    const rules = rulesOf.get(tag.name) as Rules;
    this.#checkPlace(tag, rules, parent, at);
    const style = tag.attributes['style'];
    if (style !== undefined && !this.#styleNames.has(style as string)) {
      this.#fail(
        `<${tag.name} style="${style as string}">: no such style${suggestion(style as string, this.#styleNames)}`,
        at,
      );
    }
    const node: OpenNode = {
      name: tag.name,
      line: this.#lineOf(at),
      offset: at,
      attributes: tag.attributes,
      children: [],
    };
    parent?.children.push(node);
    this.#root ??= node;
    if (tag.selfClosing) this.#complete(node, rules);
    else {
      this.#open.push(node);
      this.#rules.push(rules);
    }
    return at + tag.length;
  }

  #checkPlace({ name }: StartTag, rules: Rules, parent: OpenNode | undefined, at: number): void {
    if (parent === undefined) {
      if (this.#root !== null) this.#fail(`<${name}> stands behind the end of <${this.#root.name}>`, at);
      if (name !== 'document' && name !== 'label')
        this.#fail(`the root must be <document> or <label>, not <${name}>`, at);
    } else if (this.#rules.at(-1)?.mayHold.has(name) !== true) {
      this.#fail(`<${name}> cannot stand in <${parent.name}>${homesOf(name)}`, at);
    }
    if (rules.saysPage && !this.#open.some((node) => masters.has(node.name))) {
      // The body is broken into pages after its lines, so that a page's number cannot be part of a line.
      this.#fail(`<${name}> may stand only in ${[...masters].map((name) => `<${name}>`).join(', ')}`, at);
    }
    if (this.#open.length >= maxDepth) this.#fail(`elements are nested deeper than ${maxDepth} levels`, at);
  }

  #endTag(at: number): number {
    const xml = this.#xml;
    const node = this.#open.at(-1);
    const name = node?.name ?? '';
    // The usual case without a search: the name that is open, and ">" behind it.
    const plain = node !== undefined && xml.startsWith(name, at + 2) && xml.charCodeAt(at + 2 + name.length) === 0x3e;
    let next = at + name.length + 3;
    if (!plain) {
      const end = /^<\/([^>\s]*)\s*>/.exec(xml.slice(at, at + 200));
      if (end === null) return this.#fail('an end tag is not closed by ">"', at);
      if (node === undefined || end[1] !== name) {
        const instead = node === undefined ? 'nothing is open' : `<${name}> is open`;
        return this.#fail(`unexpected close tag </${end[1] ?? ''}>: ${instead}`, at);
      }
      next = at + end[0].length;
    }
    const rules = this.#rules.pop();
    if (node !== undefined && rules !== undefined) {
      this.#open.pop();
      this.#complete(node, rules);
    }
    return next;
  }

  #complete(node: OpenNode, { check }: Rules): void {
    if (node.name === 'td' || node.name === 'th' || node.name === 'li') node.children = cellContent(node, this.#fail);
    check?.(node, this.#styleNames, this.#fail);
  }

  /** A comment, which is passed over, or a CDATA section (XML 1.0 §2.5, §2.7). */
  #declaration(at: number): number {
    const xml = this.#xml;
    const [kind, end] = xml.startsWith('<!--', at) ? ['comment', '-->'] : ['CDATA section', ']]>'];
    if (kind !== 'comment' && !xml.startsWith('<![CDATA[', at)) {
      return this.#fail('a document type declaration is not allowed', at);
    }
    const close = xml.indexOf(end, at + (kind === 'comment' ? 4 : 9));
    if (close < 0) return this.#fail(`a ${kind} is not closed by "${end}"`, at);
    if (kind !== 'comment') this.#characters(xml.slice(at + 9, close), at);
    return close + 3;
  }

  #text(from: number, to: number): void {
    // Most of the text between tags is line ends between blocks.
    if (this.#rules.at(-1)?.characters !== true && this.#isBlank(from, to)) return;
    if (this.#pieces !== null) this.#tracedText(this.#pieces, from, to);
    else this.#characters(decodeReferences(ownText(this.#xml.slice(from, to)), from, this.#fail), from);
  }

  #isBlank(from: number, to: number): boolean {
    for (let at = from; at < to; at += 1) {
      const unit = this.#xml.charCodeAt(at);
      if (unit !== 0x0a && unit !== 0x20 && unit !== 0x09 && unit !== 0x0d) return false;
    }
    return true;
  }

  #tracedText(pieces: readonly number[], from: number, to: number): void {
    for (let at = from; at < to; ) {
      const piece = this.#lineOf(at);
      const end = Math.min(to, pieces[piece] ?? to);
      this.#characters(decodeReferences(this.#xml.slice(at, end), at, this.#fail), at, piece);
      at = end;
    }
  }

  #characters(text: string, at: number, line?: number): void {
    const parent = this.#open.at(-1);
    if (parent !== undefined && this.#rules.at(-1)?.characters === true) {
      parent.children.push({ name: 'characters', line: line ?? parent.line, text });
    } else if (notBlank.test(text)) {
      const place = at + Math.max(0, text.search(notBlank));
      if (parent === undefined) this.#fail(`text "${excerpt(text)}" stands outside the root element`, place);
      else this.#fail(`text "${excerpt(text)}" cannot stand in <${parent.name}>; put it in a <p>`, place);
    }
  }

  /** `at` never goes back, so that the line is counted on and not anew. */
  #lineOf(at: number): number {
    if (this.#pieces !== null) {
      while ((this.#pieces[this.#line] ?? Infinity) <= at) this.#line += 1;
      return this.#line;
    }
    while (this.#lineEnd >= 0 && this.#lineEnd < at) {
      this.#line += 1;
      this.#lineEnd = this.#xml.indexOf('\n', this.#lineEnd + 1);
    }
    return this.#line;
  }

  readonly #fail: Fail = (detail, at) => {
    const before = this.#xml.slice(0, Math.max(0, at));
    const line = before.split('\n').length;
    const column = before.length - before.lastIndexOf('\n');
    throw new PostwerkError('compose.markup-invalid', `line ${line}, column ${column}: ${detail}`, { line, column });
  };
}

/** A cell holds text or blocks; blank text between blocks is dropped. */
function cellContent(node: OpenNode, fail: Fail): OpenNode['children'] {
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

function homesOf(name: string): string {
  const homes = elementNames.filter((home) => rulesOf.get(home)?.mayHold.has(name) === true);
  return homes.length === 0 ? '' : `; it may stand in ${homes.map((home) => `<${home}>`).join(', ')}`;
}

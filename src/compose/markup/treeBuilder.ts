import { PostwerkError } from '../../errors.ts';
import { homesOf, masters, type ElementRules } from './elementRules.ts';
import type { Attributes, Characters, MarkupDocument, Node } from './markupDocument.ts';
import type { FailAt } from './checkChildren.ts';
import { giveUpChildren, OpenNode } from './openNode.ts';
import { excerpt, type Fail, type StartTag, suggestion } from './startTag.ts';
import { blockNames, type ElementName } from './vocabulary.ts';

/** Deeper trees are a runaway template, and layout recurses. */
const maxDepth = 64;
/**
 * An invoice of 20,000 lines has 200,000 elements. More are a runaway template, stopped before it fills the memory
 * (templates/writer.ts, `Extent`).
 */
const maxElements = 500_000;
const notBlank = /[^ \t\r\n]/u;

/**
 * Builds the tree from tags and text, whoever reads them, and refuses whatever the vocabulary does not allow at its
 * place. `at` is the index in the markup that `fail` is told.
 */
export class TreeBuilder {
  readonly #fail: Fail;
  readonly #open: OpenNode[] = [];
  /** Children of the open elements, those of the innermost last: an element gets a list of its own when all are known. */
  readonly #children: (OpenNode | Characters)[] = [];
  #top = 0;
  /** Where the children of each open element begin. */
  readonly #starts: number[] = [];
  /** Rules of the open elements, innermost last. */
  readonly #rules: ElementRules[] = [];
  readonly #styleNames = new Set<string>();
  #node: OpenNode | undefined;
  #rule: ElementRules | undefined;
  #root: OpenNode | null = null;
  #count = 0;
  /** Index of '<' of the elements, from which an error's column is found; none where no markup is written. */
  readonly #places = new Map<OpenNode, number>();

  constructor(fail: Fail) {
    this.#fail = fail;
  }

  /** Name of the innermost open element, '' for none. */
  get openName(): string {
    return this.#node?.name ?? '';
  }

  /** Whether blanks may mean something here: not where no text may stand, nor behind a block of a cell. */
  get takesBlanks(): boolean {
    if (this.#rule?.characters !== true) return false;
    return !this.#rule.isCell || this.#hasNoChild() || !isBlock(this.#children[this.#top - 1] as OpenNode | Characters);
  }

  startTag(tag: StartTag, line: number, at: number): void {
    const { rules, attributes } = tag;
    const parent = this.#node;
    if (parent === undefined || this.#rule?.holds.has(rules) !== true) this.#refusePlace(rules, at);
    if (rules.saysPage) this.#refuseInBody(rules, at);
    if (this.#open.length >= maxDepth) this.#fail(`elements are nested deeper than ${maxDepth} levels`, at);
    const style = attributes['style'] as string | undefined;
    if (style !== undefined && !this.#styleNames.has(style)) {
      this.#fail(`<${rules.name} style="${style}">: no such style${suggestion(style, this.#styleNames)}`, at);
    }
    this.#count += 1;
    if (this.#count > maxElements) {
      throw new PostwerkError('compose.time-limit', `The document has more than ${maxElements} elements.`);
    }
    const node = new OpenNode(tag, line);
    if (at > 0) this.#places.set(node, at);
    if (parent === undefined) this.#root = node;
    else this.#adopt(node);
    if (tag.selfClosing) this.#complete(node, rules);
    else {
      this.#open.push(node);
      this.#rules.push(rules);
      this.#starts.push(this.#top);
      this.#node = node;
      this.#rule = rules;
    }
  }

  /** Ends the innermost element; its name has been compared already. */
  endTag(): void {
    const node = this.#open.pop();
    const rules = this.#rules.pop();
    const start = this.#starts.pop();
    if (node === undefined || rules === undefined || start === undefined) return;
    if (this.#top > start) node.content = this.#children.slice(start, this.#top);
    this.#top = start;
    this.#complete(node, rules);
    const depth = this.#open.length - 1;
    this.#node = this.#open[depth];
    this.#rule = this.#rules[depth];
  }

  /** Text, its references replaced by what they stand for. `line` is the element's where it is not told. */
  characters(text: string, at: number, line?: number): void {
    const parent = this.#node;
    if (parent !== undefined && this.#rule?.characters === true) {
      if (line === undefined && parent.text === null && this.#hasNoChild()) parent.text = text;
      else this.#adopt({ name: 'characters', line: line ?? parent.line, text });
    } else if (notBlank.test(text)) {
      const place = at + Math.max(0, text.search(notBlank));
      if (parent === undefined) this.#fail(`text "${excerpt(text)}" stands outside the root element`, place);
      else this.#fail(`text "${excerpt(text)}" cannot stand in <${parent.name}>; put it in a <p>`, place);
    }
  }

  /** The whole document, when all has been read. */
  finish(): MarkupDocument {
    if (this.#node !== undefined) this.#failAt(`<${this.#node.name}> is not closed`, this.#node);
    if (this.#root === null) return this.#fail('the markup is empty; it needs a <document> or <label>', 0);
    return assemble(this.#root);
  }

  #hasNoChild(): boolean {
    return this.#top === this.#starts[this.#starts.length - 1];
  }

  /**
   * Adds a child to the innermost element. A text that was its only one becomes the first of several, unless it is what a
   * template leaves between the tags of a cell and of its first block.
   */
  #adopt(child: OpenNode | Characters): void {
    const parent = this.#node as OpenNode;
    const { text } = parent;
    if (text !== null) {
      const isLeft = this.#rule?.isCell === true && !notBlank.test(text) && isBlock(child);
      if (!isLeft) this.#children[this.#top++] = { name: 'characters', line: parent.line, text };
      giveUpChildren(parent);
    }
    this.#children[this.#top++] = child;
  }

  #refusePlace(rules: ElementRules, at: number): void {
    const { name } = rules;
    const parent = this.#node;
    if (parent !== undefined) this.#fail(`<${name}> cannot stand in <${parent.name}>${homesOf(rules)}`, at);
    if (this.#root !== null) this.#fail(`<${name}> stands behind the end of <${this.#root.name}>`, at);
    if (name !== 'document' && name !== 'label')
      this.#fail(`the root must be <document> or <label>, not <${name}>`, at);
  }

  /** The body is broken into pages after its lines, so that a page's number cannot be part of a line. */
  #refuseInBody({ name }: ElementRules, at: number): void {
    if (this.#rules.some(({ isMaster }) => isMaster)) return;
    this.#fail(`<${name}> may stand only in ${masters.map((master) => `<${master}>`).join(', ')}`, at);
  }

  #complete(node: OpenNode, { isCell, check }: ElementRules): void {
    if (isCell) this.#sortOut(node);
    check?.(node, this.#styleNames, this.#failAt);
  }

  readonly #failAt: FailAt = (detail, node) => this.#fail(detail, this.#places.get(node) ?? 0);

  /** A cell holds text or blocks; blank text between blocks is dropped. */
  #sortOut(cell: OpenNode): void {
    const { children } = cell;
    if (children.length < 2 || !children.some(isBlock) || children.every(isBlock)) return;
    cell.content = children.filter((child) => {
      if (isBlock(child)) return true;
      if (child.name === 'characters' && !notBlank.test(child.text)) return false;
      return this.#failAt(`<${cell.name}> holds text beside blocks; put the text in a <p>`, cell);
    });
  }
}

/** Most children are text, which needs no looking up. */
function isBlock({ name }: OpenNode['children'][number]): boolean {
  return name !== 'characters' && blockNames.has(name);
}

function assemble(root: OpenNode): MarkupDocument {
  const styles = new Map<string, Attributes<'style'>>();
  const headers: Node<'header'>[] = [];
  const footers: Node<'footer'>[] = [];
  const content: MarkupDocument['content'][number][] = [];
  for (const child of root.children as unknown as readonly Node<ElementName>[]) {
    if (child.name === 'styles') {
      for (const style of child.children as readonly Node<'style'>[]) {
        styles.set(style.attributes.name, style.attributes);
      }
    } else if (child.name === 'header') headers.push(child as Node<'header'>);
    else if (child.name === 'footer') footers.push(child as Node<'footer'>);
    else content.push(child as MarkupDocument['content'][number]);
  }
  return { root: root as unknown as Node<'document'>, styles, headers, footers, content };
}

import { PostwerkError } from '../../errors.ts';
import { decodeReferences } from './decodeReferences.ts';
import type { MarkupDocument } from './markupDocument.ts';
import { ownText } from './ownText.ts';
import { type Fail, readStartTag } from './startTag.ts';
import { TreeBuilder } from './treeBuilder.ts';

const slash = 0x2f;
const exclamation = 0x21;
const question = 0x3f;

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
  readonly #tree: TreeBuilder;
  #line = 1;
  /** Where the next line end is; -1 behind the last. */
  #lineEnd: number;

  constructor(xml: string, pieces: readonly number[] | null) {
    this.#xml = xml;
    this.#pieces = pieces;
    this.#tree = new TreeBuilder(this.#fail);
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
    return this.#tree.finish();
  }

  #startTag(at: number): number {
    const tag = readStartTag(this.#xml, at, this.#fail);
    this.#tree.startTag(tag, this.#lineOf(at), at);
    return at + tag.length;
  }

  #endTag(at: number): number {
    const xml = this.#xml;
    const name = this.#tree.openName;
    let next = at + name.length + 3;
    // The usual case without a search: the name that is open, and ">" behind it.
    if (name === '' || !xml.startsWith(name, at + 2) || xml.charCodeAt(next - 1) !== 0x3e) {
      const end = /^<\/([^>\s]*)\s*>/.exec(xml.slice(at, at + 200));
      if (end === null) return this.#fail('an end tag is not closed by ">"', at);
      if (name === '' || end[1] !== name) {
        const instead = name === '' ? 'nothing is open' : `<${name}> is open`;
        return this.#fail(`unexpected close tag </${end[1] ?? ''}>: ${instead}`, at);
      }
      next = at + end[0].length;
    }
    this.#tree.endTag();
    return next;
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
    if (kind !== 'comment') this.#tree.characters(xml.slice(at + 9, close), at);
    return close + 3;
  }

  #text(from: number, to: number): void {
    // Most of the text between tags is line ends between blocks.
    if (!this.#tree.takesBlanks && this.#isBlank(from, to)) return;
    if (this.#pieces !== null) this.#tracedText(this.#pieces, from, to);
    else this.#tree.characters(decodeReferences(ownText(this.#xml.slice(from, to)), from, this.#fail), from);
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
      this.#tree.characters(decodeReferences(this.#xml.slice(at, end), at, this.#fail), at, piece);
      at = end;
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

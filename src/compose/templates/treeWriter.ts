import { unitAt } from '../../model/unitAt.ts';
import Handlebars from 'handlebars';
import type { MarkupDocument } from '../markup/markupDocument.ts';
import { hole, readStartTag } from '../markup/startTag.ts';
import { fillTag } from '../markup/tagForm.ts';
import { TreeBuilder } from '../markup/treeBuilder.ts';
import { isUnusual } from '../markup/unusualCharacter.ts';
import { linesIn, Literal, type Step, unreadable } from './literal.ts';
import { Extent, type Writer } from './writer.ts';

const { escapeExpression } = Handlebars;

/**
 * Builds the tree of a document while its template is filled, without writing markup and reading it again: the pieces
 * of the template are read once, and values are text already. The tree is the one that `parseMarkup` reads from the
 * text of the same template.
 *
 * Every method throws NotReadable where something is wrong, or is not told from something wrong at once; who reads the
 * markup as a whole then says what.
 */
export class TreeWriter implements Writer {
  readonly #tree = new TreeBuilder(unreadable);
  /** Text since the last tag. */
  #text = '';
  /** Start tag as far as it has been written, with `hole` for each value; '' between tags. */
  #tag = '';
  #values: string[] = [];
  /** Markup that a helper made stands in the tag: it is no form of the template's own. */
  #once = false;
  #line = 1;
  readonly #extent = new Extent();

  literal(piece: Literal): void {
    if (this.#tag === '') {
      this.#build(piece.steps);
      return;
    }
    const end = piece.tagEnd;
    this.#tag = this.#joined(end === null ? piece.text : end.tag);
    this.#extent.add(this.#tag);
    if (end === null) return;
    this.#endStartTag();
    this.#build(end.rest.steps);
  }

  value(text: string): void {
    if (this.#tag === '') {
      this.#line += linesOfValue(text);
      this.#text += text;
      this.#extent.add(this.#text);
    } else {
      this.#tag = this.#joined(hole);
      this.#values.push(text);
      this.#extent.add(this.#tag);
    }
  }

  markup(text: string): void {
    if (this.#tag !== '') this.#once = true;
    this.literal(new Literal(text));
  }

  finish(): MarkupDocument {
    this.#flush();
    if (this.#tag !== '') unreadable('', 0);
    return this.#tree.finish();
  }

  #build(steps: readonly Step[]): void {
    for (let index = 0; index < steps.length; index += 1) {
      const step = steps[index] as Step;
      switch (step.kind) {
        case 'text':
          if (!step.isBlank || this.#tree.takesBlanks) this.#text += step.text;
          this.#line += step.lines;
          this.#extent.add(this.#text);
          break;
        case 'start':
          this.#flush();
          if (step.tag !== null) this.#tree.startTag(step.tag, this.#line, 0);
          this.#line += step.lines;
          break;
        case 'end':
          this.#flush();
          if (step.text !== this.#tree.openName) unreadable('', 0);
          this.#tree.endTag();
          this.#line += step.lines;
          break;
        case 'comment':
          this.#flush();
          this.#line += step.lines;
          break;
        case 'open':
          this.#flush();
          this.#tag = step.text;
          break;
        case 'unreadable':
          unreadable('', 0);
      }
    }
  }

  /** The tag with its next part. What templates write is joined once, and `fillTag` knows it again without reading it. */
  #joined(part: string): string {
    const tag = this.#tag;
    if (this.#once || tag.length > longestTag) return tag + part;
    let behind = joinedTags.get(tag);
    if (behind === undefined) {
      if (joinedTags.size === mostTags) joinedTags.clear();
      joinedTags.set(tag, (behind = new Map<string, string>()));
    }
    let joined = behind.get(part);
    if (joined === undefined) {
      joined = tag + part;
      if (behind.size < mostTags) behind.set(part, joined);
    }
    return joined;
  }

  #endStartTag(): void {
    const form = this.#tag;
    const values = this.#values;
    const once = this.#once;
    this.#tag = '';
    this.#once = false;
    if (values.length > 0) this.#values = [];
    const filled = values.length === 0 || once ? null : fillTag(form, values);
    if (filled !== null) {
      this.#tree.startTag(filled, this.#line, 0);
      this.#line += linesIn(form);
      return;
    }
    const text = values.length === 0 ? form : whole(form, values);
    const tag = readStartTag(text, 0, unreadable);
    // A ">" inside a value ended the text too early.
    if (tag.length !== text.length) unreadable('', 0);
    this.#tree.startTag(tag, this.#line, 0);
    this.#line += linesOfValue(text);
  }

  #flush(): void {
    if (this.#text === '') return;
    this.#tree.characters(this.#text, 0);
    this.#text = '';
  }
}

const mostTags = 2000;
/** A longer one is a runaway template's. */
const longestTag = 500;
const joinedTags = new Map<string, Map<string, string>>();

/** The tag as it would be written. */
function whole(form: string, values: readonly string[]): string {
  const around = form.split(hole);
  if (around.length !== values.length + 1) unreadable('', 0);
  return around.reduce((text, part, index) => text + escapeExpression(values[index - 1] ?? '') + part);
}

/** How many lines end in a value. Throws NotReadable for characters that need a closer look. */
function linesOfValue(text: string): number {
  let lines = 0;
  for (let at = 0, count = text.length; at < count; at += 1) {
    const unit = unitAt(text, at);
    if (unit === 0x0a) lines += 1;
    else if (isUnusual(unit)) unreadable('', 0);
  }
  return lines;
}

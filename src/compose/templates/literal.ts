import { decodeReferences } from '../markup/decodeReferences.ts';
import { type Fail, readStartTag, type StartTag } from '../markup/startTag.ts';
import { isUnusual } from '../markup/unusualCharacter.ts';

/** A step of building the tree, found once for a piece of a template. All steps have one shape. */
export interface Step {
  /**
   * `open` is the beginning of a start tag that goes on behind the piece, `unreadable` what only the reader of whole
   * markup can judge.
   */
  readonly kind: 'text' | 'start' | 'end' | 'comment' | 'open' | 'unreadable';
  /** Of a text and of what an open tag says so far; the name of an end tag. */
  readonly text: string;
  readonly isBlank: boolean;
  readonly tag: StartTag | null;
  /** Lines that end in it. */
  readonly lines: number;
}

function stepOf(kind: Step['kind'], text: string, lines: number, tag: StartTag | null = null): Step {
  return { kind, text, isBlank: kind === 'text' && blank.test(text), tag, lines };
}

/** What a piece that stands in a start tag says: the rest of the tag, and what follows. */
export interface TagEnd {
  readonly tag: string;
  readonly rest: Literal;
}

/** A piece of text of a template, read as markup once. */
export class Literal {
  readonly text: string;
  #steps: readonly Step[] | undefined;
  #tagEnd: TagEnd | null | undefined;

  constructor(text: string) {
    this.text = text;
  }

  /** What it adds to the tree where it stands between tags. */
  get steps(): readonly Step[] {
    this.#steps ??= readSteps(this.text);
    return this.#steps;
  }

  /** Where it stands in a start tag: null when the tag goes on behind it. */
  get tagEnd(): TagEnd | null {
    if (this.#tagEnd === undefined) {
      const end = this.text.indexOf('>') + 1;
      this.#tagEnd = end === 0 ? null : { tag: this.text.slice(0, end), rest: new Literal(this.text.slice(end)) };
    }
    return this.#tagEnd;
  }
}

const endTag = /<\/([^>\s]*)\s*>/y;
const blank = /^[ \t\r\n]*$/u;

function readSteps(markup: string): Step[] {
  const steps: Step[] = [];
  try {
    for (let at = 0; at < markup.length; at += 1) if (isUnusual(markup.charCodeAt(at))) unreadable('', 0);
    let at = 0;
    while (at < markup.length) {
      const tag = markup.indexOf('<', at);
      const end = tag < 0 ? markup.length : tag;
      if (end > at) steps.push(textStep(markup.slice(at, end)));
      if (tag < 0) break;
      const { step, length } = readTag(markup, tag);
      steps.push(step);
      at = tag + length;
    }
  } catch (error) {
    if (!(error instanceof NotReadable)) throw error;
    steps.push(stepOf('unreadable', '', 0));
  }
  return steps;
}

function textStep(text: string): Step {
  return stepOf('text', decodeReferences(text, 0, unreadable), linesIn(text));
}

function readTag(markup: string, at: number): { step: Step; length: number } {
  if (markup.startsWith('<!--', at)) {
    const end = markup.indexOf('-->', at + 4);
    if (end < 0) unreadable('', 0);
    return { step: stepOf('comment', '', linesIn(markup.slice(at, end))), length: end + 3 - at };
  }
  if (markup.startsWith('</', at)) {
    endTag.lastIndex = at;
    const [whole, name = ''] = endTag.exec(markup) ?? unreadable('', at);
    return { step: stepOf('end', name, linesIn(whole)), length: whole.length };
  }
  if (!markup.includes('>', at)) return { step: stepOf('open', markup.slice(at), 0), length: markup.length - at };
  const tag = readStartTag(markup, at, unreadable);
  const { length } = tag;
  return { step: stepOf('start', '', linesIn(markup.slice(at, at + length)), tag), length };
}

/** How many lines end in a text. */
export function linesIn(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}

/** Thrown where the tree cannot be built from pieces: the markup is written and read as a whole then. */
export class NotReadable extends Error {}

export const unreadable: Fail = () => {
  throw new NotReadable();
};

import { decodeReferences } from '../markup/decodeReferences.ts';
import { type Fail, readStartTag, type StartTag } from '../markup/startTag.ts';
import { isUnusual } from '../markup/unusualCharacter.ts';

/** A step of building the tree, found once for a piece of a template. */
export type Step =
  | { readonly kind: 'text'; readonly text: string; readonly isBlank: boolean; readonly lines: number }
  | { readonly kind: 'start'; readonly tag: StartTag; readonly lines: number }
  | { readonly kind: 'end'; readonly name: string; readonly lines: number }
  | { readonly kind: 'comment'; readonly lines: number }
  /** The beginning of a start tag that goes on behind the piece. */
  | { readonly kind: 'open'; readonly text: string }
  /** What only the reader of whole markup can judge. */
  | { readonly kind: 'unreadable' };

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
    steps.push({ kind: 'unreadable' });
  }
  return steps;
}

function textStep(text: string): Step {
  const decoded = decodeReferences(text, 0, unreadable);
  return { kind: 'text', text: decoded, isBlank: blank.test(decoded), lines: linesIn(text) };
}

function readTag(markup: string, at: number): { step: Step; length: number } {
  if (markup.startsWith('<!--', at)) {
    const end = markup.indexOf('-->', at + 4);
    if (end < 0) unreadable('', 0);
    return { step: { kind: 'comment', lines: linesIn(markup.slice(at, end)) }, length: end + 3 - at };
  }
  if (markup.startsWith('</', at)) {
    endTag.lastIndex = at;
    const [whole, name = ''] = endTag.exec(markup) ?? unreadable('', at);
    return { step: { kind: 'end', name, lines: linesIn(whole) }, length: whole.length };
  }
  if (!markup.includes('>', at)) return { step: { kind: 'open', text: markup.slice(at) }, length: markup.length - at };
  const tag = readStartTag(markup, at, unreadable);
  const { length } = tag;
  return { step: { kind: 'start', tag, lines: linesIn(markup.slice(at, at + length)) }, length };
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

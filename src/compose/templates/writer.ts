import Handlebars from 'handlebars';
import { PostwerkError } from '../../errors.ts';
import type { Literal } from './literal.ts';

const { escapeExpression } = Handlebars;

/** Where a template goes while it is filled, piece by piece. */
export interface Writer {
  /** Text of the template itself. */
  literal(piece: Literal): void;
  /** A value: text, never markup. */
  value(text: string): void;
  /** Markup that a helper made; plain text in templates of plain text. */
  markup(text: string): void;
}

/** An invoice of 20,000 lines has 800,000 pieces, and markup of 12 million characters. */
const maxPieces = 4_000_000;
const maxLength = 32_000_000;

/**
 * Counts what a template writes, so that one without end is stopped before it fills the memory. Where that is full in the
 * midst of fast writing, the whole process may end, not the thread alone.
 */
export class Extent {
  #pieces = 0;

  /** Takes note of one more piece. Throws `compose.time-limit` where it is too much. @param text with the piece. */
  add(text: string): void {
    this.#pieces += 1;
    if (this.#pieces > maxPieces) throw endless(`${maxPieces} pieces of text`);
    if (text.length > maxLength) throw endless(`${maxLength} characters`);
  }
}

function endless(most: string): PostwerkError {
  return new PostwerkError('compose.time-limit', `The template writes more than ${most}.`);
}

/** Writes the template as text, values escaped. */
export class TextWriter implements Writer {
  text = '';
  readonly #extent = new Extent();

  literal(piece: Literal): void {
    this.markup(piece.text);
  }

  value(text: string): void {
    this.markup(escapeExpression(text));
  }

  markup(text: string): void {
    this.text += text;
    this.#extent.add(this.text);
  }
}

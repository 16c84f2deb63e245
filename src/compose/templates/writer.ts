import Handlebars from 'handlebars';
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

/** Writes the template as text, values escaped. */
export class TextWriter implements Writer {
  text = '';

  literal(piece: Literal): void {
    this.text += piece.text;
  }

  value(text: string): void {
    this.text += escapeExpression(text);
  }

  markup(text: string): void {
    this.text += text;
  }
}

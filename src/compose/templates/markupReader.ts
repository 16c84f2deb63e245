/** A place in a file of a template, from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** What the reader tells of a template's markup, in the order of the text. */
export interface MarkupEvents {
  /** `<name` is complete; attributes follow. */
  readonly open: (name: string, at: Place) => void;
  readonly attribute: (name: string, at: Place) => void;
  /** `value` is null where Handlebars makes a part of it. */
  readonly value: (value: string | null, at: Place) => void;
  /** `>` or `/>` of a start tag. */
  readonly opened: (selfClosing: boolean, at: Place) => void;
  readonly close: (name: string, at: Place) => void;
  /** Text other than blanks, or a value that Handlebars puts between elements. */
  readonly text: (excerpt: string, at: Place) => void;
  readonly entity: (name: string, at: Place) => void;
  readonly declaration: (text: string, at: Place) => void;
}

/** Where the reader is when a block of Handlebars begins or ends; both must be equal. */
export type Mode = 'text' | 'tag' | 'value';

/** Thrown where the text cannot be read any further as markup. */
export class Unreadable extends Error {
  readonly at: Place;
  constructor(message: string, at: Place) {
    super(message);
    this.at = at;
  }
}

type Where =
  | Mode
  | 'open'
  | 'name'
  | 'attribute'
  | 'equals'
  | 'quote'
  | 'closing'
  | 'empty'
  | 'comment'
  | 'cdata'
  | 'declaration';

const blank = /\s/u;
const nameCharacter = /[\w:.-]/u;
const reference = /&(?:#\d+|#[xX][\da-fA-F]+|([A-Za-z]\w*));/uy;

/**
 * Reads the markup between the expressions of a template, piece by piece, and keeps its place: the tags of XML 1.0 §3.1
 * (quoted attributes, no names made by Handlebars), which e-mail HTML follows too.
 */
export class MarkupReader {
  readonly #events: MarkupEvents;
  #where: Where = 'text';
  #name = '';
  #nameAt: Place = { line: 1, column: 1 };
  #quote = '';
  #value: string | null = '';
  #valueAt: Place = { line: 1, column: 1 };
  #spaced = false;

  constructor(events: MarkupEvents) {
    this.#events = events;
  }

  /** The state at the border of a block. Throws Unreadable where a block cannot begin or end. */
  border(at: Place): Mode {
    if (this.#where === 'name') this.#open();
    if (this.#where === 'text' || this.#where === 'tag' || this.#where === 'value') return this.#where;
    throw new Unreadable(`a block of Handlebars cannot begin or end ${this.#inside()}`, at);
  }

  /** Goes back to a state told by `border`: each branch of a block begins like the first. */
  return(mode: Mode): void {
    this.#where = mode;
    if (mode === 'value') this.#value = null;
  }

  /** A value put in by Handlebars. */
  expression(at: Place, source: string): void {
    if (this.#where === 'text') this.#events.text(source, at);
    else if (this.#where === 'value') this.#value = null;
    else if (this.#where !== 'comment' && this.#where !== 'cdata') {
      throw new Unreadable(`${source} cannot stand ${this.#inside()}: write names out, values in quotes`, at);
    }
  }

  /** Text of the template as it stands in the file. */
  read(text: string, from: Place): void {
    let { line, column } = from;
    let wordAt: Place | null = null;
    let word = '';
    const flush = (): void => {
      if (wordAt !== null) this.#events.text(word.trim(), wordAt);
      wordAt = null;
      word = '';
    };
    for (let index = 0; index < text.length; index += 1) {
      const character = text[index] ?? '';
      const at = { line, column };
      if (character === '\n') {
        line += 1;
        column = 1;
      } else column += 1;
      if (this.#where === 'text') {
        if (character === '<') {
          flush();
          const skipped = this.#special(text, index, at);
          column += skipped;
          index += skipped;
          continue;
        }
        if (character === '&') this.#reference(text, index, at);
        if (wordAt === null && !blank.test(character)) wordAt = at;
        if (wordAt !== null) word += character;
        continue;
      }
      if (this.#where === 'value' && character === '&') this.#reference(text, index, at);
      const ended = this.#step(character, at, text, index);
      column += ended;
      index += ended;
    }
    flush();
  }

  /** The end of the file. Throws Unreadable inside a tag. */
  end(at: Place): void {
    if (this.#where !== 'text') throw new Unreadable(`the file ends ${this.#inside()}`, at);
  }

  /** Behind '<'. Returns how many further characters were taken. */
  #special(text: string, index: number, at: Place): number {
    if (text.startsWith('<!--', index)) {
      this.#where = 'comment';
      return 3;
    }
    if (text.startsWith('<![CDATA[', index)) {
      this.#where = 'cdata';
      return 8;
    }
    const next = text[index + 1];
    if (next === '!' || next === '?') {
      this.#events.declaration(text.slice(index, text.indexOf('>', index) + 1), at);
      this.#where = 'declaration';
      return 1;
    }
    this.#name = '';
    this.#nameAt = at;
    this.#where = 'open';
    return 0;
  }

  /** One character outside text. Returns how many further characters were taken. */
  #step(character: string, at: Place, text: string, index: number): number {
    switch (this.#where) {
      case 'open':
        if (character === '/') this.#where = 'closing';
        else if (nameCharacter.test(character)) {
          this.#name = character;
          this.#where = 'name';
        } else throw new Unreadable('"<" begins no tag here; text says &lt;', this.#nameAt);
        return 0;
      case 'name':
        if (nameCharacter.test(character)) this.#name += character;
        else {
          this.#open();
          return this.#inTag(character, at);
        }
        return 0;
      case 'tag':
        return this.#inTag(character, at);
      case 'attribute':
        if (nameCharacter.test(character)) this.#name += character;
        else {
          this.#events.attribute(this.#name, this.#nameAt);
          this.#where = 'equals';
          return this.#step(character, at, text, index);
        }
        return 0;
      case 'equals':
        if (character === '=') this.#where = 'quote';
        else if (!blank.test(character))
          throw new Unreadable(`the attribute "${this.#name}" has no value: write ${this.#name}="…"`, this.#nameAt);
        return 0;
      case 'quote':
        if (character === '"' || character === "'") {
          this.#quote = character;
          this.#value = '';
          this.#valueAt = { line: at.line, column: at.column + 1 };
          this.#where = 'value';
        } else if (!blank.test(character)) throw new Unreadable(`the value of "${this.#name}" needs quotes`, at);
        return 0;
      case 'value':
        if (character === this.#quote) {
          this.#events.value(this.#value, this.#valueAt);
          this.#where = 'tag';
          this.#spaced = false;
        } else if (character === '<') {
          throw new Unreadable(`the value of "${this.#name}" is not closed before "<"`, this.#valueAt);
        } else if (this.#value !== null) this.#value += character;
        return 0;
      case 'closing':
        if (character === '>') {
          this.#where = 'text';
          this.#events.close(this.#name.trim(), this.#nameAt);
        } else if (nameCharacter.test(character) || (blank.test(character) && this.#name !== ''))
          this.#name += character;
        else throw new Unreadable('"</" begins no end tag here', this.#nameAt);
        return 0;
      case 'empty':
        if (character !== '>') throw new Unreadable('"/" in a tag must be followed by ">"', at);
        this.#where = 'text';
        this.#events.opened(true, at);
        return 0;
      case 'comment':
        return this.#until('-->', text, index);
      case 'cdata':
        return this.#until(']]>', text, index);
      case 'declaration':
        return this.#until('>', text, index);
      case 'text':
        return 0;
    }
  }

  #inTag(character: string, at: Place): number {
    if (blank.test(character)) this.#spaced = true;
    else if (character === '>') {
      this.#where = 'text';
      this.#events.opened(false, at);
    } else if (character === '/') this.#where = 'empty';
    else if (!nameCharacter.test(character)) throw new Unreadable(`"${character}" cannot stand in a tag`, at);
    else if (!this.#spaced) throw new Unreadable('a blank is missing before this attribute', at);
    else {
      this.#name = character;
      this.#nameAt = at;
      this.#where = 'attribute';
    }
    return 0;
  }

  #until(end: string, text: string, index: number): number {
    if (!text.startsWith(end, index)) return 0;
    this.#where = 'text';
    return end.length - 1;
  }

  #open(): void {
    this.#where = 'tag';
    this.#spaced = false;
    this.#events.open(this.#name, this.#nameAt);
  }

  #reference(text: string, index: number, at: Place): void {
    reference.lastIndex = index;
    const match = reference.exec(text);
    if (match === null) throw new Unreadable('"&" stands for nothing here; text says &amp;', at);
    if (match[1] !== undefined) this.#events.entity(match[1], at);
  }

  #inside(): string {
    if (this.#where === 'value') return `in the value of "${this.#name}"`;
    if (this.#where === 'comment') return 'in a comment';
    const named = this.#where === 'attribute' || this.#where === 'equals' || this.#where === 'quote';
    return named ? `in the attribute "${this.#name}"` : 'in a tag';
  }
}

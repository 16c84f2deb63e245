import { PdfKeyword, PdfName, PdfReference, PdfString, type PdfValue } from './pdfValue.ts';

/** A file that breaks the rules of the syntax; `at` is the byte. */
export class PdfSyntaxError extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(`${message} at byte ${at}`);
    this.name = 'PdfSyntaxError';
    this.at = at;
  }
}

/** Deeper nesting is an attack or a loop. */
const deepest = 100;
const delimiters = new Set(Array.from('()<>[]{}/%', (one) => one.charCodeAt(0)));
const isSpace = (byte: number): boolean =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09 || byte === 0x0c || byte === 0;

/** Reads objects and operators one after another (ISO 32000-1 §7.2 and §7.3). */
export class PdfLexer {
  at: number;
  readonly bytes: Buffer;

  constructor(bytes: Buffer, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  /** The next object or operator; undefined at the end. Throws PdfSyntaxError. */
  next(depth = 0): PdfValue | undefined {
    this.skipSpace();
    const { bytes } = this;
    const start = this.at;
    const byte = bytes[start];
    if (byte === undefined) return undefined;
    if (depth > deepest) throw new PdfSyntaxError('objects nested too deeply', start);
    switch (byte) {
      case 0x2f:
        return this.#name();
      case 0x28:
        return this.#literal();
      case 0x5b:
        this.at += 1;
        return this.#array(depth);
      case 0x3c:
        if (bytes[start + 1] !== 0x3c) return this.#hex();
        this.at += 2;
        return this.#dictionary(depth);
      case 0x5d:
      case 0x7b:
      case 0x7d:
      case 0x29:
        this.at += 1;
        return new PdfKeyword(String.fromCharCode(byte));
      case 0x3e:
        this.at += bytes[start + 1] === 0x3e ? 2 : 1;
        return new PdfKeyword(bytes.toString('latin1', start, this.at));
      default:
        return this.#word();
    }
  }

  /** An object in a file, where `12 0 R` is a reference. */
  object(depth = 0): PdfValue | undefined {
    const first = this.next(depth);
    if (typeof first !== 'number' || !Number.isInteger(first) || first < 0) return first;
    const back = this.at;
    const second = this.#digitsOnly() ? this.next(depth) : undefined;
    if (typeof second === 'number') {
      this.skipSpace();
      if (this.bytes[this.at] === 0x52 && this.#endsAt(this.at + 1)) {
        this.at += 1;
        return new PdfReference(first, second);
      }
    }
    this.at = back;
    return first;
  }

  skipSpace(): void {
    const { bytes } = this;
    for (;;) {
      const byte = bytes[this.at];
      if (byte === 0x25) {
        while (this.at < bytes.length && bytes[this.at] !== 0x0a && bytes[this.at] !== 0x0d) this.at += 1;
      } else if (byte !== undefined && isSpace(byte)) this.at += 1;
      else return;
    }
  }

  #digitsOnly(): boolean {
    this.skipSpace();
    const byte = this.bytes[this.at] ?? 0;
    return byte >= 0x30 && byte <= 0x39;
  }

  #endsAt(at: number): boolean {
    const byte = this.bytes[at];
    return byte === undefined || isSpace(byte) || delimiters.has(byte);
  }

  #word(): PdfValue {
    const start = this.at;
    while (!this.#endsAt(this.at)) this.at += 1;
    const word = this.bytes.toString('latin1', start, this.at);
    if (/^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(word)) return Number(word);
    if (word === 'true') return true;
    if (word === 'false') return false;
    if (word === 'null') return null;
    return new PdfKeyword(word);
  }

  #name(): PdfName {
    this.at += 1;
    const start = this.at;
    while (!this.#endsAt(this.at)) this.at += 1;
    const text = this.bytes.toString('latin1', start, this.at);
    return new PdfName(
      text.replaceAll(/#([0-9a-f]{2})/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16))),
    );
  }

  #hex(): PdfString {
    const end = this.bytes.indexOf(0x3e, this.at);
    if (end < 0) throw new PdfSyntaxError('a hexadecimal string has no end', this.at);
    const digits = this.bytes.toString('latin1', this.at + 1, end).replaceAll(/[\s\0]/g, '');
    if (/[^0-9a-f]/i.test(digits)) throw new PdfSyntaxError('a hexadecimal string has other characters', this.at);
    this.at = end + 1;
    const isOdd = digits.length % 2 === 1;
    return new PdfString(Buffer.from(isOdd ? `${digits}0` : digits, 'hex'), isOdd);
  }

  /** ISO 32000-1 table 3. */
  #literal(): PdfString {
    const { bytes } = this;
    const start = this.at;
    const out: number[] = [];
    let open = 1;
    this.at += 1;
    for (;;) {
      const byte = bytes[this.at];
      if (byte === undefined) throw new PdfSyntaxError('a string has no end', start);
      this.at += 1;
      if (byte === 0x5c) this.#escape(out);
      else if (byte === 0x0d) {
        if (bytes[this.at] === 0x0a) this.at += 1;
        out.push(0x0a);
      } else {
        if (byte === 0x28) open += 1;
        if (byte === 0x29) open -= 1;
        if (open === 0) return new PdfString(Buffer.from(out));
        out.push(byte);
      }
    }
  }

  #escape(out: number[]): void {
    const { bytes } = this;
    const byte = bytes[this.at] ?? 0;
    this.at += 1;
    if (byte >= 0x30 && byte <= 0x37) {
      let value = byte - 0x30;
      for (let count = 1; count < 3; count += 1) {
        const digit = bytes[this.at] ?? 0;
        if (digit < 0x30 || digit > 0x37) break;
        value = value * 8 + digit - 0x30;
        this.at += 1;
      }
      out.push(value & 0xff);
      return;
    }
    if (byte === 0x0d) {
      if (bytes[this.at] === 0x0a) this.at += 1;
      return;
    }
    if (byte === 0x0a) return;
    out.push(escapes.get(byte) ?? byte);
  }

  #array(depth: number): PdfValue[] {
    const values: PdfValue[] = [];
    for (;;) {
      const value = this.object(depth + 1);
      if (value === undefined) throw new PdfSyntaxError('an array has no end', this.at);
      if (value instanceof PdfKeyword) {
        if (value.word === ']') return values;
        throw new PdfSyntaxError(`"${value.word}" in an array`, this.at);
      }
      values.push(value);
    }
  }

  #dictionary(depth: number): Map<string, PdfValue> {
    const entries = new Map<string, PdfValue>();
    for (;;) {
      const key = this.next(depth + 1);
      if (key instanceof PdfKeyword && key.word === '>>') return entries;
      if (!(key instanceof PdfName)) throw new PdfSyntaxError('a dictionary key is no name', this.at);
      const value = this.object(depth + 1);
      if (value === undefined || value instanceof PdfKeyword) {
        throw new PdfSyntaxError(`/${key.name} has no value`, this.at);
      }
      entries.set(key.name, value);
    }
  }
}

const escapes = new Map([
  [0x6e, 0x0a],
  [0x72, 0x0d],
  [0x74, 0x09],
  [0x62, 0x08],
  [0x66, 0x0c],
]);

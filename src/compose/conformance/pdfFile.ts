import { inflateSync } from 'node:zlib';
import { PdfLexer, PdfSyntaxError } from './pdfLexer.ts';
import {
  isDictionary,
  nameOf,
  type PdfDictionary,
  PdfKeyword,
  PdfReference,
  PdfStream,
  type PdfValue,
} from './pdfValue.ts';
import { undoPredictor } from './undoPredictor.ts';

/** Where an object stands: its offset, or the object stream and its number there. */
type Place = { readonly offset: number } | { readonly stream: number; readonly index: number };

/** More than any document inflates to; a bomb stops here. */
const inflateLimit = 256 * 1024 * 1024;

/** An opened PDF: objects by number, resolved as they are asked for. */
export interface PdfFile {
  readonly bytes: Buffer;
  /** Of the newest cross-reference section (ISO 32000-1 §7.5.5). */
  readonly trailer: PdfDictionary;
  /** Numbers of all objects that are not free. */
  readonly ids: readonly number[];
  /** Where those begin that are not packed into streams. */
  readonly offsets: ReadonlyMap<number, number>;
  /** Where each cross-reference section begins, the newest first. */
  readonly sections: readonly number[];
  object(id: number): PdfValue;
  /** What a value stands for, references followed. */
  resolve(value: PdfValue | undefined): PdfValue;
  dictionary(value: PdfValue | undefined): PdfDictionary | undefined;
  array(value: PdfValue | undefined): readonly PdfValue[];
  /** Bytes of a stream with all filters undone, but for those of pictures. Throws PdfSyntaxError. */
  decode(stream: PdfStream): Buffer;
}

/** Opens a file with cross-reference tables or streams. Throws PdfSyntaxError when it cannot be read at all. */
export function openPdf(bytes: Buffer): PdfFile {
  const places = new Map<number, Place>();
  const objects = new Map<number, PdfValue>();
  const opened = new Map<number, readonly (PdfValue | undefined)[]>();
  const sections = new Set<number>();
  const trailer = readSections(bytes, places, sections, (stream) => decodeStream(stream, resolve));
  const open = new Set<number>();

  function object(id: number): PdfValue {
    const known = objects.get(id);
    if (known !== undefined) return known;
    const place = places.get(id);
    if (place === undefined || open.has(id)) return null;
    open.add(id);
    const value = 'offset' in place ? readAt(bytes, place.offset, id, resolve) : packed(place);
    open.delete(id);
    objects.set(id, value);
    return value;
  }

  function packed({ stream, index }: { stream: number; index: number }): PdfValue {
    let list = opened.get(stream);
    if (list === undefined) {
      const container = object(stream);
      list = container instanceof PdfStream ? unpack(container, decodeStream(container, resolve), resolve) : [];
      opened.set(stream, list);
    }
    return list[index] ?? null;
  }

  function resolve(value: PdfValue | undefined): PdfValue {
    return value instanceof PdfReference ? object(value.id) : (value ?? null);
  }

  return {
    bytes,
    trailer,
    ids: [...places.keys()].sort((a, b) => a - b),
    offsets: new Map([...places].flatMap(([id, place]) => ('offset' in place ? [[id, place.offset] as const] : []))),
    sections: [...sections],
    object,
    resolve,
    dictionary: (value) => {
      const target = resolve(value);
      return target instanceof PdfStream ? target.dictionary : isDictionary(target) ? target : undefined;
    },
    array: (value) => {
      const target = resolve(value);
      return Array.isArray(target) ? (target as readonly PdfValue[]) : [];
    },
    decode: (stream) => decodeStream(stream, resolve),
  };
}

type Resolve = (value: PdfValue | undefined) => PdfValue;

function readSections(
  bytes: Buffer,
  places: Map<number, Place>,
  seen: Set<number>,
  decode: (stream: PdfStream) => Buffer,
): PdfDictionary {
  const keyword = bytes.lastIndexOf('startxref');
  if (keyword < 0) throw new PdfSyntaxError('no startxref: the end of the file is missing', bytes.length);
  const start = new PdfLexer(bytes, keyword + 9).next();
  const waiting = [start];
  const free = new Set<number>();
  let newest: PdfDictionary | undefined;
  while (waiting.length > 0) {
    const at = waiting.shift();
    if (typeof at !== 'number' || at >= bytes.length) throw new PdfSyntaxError('no cross references', keyword);
    if (seen.has(at)) continue;
    seen.add(at);
    const section = readSection(bytes, at, places, free, decode);
    newest ??= section;
    waiting.push(...['XRefStm', 'Prev'].flatMap((key) => section.get(key) ?? []));
  }
  if (newest === undefined) throw new PdfSyntaxError('no cross references', keyword);
  return newest;
}

function readSection(
  bytes: Buffer,
  at: number,
  places: Map<number, Place>,
  free: Set<number>,
  decode: (stream: PdfStream) => Buffer,
): PdfDictionary {
  // What a newer section says of an object holds.
  const note = (id: number, place: Place | null): void => {
    if (places.has(id) || free.has(id)) return;
    if (place === null) free.add(id);
    else places.set(id, place);
  };
  const lexer = new PdfLexer(bytes, at);
  const first = lexer.next();
  if (first instanceof PdfKeyword && first.word === 'xref') return readTable(lexer, note);
  const stream = readAt(bytes, at, null, (value) => value ?? null);
  if (!(stream instanceof PdfStream) || nameOf(stream.dictionary.get('Type')) !== 'XRef') {
    throw new PdfSyntaxError('no cross references', at);
  }
  const { dictionary } = stream;
  const widths = numbersOf(dictionary.get('W'));
  const size = dictionary.get('Size');
  const index = numbersOf(dictionary.get('Index') ?? [0, typeof size === 'number' ? size : 0]);
  const rows = decode(stream);
  const width = widths.reduce((sum, one) => sum + one, 0);
  let row = 0;
  for (let part = 0; part + 1 < index.length; part += 2) {
    for (let count = 0; count < (index[part + 1] ?? 0); count += 1, row += width) {
      if (row + width > rows.length) throw new PdfSyntaxError('the cross-reference stream is too short', at);
      const [kind, second, third] = fields(rows, row, widths);
      const id = (index[part] ?? 0) + count;
      if (kind === 1) note(id, { offset: second });
      else if (kind === 2) note(id, { stream: second, index: third });
      else note(id, null);
    }
  }
  return dictionary;
}

/** ISO 32000-1 §7.5.8.3; an absent kind is 1. */
function fields(rows: Buffer, at: number, widths: readonly number[]): [number, number, number] {
  const [kind = 0, second = 0, third = 0] = widths;
  const read = (from: number, length: number): number => (length === 0 ? 0 : rows.readUIntBE(from, length));
  return [kind === 0 ? 1 : read(at, kind), read(at + kind, second), read(at + kind + second, third)];
}

function readTable(lexer: PdfLexer, note: (id: number, place: Place | null) => void): PdfDictionary {
  for (;;) {
    const first = lexer.next();
    if (first instanceof PdfKeyword && first.word === 'trailer') break;
    const count = lexer.next();
    if (typeof first !== 'number' || typeof count !== 'number') throw new PdfSyntaxError('broken xref', lexer.at);
    for (let index = 0; index < count; index += 1) {
      const offset = lexer.next();
      lexer.next();
      const kind = lexer.next();
      if (typeof offset !== 'number' || !(kind instanceof PdfKeyword)) {
        throw new PdfSyntaxError('broken xref', lexer.at);
      }
      note(first + index, kind.word === 'n' ? { offset } : null);
    }
  }
  const trailer = lexer.object();
  if (!isDictionary(trailer)) throw new PdfSyntaxError('no trailer', lexer.at);
  return trailer;
}

/** @param id what the cross references promise there; null for any. */
function readAt(bytes: Buffer, offset: number, id: number | null, resolve: Resolve): PdfValue {
  const lexer = new PdfLexer(bytes, offset);
  const [found, , keyword] = [lexer.next(), lexer.next(), lexer.next()];
  if (!(keyword instanceof PdfKeyword) || keyword.word !== 'obj' || (id !== null && found !== id)) {
    throw new PdfSyntaxError(`the cross references promise object ${id ?? ''}`, offset);
  }
  const value = lexer.object() ?? null;
  if (!isDictionary(value)) return value;
  lexer.skipSpace();
  if (bytes.toString('latin1', lexer.at, lexer.at + 6) !== 'stream') return value;
  let start = lexer.at + 6;
  if (bytes[start] === 0x0d) start += 1;
  if (bytes[start] === 0x0a) start += 1;
  const length = resolve(value.get('Length'));
  if (typeof length !== 'number' || start + length > bytes.length) {
    throw new PdfSyntaxError('a stream has no length', offset);
  }
  return new PdfStream(value, bytes.subarray(start, start + length));
}

/** ISO 32000-1 §7.5.7. */
function unpack(stream: PdfStream, data: Buffer, resolve: Resolve): readonly (PdfValue | undefined)[] {
  const first = resolve(stream.dictionary.get('First'));
  const count = resolve(stream.dictionary.get('N'));
  if (typeof first !== 'number' || typeof count !== 'number') return [];
  const header = new PdfLexer(data);
  return Array.from({ length: count }, () => {
    header.next();
    const offset = header.next();
    return typeof offset === 'number' ? new PdfLexer(data, first + offset).object() : undefined;
  });
}

function decodeStream({ dictionary, raw }: PdfStream, resolve: Resolve): Buffer {
  const filter = resolve(dictionary.get('Filter'));
  const filters = Array.isArray(filter) ? (filter as readonly PdfValue[]) : filter === null ? [] : [filter];
  const parameters = resolve(dictionary.get('DecodeParms'));
  const all = Array.isArray(parameters) ? (parameters as readonly PdfValue[]) : [parameters];
  let data = raw;
  filters.forEach((one, index) => {
    const name = nameOf(resolve(one));
    // Pictures stay as they are.
    if (name !== 'FlateDecode') return;
    const own = resolve(all[index]);
    data = undoPredictor(inflate(data), isDictionary(own) ? own : new Map());
  });
  return data;
}

function inflate(data: Buffer): Buffer {
  try {
    return inflateSync(data, { maxOutputLength: inflateLimit });
  } catch (error) {
    throw new PdfSyntaxError(`a stream cannot be inflated (${(error as Error).message})`, 0);
  }
}

function numbersOf(value: PdfValue | undefined): number[] {
  return Array.isArray(value) ? value.filter((one): one is number => typeof one === 'number') : [];
}

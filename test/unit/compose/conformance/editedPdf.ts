import { openPdf } from '../../../../src/compose/conformance/pdfFile.ts';
import {
  type PdfDictionary,
  PdfKeyword,
  PdfName,
  PdfReference,
  PdfStream,
  PdfString,
  type PdfValue,
} from '../../../../src/compose/conformance/pdfValue.ts';

export type MutableDictionary = Map<string, PdfValue>;

/** A file taken apart, to be broken in one place and put together again. */
export class EditedPdf {
  header = '%PDF-1.7\n%\xe2\xe3\xcf\xd3\n';
  footer = '%%EOF\n';
  /** How keywords are written, with the end of their line. */
  readonly keywords = { xref: 'xref\n', obj: 'obj\n', stream: 'stream\n', endobj: '\nendobj\n' };
  readonly trailer: MutableDictionary;
  readonly #objects = new Map<number, PdfValue>();

  constructor(bytes: Uint8Array) {
    const file = openPdf(Buffer.from(bytes));
    this.trailer = new Map(['Root', 'Info', 'ID'].flatMap((key) => [[key, file.trailer.get(key) ?? null] as const]));
    for (const id of file.ids) {
      const value = file.object(id);
      const type = value instanceof PdfStream ? value.dictionary.get('Type') : undefined;
      // What packs objects is made anew.
      if (type instanceof PdfName && (type.name === 'ObjStm' || type.name === 'XRef')) continue;
      if (!(value instanceof PdfStream)) this.#objects.set(id, value);
      else {
        const flat = value.dictionary.get('Filter') instanceof PdfName && isFlate(value.dictionary);
        const dictionary: MutableDictionary = new Map(value.dictionary);
        if (flat) dictionary.delete('Filter');
        this.#objects.set(id, new PdfStream(dictionary, flat ? file.decode(value) : value.raw));
      }
    }
  }

  get catalog(): MutableDictionary {
    return this.at(this.trailer.get('Root'));
  }

  /** The dictionary a value stands for; that of a stream too. */
  at(value: PdfValue | undefined): MutableDictionary {
    const target = value instanceof PdfReference ? this.#objects.get(value.id) : value;
    const dictionary = target instanceof PdfStream ? target.dictionary : target;
    if (!(dictionary instanceof Map)) throw new Error('no dictionary there');
    return dictionary as MutableDictionary;
  }

  list(value: PdfValue | undefined): PdfValue[] {
    const target = value instanceof PdfReference ? this.#objects.get(value.id) : value;
    if (!Array.isArray(target)) throw new Error('no array there');
    return target as PdfValue[];
  }

  /** The first dictionary with these entries (names only). */
  find(entries: Readonly<Record<string, string>>): MutableDictionary {
    for (const value of this.#objects.values()) {
      const dictionary = value instanceof PdfStream ? value.dictionary : value;
      if (!(dictionary instanceof Map)) continue;
      const has = (key: string, name: string): boolean => {
        const entry = (dictionary as PdfDictionary).get(key);
        return entry instanceof PdfName && entry.name === name;
      };
      if (Object.entries(entries).every(([key, name]) => has(key, name))) return dictionary as MutableDictionary;
    }
    throw new Error(`there is no ${JSON.stringify(entries)}`);
  }

  get page(): MutableDictionary {
    return this.find({ Type: 'Page' });
  }

  text(value: PdfValue | undefined): string {
    const target = value instanceof PdfReference ? this.#objects.get(value.id) : value;
    return target instanceof PdfStream ? target.raw.toString('latin1') : '';
  }

  /** Changes what a stream holds. */
  rewrite(value: PdfValue | undefined, change: (text: string) => string): void {
    if (!(value instanceof PdfReference)) throw new Error('no stream there');
    const stream = this.#objects.get(value.id);
    if (!(stream instanceof PdfStream)) throw new Error('no stream there');
    const before = stream.raw.toString('latin1');
    const after = change(before);
    if (after === before) throw new Error('nothing was changed');
    this.#objects.set(value.id, new PdfStream(stream.dictionary, Buffer.from(after, 'latin1')));
  }

  add(value: PdfValue): PdfReference {
    const id = Math.max(...this.#objects.keys()) + 1;
    this.#objects.set(id, value);
    return new PdfReference(id, 0);
  }

  /** With a cross-reference table, as older programs write it. */
  bytes(): Buffer {
    const parts: Buffer[] = [Buffer.from(this.header, 'latin1')];
    let length = parts[0]?.length ?? 0;
    const rows: string[] = [];
    const push = (text: string | Buffer): void => {
      const part = typeof text === 'string' ? Buffer.from(text, 'latin1') : text;
      parts.push(part);
      length += part.length;
    };
    for (const [id, value] of this.#objects) {
      rows.push(`${id} 1\n${String(length).padStart(10, '0')} 00000 n \n`);
      push(`${id} 0 ${this.keywords.obj}`);
      if (value instanceof PdfStream) {
        const dictionary = new Map(value.dictionary);
        if (dictionary.get('Length') !== -1) dictionary.set('Length', value.raw.length);
        else dictionary.set('Length', value.raw.length - 1);
        push(`${written(dictionary)}${this.keywords.stream}`);
        push(value.raw);
        push('\nendstream');
      } else push(written(value));
      push(this.keywords.endobj);
    }
    const start = length;
    const size = Math.max(...this.#objects.keys()) + 1;
    this.trailer.set('Size', size);
    push(
      `${this.keywords.xref}0 1\n0000000000 65535 f \n${rows.join('')}trailer\n${written(this.trailer)}\nstartxref\n${start}\n`,
    );
    push(this.footer);
    return Buffer.concat(parts);
  }
}

function isFlate(dictionary: PdfDictionary): boolean {
  const filter = dictionary.get('Filter');
  return filter instanceof PdfName && filter.name === 'FlateDecode';
}

function written(value: PdfValue): string {
  if (value === null) return 'null';
  if (value instanceof PdfName) {
    return `/${value.name.replaceAll(/[^A-Za-z0-9_.+-]/g, (one) => `#${one.charCodeAt(0).toString(16).padStart(2, '0')}`)}`;
  }
  if (value instanceof PdfString) return `<${value.bytes.toString('hex').slice(0, value.isOdd ? -1 : undefined)}>`;
  if (value instanceof PdfReference) return `${value.id} ${value.generation} R`;
  if (value instanceof PdfKeyword) return value.word;
  if (value instanceof PdfStream) throw new Error('a stream is an object of its own');
  if (Array.isArray(value)) return `[${(value as readonly PdfValue[]).map(written).join(' ')}]`;
  if (value instanceof Map) {
    return `<<${[...(value as PdfDictionary)].map(([key, one]) => `/${key} ${written(one)}`).join('')}>>`;
  }
  return JSON.stringify(value);
}

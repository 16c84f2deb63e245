import Pdfkit from 'pdfkit';
import type { ByteWriter } from './byteWriter.ts';
import { type Cipher, FileBody, type ObjectGroup } from './fileBody.ts';
import type { PackedObjects } from './packed/packedObjects.ts';

/** An object of the file (ISO 32000-1 §7.3.10) that pdfkit writes. */
export interface PdfReference {
  readonly id: number;
  readonly data: Record<string, unknown>;
  end(): void;
  /** As another object names it: '12 0 R'. */
  toString(): string;
}

/** How many numbers are taken: all that we need of pdfkit's list of offsets, which it adds to for each of its objects. */
class ObjectNumbers {
  length: number;

  constructor(length: number) {
    this.length = length;
  }

  push(): number {
    this.length += 1;
    return this.length;
  }
}

/** What pdfkit 0.20.2 calls while it writes objects; its types leave these out. */
interface PdfkitWriter {
  readonly ['_offsets']: ObjectNumbers;
  readonly ['_root']: PdfReference & { readonly data: { readonly Pages: PdfReference; readonly Names: PdfReference } };
}

/**
 * pdfkit as the keeper of the catalog, of objects and their numbers. They go to a `FileBody` instead of a stream; objects
 * of which there are many (pages, structure elements) take a number and are written as bytes at once. pdfkit's text, line
 * wrapper, fonts, tags and images are not used (docs/performance.md says what each of them costs).
 */
export class SyncDocument extends Pdfkit {
  // Fields would be initialised after pdfkit's constructor, which already writes, so these are only declared.
  declare readonly body: FileBody;
  declare readonly shared: Map<Uint8Array, number>;
  declare pieces: (string | Uint8Array)[] | undefined;

  /** @param cipher null leaves the file readable. */
  constructor(cipher: Cipher | null) {
    super({
      pdfVersion: '1.7',
      autoFirstPage: false,
      // pdfkit opens Helvetica unless told that there is no default font.
      font: null as unknown as string,
      // Goes only into an ID of pdfkit's that we do not use.
      info: { CreationDate: new Date(0) },
    });
    Object.assign(this, {
      _offsets: new ObjectNumbers(this.#own['_offsets'].length),
      body: new FileBody(cipher, (count) => this.reserve(count)),
      shared: new Map(),
    });
  }

  /** The catalog (ISO 32000-1 §7.7.2), to be added to until `finish`. */
  get catalog(): Record<string, unknown> {
    return this.#own['_root'].data;
  }

  /** The root of the page tree. */
  get pages(): PdfReference {
    return this.#own['_root'].data.Pages;
  }

  /** The catalog's Names (ISO 32000-1 §7.7.4). */
  get names(): Record<string, unknown> {
    return this.#own['_root'].data.Names.data;
  }

  /** Numbers for `count` objects: the first of them. */
  reserve(count: number): number {
    const numbers = this.#own['_offsets'];
    const first = numbers.length + 1;
    numbers.length += count;
    return first;
  }

  /** Begins an object, which goes on until the next one of its group begins: where to write it. */
  begin(id: number, group: ObjectGroup = 'words'): ByteWriter {
    return this.body.begin(id, group);
  }

  /** Adds objects that are packed already. */
  addObjects(objects: PackedObjects): void {
    this.body.addObjects(objects);
  }

  /** Writes an object. */
  write(id: number, text: string): void {
    this.begin(id).text(text);
  }

  /** Writes a new object: its number. */
  add(text: string): number {
    const id = this.reserve(1);
    this.write(id, text);
    return id;
  }

  /** Writes a new stream: its number. @param dictionary entries without Length. */
  addStream(dictionary: string, bytes: Uint8Array): number {
    const id = this.reserve(1);
    this.body.stream(id, dictionary, bytes);
    return id;
  }

  /** Writes a stream once, however often a document names it: a font program, a colour profile. */
  addShared(dictionary: string, bytes: Uint8Array): number {
    let id = this.shared.get(bytes);
    if (id === undefined) {
      id = this.addStream(dictionary, bytes);
      this.shared.set(bytes, id);
    }
    return id;
  }

  /**
   * Ends the document and gives the file.
   *
   * @param info number of the information dictionary.
   */
  finish(info: number): Uint8Array<ArrayBuffer> {
    const root = this.#own['_root'];
    root.data.Names.end();
    root.data.Pages.end();
    root.end();
    return this.body.finish(`/Root ${root.toString()}/Info ${info} 0 R`);
  }

  get #own(): PdfkitWriter {
    return this as unknown as PdfkitWriter;
  }

  /** pdfkit's references write themselves in pieces: head, dictionary, foot. None of ours has a stream. */
  ['_write'](piece: string | Uint8Array): void {
    (this.pieces ??= []).push(piece);
  }

  /** Called by a reference when all its pieces are written. */
  ['_refEnd'](reference: { readonly id: number; readonly data: Record<string, unknown> }): void {
    const pieces = this.pieces ?? [];
    this.pieces = [];
    const at = pieces.indexOf(`${reference.id} 0 obj`);
    this.write(reference.id, String(pieces[at + 1]));
  }
}

/** Text that goes into an object as it stands; pdfkit would take a plain string for a name. */
export function verbatim(text: string): object {
  return { [Symbol.toStringTag]: 'Verbatim', toString: () => text };
}

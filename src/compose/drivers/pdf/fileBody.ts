import { hash } from 'node:crypto';
import { ByteWriter } from './byteWriter.ts';
import { CrossReferences } from './crossReferences.ts';
import { deflateObjects } from './deflate.ts';
import { NumberList } from './numberList.ts';
import { ObjectStream, objectsPerStream, type Packed } from './objectStream.ts';
import type { PackedObjects } from './packed/packedObjects.ts';

/** Encrypts the streams of a file; all strings of ours are in streams. */
export interface Cipher {
  /** The file's ID, 16 bytes in hex: one that follows from the content would tell of it. */
  readonly identity: string;
  /** The encryption dictionary (ISO 32000-2 table 20). */
  readonly dictionary: string;
  encrypt(bytes: Uint8Array): Uint8Array;
}

/** One file is written at a time, for nobody waits for anything in between: its bytes go where those of the last went. */
const fileBytes = new ByteWriter();
const packedIds = new NumberList();

/** What objects are packed together, and whether other documents are likely to have the same ones. */
const groups = {
  words: { bytes: new ByteWriter(), isStable: false },
  /** Those around font programs: documents of one shape and the same letters share them. */
  fonts: { bytes: new ByteWriter(), isStable: true },
} as const;

/** Objects of the stable groups are deflated once per process where they have the same numbers and text. */
export type ObjectGroup = keyof typeof groups;

/**
 * The bytes of a file: streams as they come, all other objects packed into object streams (ISO 32000-1 §7.5.7), and cross
 * references in a stream.
 */
export class FileBody {
  readonly #cipher: Cipher | null;
  readonly #reserve: (count: number) => number;
  /** Streams and other objects that stand by themselves: number and offset, one behind the other. */
  readonly #offsets: number[] = [];
  /** Finished object streams: number of each, and where what is in it stands in `packedIds`. */
  readonly #packed: { readonly id: number; readonly from: number; readonly to: number }[] = [];
  readonly #open: Record<ObjectGroup, ObjectStream> = {
    words: begun('words'),
    fonts: begun('fonts'),
  };

  /**
   * @param cipher null leaves the file readable.
   * @param reserve numbers for so many objects: the first of them.
   */
  constructor(cipher: Cipher | null, reserve: (count: number) => number) {
    this.#cipher = cipher;
    this.#reserve = reserve;
    fileBytes.clear();
    packedIds.clear();
    // The second line tells transfer programs that the file is binary (ISO 32000-1 §7.5.2).
    fileBytes.text('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n');
  }

  /** Begins an object, which goes on until the next one of its group begins: where to write it. */
  begin(id: number, group: ObjectGroup): ByteWriter {
    if (this.#open[group].ids.length === objectsPerStream) {
      this.#pack(group);
      this.#open[group] = begun(group);
    }
    return this.#open[group].begin(id);
  }

  /** @param dictionary entries without brackets and Length; texts in it would stay readable in a protected file. */
  stream(id: number, dictionary: string, bytes: Uint8Array): void {
    this.#writeStream(id, dictionary, this.#cipher === null ? bytes : this.#cipher.encrypt(bytes));
  }

  /** Adds objects that are packed already. */
  addObjects(objects: PackedObjects): void {
    this.#addPacked(objects.ids, objects.finish());
  }

  /**
   * Ends the file.
   *
   * @param trailer its entries Root and Info.
   */
  finish(trailer: string): Uint8Array<ArrayBuffer> {
    this.#pack('words');
    this.#pack('fonts');
    // The file's ID follows from its content (ISO 32000-1 §14.4): the same input gives the same file.
    const identity = this.#cipher?.identity ?? hash('sha256', fileBytes.view(), 'hex').slice(0, 32);
    const encryption = this.#cipher === null ? '' : `/Encrypt ${this.#writePlain(this.#cipher.dictionary)} 0 R`;
    const id = this.#reserve(1);
    const start = fileBytes.length;
    const references = this.#references(id + 1);
    references.setOffset(id, start);
    this.#writeStream(
      id,
      `${references.dictionary}${trailer}${encryption}/ID[<${identity}><${identity}>]`,
      deflateObjects(references.rows()),
    );
    fileBytes.text(`startxref\n${start}\n%%EOF\n`);
    return fileBytes.view().slice();
  }

  #pack(group: ObjectGroup): void {
    const objects = this.#open[group];
    if (objects.ids.length === 0) return;
    this.#addPacked(objects.ids, objects.finish(groups[group].isStable));
  }

  #addPacked(ids: Pick<readonly number[] | NumberList, 'length' | 'at'>, { dictionary, bytes }: Packed): void {
    const id = this.#reserve(1);
    this.stream(id, dictionary, bytes);
    const from = packedIds.length;
    for (let place = 0; place < ids.length; place += 1) packedIds.push(ids.at(place) ?? 0);
    this.#packed.push({ id, from, to: packedIds.length });
  }

  /** The encryption dictionary is neither packed nor encrypted (ISO 32000-1 §7.5.7). */
  #writePlain(text: string): number {
    const id = this.#reserve(1);
    this.#offsets.push(id, fileBytes.length);
    fileBytes.text(`${id} 0 obj\n${text}\nendobj\n`);
    return id;
  }

  #writeStream(id: number, dictionary: string, bytes: Uint8Array): void {
    this.#offsets.push(id, fileBytes.length);
    fileBytes.text(`${id} 0 obj\n<<${dictionary}/Length ${bytes.length}>>stream\n`);
    fileBytes.copy(bytes);
    fileBytes.text('\nendstream\nendobj\n');
  }

  #references(size: number): CrossReferences {
    const references = new CrossReferences(size);
    for (let at = 0; at < this.#offsets.length; at += 2) {
      references.setOffset(this.#offsets[at] ?? 0, this.#offsets[at + 1] ?? 0);
    }
    for (const { id, from, to } of this.#packed) {
      for (let at = from; at < to; at += 1) references.setPacked(packedIds.at(at), id, at - from);
    }
    return references;
  }
}

function begun(group: ObjectGroup): ObjectStream {
  return new ObjectStream(groups[group].bytes);
}

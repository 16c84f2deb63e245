import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';

/** Encrypts the streams of a file; all strings of ours are in streams. */
export interface Cipher {
  /** The file's ID, 16 bytes in hex: one that follows from the content would tell of it. */
  readonly identity: string;
  /** The encryption dictionary (ISO 32000-2 table 20). */
  readonly dictionary: string;
  encrypt(bytes: Uint8Array): Uint8Array;
}

interface Stream {
  readonly id: number;
  readonly dictionary: string;
  readonly bytes: Uint8Array;
  readonly isShared: boolean;
}

/** Objects that go into one object stream. */
interface Packed {
  /** Number of the stream, from 1. */
  readonly home: number;
  readonly ids: number[];
  readonly texts: string[];
  readonly isStable: boolean;
}

/** Level 4 and more search longer for repetitions: twice the time for 3 % fewer bytes (docs/performance.md). */
const deflateLevel = 3;
/** An object's number in its stream has 2 bytes in the cross references; readers unpack a stream as a whole. */
const objectsPerStream = 10_000;
/** Bytes of a cross reference: kind, offset or stream, generation or number in the stream. */
const widths = [1, 4, 2] as const;
const rowLength = 1 + widths[0] + widths[1] + widths[2];

/**
 * The bytes of a file: streams, all other objects in compressed object streams, and cross references in a stream
 * (ISO 32000-1 §7.5.7 and §7.5.8). A tagged page has some hundred small objects; packed they cost a few bytes each.
 */
export class FileBody {
  readonly #streams: Stream[] = [];
  readonly #packed: Packed[] = [];
  #open: Packed | null = null;
  #openStable: Packed | null = null;
  /** By object number: its offset, or its place in the object stream. */
  readonly #places: number[] = [];
  /** By object number: 0 for one that stands by itself, else the number of its object stream, from 1. */
  readonly #homes: number[] = [];
  readonly #parts: (string | Uint8Array)[] = [];
  #length = 0;

  /**
   * @param dictionary entries without brackets and Length; texts in it would stay readable in a protected file.
   * @param isShared its bytes follow from what other objects say of it, so the file's ID need not depend on them.
   */
  stream(id: number, dictionary: string, bytes: Uint8Array, isShared = false): void {
    this.#streams.push({ id, dictionary, bytes, isShared });
  }

  pack(id: number, text: string): void {
    if (this.#open === null || this.#open.ids.length === objectsPerStream) this.#open = this.#begun(false);
    this.#add(this.#open, id, text);
  }

  /**
   * Packs an object apart from the others that other documents are likely to have with the same number and text, such
   * as structure elements: all of them together are deflated once per process.
   */
  packStable(id: number, text: string): void {
    if (this.#openStable === null || this.#openStable.ids.length === objectsPerStream) {
      this.#openStable = this.#begun(true);
    }
    this.#add(this.#openStable, id, text);
  }

  #begun(isStable: boolean): Packed {
    const packed: Packed = { home: this.#packed.length + 1, ids: [], texts: [], isStable };
    this.#packed.push(packed);
    return packed;
  }

  #add(packed: Packed, id: number, text: string): void {
    this.#places[id] = packed.ids.length;
    this.#homes[id] = packed.home;
    packed.ids.push(id);
    packed.texts.push(text);
  }

  /**
   * Writes the file.
   *
   * @param trailer entries of the trailer: Root and Info.
   * @param count the first object number that is free.
   * @param cipher null leaves the file readable.
   */
  finish(trailer: string, count: number, cipher: Cipher | null): Uint8Array<ArrayBuffer> {
    for (const packed of this.#packed) this.#streams.push(objectStream(count + packed.home - 1, packed));
    const identity = cipher === null ? this.#identity() : cipher.identity;
    const encryption = count + this.#packed.length;
    const xref = cipher === null ? encryption : encryption + 1;

    // The second line tells transfer programs that the file is binary (ISO 32000-1 §7.5.2).
    this.#put('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n');
    for (const { id, dictionary, bytes } of this.#streams) {
      this.#writeStream(id, dictionary, cipher === null ? bytes : cipher.encrypt(bytes));
    }
    let entries = trailer;
    if (cipher !== null) {
      // The encryption dictionary may not be packed (ISO 32000-1 §7.5.7).
      this.#begin(encryption);
      this.#put(`${encryption} 0 obj\n${cipher.dictionary}\nendobj\n`);
      entries += `/Encrypt ${encryption} 0 R`;
    }
    const start = this.#length;
    this.#places[xref] = start;
    this.#homes[xref] = 0;
    const rows = deflateSync(this.#crossReferences(xref + 1, count), { level: deflateLevel });
    this.#writeStream(
      xref,
      `/Type/XRef/Size ${xref + 1}/W[${widths.join(' ')}]${entries}/ID[<${identity}><${identity}>]` +
        `/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns ${rowLength - 1}>>`,
      rows,
    );
    this.#put(`startxref\n${start}\n%%EOF\n`);
    return this.#bytes();
  }

  /** The file's ID follows from its content (ISO 32000-1 §14.4): the same input gives the same file. */
  #identity(): string {
    const hash = createHash('sha256');
    for (const { dictionary, bytes, isShared } of this.#streams) {
      hash.update(dictionary, 'latin1');
      if (!isShared) hash.update(bytes);
    }
    return hash.digest('hex').slice(0, 32);
  }

  /**
   * One row for each object, as differences to the row above (PNG's Up, ISO 32000-1 §7.4.4.4): objects that follow each
   * other in one object stream then have equal rows, which deflate to almost nothing.
   */
  #crossReferences(size: number, firstHome: number): Uint8Array {
    const rows = Buffer.alloc(size * rowLength);
    let [kindAbove, placeAbove, numberAbove] = [0, 0, 0];
    for (let id = 0, at = 0; id < size; id += 1, at += rowLength) {
      const home = this.#homes[id];
      // Object 0, and a number that nobody took, is free.
      const kind = home === undefined ? 0 : home === 0 ? 1 : 2;
      const place = home === undefined ? 0 : home === 0 ? (this.#places[id] ?? 0) : firstHome + home - 1;
      const number = home === undefined ? 0xffff : home === 0 ? 0 : (this.#places[id] ?? 0);
      rows[at] = 2;
      rows[at + 1] = kind - kindAbove;
      rows[at + 2] = (place >>> 24) - (placeAbove >>> 24);
      rows[at + 3] = (place >>> 16) - (placeAbove >>> 16);
      rows[at + 4] = (place >>> 8) - (placeAbove >>> 8);
      rows[at + 5] = place - placeAbove;
      rows[at + 6] = (number >>> 8) - (numberAbove >>> 8);
      rows[at + 7] = number - numberAbove;
      kindAbove = kind;
      placeAbove = place;
      numberAbove = number;
    }
    return rows;
  }

  #writeStream(id: number, dictionary: string, bytes: Uint8Array): void {
    this.#begin(id);
    this.#put(`${id} 0 obj\n<<${dictionary}/Length ${bytes.length}>>stream\n`);
    this.#put(bytes);
    this.#put('\nendstream\nendobj\n');
  }

  #begin(id: number): void {
    this.#places[id] = this.#length;
    this.#homes[id] = 0;
  }

  #put(part: string | Uint8Array): void {
    this.#parts.push(part);
    this.#length += part.length;
  }

  #bytes(): Uint8Array<ArrayBuffer> {
    const bytes = Buffer.allocUnsafeSlow(this.#length);
    let at = 0;
    for (const part of this.#parts) {
      if (typeof part === 'string') bytes.write(part, at, 'latin1');
      else bytes.set(part, at);
      at += part.length;
    }
    return bytes;
  }
}

/** Deflated texts of stable objects; a text of this length is a document of some pages. */
const deflatedTexts = new Map<string, Uint8Array>();
const longestKept = 64 * 1024;
const keptTexts = 200;

function objectStream(id: number, { ids, texts, isStable }: Packed): Stream {
  let index = '';
  let at = 0;
  for (let place = 0; place < ids.length; place += 1) {
    index += `${ids[place]} ${at} `;
    at += (texts[place] ?? '').length + 1;
  }
  const text = `${index}${texts.join('\n')}`;
  const bytes = isStable && text.length <= longestKept ? deflateOnce(text) : deflate(text);
  return {
    id,
    dictionary: `/Type/ObjStm/N ${ids.length}/First ${index.length}/Filter/FlateDecode`,
    bytes,
    isShared: false,
  };
}

function deflateOnce(text: string): Uint8Array {
  const known = deflatedTexts.get(text);
  if (known !== undefined) return known;
  const bytes = deflate(text);
  if (deflatedTexts.size >= keptTexts) deflatedTexts.clear();
  deflatedTexts.set(text, bytes);
  return bytes;
}

function deflate(text: string): Uint8Array {
  return deflateSync(Buffer.from(text, 'latin1'), { level: deflateLevel });
}

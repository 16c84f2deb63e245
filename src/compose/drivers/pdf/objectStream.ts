import { ByteWriter } from './byteWriter.ts';
import { deflateObjects, deflateShared } from './deflate.ts';

/** The number of an object in its stream has two bytes in the cross references; readers unpack a stream as a whole. */
export const objectsPerStream = 10_000;

/** An object stream: entries of its dictionary, and its bytes. */
export interface Packed {
  readonly dictionary: string;
  readonly bytes: Uint8Array;
}

/** Objects packed into one stream (ISO 32000-1 §7.5.7). A tagged page has some hundred, which cost a few bytes each. */
export class ObjectStream {
  readonly ids: number[] = [];
  readonly #offsets: number[] = [];
  readonly #bodies: ByteWriter;

  /** @param bodies is cleared and written to. */
  constructor(bodies: ByteWriter) {
    this.#bodies = bodies;
    bodies.clear();
  }

  /** Begins an object, which goes on until the next one begins: where to write it. */
  begin(id: number): ByteWriter {
    if (this.ids.length > 0) this.#bodies.byte(0x0a);
    this.ids.push(id);
    this.#offsets.push(this.#bodies.length);
    return this.#bodies;
  }

  /** @param isStable other documents are likely to have the same objects: deflated once per process. */
  finish(isStable: boolean): Packed {
    whole.clear();
    for (let place = 0; place < this.ids.length; place += 1) {
      whole.integer(this.ids[place] ?? 0);
      whole.byte(0x20);
      whole.integer(this.#offsets[place] ?? 0);
      whole.byte(0x20);
    }
    const dictionary = `/Type/ObjStm/N ${this.ids.length}/First ${whole.length}/Filter/FlateDecode`;
    whole.copy(this.#bodies.view());
    return {
      dictionary,
      bytes: isStable && whole.length <= longestKept ? deflateOnce() : deflateObjects(whole.view()),
    };
  }
}

const whole = new ByteWriter();
/** By content; a text of this length is a document of some pages. */
const deflated = new Map<string, Uint8Array>();
const longestKept = 64 * 1024;
const keptTexts = 200;

function deflateOnce(): Uint8Array {
  const text = Buffer.from(whole.bytes.buffer, 0, whole.length).toString('latin1');
  const known = deflated.get(text);
  if (known !== undefined) return known;
  const bytes = deflateShared(whole.view()).slice();
  if (deflated.size >= keptTexts) deflated.clear();
  deflated.set(text, bytes);
  return bytes;
}

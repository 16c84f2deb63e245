import type { ComposeResult } from './composePool.ts';

/** Why a document was not composed, as far as it is known. */
export type Problem = Pick<Extract<ComposeResult, { ok: false }>, 'code' | 'detail' | 'place'>;

const numbers = 3;
const noteAt = numbers * Float64Array.BYTES_PER_ELEMENT;
/** Bytes of a problem as JSON; its longest part is cut. */
const noteSize = 4000;
const longestDetail = 800;

/** What a compose thread lets its pool see of a slice while it works: the thread may be ended at any moment. */
export class SliceProgress {
  readonly buffer: SharedArrayBuffer;
  /** 1-based index of the document in work, 0 before the first; when it began (Date.now()); length of the note. */
  readonly #numbers: Float64Array;
  readonly #note: Buffer;

  /** @param buffer that of the other side; without it a new one. */
  constructor(buffer = new SharedArrayBuffer(noteAt + noteSize)) {
    this.buffer = buffer;
    this.#numbers = new Float64Array(buffer, 0, numbers);
    this.#note = Buffer.from(buffer, noteAt);
  }

  get document(): number {
    return this.#numbers[0] ?? 0;
  }

  get begunAt(): number {
    return this.#numbers[1] ?? 0;
  }

  /** Says which document comes next. */
  begin(document: number): void {
    this.#numbers[2] = 0;
    this.#numbers[1] = Date.now();
    this.#numbers[0] = document;
  }

  /** Notes what is wrong with the document in work, before its place is looked for. */
  note({ code, detail, place }: Problem): void {
    const text = JSON.stringify({
      code,
      detail: detail.slice(0, longestDetail),
      ...(place !== undefined && { place }),
    });
    if (Buffer.byteLength(text) <= noteSize) this.#numbers[2] = this.#note.write(text);
  }

  /** What has been noted of the document in work. */
  get problem(): Problem | null {
    const length = this.#numbers[2] ?? 0;
    return length === 0 ? null : (JSON.parse(this.#note.toString('utf8', 0, length)) as Problem);
  }
}

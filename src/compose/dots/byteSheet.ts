/**
 * Bytes that grow: a label is a few thousand short pieces, and joining them as strings took longer than drawing them.
 * A sheet is written again and again, so that a label costs one allocation, its result.
 */
export class ByteSheet {
  bytes: Buffer;
  length = 0;

  constructor(size: number) {
    this.bytes = Buffer.allocUnsafe(size);
  }

  /** Makes room for so many bytes more. */
  reserve(count: number): void {
    if (this.length + count <= this.bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.length + count));
    this.bytes.copy(grown, 0, 0, this.length);
    this.bytes = grown;
  }

  byte(value: number): this {
    this.reserve(1);
    this.bytes[this.length] = value;
    this.length += 1;
    return this;
  }

  /** Text as UTF-8. */
  text(text: string): this {
    this.reserve(text.length * 3);
    const { bytes } = this;
    let at = this.length;
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      if (code > 0x7f) {
        this.length = at + bytes.write(text.slice(index), at);
        return this;
      }
      bytes[at] = code;
      at += 1;
    }
    this.length = at;
    return this;
  }

  /** A whole number in decimal digits. */
  number(value: number): this {
    if (value < 0) return this.byte(0x2d).number(-value);
    if (value < 10) return this.byte(0x30 + value);
    const rest = Math.floor(value / 10);
    return this.number(rest).byte(0x30 + value - rest * 10);
  }

  copy(source: Uint8Array, from: number, to: number): this {
    this.reserve(to - from);
    const { bytes } = this;
    // Below some hundred bytes a loop is faster than the call.
    if (to - from > 200) bytes.set(source.subarray(from, to), this.length);
    else for (let index = from, at = this.length; index < to; index += 1, at += 1) bytes[at] = source[index] ?? 0;
    this.length += to - from;
    return this;
  }

  /** What was written, as bytes of its own; the sheet is empty afterwards. */
  take(): Uint8Array<ArrayBuffer> {
    const taken = new Uint8Array(this.bytes.subarray(0, this.length));
    this.length = 0;
    return taken;
  }
}

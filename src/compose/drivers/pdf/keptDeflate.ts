import { constants, createDeflate, type Deflate, deflateSync, type ZlibOptions } from 'node:zlib';

/**
 * What Node's own `deflateSync` uses of a stream, and its types leave out: the state of zlib, which takes 270 kB of
 * memory, and where it says how much room (0) and input (1) it left.
 */
interface Internals {
  readonly ['_handle']?: {
    readonly reset?: () => void;
    readonly writeSync?: (flush: number, from: Uint8Array, at: number, count: number, ...to: Output) => void;
  };
  readonly ['_writeState']?: Uint32Array;
}

type Output = readonly [to: Uint8Array, at: number, room: number];

/** zlib looks so far beyond the end of what it was given, and what lies there may decide between two equal matches. */
const lookedAt = 1024;

/**
 * Deflates one piece after the other (RFC 1950) with one state of zlib, to the bytes of Node's `deflateSync`, which makes
 * and clears a new state for each piece. Where a version of Node has none to be kept, `deflateSync` is called.
 *
 * The window of a new state holds zeros. One that was used before still holds the last piece behind the end of the next,
 * so zeros are put there first: else a piece would now and then deflate to other bytes of the same content.
 */
export class KeptDeflate {
  readonly #options: ZlibOptions;
  readonly #stream: Deflate & Internals;
  /** As many as the window holds: twice its nominal size. */
  readonly #zeros: Uint8Array;
  #out = new Uint8Array(1 << 16);

  constructor(options: ZlibOptions) {
    this.#options = options;
    this.#stream = createDeflate(options);
    this.#zeros = new Uint8Array(2 << (options.windowBits ?? 15));
  }

  /** True where the state of zlib is kept. */
  get isKept(): boolean {
    const { _handle: handle, _writeState: state } = this.#stream;
    return handle?.reset !== undefined && handle.writeSync !== undefined && state !== undefined;
  }

  /** @returns what is valid until the next call. */
  deflate(bytes: Uint8Array): Uint8Array {
    const { _handle: handle, _writeState: left } = this.#stream;
    if (handle?.reset === undefined || handle.writeSync === undefined || left === undefined) return this.#anew(bytes);
    const room = longest(bytes.length);
    if (room > this.#out.length) this.#out = new Uint8Array(2 * room);
    const zeros = Math.min(this.#zeros.length, bytes.length + lookedAt);
    handle.reset();
    handle.writeSync(constants.Z_NO_FLUSH, this.#zeros, 0, zeros, this.#out, 0, room);
    handle.reset();
    handle.writeSync(constants.Z_FINISH, bytes, 0, bytes.length, this.#out, 0, room);
    const [free = 0, unread = 0] = left;
    return unread > 0 || free === 0 ? this.#anew(bytes) : this.#out.subarray(0, room - free);
  }

  #anew(bytes: Uint8Array): Uint8Array {
    return deflateSync(bytes, this.#options);
  }
}

/** Bytes that deflating cannot come above, whatever the settings (zlib's deflateBound), and one. */
function longest(count: number): number {
  return count + ((count + 7) >> 3) + ((count + 63) >> 6) + 64;
}

import { connect, type Socket } from 'node:net';

export interface DeviceAddress {
  readonly host: string;
  readonly port: number;
}

/** Where `socket://host[:9100]` points. */
export function socketAddress(url: URL, defaultPort = 9100): DeviceAddress {
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? defaultPort : Number(url.port),
  };
}

/** A TCP connection to a device that answers: in frames between STX and ETX, in quotes, or in lines of text. */
export interface SocketConnection {
  /** False once the device or the network has ended it. */
  alive(): boolean;
  /** Writes and waits until the operating system has taken everything; a device that does not read delays that. */
  write(bytes: Uint8Array | string, waitMs: number): Promise<'written' | { readonly lost: string }>;
  /** Sends our FIN and waits for the device's. */
  finish(waitMs: number): Promise<'closed' | 'still-open' | { readonly lost: string }>;
  /** The next frames the device sends, without STX and ETX. */
  frames(count: number, waitMs: number): Promise<string[] | { readonly lost: string }>;
  /** The next texts in quotation marks outside of frames, without the marks. */
  quotes(count: number, waitMs: number): Promise<string[] | { readonly lost: string }>;
  /** What the device sends up to and with `end`, outside of frames and quotes. */
  textUntil(end: string, waitMs: number): Promise<string | { readonly lost: string }>;
  /** The next octets the device sends, whatever they are. */
  octets(count: number, waitMs: number): Promise<Buffer | { readonly lost: string }>;
  /** Takes what has come and nobody asked for. */
  rest(): string;
  /** Drops answers nobody waited for, so that an answer belongs to the question asked now. */
  forgetFrames(): void;
  destroy(): void;
}

const STX = 0x02;
const ETX = 0x03;
const QUOTE = 0x22;
/** A device that talks without end must not fill our memory. */
const talkLimit = 64 * 1024;

/** @returns the connection, or why there is none (nothing was sent then). */
export function openSocketConnection(
  host: string,
  port: number,
  connectTimeoutMs: number,
): Promise<SocketConnection | { readonly lost: string }> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, noDelay: true, keepAlive: true });
    const timer = setTimeout(() => {
      socket.destroy();
      resolve({ lost: `no connection within ${connectTimeoutMs / 1000} s` });
    }, connectTimeoutMs);
    socket.once('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      resolve({ lost: error.code ?? error.message });
    });
    socket.once('connect', () => {
      clearTimeout(timer);
      resolve(wrap(socket));
    });
  });
}

function wrap(socket: Socket): SocketConnection {
  let talk: Buffer = Buffer.alloc(0);
  let frames: string[] = [];
  let quotes: string[] = [];
  /** Everything as it came, for devices that answer in plain text. */
  let plain = '';
  let end: string | null = null;
  let peerEnded = false;
  const listeners = new Set<() => void>();
  const wake = (): void => {
    for (const listener of listeners) listener();
  };
  socket.on('data', (chunk: Buffer) => {
    talk = talk.length === 0 ? chunk : Buffer.concat([talk, chunk]);
    plain = (plain + chunk.toString('latin1')).slice(-talkLimit);
    for (let from = startOf(talk); from >= 0; from = startOf(talk)) {
      const framed = talk[from] === STX;
      const to = talk.indexOf(framed ? ETX : QUOTE, from + 1);
      if (to < 0) break;
      (framed ? frames : quotes).push(talk.toString('latin1', from + 1, to));
      talk = talk.subarray(to + 1);
    }
    if (talk.length > talkLimit) talk = Buffer.alloc(0);
    wake();
  });
  socket.on('end', () => {
    peerEnded = true;
    wake();
  });
  socket.on('error', (error: NodeJS.ErrnoException) => {
    end ??= error.code ?? error.message;
    wake();
  });
  socket.on('close', () => {
    end ??= 'connection closed';
    wake();
  });

  /** Waits until `look` gives something other than null, at most `waitMs`. */
  const waitFor = <T>(look: () => T | null, waitMs: number): Promise<T | null> =>
    new Promise((resolve) => {
      const settle = (value: T | null): void => {
        clearTimeout(timer);
        listeners.delete(listener);
        resolve(value);
      };
      const listener = (): void => {
        const value = look();
        if (value !== null) settle(value);
      };
      const timer = setTimeout(() => settle(null), waitMs);
      listeners.add(listener);
      listener();
    });

  /** What `take` finds among the answers, or why none will come. */
  const answer = async <T>(take: () => T | null, waitMs: number): Promise<T | { lost: string }> => {
    const result = await waitFor<T | { lost: string }>(() => {
      const taken = take();
      if (taken !== null) return taken;
      if (end !== null) return { lost: end };
      return peerEnded ? { lost: 'the device closed the connection' } : null;
    }, waitMs);
    return result ?? { lost: `no answer within ${waitMs / 1000} s` };
  };

  return {
    alive: () => end === null && !peerEnded && socket.writable,
    async write(bytes, waitMs) {
      let result: 'written' | { lost: string } | null = null;
      socket.write(bytes, (error: NodeJS.ErrnoException | null | undefined) => {
        result = error ? { lost: error.code ?? error.message } : 'written';
        wake();
      });
      const written = await waitFor(() => result, waitMs);
      return written ?? { lost: `it did not take everything within ${waitMs / 1000} s` };
    },
    async finish(waitMs) {
      socket.end();
      const result = await waitFor<'closed' | { lost: string }>(() => {
        // Our own end closes the socket once the peer's FIN has come: peerEnded is then set before close.
        if (peerEnded && socket.writableFinished) return 'closed';
        return end === null ? null : { lost: end };
      }, waitMs);
      return result ?? 'still-open';
    },
    frames: (count, waitMs) => answer(() => (frames.length >= count ? frames.splice(0, count) : null), waitMs),
    quotes: (count, waitMs) => answer(() => (quotes.length >= count ? quotes.splice(0, count) : null), waitMs),
    textUntil: (stop, waitMs) =>
      answer(() => {
        const at = plain.indexOf(stop);
        if (at < 0) return null;
        const text = plain.slice(0, at + stop.length);
        plain = plain.slice(at + stop.length);
        return text;
      }, waitMs),
    octets: (count, waitMs) =>
      answer(() => {
        if (plain.length < count) return null;
        const taken = Buffer.from(plain.slice(0, count), 'latin1');
        plain = plain.slice(count);
        return taken;
      }, waitMs),
    rest() {
      const taken = plain;
      plain = '';
      return taken;
    },
    forgetFrames() {
      frames = [];
      quotes = [];
      plain = '';
      talk = Buffer.alloc(0);
    },
    destroy: () => void socket.destroy(),
  };
}

/** Where the next frame or quoted text begins, or -1. */
function startOf(talk: Buffer): number {
  return talk.findIndex((octet) => octet === STX || octet === QUOTE);
}

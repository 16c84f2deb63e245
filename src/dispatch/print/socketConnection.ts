import { connect, type Socket } from 'node:net';

/** A TCP connection to a device that answers in frames between STX and ETX. */
export interface SocketConnection {
  /** False once the device or the network has ended it. */
  alive(): boolean;
  /** Writes and waits until the operating system has taken everything; a device that does not read delays that. */
  write(bytes: Uint8Array | string, waitMs: number): Promise<'written' | { readonly lost: string }>;
  /** Sends our FIN and waits for the device's. */
  finish(waitMs: number): Promise<'closed' | 'still-open' | { readonly lost: string }>;
  /** The next frames the device sends, without STX and ETX. */
  frames(count: number, waitMs: number): Promise<string[] | { readonly lost: string }>;
  /** Drops frames nobody waited for, so that an answer belongs to the question asked now. */
  forgetFrames(): void;
  destroy(): void;
}

const STX = 0x02;
const ETX = 0x03;
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
  let end: string | null = null;
  let peerEnded = false;
  const listeners = new Set<() => void>();
  const wake = (): void => {
    for (const listener of listeners) listener();
  };
  socket.on('data', (chunk: Buffer) => {
    talk = talk.length === 0 ? chunk : Buffer.concat([talk, chunk]);
    for (let from = talk.indexOf(STX); from >= 0; from = talk.indexOf(STX)) {
      const to = talk.indexOf(ETX, from);
      if (to < 0) break;
      frames.push(talk.toString('latin1', from + 1, to));
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
    async frames(count, waitMs) {
      const result = await waitFor<string[] | { lost: string }>(() => {
        if (frames.length >= count) {
          const taken = frames.slice(0, count);
          frames = frames.slice(count);
          return taken;
        }
        if (end !== null) return { lost: end };
        return peerEnded ? { lost: 'the device closed the connection' } : null;
      }, waitMs);
      return result ?? { lost: `no answer within ${waitMs / 1000} s` };
    },
    forgetFrames() {
      frames = [];
      talk = Buffer.alloc(0);
    },
    destroy: () => void socket.destroy(),
  };
}

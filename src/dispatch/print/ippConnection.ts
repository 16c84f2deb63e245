import { Agent as HttpAgent, type IncomingMessage, request as httpRequest, type RequestOptions } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { ConnectionOptions } from 'node:tls';
import { decodeIpp, encodeIpp, type IppMessage } from './ippCodec.ts';

/**
 * What came of one exchange.
 *
 * - `reply`: the device answered in IPP.
 * - `http`: something answered, but not in IPP.
 * - `lost`: no whole answer. `left` says how much of the request may have reached the device.
 */
export type IppExchange =
  | { readonly kind: 'reply'; readonly message: IppMessage }
  | { readonly kind: 'http'; readonly status: number; readonly detail: string }
  | { readonly kind: 'lost'; readonly left: 'nothing' | 'part' | 'all'; readonly detail: string };

export interface ExchangeOptions {
  /** ms for the whole exchange, so that a device that trickles cannot hold an attempt beyond its time. */
  readonly timeoutMs: number;
  readonly data?: Uint8Array;
  /** Called once the last byte was handed to the operating system. */
  readonly onHandedOver?: () => void;
  /** Asking twice does no harm, so a kept connection that the device has meanwhile closed is simply replaced. */
  readonly repeatable: boolean;
}

export interface IppConnection {
  readonly printerUri: string;
  /** Whether what goes over it is encrypted. */
  encrypted(): boolean;
  /**
   * Goes on over TLS at an address the printer offers. Nobody vouches for the certificate then (most printers sign their
   * own): it keeps out who only listens. False when it is no address on the same host.
   */
  encrypt(offered: string): boolean;
  /** Back to what the address says. */
  decrypt(): void;
  exchange(message: IppMessage, options: ExchangeOptions): Promise<IppExchange>;
  close(): void;
}

export interface IppConnectionOptions {
  /** ms until the TCP (and TLS) connection must stand. */
  readonly connectTimeoutMs: number;
  /** Own certificate authorities and the like, for `ipps`. */
  readonly tls?: ConnectionOptions;
}

interface Line {
  readonly secure: boolean;
  readonly target: RequestOptions & { readonly agent: HttpAgent };
}

const answerLimit = 8 * 1024 * 1024;

/**
 * One kept-alive HTTP connection to a device (RFC 8010 §4: POST, `application/ipp`; RFC 7472 for `ipps`).
 * @param uri `ipp://host[:631]/path` or `ipps://host[:631]/path`.
 */
export function openIppConnection(uri: string, options: IppConnectionOptions): IppConnection {
  const url = new URL(uri);
  const agentOptions = { keepAlive: true, maxSockets: 1 };
  const auth =
    url.username === '' ? {} : { auth: `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}` };
  const lineTo = (to: URL, tls: ConnectionOptions | null): Line => ({
    secure: tls !== null,
    target: {
      agent: tls === null ? new HttpAgent(agentOptions) : new HttpsAgent({ ...agentOptions, ...tls }),
      method: 'POST',
      hostname: to.hostname.replace(/^\[|\]$/g, ''),
      port: to.port === '' ? 631 : Number(to.port),
      path: `${to.pathname === '' ? '/' : to.pathname}${to.search}`,
      ...auth,
    },
  });
  const plain = lineTo(url, url.protocol === 'ipps:' ? (options.tls ?? {}) : null);
  let line = plain;
  // The printer-uri on the wire names the printer, not our login at it (RFC 8011 §3.1.1).
  const printerUri = `${url.protocol}//${url.host}${url.pathname === '' ? '/' : url.pathname}`;

  const exchangeOnce = (head: Buffer, exchange: ExchangeOptions): Promise<IppExchange & { reused: boolean }> =>
    new Promise((resolve) => {
      const data = exchange.data ?? Buffer.alloc(0);
      let connected = false;
      let flushed = false;
      let settled = false;
      const timers: NodeJS.Timeout[] = [];
      const { secure } = line;
      const request = (secure ? httpsRequest : httpRequest)({
        ...line.target,
        headers: { 'content-type': 'application/ipp', 'content-length': head.length + data.byteLength },
      });
      const settle = (result: IppExchange): void => {
        if (settled) return;
        settled = true;
        for (const timer of timers) clearTimeout(timer);
        resolve({ ...result, reused: request.reusedSocket });
      };
      const lose = (detail: string): void => {
        settle({ kind: 'lost', left: connected ? (flushed ? 'all' : 'part') : 'nothing', detail });
        request.destroy();
      };
      timers.push(
        setTimeout(() => lose(`no answer within ${exchange.timeoutMs / 1000} s`), exchange.timeoutMs),
        setTimeout(() => {
          if (!connected) lose(`no connection within ${options.connectTimeoutMs / 1000} s`);
        }, options.connectTimeoutMs),
      );
      request.on('socket', (socket) => {
        if (request.reusedSocket || !socket.connecting) connected = true;
        else socket.once(secure ? 'secureConnect' : 'connect', () => (connected = true));
      });
      request.on('finish', () => {
        flushed = true;
        exchange.onHandedOver?.();
      });
      request.on('error', (error: NodeJS.ErrnoException) => lose(error.code ?? error.message));
      request.on('response', (response) => {
        readAnswer(response).then(settle, (error: NodeJS.ErrnoException) => lose(error.code ?? error.message));
      });
      request.write(head);
      request.end(data);
    });

  return {
    printerUri,
    encrypted: () => line.secure,
    encrypt(offered) {
      const to = URL.canParse(offered) ? new URL(offered) : null;
      if (to === null || to.hostname !== url.hostname) return false;
      line = lineTo(to, { ...options.tls, rejectUnauthorized: false });
      return true;
    },
    decrypt() {
      line.target.agent.destroy();
      line = plain;
    },
    async exchange(message, exchange) {
      const head = encodeIpp(message);
      const first = await exchangeOnce(head, exchange);
      if (first.kind === 'lost' && first.reused && exchange.repeatable) return exchangeOnce(head, exchange);
      return first;
    },
    close() {
      line.target.agent.destroy();
      plain.target.agent.destroy();
    },
  };
}

async function readAnswer(response: IncomingMessage): Promise<IppExchange> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > answerLimit) throw new Error('the answer is longer than 8 MiB');
    chunks.push(chunk);
  }
  const status = response.statusCode ?? 0;
  if (status !== 200) return { kind: 'http', status, detail: `HTTP ${status} ${response.statusMessage ?? ''}`.trim() };
  try {
    return { kind: 'reply', message: decodeIpp(Buffer.concat(chunks)).message };
  } catch (error) {
    // The device did get the request: only what it says cannot be read.
    return { kind: 'lost', left: 'all', detail: error instanceof Error ? error.message : String(error) };
  }
}

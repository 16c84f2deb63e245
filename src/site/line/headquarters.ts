import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Agent as HttpAgent, type IncomingMessage, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { type ErrorCode, errorTable, PostwerkError } from '../../errors.ts';

export interface Call {
  readonly method: 'GET' | 'POST';
  /** Under `/v1/agent`. */
  readonly path: string;
  readonly body?: { readonly type: string; readonly bytes: Buffer };
  /** For the whole call (ms). */
  readonly timeoutMs: number;
}

/** The one way out of a site: calls to headquarters over a connection that is kept open. */
export interface Headquarters {
  /** The answer's bytes. Throws the error that headquarters named, `site.untrusted-server` or `site.unreachable`. */
  call(call: Call): Promise<Buffer>;
  close(): void;
}

/**
 * @param server https://…; http:// only to this machine itself
 * @param ca path of a certificate in PEM that is trusted beside none other
 */
export function connectHeadquarters(server: string, token: string | null, ca: string | null): Headquarters {
  const base = requireSafe(server);
  const secure = base.protocol === 'https:';
  const agent = secure
    ? new HttpsAgent({ keepAlive: true, ...(ca === null ? {} : { ca: readCa(ca) }) })
    : new HttpAgent({ keepAlive: true });
  const ending = new AbortController();
  return {
    call({ method, path, body, timeoutMs }) {
      const url = new URL(`${base.pathname.replace(/\/$/, '')}/v1/agent${path}`, base);
      const headers = {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body ? { 'content-type': body.type, 'content-length': String(body.bytes.length) } : {}),
      };
      const signal = AbortSignal.any([ending.signal, AbortSignal.timeout(timeoutMs)]);
      return new Promise((resolve, reject) => {
        const fail = (error: Error) => reject(unreachable(server, error, ca));
        const send = secure ? httpsRequest : httpRequest;
        const outgoing = send(url, { method, headers, agent, signal }, (response) => {
          const status = response.statusCode ?? 0;
          const good = status >= 200 && status < 300;
          const settle = (bytes: Buffer) => (good ? resolve(bytes) : reject(refusal(server, status, bytes)));
          void collect(response).then(settle, fail);
        });
        outgoing.on('error', fail);
        outgoing.end(body?.bytes);
      });
    },
    close() {
      ending.abort();
      agent.destroy();
    },
  };
}

async function collect(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Tokens and papers do not cross a network in the clear. Throws `cli.invalid-setting`. */
function requireSafe(server: string): URL {
  const url = URL.canParse(server) ? new URL(server) : null;
  if (url?.protocol === 'https:') return url;
  if (url?.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)) return url;
  const detail = `"${server}" is not an https:// address of headquarters (http:// only to this machine itself).`;
  throw new PostwerkError('cli.invalid-setting', detail);
}

/** Throws `cli.invalid-setting`: nobody is called without the CA that was asked for. */
function readCa(path: string): Buffer {
  try {
    const pem = readFileSync(path);
    void new X509Certificate(pem);
    return pem;
  } catch (error) {
    const detail = `--ca ${path} is not a certificate in PEM: ${(error as Error).message}.`;
    throw new PostwerkError('cli.invalid-setting', detail, {}, { cause: error });
  }
}

/** Node's codes (doc/api/tls.md, "X509 certificate error codes") for a certificate that nobody here vouches for. */
const distrust = /CERT|SIGNATURE|ISSUER|^HOSTNAME_MISMATCH$|^INVALID_CA$|^PATH_LENGTH_EXCEEDED$|^INVALID_PURPOSE$/;

function unreachable(server: string, error: Error, ca: string | null): PostwerkError {
  const code = (error as NodeJS.ErrnoException).code ?? error.name;
  if (distrust.test(code)) {
    const by = ca === null ? 'the public CAs' : ca;
    const detail = `${server} is not trusted by ${by}: ${error.message} (${code}).`;
    return new PostwerkError('site.untrusted-server', detail, {}, { cause: error });
  }
  return new PostwerkError(
    'site.unreachable',
    `${server} does not answer: ${error.message} (${code}).`,
    {},
    { cause: error },
  );
}

/** What headquarters says is wrong, in its own words. */
function refusal(server: string, status: number, bytes: Buffer): PostwerkError {
  try {
    const { code, detail } = JSON.parse(bytes.toString('utf8')) as { code?: string; detail?: string };
    if (code !== undefined && code in errorTable && status < 500) {
      return new PostwerkError(code as ErrorCode, detail ?? '');
    }
    return new PostwerkError('site.unreachable', `${server} answers ${status}: ${detail ?? code ?? ''}`);
  } catch {
    return new PostwerkError('site.unreachable', `${server} answers ${status}; is that headquarters?`);
  }
}

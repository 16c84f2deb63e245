import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { decodeIpp, encodeIpp, type IppMessage } from '../../dispatch/print/ippCodec.ts';
import { buildResponse, operations, statuses } from '../../dispatch/print/ippMessages.ts';
import { answerIpp, type IppAnswer } from './ippAnswers.ts';
import { type IppJobs, openIppJobs } from './ippJobs.ts';
import { listenOn } from './listener.ts';
import type { Sink } from './sink.ts';
import { openSinkStore } from './sinkStore.ts';

/**
 * - `offline`: refuses connections. `paper-out`: says so and takes no job, as a printer without a disk does.
 * - `jam`, `stopped`: the same with other reasons. `busy`: refuses jobs for now and looks ready.
 * - `refuse-attributes`: knows neither sides nor trays nor copies.
 * - `slow`: takes `slowMs` for every job. `hang`: takes connections and never answers.
 * - `reset`: drops the connection in the middle of a document, which is then not printed.
 * - `lose-answer`: prints, and drops the connection instead of answering.
 */
export const printerSwitches = [
  'ready',
  'offline',
  'paper-out',
  'jam',
  'stopped',
  'busy',
  'refuse-attributes',
  'slow',
  'hang',
  'reset',
  'lose-answer',
] as const;
export type PrinterSwitch = (typeof printerSwitches)[number];

export interface VirtualIppPrinterOptions {
  readonly folder: string;
  readonly name: string;
  /** 0 or absent takes a free port. */
  readonly port?: number;
  readonly slowMs?: number;
}

const troubles: Readonly<Partial<Record<PrinterSwitch, { readonly reason: string; readonly message: string }>>> = {
  'paper-out': { reason: 'media-empty-error', message: 'Load A4 into tray 1' },
  jam: { reason: 'media-jam-error', message: 'Clear the paper path' },
  stopped: { reason: 'paused', message: 'Stopped at the printer' },
};

const documentLimit = 256 * 1024 * 1024;

/** A printer that speaks real IPP over HTTP (RFC 8010, RFC 8011) at `/ipp/print` and keeps every document. */
export async function startVirtualIppPrinter(options: VirtualIppPrinterOptions): Promise<Sink<PrinterSwitch>> {
  const store = openSinkStore(options.folder);
  let position: PrinterSwitch = 'ready';
  const jobs: IppJobs = openIppJobs(store, () => (position === 'slow' ? (options.slowMs ?? 3_000) : 0));
  const hanging = new Set<ServerResponse>();

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (position === 'hang') {
      hanging.add(response);
      return;
    }
    if (request.method !== 'POST' || request.headers['content-type'] !== 'application/ipp') {
      response.writeHead(request.method === 'POST' ? 415 : 405).end();
      return;
    }
    const body = await readBody(request, position === 'reset');
    if (body === null) {
      request.socket.resetAndDestroy();
      return;
    }
    const answer = understand(body, {
      ...{ jobs, name: options.name, uri: url() },
      ...{ trouble: troubles[position] ?? null, busy: position === 'busy', plain: position === 'refuse-attributes' },
    });
    if (answer.printed && position === 'slow') await sleep(Math.min(1_000, options.slowMs ?? 3_000));
    if (answer.printed && position === 'lose-answer') {
      request.socket.resetAndDestroy();
      return;
    }
    const bytes = encodeIpp(answer.message);
    response.writeHead(200, { 'content-type': 'application/ipp', 'content-length': bytes.length }).end(bytes);
  };

  const server = createServer({ keepAliveTimeout: 30_000 }, (request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  const listener = await listenOn(server, options.port ?? 0);
  const url = (): string => `ipp://127.0.0.1:${listener.port}/ipp/print`;

  return {
    items: store.items,
    get: store.get,
    state: () => ({
      kind: 'printer',
      name: options.name,
      url: url(),
      switch: position,
      switches: printerSwitches,
      received: store.count,
    }),
    async set(to) {
      position = to;
      for (const response of hanging) response.destroy();
      hanging.clear();
      await (to === 'offline' ? listener.down() : listener.up());
    },
    async close() {
      for (const response of hanging) response.destroy();
      await listener.down();
      store.close();
    },
  };
}

/** The whole request, or null when this printer is to break off in the middle of a document. */
async function readBody(request: IncomingMessage, breakOff: boolean): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > documentLimit) throw new Error('the document is too large for this printer');
    if (breakOff && size >= 4 && carriesDocument(Buffer.concat(chunks).readUInt16BE(2))) return null;
  }
  return Buffer.concat(chunks);
}

function carriesDocument(operation: number): boolean {
  return operation === operations.printJob || operation === operations.sendDocument;
}

function understand(body: Buffer, printer: Parameters<typeof answerIpp>[2]): IppAnswer {
  let request: IppMessage;
  let dataOffset: number;
  try {
    ({ message: request, dataOffset } = decodeIpp(body));
  } catch {
    const nothing: IppMessage = { version: [2, 0], code: 0, requestId: 1, groups: [] };
    return { message: buildResponse(nothing, statuses.badRequest, [], 'not an IPP request'), printed: false };
  }
  return answerIpp(request, body.subarray(dataOffset), printer);
}

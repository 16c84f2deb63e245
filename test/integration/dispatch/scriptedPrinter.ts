import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { decodeIpp, encodeIpp, type IppGroup, type IppMessage } from '../../../src/dispatch/print/ippCodec.ts';
import { attribute, buildResponse, groupTags, operations } from '../../../src/dispatch/print/ippMessages.ts';

/** An IPP answer, or how the server fails to give one. */
export type Answer = IppMessage | 'reset' | 'silent' | 'half' | 'garbage' | { readonly http: number };

export interface ScriptedPrinter {
  readonly uri: string;
  /** Operations that came, in order. */
  readonly operations: number[];
  /** Bytes of document data that came with Print-Job. */
  readonly documents: Buffer[];
  readonly connections: () => number;
  close(): Promise<void>;
}

/** A printer that answers as told. */
export async function startScriptedPrinter(
  answer: (request: IppMessage, count: number) => Answer,
  tls?: { readonly key: string; readonly cert: string },
): Promise<ScriptedPrinter> {
  const seen: number[] = [];
  const documents: Buffer[] = [];
  let connections = 0;
  const handle: RequestListener = (incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('error', () => undefined);
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const body = Buffer.concat(chunks);
      const { message, dataOffset } = decodeIpp(body);
      seen.push(message.code);
      if (message.code === operations.printJob) documents.push(body.subarray(dataOffset));
      const said = answer(message, seen.filter((operation) => operation === message.code).length);
      if (said === 'silent') return;
      if (said === 'reset') incoming.socket.resetAndDestroy();
      else if (said === 'garbage') response.writeHead(200, { 'content-type': 'application/ipp' }).end('<html>');
      else if (said === 'half') {
        response.writeHead(200, { 'content-type': 'application/ipp', 'content-length': 500 });
        response.write(Buffer.of(2, 0, 0));
        setTimeout(() => incoming.socket.destroy(), 20);
      } else if ('http' in said) response.writeHead(said.http).end();
      else response.writeHead(200, { 'content-type': 'application/ipp' }).end(encodeIpp(said));
    });
  };
  const server = tls ? createTlsServer(tls, handle) : createServer(handle);
  server.on('connection', () => (connections += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    uri: `${tls ? 'ipps' : 'ipp'}://127.0.0.1:${port}/ipp/print`,
    operations: seen,
    documents,
    connections: () => connections,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

export interface PrinterFacts {
  readonly state?: number;
  readonly reasons?: readonly string[];
  readonly accepting?: boolean;
  readonly formats?: readonly string[];
}

export function printerAnswer(request: IppMessage, facts: PrinterFacts = {}): IppMessage {
  return buildResponse(request, 0, [
    {
      tag: groupTags.printer,
      attributes: [
        attribute('printer-state', 'enum', facts.state ?? 3),
        attribute('printer-state-reasons', 'keyword', ...(facts.reasons ?? ['none'])),
        attribute('printer-is-accepting-jobs', 'boolean', facts.accepting ?? true),
        attribute('document-format-supported', 'mimeMediaType', ...(facts.formats ?? ['application/pdf'])),
      ],
    },
  ]);
}

export function jobGroup(id: number, state: number, name = 'somebody else', message?: string): IppGroup {
  return {
    tag: groupTags.job,
    attributes: [
      attribute('job-id', 'integer', id),
      attribute('job-name', 'name', name),
      attribute('job-state', 'enum', state),
      attribute('job-state-reasons', 'keyword', 'none'),
      ...(message === undefined ? [] : [attribute('job-state-message', 'text', message)]),
    ],
  };
}

export function jobAnswer(request: IppMessage, ...jobs: readonly IppGroup[]): IppMessage {
  return buildResponse(request, 0, jobs);
}

import { createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { readZplStamp } from '../../dispatch/print/stampZpl.ts';
import { listenOn } from './listener.ts';
import type { Sink } from './sink.ts';
import { openSinkStore } from './sinkStore.ts';
import { type PrinterSwitch, printerSwitches } from './virtualIppPrinter.ts';
import { openZplStream, type ZplPart } from './zplStream.ts';

export interface VirtualLabelPrinterOptions {
  readonly folder: string;
  readonly name: string;
  readonly port?: number;
  readonly slowMs?: number;
}

/**
 * A ZPL label printer on a raw socket: every `^XA…^XZ` is a label, `~HS` is answered with the three status strings.
 * The switches mean what they mean for the page printer; with `paper-out` labels sent all the same wait and are
 * printed when there is paper again, from its buffer.
 */
export async function startVirtualLabelPrinter(options: VirtualLabelPrinterOptions): Promise<Sink<PrinterSwitch>> {
  const store = openSinkStore(options.folder);
  let position: PrinterSwitch = 'ready';
  /** Labels taken without paper. They are kept at once, so that no crash of ours counts as a loss of theirs. */
  let waiting = 0;

  const keep = (label: Buffer): void => {
    store.add(label, {
      name: /\^FD(?:>[:;])?([^^]{1,80})\^FS/.exec(label.toString('utf8'))?.[1] ?? null,
      mediaType: 'application/vnd.zebra-zpl',
      deliveryId: readZplStamp(label),
      details: position === 'paper-out' ? { note: 'waited for paper' } : {},
    });
  };
  const take = async (part: ZplPart, socket: Socket): Promise<void> => {
    if (part.kind === 'host-status') {
      if (!socket.destroyed) socket.write(hostStatus(position === 'paper-out', waiting));
      return;
    }
    if (position === 'slow') await sleep(options.slowMs ?? 3_000);
    if (position === 'paper-out') waiting += 1;
    keep(part.bytes);
    if (position === 'lose-answer') socket.resetAndDestroy();
  };
  const serve = (socket: Socket): void => {
    const stream = openZplStream();
    // One after the other: a printer works in the order in which bytes came.
    let work: Promise<void> = Promise.resolve();
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => {
      if (position === 'hang') return;
      if (position === 'reset' && chunk.includes('^XA')) {
        socket.resetAndDestroy();
        return;
      }
      for (const part of stream.push(chunk)) {
        work = work.then(() => take(part, socket)).catch(() => void socket.destroy());
      }
    });
  };

  const listener = await listenOn(createServer(serve), options.port ?? 0);
  return {
    items: store.items,
    get: store.get,
    state: () => ({
      kind: 'label-printer',
      name: options.name,
      url: `socket://127.0.0.1:${listener.port}`,
      switch: position,
      switches: printerSwitches,
      received: store.count,
    }),
    async set(to) {
      // Bytes that a hanging printer swallowed are gone; whoever sent them must learn it.
      if (position === 'hang') listener.dropConnections();
      position = to;
      if (to !== 'paper-out') waiting = 0;
      await (to === 'offline' ? listener.down() : listener.up());
    },
    async close() {
      await listener.down();
      store.close();
    },
  };
}

/** The answer to `~HS` (ZPL II Programming Guide): three strings, each between STX and ETX, ended by CR LF. */
function hostStatus(paperOut: boolean, formatsWaiting: number): string {
  const count = String(formatsWaiting).padStart(3, '0');
  const strings = [
    `030,${paperOut ? 1 : 0},0,1184,${count},0,0,0,000,0,0,0`,
    '000,0,0,0,0,2,4,0,00000000,1,000',
    '1234,0',
  ];
  return strings.map((text) => `\x02${text}\x03\r\n`).join('');
}

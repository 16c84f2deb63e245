import { createHash } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import { countLabels } from '../../dispatch/print/countLabels.ts';
import { readZplStamp } from '../../dispatch/print/stampZpl.ts';
import { type BufferedFormat, type Halt, openLabelEngine } from './labelEngine.ts';
import { listenOn } from './listener.ts';
import type { Sink } from './sink.ts';
import { openPrinterMemory } from './printerMemory.ts';
import { openSinkStore, type SinkStore } from './sinkStore.ts';
import { errorStatus, hostStatus, identification, type LabelPrinterState, variable } from './zplAnswers.ts';
import { openZplStream, type ZplPart } from './zplStream.ts';

/**
 * - `paper-out`, `ribbon-out`: the label under way comes out, the next one waits in the buffer.
 * - `head-open`, `jam`: stops in the middle of a label, which is printed again when it goes on.
 * - `power-loss`: loses power in the middle of the next label, with everything in the buffer, and is back at once.
 * - `buffer-full`: prints nothing and reads nothing more once two formats are in the buffer.
 * - `no-counter`: prints, and knows no Set-Get-Do, as older printers.
 * - the others as for the page printer.
 */
export const labelPrinterSwitches = [
  'ready',
  'offline',
  'paper-out',
  'ribbon-out',
  'head-open',
  'jam',
  'power-loss',
  'buffer-full',
  'slow',
  'hang',
  'reset',
  'lose-answer',
  'no-counter',
] as const;
export type LabelPrinterSwitch = (typeof labelPrinterSwitches)[number];

export interface VirtualLabelPrinterOptions {
  readonly folder: string;
  readonly name: string;
  readonly port?: number;
  /** ms a label takes when the switch stands at `slow`. */
  readonly slowMs?: number;
  /** ms a label takes otherwise; 0 prints at once. */
  readonly printMs?: number;
  /** ms for which it has been on already; it tells how long it has had power. */
  readonly upMs?: number;
  /** Formats the buffer holds. */
  readonly buffer?: number;
  /** Sets the switch by itself when so many labels have come out of it; after none, when the first one begins. */
  readonly faultsAfter?: readonly { readonly labels: number; readonly fault: LabelPrinterSwitch }[];
}

const halts: Readonly<Partial<Record<LabelPrinterSwitch, Halt>>> = {
  'paper-out': 'between-labels',
  'ribbon-out': 'between-labels',
  'buffer-full': 'between-labels',
  'head-open': 'within-label',
  jam: 'within-label',
  'power-loss': 'within-label',
};

/**
 * A ZPL label printer on a raw socket: every `^XA…^XZ` goes into its buffer and is printed from there; it answers `~HS`,
 * `~HQES`, `~HI` and Set-Get-Do, and counts the labels that came out whole. It reads in the order in which bytes came,
 * and reads on only while there is room. What it received and what it counts outlive its process, its buffer and its memory
 * do not. Formats and graphics that a label recalls are written out in what it keeps: that is the label that came out.
 */
export async function startVirtualLabelPrinter(options: VirtualLabelPrinterOptions): Promise<Sink<LabelPrinterSwitch>> {
  const store = openSinkStore(options.folder);
  const serial = `VZ${createHash('sha256').update(options.folder).digest('hex').slice(0, 10).toUpperCase()}`;
  let position: LabelPrinterSwitch = 'ready';
  let printed = labelsIn(store);
  let bootedAt = Date.now() - (options.upMs ?? 0);

  const keep = ({ bytes, out, waited }: BufferedFormat): void => {
    store.add(bytes, {
      ...aboutLabel(bytes),
      details: { ...(out > 1 ? { copies: String(out) } : {}), ...(waited ? { note: 'waited in the printer' } : {}) },
    });
  };
  const memory = openPrinterMemory();
  const engine = openLabelEngine(
    {
      capacity: () => (position === 'buffer-full' ? 2 : (options.buffer ?? 200)),
      printMs: () => (position === 'slow' ? (options.slowMs ?? 3_000) : (options.printMs ?? 0)),
    },
    {
      counted() {
        printed += 1;
        const due = options.faultsAfter?.find(({ labels }) => labels === printed);
        if (due !== undefined) queueMicrotask(() => void set(due.fault));
      },
      finished: keep,
      torn(format) {
        if (format.out > 0 && position === 'power-loss') keep(format);
        // A torn label carries no delivery: whoever looks for it must not take it for printed.
        const note = `torn: ${position === 'power-loss' ? 'the power went' : 'stopped in the middle'}`;
        store.add(format.bytes, { ...aboutLabel(format.bytes), deliveryId: null, details: { note } });
        if (position === 'power-loss') queueMicrotask(powerLoss);
      },
    },
  );
  const powerLoss = (): void => {
    engine.lose();
    memory.lose();
    bootedAt = Date.now();
    position = 'ready';
    listener.dropConnections();
    engine.halt('none');
  };
  const state = (): LabelPrinterState => ({
    // Most label printers tell a jam as missing media.
    paperOut: position === 'paper-out' || position === 'jam',
    headOpen: position === 'head-open',
    ribbonOut: position === 'ribbon-out',
    feedError: position === 'jam',
    bufferFull: engine.full,
    formatsWaiting: engine.waiting,
    labelsRemaining: engine.remaining,
    printed,
    uptimeMs: Date.now() - bootedAt,
    serial,
  });
  const take = async (part: ZplPart, socket: Socket): Promise<void> => {
    const say = (text: string): void => {
      if (!socket.destroyed) socket.write(text);
    };
    switch (part.kind) {
      case 'host-status':
        return say(hostStatus(state()));
      case 'error-status':
        return say(errorStatus(state()));
      case 'identification':
        return say(identification());
      case 'getvar':
        return position === 'no-counter' ? undefined : say(variable(part.name, state()));
      case 'cancel-all':
        return engine.cancelAll();
      case 'cancel-format':
        return undefined;
      case 'graphic':
        return memory.keepGraphic(part.parameters);
      case 'label': {
        const labels = countLabels(part.bytes);
        const written = memory.take(part.bytes);
        const first = store.count === 0 ? options.faultsAfter?.find((fault) => fault.labels === 0) : undefined;
        if (first !== undefined) await set(first.fault);
        if (labels > 0) await engine.take(written, labels);
        if (position === 'lose-answer') socket.resetAndDestroy();
      }
    }
  };
  const serveChunk = async (
    before: Promise<void>,
    parts: readonly ZplPart[],
    socket: Socket,
    connectedAt: number,
  ): Promise<void> => {
    await before;
    try {
      for (const part of parts) {
        // What a connection brought and the power took away is gone.
        if (socket.destroyed && bootedAt > connectedAt) return;
        await take(part, socket);
      }
    } catch {
      socket.destroy();
    } finally {
      socket.resume();
    }
  };
  // One after the other, whatever connection it came over: a printer works in the order in which bytes came.
  let work: Promise<void> = Promise.resolve();
  const serve = (socket: Socket): void => {
    const stream = openZplStream();
    const connectedAt = Date.now();
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => {
      if (position === 'hang') return;
      if (position === 'reset' && chunk.includes('^XA')) {
        socket.resetAndDestroy();
        return;
      }
      socket.pause();
      work = serveChunk(work, stream.push(chunk), socket, connectedAt);
    });
  };

  const set = async (to: LabelPrinterSwitch): Promise<void> => {
    // Bytes that a hanging printer swallowed are gone; whoever sent them must learn it.
    if (position === 'hang') listener.dropConnections();
    position = to;
    engine.halt(halts[to] ?? 'none');
    await (to === 'offline' ? listener.down() : listener.up());
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
      switches: labelPrinterSwitches,
      received: store.count,
    }),
    set,
    async close() {
      await listener.down();
      engine.lose();
      store.close();
    },
  };
}

function aboutLabel(label: Buffer) {
  return {
    name: /\^FD(?:>[:;])?([^^]{1,80})\^FS/.exec(label.toString('utf8'))?.[1] ?? null,
    mediaType: 'application/vnd.zebra-zpl',
    deliveryId: readZplStamp(label),
  };
}

/** The counter as the labels received before make it: the torn ones do not count. */
function labelsIn(store: SinkStore): number {
  return store
    .items({ limit: store.count })
    .items.filter(({ details }) => !details['note']?.startsWith('torn'))
    .reduce((sum, { details }) => sum + Number(details['copies'] ?? 1), 0);
}

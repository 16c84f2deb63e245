import { setTimeout as sleep } from 'node:timers/promises';
import type { Outcome } from '../../model/outcome.ts';
import { failed } from '../outcome.ts';
import { type DeviceAddress, openSocketConnection, type SocketConnection } from './socketConnection.ts';
import { counterAnswers, counterRequest, type CounterReading, readCounter } from './zebraCounter.ts';
import { hostStatusRequest, readZebraStatus, zebraProblem } from './zebraStatus.ts';

/** What came of a stream of labels, as far as the printer said. */
export interface StreamReport {
  /** Deliveries whose bytes were all handed to the operating system. */
  readonly sent: number;
  /** Deliveries after which the printer answered: it has them. */
  readonly answered: number;
  /** The counter as it was last seen; null when it could not be asked any more. */
  readonly reading: CounterReading | null;
  /** Nothing is in the printer any more: its counter is the last word. */
  readonly settled: boolean;
  /** Why the printer prints no more (out of labels and the like), in words; null when nothing was seen. */
  readonly problem: string | null;
  /** Why the connection ended or the printer fell silent; null when it did not. */
  readonly lost: string | null;
}

/** A label printer that counts what it prints, so that a stream of labels can be accounted for one by one. */
export interface CountingPrinter {
  /** The counter now; an outcome when the printer cannot be asked; `cannot-count` when it has no counter. */
  read(): Promise<CounterReading | Outcome | 'cannot-count'>;
  /**
   * Sends labels one after the other without waiting in between, `~HS` after each, and follows the counter until it
   * has reached `until`, or nothing moves any more. Never throws for what the printer does.
   *
   * @param each called after each label was handed over, and again and again while the printer works. False ends it.
   */
  stream(labels: readonly Uint8Array[], until: number, each: () => Promise<boolean>): Promise<StreamReport>;
  /**
   * Waits until nothing of an earlier stream is in the printer any more, as long as its counter moves; with `empty` what
   * is in it and not printing yet is thrown away first.
   */
  settle(
    each: () => Promise<boolean>,
    options?: { readonly empty?: boolean },
  ): Promise<StreamReport | Outcome | 'cannot-count'>;
  close(): Promise<void>;
}

export interface CountingOptions {
  readonly connectTimeoutMs?: number;
  /** ms without any progress after which the printer counts as standing still; a third of it for one answer. */
  readonly timeoutMs?: number;
}

/** "~JX Cancel Current Partially Input Format": a label cut off by a broken connection must not swallow the next. */
const cancelPartialFormat = '~JX';
/** "~JA Cancel All": empties the buffer; a label that is printing still comes out. */
const cancelAll = '~JA';
/** ms between two looks at a counter that shall prove that the printer has come to rest. */
const restMs = 300;

export function openCountingPrinter({ host, port }: DeviceAddress, options: CountingOptions = {}): CountingPrinter {
  const timeoutMs = options.timeoutMs ?? 15_000;
  let connection: SocketConnection | null = null;

  const drop = (): void => {
    connection?.destroy();
    connection = null;
  };
  const connected = async (): Promise<SocketConnection | { lost: string }> => {
    if (connection?.alive()) return connection;
    drop();
    const opened = await openSocketConnection(host, port, options.connectTimeoutMs ?? Math.min(5_000, timeoutMs));
    if (!('lost' in opened)) connection = opened;
    return opened;
  };

  /** Asks for the counter. An answer to `~HS` without one before it says that the printer has none. */
  const ask = async (from: SocketConnection): Promise<CounterReading | { lost: string } | 'cannot-count'> => {
    from.forgetFrames();
    const sent = await from.write(counterRequest, timeoutMs / 3);
    if (sent !== 'written') return sent;
    const frames = await from.frames(3, timeoutMs / 3);
    if ('lost' in frames) return frames;
    if (readZebraStatus(frames) === null) return { lost: 'its answer to ~HS is not one' };
    // Some firmware answers ~HS before what came first.
    const quoted = await from.quotes(counterAnswers, Math.min(300, timeoutMs / 3));
    if ('lost' in quoted) return 'cannot-count';
    return readCounter(quoted, frames) ?? 'cannot-count';
  };

  const read: CountingPrinter['read'] = async () => {
    for (let attempt = 0; ; attempt += 1) {
      const kept = connection?.alive() === true;
      const open = await connected();
      if ('lost' in open) return unreachable(open.lost);
      const reading = await ask(open);
      if (reading === 'cannot-count' || 'printed' in reading) return reading;
      drop();
      // A kept connection may have died meanwhile; no label was sent, so a new one is tried once.
      if (!kept || attempt > 0) return unreachable(reading.lost);
    }
  };

  /** Follows the counter until it reaches `until`, the printer has a problem, is at rest, or nothing moves any more. */
  const follow = async (from: SocketConnection, until: number, each: () => Promise<boolean>): Promise<Followed> => {
    let last: CounterReading | null = null;
    let movedAt = Date.now();
    let restsSince: number | null = null;
    for (let pauseMs = 0; ; pauseMs = Math.min(250, pauseMs * 2 + 5)) {
      await sleep(pauseMs);
      const now = await ask(from);
      if (now === 'cannot-count') return { reading: last, settled: false, lost: 'it stopped telling its counter' };
      if ('lost' in now) return { reading: last, settled: false, lost: now.lost };
      if (now.printed >= until) return { reading: now, settled: true, lost: null };
      if (last?.printed !== now.printed || !now.atRest) restsSince = null;
      if (last?.printed !== now.printed) movedAt = Date.now();
      last = now;
      if (now.atRest) {
        restsSince ??= Date.now();
        if (Date.now() - restsSince >= restMs) return { reading: now, settled: true, lost: null };
      } else if (now.problem !== null) return { reading: now, settled: false, lost: null };
      if (!(await each())) return { reading: now, settled: false, lost: 'the lease of the device was lost' };
      if (Date.now() - movedAt > timeoutMs) {
        return { reading: now, settled: false, lost: `nothing moved for ${timeoutMs / 1000} s` };
      }
    }
  };

  return {
    read,
    async stream(labels, until, each) {
      const report = { sent: 0, answered: 0, reading: null, settled: false, problem: null, lost: null };
      const open = await connected();
      if ('lost' in open) return { ...report, lost: open.lost };
      open.forgetFrames();
      const sent = await send(open, labels, timeoutMs, each);
      if (sent.lost !== null) {
        // What a printer with a full buffer has not taken yet must not come out of it later.
        drop();
        return { ...report, ...sent };
      }
      const answers = await collect(open, sent.sent, timeoutMs, each);
      if (answers.lost !== null) {
        drop();
        return { ...report, ...sent, ...answers };
      }
      const followed = await follow(open, until, each);
      if (followed.lost !== null) drop();
      return { ...report, ...sent, ...answers, ...followed, problem: followed.reading?.problem ?? answers.problem };
    },
    async settle(each, { empty = false } = {}) {
      const reading = await read();
      if (reading === 'cannot-count' || 'kind' in reading) return reading;
      const open = await connected();
      if ('lost' in open) return unreachable(open.lost);
      await open.write(empty ? cancelPartialFormat + cancelAll : cancelPartialFormat, timeoutMs / 3);
      const followed = await follow(open, Number.POSITIVE_INFINITY, each);
      if (followed.reading === null) return unreachable(followed.lost ?? 'no answer');
      return { sent: 0, answered: 0, ...followed, problem: followed.reading.problem };
    },
    async close() {
      // Everything sent was answered for; our FIN goes first all the same, because a reset may empty a printer's buffer.
      if (connection?.alive()) await connection.finish(200);
      drop();
    },
  };
}

type Followed = Pick<StreamReport, 'reading' | 'settled' | 'lost'>;

/** Hands the labels over, each with `~HS` behind it. A printer that does not read for `timeoutMs` ends it. */
async function send(
  to: SocketConnection,
  labels: readonly Uint8Array[],
  timeoutMs: number,
  each: () => Promise<boolean>,
): Promise<Pick<StreamReport, 'sent' | 'lost'>> {
  for (const [sent, label] of labels.entries()) {
    const result = await to.write(Buffer.concat([label, Buffer.from(hostStatusRequest)]), timeoutMs);
    if (result !== 'written') return { sent, lost: result.lost };
    if (!(await each())) return { sent: sent + 1, lost: 'the lease of the device was lost' };
  }
  return { sent: labels.length, lost: null };
}

/** Takes the answers to `~HS` in their order: the n-th says that the printer has the n-th label. */
async function collect(
  from: SocketConnection,
  expected: number,
  timeoutMs: number,
  each: () => Promise<boolean>,
): Promise<Pick<StreamReport, 'answered' | 'problem' | 'lost'>> {
  let problem: string | null = null;
  for (let answered = 0; answered < expected; answered += 1) {
    // A printer that has said that it cannot go on may not answer any more before somebody has helped it.
    const frames = await from.frames(3, problem === null ? timeoutMs : Math.min(1_000, timeoutMs));
    if ('lost' in frames) return { answered, problem, lost: frames.lost };
    const status = readZebraStatus(frames);
    if (status === null) return { answered, problem, lost: 'its answer to ~HS is not one' };
    problem = zebraProblem(status);
    if (!(await each())) return { answered, problem, lost: 'the lease of the device was lost' };
  }
  return { answered: expected, problem, lost: null };
}

function unreachable(detail: string): Outcome {
  return failed('stop', 'dispatch.device-unreachable', `The printer did not answer (${detail}).`, ['offline']);
}
